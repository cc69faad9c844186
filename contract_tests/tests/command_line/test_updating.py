"""``update`` writes what is given where it is told to, and tells what became of it. ``--dry-run`` writes nothing."""

import pytest

from webflow_contract.exchange import Request
from webflow_contract.sandbox import Sandbox

from .conftest import Cli


def page(sandbox: Sandbox, page_id: str, tag: str = "en-US") -> dict[str, object]:
    headers = {"authorization": f"Bearer {sandbox.token}"}
    query = () if tag == "en-US" else (("localeId", sandbox.locale_ids[tag]),)
    found: dict[str, object] = sandbox(Request("GET", f"/v2/pages/{page_id}", query, headers)).json()
    return found


def written(sandbox: Sandbox) -> list[str]:
    return [entry.path for entry in sandbox.requests() if entry.method == "PUT"]


def test_update_writes_what_is_given_and_nothing_else(cli: Cli, sandbox: Sandbox) -> None:
    before = page(sandbox, sandbox.page_id, "fr-FR")
    done = cli("update", "/pricing", "--locale", "fr-FR", "--title", "Nos prix", "--seo-description", "Tout est là.")
    assert (done.code, done.lines) == (
        0,
        [
            ["Field", "Sent", "Outcome"],
            ["title", "Nos prix", "applied"],
            ["seo.description", "Tout est là.", "applied"],
        ],
    )
    assert done.stderr == "The change is staged, not live: it goes public when the page or the site is published.\n"
    after = page(sandbox, sandbox.page_id, "fr-FR")
    assert (after["title"], after["slug"], after["openGraph"]) == ("Nos prix", before["slug"], before["openGraph"])
    assert after["seo"] == {"title": "Tarifs | Lantern & Loom", "description": "Tout est là."}
    assert page(sandbox, sandbox.page_id)["title"] == "Pricing"


