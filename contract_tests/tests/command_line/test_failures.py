"""What goes wrong has an exit code of its kind and a line on stderr, and leaves stdout alone."""

import pytest

from webflow_contract.exchange import Response
from webflow_contract.sandbox import Sandbox

from .conftest import Against, Cli, Time

ID = "0" * 24


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("gte",), "Did you mean"),
        (("get",), "PAGE"),
        (("get", "/", "/pricing"), "/pricing"),
        (("get", "/", "--lcoale", "fr-FR"), "--locale"),
        (("get", "/", "--locale"), "--locale"),
        (("get", "/", "--locale", "fr-FR", "--locale", "de-DE"), "--locale"),
        (("list", "--limit", "3"), "--limit"),
        (("update", "/", "--locale", "primary", "--open-graph-title-copied=perhaps"), "bool"),
        (
            ("update", "/", "--locale", "primary", "--open-graph-title-copied", "--no-open-graph-title-copied"),
            "--no-open-graph-title-copied",
        ),
        (("update", "/", "--locale", "primary", "--title", "-10 %"), "--title"),
        (("get", "/", "--locale", "no locale at all"), "no locale at all"),
        (("list", "--locale", "x!"), "x!"),
        (("get", "/", "--locale", ""), "''"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_usage_is_2(cli: Cli, sandbox: Sandbox, arguments: tuple[str, ...], says: str) -> None:
    refused = cli(*arguments)
    assert (refused.code, refused.stdout, len(refused.stderr.splitlines())) == (2, "", 1)
    assert refused.stderr.startswith("webflow-pages: ")
    assert says in refused.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("get", "/pricing"),
        ("list",),
        ("update", "/pricing", "--title", "T"),
        ("update", "/", "--title", "T", "--dry-run"),
    ],
    ids=" ".join,
)
def test_a_locale_that_the_site_does_not_have_is_usage_and_the_nearest_is_named(
    cli: Cli, sandbox: Sandbox, arguments: tuple[str, ...]
) -> None:
    refused = cli(*arguments, "--locale", "fr-CA")
    assert (refused.code, refused.stdout) == (2, "")
    assert "Did you mean 'fr-FR'?" in refused.stderr
    assert "PUT" not in {entry.method for entry in sandbox.requests()}


@pytest.mark.parametrize("command", [("get", ID), ("list",), ("locales",)])
@pytest.mark.parametrize("url", ["http://example.org/v2", "nonsense", "https://example.org?x"])
def test_a_base_url_that_no_token_must_go_to_is_usage(cli: Cli, command: tuple[str, ...], url: str) -> None:
    refused = cli(*command, WEBFLOW_BASE_URL=url)
    assert (refused.code, refused.stdout) == (2, "")
    assert "The base URL has" in refused.stderr


def test_a_page_that_is_not_there_is_1(cli: Cli) -> None:
    missed = cli("get", ID)
    assert (missed.code, missed.stdout, len(missed.stderr.splitlines())) == (1, "", 1)
    assert "404" in missed.stderr


def test_a_site_that_is_not_there_is_1(cli: Cli) -> None:
    assert cli("locales", "--site", ID).code == 1


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("token-revoked", 4),
        ("insufficient-permissions", 4),
        ("invalid-auth-version", 4),
        ("validation-details", 1),
        ("conflict", 1),
        ("too-many-requests-without-retry-after", 1),
        ("internal-error", 1),
        ("service-unavailable-html", 1),
        ("cut", 1),
        ("cut-body", 1),
        ("truncated-json", 1),
        ("empty-body", 1),
        ("wrong-content-encoding", 1),
    ],
)
@pytest.mark.parametrize(
    "command", [("get", ID), ("update", ID, "--locale", "primary", "--title", "T")], ids=["get", "update"]
)
def test_what_the_service_does_has_a_code(
    cli: Cli, sandbox: Sandbox, command: tuple[str, ...], fault: str, code: int
) -> None:
    sandbox.switches.on(fault)
    failed = cli(*(sandbox.page_id if argument == ID else argument for argument in command))
    assert (failed.code, failed.stdout) == (code, "")
    assert failed.stderr.splitlines()[-1].startswith("webflow-pages: ")


@pytest.mark.parametrize("json", [(), ("--json",)])
def test_a_scope_that_is_missing_is_4_and_named(cli: Cli, sandbox: Sandbox, json: tuple[str, ...]) -> None:
    options = ("update", "/pricing", "--locale", "fr-FR", "--title", "T", *json)
    refused = cli(*options, WEBFLOW_TOKEN=sandbox.tokens["without-pages-write"])
    assert (refused.code, refused.stdout) == (4, "")
    assert "pages:write" in refused.stderr


def test_nothing_listens(bare: Cli) -> None:
    failed = bare("get", ID, WEBFLOW_TOKEN="any-token-at-all", WEBFLOW_BASE_URL="http://127.0.0.1:9/v2")
    assert (failed.code, failed.stdout, len(failed.stderr.splitlines())) == (1, "", 1)


@pytest.mark.parametrize(
    ("variable", "value"),
    [("ALL_PROXY", "garbage://x"), ("SSL_CERT_FILE", "/no/such/file")],
)
def test_surroundings_that_keep_requests_from_being_sent_are_usage(
    bare: Cli, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    failed = bare("get", ID, WEBFLOW_TOKEN="any-token-at-all", WEBFLOW_BASE_URL="https://localhost:9/v2")
    assert (failed.code, failed.stdout, len(failed.stderr.splitlines())) == (2, "", 1)


def test_a_mistake_of_ours_is_a_line_as_well(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from webflow_pages.commands import app, doctor

    def broken(*arguments: object) -> None:
        raise ZeroDivisionError("a line\nand another")

    monkeypatch.setattr(doctor, "diagnose", broken)
    assert app.run(["doctor"]) == 1
    stdout, stderr = capsys.readouterr()
    assert stdout == ""
    assert stderr.startswith("webflow-pages: this is a mistake of ours, please report it: ZeroDivisionError: a line")


@pytest.mark.parametrize(("waits", "seconds"), [(1, 60), (2, 30)])
def test_a_long_wait_is_told(against: Against, time: Time, waits: int, seconds: int) -> None:
    refusals = [Response(429, {"retry-after": str(seconds)}, b"{}")] * waits
    page = Response(200, {}, b'{"id": "000000000000000000000000"}')
    done = against(lambda request: refusals.pop() if refusals else page)("get", ID)
    assert done.code == 0, done.stderr
    assert time.waited >= waits * seconds
    assert done.stderr == (
        "webflow-pages: waiting, as the token's quota is used up or Webflow asks for it (Ctrl-C stops)\n"
    )


def test_a_short_wait_is_not_worth_a_word(against: Against, time: Time) -> None:
    refusals = [Response(500, {}, b"{}")]
    page = Response(200, {}, b'{"id": "000000000000000000000000"}')
    done = against(lambda request: refusals.pop() if refusals else page)("get", ID)
    assert (done.code, done.stderr) == (0, "")
    assert time.waited > 0
