"""One model, and two ways of writing it down: for programs and for people."""

import io
import json
import shlex
from collections.abc import Callable
from importlib import resources
from typing import Any

import jsonschema_rs
import pytest
from attrs import evolve
from rich.console import Console

from webflow_contract.check.coverage import Coverage, Unproven
from webflow_contract.check.findings import Finding
from webflow_contract.check.probes import Probe
from webflow_contract.check.report import Report
from webflow_contract.check.run import run
from webflow_contract.check.sending import NotJudgedError, reproduce
from webflow_contract.check.subject import Credentials, Subject
from webflow_contract.contract import effective
from webflow_contract.contract.register import unproven
from webflow_contract.drifts import DRIFTS, drifting
from webflow_contract.errors import DocumentError
from webflow_contract.exchange import Request, Response
from webflow_contract.reports.as_json import as_json
from webflow_contract.reports.terminal import show
from webflow_contract.rules import LEVELS
from webflow_contract.sandbox import Sandbox

Check = Callable[..., Report]

SCHEMA = json.loads((resources.files("webflow_contract.reports") / "report.schema.json").read_text(encoding="utf-8"))
CURL = "curl -i " + "x" * 400


def finding(observed: str = "number 1", place: tuple[str | int, ...] | None = ("slug",)) -> Finding:
    return Finding("response-property-type-changed", "get-page-metadata", 200, place, "string", observed, "n", CURL)


PLAIN = Report(
    subject="the sandbox",
    contract="1.0.0",
    requests=3,
    writes=0,
    restored=None,
    findings=(),
    unproven=(Unproven("get-page-metadata", "status", "500", None, None, "why"),),
    coverage=Coverage(
        {"get-page-metadata": {"200": True, "500": False}}, {"get-page-metadata": {"200": {"/id": True}}}
    ),
    not_judged=None,
)
REPORTS = {
    "clean": PLAIN,
    "drift": evolve(PLAIN, findings=(finding(),)),
    "inconclusive": evolve(PLAIN, not_judged="The page is gone."),
    "not-restored": evolve(PLAIN, restored=False, findings=(finding(),), not_judged="gone"),
}
every_verdict = pytest.mark.parametrize("verdict", REPORTS)


def shown(report: Report, width: int = 80) -> str:
    output = io.StringIO()
    show(report, Console(file=output, width=width, highlight=False))
    return output.getvalue()


@pytest.mark.parametrize(
    ("restored", "findings", "not_judged", "verdict", "code"),
    [
        (None, (), None, "clean", 0),
        (True, (), None, "clean", 0),
        (True, (), "gone", "inconclusive", 3),
        (True, (finding(),), None, "drift", 1),
        (True, (finding(),), "gone", "drift", 1),
        (None, (finding(),), "gone", "drift", 1),
        (False, (), None, "not-restored", 4),
        (False, (), "gone", "not-restored", 4),
        (False, (finding(),), None, "not-restored", 4),
    ],
)
def test_the_worst_that_holds_is_the_verdict(
    restored: bool | None, findings: tuple[Finding, ...], not_judged: str | None, verdict: str, code: int
) -> None:
    report = evolve(PLAIN, restored=restored, findings=findings, not_judged=not_judged)
    assert (report.verdict, report.exit_code) == (verdict, code)


@every_verdict
def test_json_keeps_to_its_schema(verdict: str) -> None:
    content = json.loads(as_json(REPORTS[verdict]))
    jsonschema_rs.validator_for(SCHEMA).validate(content)
    assert content["verdict"] == verdict


def test_the_schema_is_one_that_refuses() -> None:
    jsonschema_rs.meta.validate(SCHEMA)
    validator = jsonschema_rs.validator_for(SCHEMA)
    content = json.loads(as_json(REPORTS["drift"]))
    for broken in ({"verdict": "fine"}, {"more": 1}, {"requests": -1}, {"restored": "yes"}, {"findings": [{}]}):
        assert not validator.is_valid({**content, **broken})


