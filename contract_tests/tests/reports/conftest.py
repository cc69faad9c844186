"""Reports of every kind, and reports with any texts in them."""

from datetime import date

import pytest
from attrs import evolve
from hypothesis import strategies as st

from webflow_contract.check.baseline import AcceptedFinding, Entry
from webflow_contract.check.coverage import Coverage, Unproven
from webflow_contract.check.findings import Finding
from webflow_contract.check.questions.evidence import Evidence
from webflow_contract.check.report import Report
from webflow_contract.check.reported import Reported
from webflow_contract.contract.register import UNPROVEN, Claim
from webflow_contract.reports.wording import visible
from webflow_contract.rules import RULES

CURL = 'curl -i -H "Authorization: Bearer $WEBFLOW_TOKEN" "https://x.example/v2/pages/1?limit=1&offset=2"'
PARTS = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<!-- ",
    "]]>",
    "&amp;",
    "\"'",
    "```\n```\n",
    "`````",
    "| a | b |",
    "\\|",
    "\n\n# x",
    "[x](javascript:alert(1))",
    "![x](https://x.example/y.png)",
    "www.x.example https://x.example @you :smile: $x$ *x* _x_ ~~x~~",
    "{0} {{",
    "\x00\x1b[2J\x7f",
    "\r",
    "\u2028\u2029\u202e\ufeff",
    "\ufffe",
    "\ud800",
    "\U000e0041",
    "é 漢字 🌍",
)
HOSTILE = "".join(PARTS)


def finding(
    rule: str = "response-property-type-changed",
    operation: str = "get-page-metadata",
    status: int | None = 200,
    place: tuple[str | int, ...] | None = ("slug",),
    text: str = "number 1",
    reproduce: str = CURL,
) -> Finding:
    return Finding(rule, operation, status, place, "string", text, text, reproduce)


def entry(one: Finding, reason: str = "Known since May.") -> Entry:
    told = Reported(one.id, one.rule, one.operation, one.status, one.pointer, one.documented, one.observed)
    return Entry(told, reason, "shop team", date(2026, 5, 1), date(2026, 11, 30))


def claim(name: str = "slug-null", confidence: str = "reported", text: str = "A slug is null.") -> Claim:
    return Claim(name, text, "A reason.", f"Probes: {text}", "2026-02", confidence, ("/components/schemas/Page",))