@pytest.mark.parametrize(
    ("options", "part", "expected"),
    [
        (("--title", "T"), "title", "T"),
        (("--slug", "prices"), "slug", "prices"),
        (("--seo-title", "T"), "seo", {"title": "T", "description": "What a lamp costs, and why."}),
        (("--seo-description", "D"), "seo", {"title": "Pricing | Lantern & Loom", "description": "D"}),
        (
            ("--open-graph-title", "T", "--open-graph-description", "D"),
            "openGraph",
            {"title": "T", "titleCopied": False, "description": "D", "descriptionCopied": False},
        ),
        (
            ("--open-graph-title-copied", "--open-graph-description-copied"),
            "openGraph",
            {"title": None, "titleCopied": True, "description": None, "descriptionCopied": True},
        ),
        (("--title=-10 %",), "title", "-10 %"),
        (("--title", "@home"), "title", "@home"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else None,
)
def test_every_field_has_an_option(
    cli: Cli, sandbox: Sandbox, options: tuple[str, ...], part: str, expected: object
) -> None:
    assert cli("update", sandbox.page_id, "--locale", "primary", *options).code == 0
    assert page(sandbox, sandbox.page_id)[part] == expected


def test_mirroring_is_switched_off(cli: Cli, sandbox: Sandbox) -> None:
    home = sandbox.page_ids["/"]
    options = ("--no-open-graph-title-copied", "--no-open-graph-description-copied", "--open-graph-title", "T")
    assert cli("update", home, "--locale", "primary", *options).code == 0
    graph = page(sandbox, home)["openGraph"]
    assert isinstance(graph, dict)
    assert (graph["title"], graph["titleCopied"], graph["descriptionCopied"]) == ("T", False, False)


def test_update_prints_the_page_and_what_was_not_applied(cli: Cli, sandbox: Sandbox) -> None:
    done = cli("update", sandbox.page_id, "--locale", "primary", "--title", "Prices", "--json")
    document = done.json
    assert done.code == 0
    assert document.keys() == {"schema", "page", "not_applied", "dry_run"}
    assert (document["page"]["title"], document["not_applied"], document["dry_run"]) == ("Prices", [], False)
    assert "staged" in done.stderr


@pytest.mark.parametrize(("path", "locale"), [("/", "primary"), ("/pricing", "de-DE"), ("/detail_posts", "primary")])
def test_a_slug_that_webflow_ignores_is_told(cli: Cli, path: str, locale: str) -> None:
    done = cli("update", path, "--locale", locale, "--title", "T", "--slug", "other")
    assert done.code == 1
    before = "(none)" if path == "/" else path[1:]
    assert done.lines[1:] == [["title", "T", "applied"], ["slug", "other", f"not applied, it is {before}"]]
    staged, not_applied, reason = done.stderr.splitlines()
    assert staged.startswith("The change is staged, not live")
    assert not_applied == "webflow-pages: not applied, although Webflow answered 200: slug"
    assert "Advanced or Enterprise" in reason


def test_nothing_applied_is_not_called_staged(cli: Cli) -> None:
    done = cli("update", "/", "--locale", "primary", "--slug", "other", "--json")
    assert (done.code, done.json["not_applied"]) == (1, ["slug"])
    assert "staged" not in done.stderr


def test_a_text_that_goes_on_mirroring_is_told_with_the_way_out(cli: Cli, sandbox: Sandbox) -> None:
    sandbox.assume(text_without_copied_flag="stays_mirrored")
    done = cli("update", "/", "--locale", "primary", "--open-graph-title", "T")
    assert done.code == 1
    assert done.lines[1] == ["open_graph.title", "T", "not applied, it is (none)"]
    assert done.stderr.splitlines()[-1] == (
        "  open_graph.title mirrors the SEO text: send --no-open-graph-title-copied along with it."
    )


def test_an_update_that_is_ignored_is_no_success(cli: Cli, sandbox: Sandbox) -> None:
    sandbox.switches.on("update-ignored")
    options = ("--title", "T", "--seo-title", "S", "--open-graph-title", "O")
    done = cli("update", sandbox.page_id, "--locale", "primary", *options)
    assert done.code == 1
    assert done.stderr == (
        "webflow-pages: not applied, although Webflow answered 200: title, seo.title, open_graph.title\n"
    )


def test_a_dry_run_shows_the_difference_and_writes_nothing(cli: Cli, sandbox: Sandbox) -> None:
    options = ("--title", "Prices", "--slug", "pricing", "--seo-title", "Prices")
    done = cli("update", "/pricing", "--locale", "primary", *options, "--dry-run")
    assert (done.code, done.lines) == (
        3,
        [
            ["Field", "Now", "Would be"],
            ["title", "Pricing", "→", "Prices"],
            ["seo.title", "Pricing | Lantern & Loom", "→", "Prices"],
        ],
    )
    assert done.stderr == "The update would change 2 of the 3 fields given. Nothing was sent.\n"
    assert written(sandbox) == []


def test_a_dry_run_prints_the_difference(cli: Cli, sandbox: Sandbox) -> None:
    done = cli(
        *("update", "/", "--locale", "primary", "--dry-run", "--json"),
        *("--slug", "home", "--title", "Start", "--no-open-graph-title-copied", "--open-graph-title", "T"),
    )
    assert (done.code, done.json) == (
        3,
        {
            "schema": 1,
            "dry_run": True,
            "changes": [
                {"field": "title", "before": "Home", "after": "Start"},
                {"field": "slug", "before": None, "after": "home"},
                {"field": "open_graph.title", "before": None, "after": "T"},
                {"field": "open_graph.title_copied", "before": True, "after": False},
            ],
        },
    )
    assert written(sandbox) == []


def test_a_dry_run_without_a_difference_says_so(cli: Cli, sandbox: Sandbox) -> None:
    options = ("update", "/pricing", "--locale", "fr-FR", "--title", "Tarifs", "--no-open-graph-title-copied")
    done = cli(*options, "--dry-run")
    assert (done.code, done.stdout, done.stderr) == (0, "", "No changes: the page is so already.\n")
    assert cli(*options, "--dry-run", "--json").json["changes"] == []
    assert written(sandbox) == []


def test_a_dry_run_tells_a_binding_that_would_be_lost(cli: Cli) -> None:
    done = cli("update", "/detail_posts", "--locale", "primary", "--seo-title", "Posts", "--title", "P", "--dry-run")
    assert done.stderr.splitlines()[0] == "seo.title has a binding ({{wf …}}), which would be lost."
    assert len(done.stderr.splitlines()) == 2


def test_what_is_absent_is_null_in_a_dry_run(cli: Cli) -> None:
    options = ("update", "/imprint", "--locale", "primary", "--seo-description", "D", "--dry-run")
    assert cli(*options, "--json").json["changes"] == [{"field": "seo.description", "before": None, "after": "D"}]
    assert cli(*options).lines[1] == ["seo.description", "–", "→", "D"]  # noqa: RUF001


def test_without_a_locale_nothing_is_written(cli: Cli, sandbox: Sandbox) -> None:
    done = cli("update", "/pricing", "--title", "T")
    assert (done.code, done.stdout) == (2, "")
    assert "--locale fr-FR, or --locale primary" in done.stderr
    assert not sandbox.requests()


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
@pytest.mark.parametrize("option", ["--title", "--slug", "--seo-description", "--open-graph-title"])
def test_an_empty_text_is_refused(cli: Cli, sandbox: Sandbox, option: str, text: str) -> None:
    done = cli("update", "/pricing", "--locale", "primary", "--seo-title", "Fine", option, text)
    assert (done.code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"webflow-pages: {option} is empty: leave it out")
    assert not sandbox.requests()


def test_nothing_to_update_is_refused(cli: Cli, sandbox: Sandbox) -> None:
    done = cli("update", "/pricing", "--locale", "primary")
    assert done.code == 2
    assert "there is nothing to update: give one of --title, --slug, --seo-title" in done.stderr
    assert not sandbox.requests()


@pytest.mark.parametrize("fault", ["cut-after-applying", "unknown-error-html", "truncated-json", "internal-error"])
def test_an_update_without_an_answer_may_have_been_carried_out(cli: Cli, sandbox: Sandbox, fault: str) -> None:
    sandbox.switches.on(fault, operation="update-page-metadata")
    done = cli("update", sandbox.page_id, "--locale", "primary", "--title", "T")
    assert (done.code, done.stdout) == (1, "")
    unknown, reason = done.stderr.splitlines()
    assert unknown.startswith(f"webflow-pages: whether page {sandbox.page_id} was changed is not known")
    assert reason.startswith("webflow-pages: ")


def test_an_update_that_was_not_sent_changed_nothing(bare: Cli) -> None:
    options = ("update", "0" * 24, "--locale", "primary", "--title", "T")
    done = bare(*options, WEBFLOW_TOKEN="any-token-at-all", WEBFLOW_BASE_URL="http://127.0.0.1:9/v2")
    assert (done.code, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)


def test_a_refused_update_changed_nothing_and_says_no_more_than_that(cli: Cli, sandbox: Sandbox) -> None:
    done = cli("update", sandbox.page_id, "--locale", "primary", "--slug", "about")
    assert (done.code, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
    assert "should be unique" in done.stderr


def test_an_answer_for_another_locale_is_told(cli: Cli, sandbox: Sandbox) -> None:
    sandbox.switches.on("locale-ignored")
    done = cli("update", sandbox.page_id, "--locale", "fr-FR", "--title", "T")
    assert (done.code, done.stdout) == (1, "")
    assert "may have gone to the wrong place" in done.stderr