def test_json_has_the_keys_that_programs_rely_on() -> None:
    content = json.loads(as_json(REPORTS["drift"]))
    assert list(content) == [
        *("schema", "subject", "verdict", "not_judged", "requests", "writes"),
        *("restored", "findings", "accepted", "expired", "gone", "unconfirmed", "evidence", "unproven", "coverage"),
        "register",
    ]
    assert content["schema"] == 1
    assert list(content["findings"][0]) == [
        *("id", "rule", "level", "operation", "status", "pointer"),
        *("documented", "observed", "reproduce", "intermittent", "inferred", "callers"),
    ]
    assert content["unproven"] == [
        {
            "operation": "get-page-metadata",
            "aspect": "status",
            "status": "500",
            "pointer": None,
            "name": None,
            "reason": "why",
        }
    ]


def test_a_report_has_what_the_contract_says_on_report_or_by_inference(check: Check, world: Sandbox) -> None:
    expected = [(claim.name, claim.confidence) for claim in unproven(effective.load())]
    told = json.loads(as_json(check(world)))["register"]
    assert [(one["name"], one["confidence"]) for one in told] == expected


def test_a_broken_register_is_told_before_anything_is_sent(world: Sandbox, recorder: Any) -> None:
    broken = {**effective.load(), "x-deviations": [{"name": "one"}]}
    subject = Subject("http://127.0.0.1/v2", world.site_id, world.page_id)
    with pytest.raises(DocumentError, match="'/x-deviations/0' has to have"):
        run(recorder, subject, Credentials(world.token), broken, label="", journal=None)
    assert recorder.passed == []


@pytest.mark.parametrize("name", DRIFTS)
def test_a_report_of_any_drift_keeps_to_the_schema(check: Check, world: Sandbox, name: str) -> None:
    content = json.loads(as_json(check(drifting(world, [name]))))
    jsonschema_rs.validator_for(SCHEMA).validate(content)
    order = [LEVELS.index(finding["level"]) for finding in content["findings"]]
    assert order == sorted(order)


def test_two_runs_give_the_same_bytes(check: Check, world: Sandbox) -> None:
    one, two = (check(drifting(world, ["slug-becomes-number", "error-code-unknown"])) for _ in range(2))
    assert as_json(one) == as_json(two)
    assert shown(one) == shown(two)


@every_verdict
def test_people_see_the_verdict_the_findings_and_the_commands(verdict: str) -> None:
    report = REPORTS[verdict]
    text = shown(report)
    assert verdict.replace("-", " ") in text.splitlines()[-1]
    assert "1 unproven" in text.splitlines()[-1]
    assert (report.not_judged or "") in text
    for one in report.findings:
        for part in (one.id, one.rule, one.level, one.operation, one.pointer, one.documented, one.observed, CURL):
            assert part is not None
            assert part in text


@pytest.mark.parametrize("width", [20, 80])
def test_a_long_command_is_neither_wrapped_nor_cut(width: int) -> None:
    assert f"  reproduce   {CURL}\n" in shown(REPORTS["drift"], width)


@pytest.mark.parametrize("text", ["[red]x[/red]", "[/]", "[link=https://x]y", ":smile:", "a\\[b"])
def test_markup_is_shown_as_it_is(text: str) -> None:
    report = evolve(PLAIN, findings=(finding(text, (text,)),), not_judged=text)
    assert shown(report).count(text) == 2 + (text in (finding(place=(text,)).pointer or ""))


