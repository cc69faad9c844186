"""Pages by their path or id, and the site that is meant."""

from collections.abc import Mapping

import pytest

from webflow_contract.sandbox import Sandbox
from webflow_contract.sandbox.seed import seed_of

from .conftest import Against, Cli


def shop(*pages: Mapping[str, object], **token: object) -> Sandbox:
    sites = [{"displayName": "Shop", "pages": list(pages)}]
    document: dict[str, object] = {"sites": sites}
    if token:
        document["tokens"] = [{"token": "token-of-the-shop", **token}]
    return Sandbox(seed_of(document), rate_limit="off")


HOME = {"title": "Home", "kind": "home"}


@pytest.mark.parametrize("path", ["/pricing", "/pricing/", "/company/press", "/", "//"])
def test_a_page_is_found_by_its_path(cli: Cli, sandbox: Sandbox, path: str) -> None:
    wanted = sandbox.page_ids["/" + path.strip("/")]
    assert cli("get", path, "--json").json["page"]["id"] == wanted


def test_a_page_is_found_by_its_id_in_either_case_and_without_a_site(cli: Cli, sandbox: Sandbox) -> None:
    got = cli("get", sandbox.page_id.upper(), "--json", "--locale", "fr-FR", WEBFLOW_SITE_ID="")
    assert got.json["page"]["id"] == sandbox.page_id


def test_a_path_is_that_of_the_primary_locale(cli: Cli) -> None:
    missed = cli("get", "/fr/pricing", "--locale", "fr-FR")
    assert (missed.code, missed.stdout) == (1, "")
    assert missed.stderr == "webflow-pages: no page has the path /fr/pricing: did you mean /pricing?\n"


def test_an_unknown_path_that_is_near_to_none_points_to_the_list(cli: Cli) -> None:
    missed = cli("get", "/zzzzzzzzzzzz")
    assert (missed.code, missed.stderr) == (
        1,
        "webflow-pages: no page has the path /zzzzzzzzzzzz: 'webflow-pages list' has them all\n",
    )


def test_a_path_of_several_pages_is_refused_with_their_ids(against: Against) -> None:
    world = shop(HOME, {"title": "One", "slug": "one"}, {"title": "Two", "slug": "two"})
    world.assume(duplicate_slug="accepted", published_path_after_slug_write="follows_slug")
    cli = against(world)
    one, two = world.page_ids["/one"], world.page_ids["/two"]
    cli("update", two, "--locale", "primary", "--slug", "one", WEBFLOW_TOKEN=world.token)

    refused = cli("update", "/one", "--locale", "primary", "--title", "T", WEBFLOW_TOKEN=world.token)

    assert (refused.code, refused.stdout) == (2, "")
    assert refused.stderr == f"webflow-pages: 2 pages have the path /one: name one by its id ({one}, {two})\n"


@pytest.mark.parametrize("page", ["pricing", "5eed", "5eed0000000000000000d003x", "", "../sites", "https://x.example/"])
@pytest.mark.parametrize("command", [("get",), ("update", "--locale", "primary", "--title", "T")])
def test_what_is_neither_an_id_nor_a_path_is_refused(
    cli: Cli, sandbox: Sandbox, command: tuple[str, ...], page: str
) -> None:
    refused = cli(*command, page)
    assert (refused.code, refused.stdout) == (2, "")
    assert refused.stderr.startswith(f"webflow-pages: {page!r} is neither a page's id nor a path: ")
    assert not sandbox.requests()


def test_the_only_site_need_not_be_named(against: Against) -> None:
    world = shop(HOME)
    cli = against(world)
    assert cli("list", "--json", WEBFLOW_TOKEN=world.token).json["pages"][0]["siteId"] == world.site_id
    assert cli("get", "/", WEBFLOW_TOKEN=world.token).code == 0
    assert cli("locales", WEBFLOW_TOKEN=world.token).code == 0


@pytest.mark.parametrize("command", [("list",), ("get", "/"), ("locales",)])
def test_several_sites_are_listed(cli: Cli, sandbox: Sandbox, command: tuple[str, ...]) -> None:
    refused = cli(*command, WEBFLOW_SITE_ID="")
    assert (refused.code, refused.stdout) == (2, "")
    assert refused.stderr.splitlines() == [
        "webflow-pages: the token reaches 2 sites: name one with --site or WEBFLOW_SITE_ID",
        f"  {sandbox.site_ids['lantern-loom']}  Lantern & Loom",
        f"  {sandbox.site_ids['one-tongue']}  One Tongue",
    ]


def test_a_token_without_sites_is_a_matter_of_the_token(against: Against) -> None:
    world = shop(HOME, sites=[])
    refused = against(world)("list", WEBFLOW_TOKEN="token-of-the-shop")
    assert (refused.code, refused.stdout) == (4, "")
    assert "the token reaches no site" in refused.stderr


def test_an_option_goes_before_the_environment(cli: Cli, sandbox: Sandbox) -> None:
    listed = cli("list", "--site", sandbox.site_ids["one-tongue"].upper(), "--json").json["pages"]
    assert [page["id"] for page in listed] == ["5eed0000000000000000d00a"]


@pytest.mark.parametrize(
    ("options", "environment", "source"),
    [
        (("--site", "shop"), {}, "--site"),
        (("--site", ""), {}, "--site"),
        ((), {"WEBFLOW_SITE_ID": "shop"}, "WEBFLOW_SITE_ID"),
    ],
)
def test_a_site_that_is_no_id_is_refused(
    cli: Cli, sandbox: Sandbox, options: tuple[str, ...], environment: dict[str, str], source: str
) -> None:
    refused = cli("list", *options, **environment)
    assert (refused.code, refused.stdout) == (2, "")
    assert refused.stderr.endswith(f"is no site's id: {source} takes 24 hexadecimal digits\n")
    assert not sandbox.requests()


def test_a_page_of_another_site_than_the_one_named_is_not_written(cli: Cli, sandbox: Sandbox) -> None:
    other = sandbox.site_ids["one-tongue"]
    options = ("update", sandbox.page_id, "--locale", "fr-FR", "--title", "T")
    refused = cli(*options, "--site", other)
    assert (refused.code, refused.stdout) == (2, "")
    assert sandbox.site_id in refused.stderr
    assert {entry.method for entry in sandbox.requests()} == {"GET"}
    # The variable says which site is meant where nothing else does, and an id says it.
    assert cli(*options, WEBFLOW_SITE_ID=other).code == 0
    assert cli(*options, "--site", sandbox.site_id).code == 0