CLEAN = Report(
    subject="the sandbox",
    contract="1.0.0",
    requests=3,
    writes=1,
    restored=True,
    findings=(),
    unproven=(
        Unproven("get-page-metadata", "status", "500", None, None, "Nothing provokes it."),
        Unproven("list-pages", "property", "200", "/pages/*/slug", None, "Not seen in this run."),
        Unproven("list-pages", "values", "404", "/code", "a, b, c, d, e", "Not seen in this run."),
        Unproven("get-page-metadata", "behaviour", None, None, "update-not-persisted", "Not seen in this run."),
    ),
    coverage=Coverage(
        {"get-page-metadata": {"200": True, "4XX": True, "500": False}, "list-pages": {"200": True, "404": True}},
        {
            "get-page-metadata": {"200": {"/id": True, "/slug": True}, "4XX": {"/code": True}},
            "list-pages": {"200": {"/pages/*/slug": False}, "404": {"/code": True}},
        },
        {"list-pages": {"404": {"/code": {"a": False, "resource_not_found": True}}}},
        {"get-page-metadata": {"200": {"Retry-After": True, "X-RateLimit-Limit": False}}},
        {"list-pages": {"query limit": True, "query offset": False}},
        {"get-page-metadata": {"update-not-persisted": False}},
    ),
    not_judged=None,
    evidence=(
        Evidence("etag", "present", "present", "confirmed"),
        Evidence("empty_body", "accepted", None, "unknown", "It was not asked."),
    ),
)
DRIFT = evolve(
    CLEAN,
    findings=(
        finding(),
        finding("response-optional-property-added", "list-pages", place=("pages", 0, "new"), text="boolean true"),
        finding("response-media-type-removed", place=None, text="text/plain"),
        finding("response-body-type-changed", status=404, place=(), text="no JSON: '<html>'"),
        finding("response-property-type-changed", "list-pages", place=("pages", 0, "slug")),
    ),
)
MANY = evolve(
    CLEAN,
    findings=tuple(
        finding(rule, operation, place=(f"p{number}",), text="number 1" * 20)
        for number in range(2000)
        for rule, operation in [(list(RULES)[number % 7], ("get-page-metadata", "list-pages")[number % 2])]
    ),
)
NOT_JUDGED = evolve(CLEAN, requests=0, writes=0, restored=None, not_judged="There is no token: set WEBFLOW_TOKEN.")
ACCEPTED = evolve(
    CLEAN,
    accepted=(AcceptedFinding(finding(), entry(finding())),),
    expired=(entry(finding(place=("title",))),),
    gone=(entry(finding(place=())),),
)
TRUSTED = evolve(
    CLEAN, register=(claim("enum-grows", "inferred"), claim(), claim("title-null", text="A title is null."))
)
KINDS = {
    "clean": CLEAN,
    "drift": DRIFT,
    "accepted": ACCEPTED,
    "hostile": evolve(
        CLEAN,
        subject=HOSTILE,
        not_judged=HOSTILE,
        findings=(
            finding(place=(HOSTILE,), text=HOSTILE, reproduce=HOSTILE),
            *(finding(place=(part, index), text=part, reproduce=part) for index, part in enumerate(PARTS)),
        ),
        accepted=(AcceptedFinding(finding(text=HOSTILE), entry(finding(text=HOSTILE), HOSTILE)),),
        gone=(entry(finding(place=(HOSTILE,)), HOSTILE),),
        register=(claim(HOSTILE, text=HOSTILE),),
    ),
    "now and then": evolve(
        CLEAN,
        findings=(evolve(finding(), intermittent=True), evolve(finding(place=("title",)), intermittent=False)),
        unconfirmed=(finding("response-server-error-intermittent", status=503, place=None, text=HOSTILE),),
        evidence=(Evidence("unknown_page", "not_found", HOSTILE, "refuted"),),
    ),
    "many": MANY,
    "not judged": NOT_JUDGED,
    "not restored": evolve(DRIFT, restored=False, not_judged="The quota stays used up."),
}


@pytest.fixture(params=KINDS)
def report(request: pytest.FixtureRequest) -> Report:
    """Give a report of every kind."""
    return KINDS[request.param]


def texts() -> st.SearchStrategy[str]:
    """Any text, half characters too, and often one that means something to a reader."""
    anything = st.text(st.characters(exclude_categories=()), max_size=20)
    return st.lists(st.sampled_from(PARTS) | anything, max_size=4).map("".join)


def reports() -> st.SearchStrategy[Report]:
    """Any texts in a report with up to three findings."""
    found = st.builds(
        Finding,
        rule=st.sampled_from(list(RULES)),
        operation=st.sampled_from(["get-page-metadata", "list-pages"]),
        status=st.sampled_from([200, 201, 404, None]),
        place=st.none() | st.lists(texts() | st.integers(0, 3), max_size=2).map(tuple),
        documented=texts(),
        observed=texts(),
        kind=texts(),
        reproduce=texts(),
    )
    unproven = st.builds(
        Unproven,
        st.sampled_from(["get-page-metadata", "list-pages"]),
        st.sampled_from(["status", "property", "values", "header", "request", "behaviour"]),
        st.sampled_from(["500", None]),
        st.none() | texts(),
        st.none() | texts(),
        texts(),
    )
    claims = st.builds(claim, texts(), st.sampled_from(UNPROVEN), texts())
    return st.builds(
        lambda subject, contract, findings, unproven, not_judged, register: evolve(
            CLEAN,
            subject=subject,
            contract=contract,
            findings=tuple({one.id: one for one in findings}.values()),
            unproven=tuple(unproven),
            not_judged=not_judged,
            register=tuple(register),
        ),
        texts(),
        texts(),
        st.lists(found, max_size=3),
        st.lists(unproven, max_size=2),
        st.none() | texts(),
        st.lists(claims, max_size=2),
    )


def shows(written: str, text: str) -> bool:
    """Return whether a text can be read in what a reader makes of a report, apart from how spaces are set."""
    return " ".join(visible(text).split()) in " ".join(written.split())
