"""What people and programs are told: all of it, as text and nothing else, and no more than an issue takes."""

import json

import pytest
from markdown_it import MarkdownIt

from webflow_contract.alerting.alert import Alert
from webflow_contract.alerting.as_json import as_json
from webflow_contract.alerting.as_markdown import LARGEST, as_markdown
from webflow_contract.alerting.as_text import as_text
from webflow_contract.alerting.state import Known
from webflow_contract.reports.validating import mistake
from webflow_contract.reports.wording import visible

from .conftest import CURL, HOSTILE, SUBJECT, night, seen

NEW = seen("1" * 12)
GONE = Known(seen("2" * 12, pointer="/title"), night(0), night(3), night(0), night(4))
HOSTILE_ONE = seen("3" * 12, text=HOSTILE, pointer=f"/{HOSTILE}", documented=HOSTILE, operation=HOSTILE)
ALERTS = {
    "nothing": Alert(SUBJECT),
    "news": Alert(SUBJECT, (NEW,), (GONE,), known=3, away=2),
    "hostile": Alert(SUBJECT, (HOSTILE_ONE,), (Known(HOSTILE_ONE, *[night(0)] * 4),), not_judged=HOSTILE),
    "not restored": Alert(SUBJECT, (NEW,), restored=False, not_judged="Stopped."),
    "many": Alert(SUBJECT, tuple(seen(f"{number:012x}", text="<" * 80) for number in range(1000))),
}
RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


@pytest.fixture(params=ALERTS)
def alert(request: pytest.FixtureRequest) -> Alert:
    return ALERTS[request.param]


def test_people_read_everything_that_is_new_or_gone() -> None:
    assert list(as_text(ALERTS["news"])) == [
        f"{SUBJECT}: 1 new finding",
        "  1 gone, 3 known and still there, 2 not seen this time",
        "",
        "new   111111111111  breaking  response-property-type-changed get-page-metadata 200 /slug",
        "  documented string -> observed number 1",
        f"  {CURL}",
        "",
        "gone  222222222222  response-property-type-changed get-page-metadata 200 /title"
        "  first seen 2027-05-01T03:17:00Z, last seen 2027-05-04T03:17:00Z",
    ]
    assert next(as_text(ALERTS["nothing"])) == f"{SUBJECT}: no new finding"
    assert list(as_text(ALERTS["not restored"]))[-3:] == [
        "Not judged: Stopped.",
        "",
        "The page is not as it was: put it back with 'webflow-contract restore'.",
    ]


def test_what_a_service_answers_stays_on_its_line_and_begins_none(alert: Alert) -> None:
    for line in as_text(alert):
        assert line.isprintable()
        assert not line.strip().startswith(HOSTILE[:7])
        line.encode()


def test_programs_read_what_the_schema_says(alert: Alert) -> None:
    written = json.loads(as_json(alert))
    assert mistake(written, "webflow_contract.alerting", "alert.schema.json") is None
    assert (written["verdict"], len(written["new"]), len(written["gone"])) == (
        alert.verdict,
        len(alert.new),
        len(alert.gone),
    )


def test_markdown_has_no_element_that_is_not_ours_and_every_text(alert: Alert) -> None:
    written = as_markdown(alert)
    ours = {"h2", "h3", "p", "br", "blockquote", "strong", "code", "pre", "table", "thead", "tbody", "tr", "th", "td"}
    html = RENDERER.render(written)
    tags = {piece.split(">")[0].split(" ")[0].strip("/ \n") for piece in html.split("<")[1:]}
    assert tags <= ours
    assert "&amp;lt;" not in html
    if alert is not ALERTS["many"]:
        commands = [token.content for token in RENDERER.parse(written) if token.type == "fence"]
        assert commands == [f"{visible(seen.reproduce)}\n" for seen in alert.new]
    assert "@you" not in written


def test_markdown_fits_into_an_issue_and_says_what_it_leaves_out(alert: Alert) -> None:
    written = as_markdown(alert)
    assert len(written.encode()) <= LARGEST
    assert ("Left out for want of room" in written) is (alert is ALERTS["many"])
    if alert is ALERTS["many"]:
        shown = written.count("### new")
        assert shown > 40
        assert f"{1000 - shown} of 1000 findings" in written


@pytest.mark.parametrize("length", range(60, 100))
def test_markdown_fits_whatever_the_length_of_what_it_tells(length: int) -> None:
    many = Alert(SUBJECT, tuple(seen(f"{number:012x}", text="x" * length) for number in range(200)))
    assert LARGEST - 1_000 < len(as_markdown(many).encode()) <= LARGEST
