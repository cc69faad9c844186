"""``doctor`` says what is wrong, what to do about it, and what it cannot know."""

from typing import Any

import pytest

from webflow_contract.exchange import Response
from webflow_contract.sandbox import Sandbox
from webflow_contract.sandbox.seed import seed_of

from .conftest import Against, Cli, Outcome

NAMES = ["token", "base-url", "sites", "site", "locales", "pages", "quota", "pages:write"]

HOME = {"title": "Home", "kind": "home"}
# Webflow does not list folders.
FOLDER = {"title": "Empty", "slug": "empty", "kind": "folder"}


def checks(done: Outcome) -> dict[str, dict[str, Any]]:
    """Return the checks by name. Every problem has to have an advice."""
    document = done.json
    assert document.keys() == {"schema", "ok", "checks"}
    assert document["ok"] is (done.code == 0)
    found = {check["name"]: check for check in document["checks"]}
    assert list(found) == NAMES
    for check in found.values():
        assert check.keys() == {"name", "state", "says", "advice"}
        assert check["state"] != "problem" or check["advice"]
    return found


def problems(done: Outcome) -> list[str]:
    return [name for name, check in checks(done).items() if check["state"] == "problem"]


def unproven(done: Outcome) -> list[str]:
    return [name for name, check in checks(done).items() if check["state"] == "unproven"]


def test_all_is_well_but_what_only_a_write_would_prove(cli: Cli, sandbox: Sandbox) -> None:
    done = cli("doctor", "--json")
    assert (done.code, done.stderr, problems(done), unproven(done)) == (0, "", [], ["pages:write"])
    found = checks(done)
    assert found["site"]["says"] == f"Lantern & Loom ({sandbox.site_id})"
    assert found["locales"]["says"] == "en-US, and besides fr-FR, de-DE, pt-BR"
    assert found["quota"]["says"] == "59 of 60 requests are left in this minute"
    assert "would prove it" in found["pages:write"]["advice"]
    assert {entry.method for entry in sandbox.requests()} == {"GET"}


def test_the_table_says_the_same(cli: Cli) -> None:
    done = cli("doctor")
    assert (done.code, done.stderr) == (0, "")
    assert [line[:2] for line in done.lines if len(line) == 3] == [
        *(["ok", name] for name in NAMES[:-1]),
        ["unproven", "pages:write"],
    ]
    (advice,) = (line for line in done.lines if len(line) == 1)
    assert "webflow-pages update PAGE" in advice[0]


def test_without_a_token(cli: Cli) -> None:
    done = cli("doctor", "--json", WEBFLOW_TOKEN="")
    assert (done.code, problems(done)) == (4, ["token"])
    assert checks(done)["base-url"]["state"] == "ok"
    assert checks(done)["sites"]["says"] == "not tried, because of a problem above"


def test_a_file_without_a_token_is_a_problem_of_the_token(cli: Cli) -> None:
    done = cli("doctor", "--json", "--token-file", "/no/such/file")
    assert (done.code, problems(done)) == (4, ["token"])


def test_a_malformed_token(cli: Cli) -> None:
    done = cli("doctor", "--json", WEBFLOW_TOKEN="a b")
    assert (done.code, problems(done)) == (4, ["token"])


@pytest.mark.parametrize("url", ["http://example.org/v2", "nonsense", "https://user@example.org"])
def test_a_base_url_that_no_token_must_go_to(cli: Cli, sandbox: Sandbox, url: str) -> None:
    done = cli("doctor", "--json", WEBFLOW_BASE_URL=url)
    assert (done.code, problems(done)) == (1, ["base-url"])
    assert not sandbox.requests()


def test_a_base_url_and_a_token_can_be_wrong_at_once(cli: Cli) -> None:
    done = cli("doctor", "--json", WEBFLOW_TOKEN="", WEBFLOW_BASE_URL="nonsense")
    assert (done.code, problems(done)) == (4, ["token", "base-url"])


def test_a_token_that_was_revoked(cli: Cli, sandbox: Sandbox) -> None:
    sandbox.switches.on("token-revoked")
    done = cli("doctor", "--json")
    assert (done.code, problems(done)) == (4, ["sites"])
    assert "401" in checks(done)["sites"]["says"]
    assert "check the token" in checks(done)["sites"]["advice"]
    assert unproven(done) == ["site", "locales", "pages", "quota", "pages:write"]


def test_a_token_without_sites_read(cli: Cli, sandbox: Sandbox) -> None:
    token = sandbox.tokens["without-sites-read"]
    done = cli("doctor", "--json", WEBFLOW_TOKEN=token)
    assert (done.code, problems(done)) == (4, ["sites", "locales"])
    assert checks(done)["sites"]["advice"] == "use a token that has sites:read"
    assert unproven(done) == ["site", "pages:write"]
    without_site = cli("doctor", "--json", WEBFLOW_TOKEN=token, WEBFLOW_SITE_ID="")
    assert (without_site.code, problems(without_site)) == (4, ["sites", "site"])


def test_a_token_without_pages_read(against: Against) -> None:
    token = {"token": "token-of-the-shop", "scopes": ["sites:read"]}
    world = Sandbox(seed_of({"sites": [{"displayName": "Shop", "pages": [HOME]}], "tokens": [token]}))
    done = against(world)("doctor", "--json", WEBFLOW_TOKEN="token-of-the-shop")
    assert (done.code, problems(done)) == (4, ["pages"])
    assert checks(done)["pages"]["advice"] == "use a token that has pages:read"