@pytest.mark.parametrize(
    ("text", "visible"),
    [
        ("\x1b[2J", "\\u001b[2J"),
        ("a\nb\rc", "a\\u000ab\\u000dc"),
        ("\x9b31m", "\\u009b31m"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\udb40\\udc41"),
    ],
)
def test_what_a_terminal_would_obey_is_made_visible(text: str, visible: str) -> None:
    report = evolve(PLAIN, subject=text, findings=(finding(text, (text,)),), not_judged=text)
    printed = shown(report)
    assert printed.count(visible) == 4
    assert text not in printed


def test_half_a_character_goes_through_json() -> None:
    report = evolve(PLAIN, not_judged="half \ud800", findings=(finding(place=("\udfff",)),))
    content = json.loads(as_json(report).encode())
    assert content["not_judged"] == "half \ud800"
    assert content["findings"][0]["pointer"] == "/\udfff"


def test_the_whole_body_has_a_name_for_people() -> None:
    assert "get-page-metadata 200 (the whole body)" in shown(evolve(PLAIN, findings=(finding(place=()),)))


SECRET, SECOND = "secret-token-of-the-tests", "second-secret-of-the-tests"


def test_a_token_is_in_no_report_even_if_the_service_repeats_it(check: Check, world: Sandbox) -> None:
    def chatty(request: Request) -> Response:
        sent = request.headers.get("authorization", "")
        own = world.tokens["without-pages-write"] if SECOND in sent else world.token
        response = world(evolve(request, headers={**request.headers, "authorization": f"Bearer {own}"}))
        body = {**response.json(), "debug": sent, sent: 1}
        headers = {**response.headers, "retry-after": sent}
        return Response(response.status, headers, json.dumps(body).encode())

    lines: list[str] = []
    report = check(chatty, credentials=Credentials(SECRET, SECOND), progress=lines.append)

    written = as_json(report) + shown(report) + repr(report) + "".join(lines)
    assert "Bearer (token left out)" in written
    assert SECRET not in written
    assert SECOND not in written


def escaped(text: str) -> bytes:
    hidden = "".join(f"\\u{ord(character):04x}" for character in SECRET)
    return text.replace(SECRET, hidden).encode()


def encoded(text: str) -> bytes:
    return text.encode("utf-16")


@pytest.mark.parametrize("write", [escaped, encoded])
def test_a_token_does_not_hide_in_how_json_is_written(check: Check, world: Sandbox, write: Any) -> None:
    def chatty(request: Request) -> Response:
        sent = request.headers.get("authorization", "").replace(SECRET, world.token)
        response = world(evolve(request, headers={**request.headers, "authorization": sent}))
        body = {**response.json(), "debug": f"{SECRET} \ud800", f"x-{SECRET}": SECRET}
        return evolve(response, content=write(json.dumps(body).replace("\\ud800", "")))

    report = check(chatty, credentials=Credentials(SECRET))

    written = as_json(report) + shown(report) + repr(report)
    assert "/x-(token left out)" in written
    assert SECRET not in written


def test_no_repr_shows_a_token(world: Sandbox) -> None:
    request = Request("GET", "/v2", headers={"Authorization": f"Bearer {SECRET}"})
    assert SECRET not in repr(Credentials(SECRET, SECRET)) + repr(request)


def test_a_command_sends_the_probe_again(check: Check, recorder: Any) -> None:
    report = check(drifting(recorder, ["slug-becomes-number", "content-type-text", "error-code-unknown"]))
    sent = [request for request, _ in recorder.passed]
    assert report.findings
    for one in report.findings:
        words = shlex.split(one.reproduce)
        method = words[words.index("-X") + 1] if "-X" in words else "GET"
        body = words[words.index("--data-raw") + 1].encode() if "--data-raw" in words else b""
        path = words[-1].removeprefix("http://127.0.0.1").partition("?")[0]
        assert [request for request in sent if (request.method, request.path, request.content) == (method, path, body)]


@pytest.mark.parametrize("text", ["it's", "$(rm -rf ~)", "`id`", "a\nb", '"; ls "', "\\", "é 漢字 🌍", "!!"])
def test_a_command_quotes_whatever_the_page_says(text: str) -> None:
    probe = Probe("update", "update-page-metadata", "", 200, "/pages/1", "PUT", body={"title": text})
    command = reproduce(probe, "https://x.example/v2")
    words = shlex.split(command)
    assert "\n" not in command
    assert json.loads(words[words.index("--data-raw") + 1]) == {"title": text}
    assert words[-1] == "https://x.example/v2/pages/1"


def test_tokens_in_commands_are_variables(check: Check) -> None:
    report = check(lambda request: Response(418))
    for one in report.findings:
        assert "sandbox-token" not in one.reproduce
    assert '-H "Authorization: Bearer $WEBFLOW_TOKEN"' in report.findings[0].reproduce


def test_a_run_that_was_cut_short_is_written_down_all_the_same(check: Check) -> None:
    def cut(request: Request) -> Response:
        raise NotJudgedError("cut")

    content = json.loads(as_json(check(cut)))
    jsonschema_rs.validator_for(SCHEMA).validate(content)
    assert (content["verdict"], content["not_judged"], content["restored"]) == ("inconclusive", "cut", None)
