"""JUnit's XML: well-formed whatever is in it, and of the structure that its readers expect."""

from xml.etree import ElementTree as ET

from attrs import evolve
from hypothesis import given

from webflow_contract.check.report import Report
from webflow_contract.reports.as_junit import as_junit

from .conftest import ACCEPTED, CLEAN, CURL, DRIFT, HOSTILE, KINDS, finding, reports, shows


def read(report: Report) -> ET.Element:
    return ET.fromstring(as_junit(report).encode())  # noqa: S314  (our own)


def cases(root: ET.Element, outcome: str | None = None) -> list[ET.Element]:
    return [case for case in root.iter("testcase") if outcome is None or case.find(outcome) is not None]


def names(root: ET.Element, outcome: str) -> list[tuple[str | None, str | None]]:
    return [(case.get("classname"), case.get("name")) for case in cases(root, outcome)]


def check_structure(root: ET.Element) -> None:
    """Hold a document against what is common to the schemas of JUnit's XML that are about."""
    (suite,) = root
    assert (root.tag, suite.tag) == ("testsuites", "testsuite")
    for holder in (root, suite):
        assert holder.get("name")
        assert int(holder.get("tests", "")) == len(cases(root))
        for total, outcome in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(holder.get(total, "")) == len(cases(root, outcome))
    for case in suite:
        assert case.tag == "testcase"
        assert set(case.attrib) == {"classname", "name"}
        assert len(case) <= 1
        for outcome in case:
            assert set(outcome.attrib) == ({"message"} if outcome.tag == "skipped" else {"message", "type"})
            assert outcome.tag in ("failure", "error", "skipped")


def test_every_kind_has_the_structure(report: Report) -> None:
    root = read(report)
    check_structure(root)
    assert len(cases(root, "failure")) == len(report.findings)
    open_ = [one for one in report.evidence if one.outcome != "confirmed"]
    skipped = [*report.unproven, *report.accepted, *report.unconfirmed, *open_]
    assert len(cases(root, "skipped")) == len(skipped) + (report.restored is None)
    assert len(cases(root, "error")) == (report.not_judged is not None) + (report.restored is False)


def test_no_two_cases_have_the_same_name() -> None:
    root = read(evolve(DRIFT, findings=(*DRIFT.findings, finding(text="boolean true"))))
    listed = [(case.get("classname"), case.get("name")) for case in cases(root)]
    assert len(set(listed)) == len(listed)


def test_what_was_seen_passes_and_what_was_not_is_skipped_with_the_reason() -> None:
    root = read(CLEAN)
    assert [(case.get("classname"), case.get("name")) for case in cases(root) if not len(case)] == [
        ("webflow-contract check", "every probe is judged"),
        ("webflow-contract check", "the page is as it was"),
        ("get-page-metadata", "200 is answered"),
        ("get-page-metadata", "4XX is answered"),
        ("list-pages", "200 is answered"),
        ("list-pages", "404 is answered"),
        ("assumptions of the sandbox", "etag is present"),
    ]
    assert names(root, "skipped") == [
        ("get-page-metadata", "500 status answered"),
        ("list-pages", "200 property /pages/*/slug"),
        ("list-pages", "404 values /code = a, b, c … (5 values)"),
        ("get-page-metadata", "behaviour update-not-persisted"),
        ("assumptions of the sandbox", "empty_body is accepted"),
    ]
    reasons = [*(one.reason for one in CLEAN.unproven), "unknown: It was not asked."]
    assert [skipped.get("message") for skipped in root.iter("skipped")] == reasons


def test_what_comes_now_and_then_says_so() -> None:
    root = read(KINDS["now and then"])
    steady, often = sorted("comes       intermittent" in (one.text or "") for one in root.iter("failure"))
    assert (steady, often) == (False, True)
    assert "refuted: the service: " in next(
        skipped.get("message", "") for skipped in root.iter("skipped") if "refuted" in skipped.get("message", "")
    )


def test_a_finding_is_a_failure_with_everything_that_is_known() -> None:
    one = DRIFT.findings[0]
    case = cases(read(DRIFT), "failure")[0]
    assert case.get("classname") == "get-page-metadata"
    assert case.get("name") == f"response-property-type-changed 200 /slug [{one.id}]"
    assert case[0].get("message") == "breaking: documented string, observed number 1"
    assert case[0].get("type") == one.rule
    for text in ("code that uses it fails", "documented  string\n", "observed    number 1\n", CURL, one.id):
        assert text in (case[0].text or "")


def test_an_accepted_finding_is_skipped_with_the_terms() -> None:
    case = cases(read(ACCEPTED), "skipped")[0]
    assert (case.get("name") or "").startswith("response-property-type-changed 200 /slug [")
    assert case[0].get("message") == "accepted until 2026-11-30, shop team: Known since May."


def test_a_run_that_was_not_judged_is_an_error() -> None:
    root = read(KINDS["not judged"])
    (error,) = root.iter("error")
    assert (error.get("type"), error.get("message")) == ("not-judged", "There is no token: set WEBFLOW_TOKEN.")
    assert ("webflow-contract check", "the page is as it was") in names(root, "skipped")


def test_a_page_that_was_not_restored_is_an_error() -> None:
    errors = {error.get("type") for error in read(KINDS["not restored"]).iter("error")}
    assert errors == {"not-judged", "not-restored"}


@given(reports())
def test_it_is_well_formed_whatever_the_texts_are(report: Report) -> None:
    root = read(report)
    check_structure(root)
    failures = [failure.text or "" for failure in root.iter("failure")]
    assert len(failures) == len(report.findings)
    for one in report.findings:
        (failure,) = (text for text in failures if one.id in text)
        for text in (one.documented, one.observed, one.reproduce):
            assert shows(failure, text)


def test_what_xml_cannot_hold_is_escaped_visibly() -> None:
    written = as_junit(evolve(CLEAN, not_judged=HOSTILE))
    assert "\\u0000\\u001b[2J" in written
    assert "\\ufffe" in written
    assert "\\ud800" in written