def test_a_scope_that_the_service_does_not_name_is_named_all_the_same(against: Against) -> None:
    cli = against(lambda request: Response(403, {}, b'{"code": "missing_scopes", "message": "OAuthForbidden"}'))
    done = cli("doctor", "--json", "--site", "0" * 24)
    assert (done.code, problems(done)) == (4, ["sites", "locales", "pages"])
    assert [check["advice"] for check in checks(done).values() if check["state"] == "problem"] == [
        "use a token that has sites:read",
        "use a token that has sites:read",
        "use a token that has pages:read",
    ]


def test_a_403_that_is_about_no_scope(cli: Cli, sandbox: Sandbox) -> None:
    sandbox.switches.on("insufficient-permissions", operation="list-pages")
    done = cli("doctor", "--json")
    assert (done.code, problems(done)) == (4, ["pages"])
    assert "role" in checks(done)["pages"]["advice"]


def test_several_sites_and_none_named(cli: Cli, sandbox: Sandbox) -> None:
    done = cli("doctor", "--json", WEBFLOW_SITE_ID="")
    assert (done.code, problems(done), unproven(done)) == (1, ["site"], ["locales", "pages", "pages:write"])
    assert all(id_ in checks(done)["site"]["advice"] for id_ in list(sandbox.site_ids.values())[:2])


def test_a_site_that_the_token_does_not_reach(cli: Cli, sandbox: Sandbox) -> None:
    done = cli("doctor", "--json", "--site", sandbox.site_ids["somebody-else"])
    assert (done.code, problems(done)) == (1, ["site"])
    assert sandbox.site_id in checks(done)["site"]["advice"]


def test_a_site_that_is_no_id(cli: Cli) -> None:
    done = cli("doctor", "--json", "--site", "shop")
    assert (done.code, problems(done)) == (1, ["site"])


def test_no_site_at_all(against: Against) -> None:
    token = {"token": "token-of-the-shop", "sites": []}
    world = Sandbox(seed_of({"sites": [{"displayName": "Shop", "pages": [HOME]}], "tokens": [token]}))
    done = against(world)("doctor", "--json", WEBFLOW_TOKEN="token-of-the-shop")
    assert (done.code, problems(done)) == (4, ["site"])


@pytest.mark.parametrize("answer", ["primary_only", "null", "absent"])
def test_a_site_without_localization_is_fine(cli: Cli, sandbox: Sandbox, answer: str) -> None:
    sandbox.assume(locales_without_localization=answer)
    done = cli("doctor", "--json", "--site", sandbox.site_ids["one-tongue"])
    assert (done.code, checks(done)["locales"]["state"]) == (0, "ok")
    assert "one language, which is fine" in checks(done)["locales"]["says"]


def test_a_site_without_pages_is_fine(against: Against) -> None:
    world = Sandbox(seed_of({"sites": [{"displayName": "Shop", "pages": [FOLDER]}]}))
    done = against(world)("doctor", "--json", WEBFLOW_TOKEN=world.token)
    assert (done.code, checks(done)["pages"]["says"]) == (0, "can be read, and there are none")


def test_a_quota_that_is_used_up_by_somebody_else(cli: Cli, sandbox: Sandbox) -> None:
    sandbox.switches.on("too-many-requests")
    done = cli("doctor", "--json")
    assert (done.code, problems(done)) == (1, ["sites", "quota"])
    assert checks(done)["quota"]["says"] == "0 of 60 requests are left in this minute"
    assert len(sandbox.requests()) == 1


@pytest.mark.parametrize(("headers", "advice"), [({"retry-after": "17"}, "wait 17 s"), ({}, "wait 60 s")])
def test_how_long_to_wait_is_what_the_answer_says(against: Against, headers: dict[str, str], advice: str) -> None:
    done = against(lambda request: Response(429, {"x-ratelimit-remaining": "0", **headers}, b"{}"))("doctor", "--json")
    assert checks(done)["quota"]["says"] == "0 of an unknown number of requests are left in this minute"
    assert checks(done)["quota"]["advice"] == advice


def test_the_quota_is_that_of_the_last_answer(against: Against) -> None:
    world = Sandbox()
    done = against(world)("doctor", "--json", WEBFLOW_TOKEN=world.token, WEBFLOW_SITE_ID=world.site_id)
    assert checks(done)["quota"]["says"] == "57 of 60 requests are left in this minute"


def test_a_quota_that_the_doctor_uses_up(against: Against) -> None:
    world = Sandbox(rate_limit=2)
    done = against(world)("doctor", "--json", WEBFLOW_TOKEN=world.token, WEBFLOW_SITE_ID=world.site_id)
    assert (done.code, problems(done)) == (1, ["pages", "quota"])
    assert checks(done)["pages"]["says"] == "the token's quota is used up"
    assert checks(done)["pages"]["advice"].startswith("run it again in ")


def test_a_service_that_tells_no_quota(cli: Cli, sandbox: Sandbox) -> None:
    sandbox.switches.on("too-many-requests-without-retry-after", operation="list-sites")
    done = cli("doctor", "--json")
    assert (done.code, problems(done)) == (1, ["sites"])
    assert checks(done)["quota"] == {
        "name": "quota",
        "state": "unproven",
        "says": "the answers do not tell it",
        "advice": None,
    }


@pytest.mark.parametrize(
    ("fault", "says"), [("internal-error", "500"), ("bad-gateway-html", "502"), ("cut", "no answer")]
)
def test_a_service_that_is_down(cli: Cli, sandbox: Sandbox, fault: str, says: str) -> None:
    sandbox.switches.on(fault)
    done = cli("doctor", "--json")
    assert (done.code, problems(done)) == (1, ["sites"])
    assert says in checks(done)["sites"]["says"]
    assert len(sandbox.requests()) == 1
