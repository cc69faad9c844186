"""The baseline's file: what is read is what was written, comments included, and nothing is read that is not meant."""

from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from webflow_contract.check.baseline import LONGEST, Baseline, BaselineError, Entry, day, dump, parse, read, write
from webflow_contract.check.reported import Reported
from webflow_contract.errors import ContractToolError

FINDING = Reported(
    "90a31a99c15a", "response-property-type-changed", "get-page-metadata", 200, "/slug", "string", "number 4711"
)
TODAY, SPRING = date(2026, 11, 25), date(2027, 3, 31)
ENTRY = Entry(FINDING, "The shop reads no slugs.", "web team", TODAY, SPRING)
PLAIN = dump(Baseline().with_entry(ENTRY))


def entry(id_: str, **changes: Any) -> Entry:
    return evolve(ENTRY, finding=evolve(FINDING, id=id_), **changes)


# What is written


def test_a_baseline_says_what_it_is_and_has_every_field() -> None:
    assert PLAIN.startswith("# Findings of webflow-contract check that are accepted")
    assert "webflow-contract baseline add ID" in PLAIN
    (written,) = yaml.safe_load(PLAIN)["accepted"]
    assert list(written) == [
        *("id", "rule", "operation", "status", "pointer", "documented", "observed"),
        *("reason", "owner", "accepted", "expires"),
    ]
    assert (written["accepted"], written["expires"]) == ("2026-11-25", "2027-03-31")


def test_entries_are_sorted_by_id_whatever_came_first() -> None:
    one, two, three = entry("000000000001"), entry("00000000000f"), entry("fff000000000")
    orders = [(one, two, three), (three, two, one), (two, three, one)]
    texts = set()
    for order in orders:
        baseline = Baseline()
        for each in order:
            baseline = baseline.with_entry(each)
        texts.add(dump(baseline))
    (text,) = texts
    assert list(parse(text, "b.yaml").entries) == [one.id, two.id, three.id]


def test_no_entry_at_all_is_a_baseline_all_the_same() -> None:
    assert parse(dump(Baseline()), "b.yaml") == Baseline()


def test_an_entry_takes_the_place_of_an_earlier_one_about_the_same_finding() -> None:
    renewed = evolve(ENTRY, reason="Still so.", accepted=SPRING, expires=SPRING)
    assert Baseline().with_entry(ENTRY).with_entry(renewed).entries == {ENTRY.id: renewed}


CHARACTERS = st.characters(codec="utf-8")
TEXTS = st.text(CHARACTERS)
SAID = st.text(CHARACTERS, min_size=1).filter(str.strip)
DAYS = st.dates(date(2024, 1, 1), date(2030, 1, 1))


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    told = Reported(
        id=draw(st.text("0123456789abcdef", min_size=12, max_size=12)),
        rule=draw(TEXTS),
        operation=draw(TEXTS),
        status=draw(st.none() | st.integers(100, 599)),
        pointer=draw(st.none() | TEXTS),
        documented=draw(TEXTS),
        observed=draw(TEXTS),
    )
    accepted = draw(DAYS)
    expires = accepted + draw(st.timedeltas(timedelta(0), LONGEST))
    return Entry(told, draw(SAID), draw(SAID), accepted, expires)


COMMENTS = st.lists(st.text("ab #-:'\"{}[]|>é", max_size=12).map(lambda text: f"# {text}".strip()), max_size=2)


@st.composite
def baselines(draw: st.DrawFn) -> Baseline:
    known = sorted(draw(st.lists(entries(), max_size=4, unique_by=lambda one: one.id)), key=lambda one: one.id)
    remarks = {one.id: tuple(lines) for one in known if (lines := draw(COMMENTS))}
    return Baseline({one.id: one for one in known}, remarks, tuple(draw(COMMENTS)), tuple(draw(COMMENTS)))


@given(baselines())
@settings(max_examples=150, deadline=None)
def test_what_is_written_is_read_as_it_was(baseline: Baseline) -> None:
    text = dump(baseline)
    back = parse(text, "b.yaml")
    assert back.entries == baseline.entries
    assert dump(back) == text
    if baseline.entries:  # or else there is no telling the top from the end
        assert back == baseline


def test_half_a_character_is_written_as_json_escapes_it() -> None:
    halved = evolve(ENTRY, finding=evolve(FINDING, pointer="/\ud800"), reason="\udfff")
    back = parse(dump(Baseline().with_entry(halved)), "b.yaml").entries[ENTRY.id]
    assert (back.finding.pointer, back.reason) == ("/\\ud800", "\\udfff")


# Comments

COMMENTED = """\
# Ours.
baseline: 1  # the form
# Ask the web team.
accepted:
  # Until the shop is rebuilt.
  - id: 00000000000b
    rule: response-property-type-changed # as in oasdiff
    operation: get-page-metadata
    # Seen twice.
    status: 200
    pointer: "/a # b"
    documented: |
      string
      # no comment
    observed: 'number

      # none either'
    reason: It is so.
    owner: we
    accepted: 2026-11-25
    expires: 2027-03-31

  # The first.
  # In two lines.

  - {id: 00000000000a, rule: r, operation: o, status: null, pointer: null, documented: d, observed: o, reason: why,
     # Inside.
     owner: we, accepted: "2026-11-25", expires: "2027-03-31"}
# The end.
"""


def test_comments_stay_with_what_they_are_about() -> None:
    baseline = parse(COMMENTED, "b.yaml")
    assert baseline.head == ("# Ours.", "# the form", "# Ask the web team.")
    assert baseline.remarks == {
        "00000000000b": ("# Until the shop is rebuilt.", "# as in oasdiff", "# Seen twice."),
        "00000000000a": ("# The first.", "# In two lines.", "# Inside."),
    }
    assert baseline.tail == ("# The end.",)
    told = baseline.entries["00000000000b"].finding
    assert (told.pointer, told.documented) == ("/a # b", "string\n# no comment\n")
    assert told.observed == "number\n# none either"


def test_a_comment_moves_with_its_entry_and_survives_its_renewal() -> None:
    baseline = parse(COMMENTED, "b.yaml").with_entry(entry("00000000000b")).with_entry(ENTRY)
    lines = dump(baseline).splitlines()
    assert lines[lines.index("  - id: 00000000000a") - 1] == "  # Inside."
    assert lines[lines.index("  - id: 00000000000b") - 1] == "  # Seen twice."
    assert lines[-1] == "# The end."
    assert dump(parse("\n".join(lines), "b.yaml")).splitlines() == lines


def test_a_list_on_one_line_keeps_its_comments_at_the_top() -> None:
    text = "baseline: 1\naccepted: [] # none\n# yet\n"
    assert dump(parse(text, "b.yaml")) == "# none\nbaseline: 1\naccepted: []\n# yet\n"


# What is refused


def without(line: str) -> str:
    assert PLAIN.count(line) == 1
    return PLAIN.replace(line, "")


def with_(old: str, new: str) -> str:
    assert PLAIN.count(old) == 1, old
    return PLAIN.replace(old, new)


ID = "id: 90a31a99c15a"
BROKEN = {
    "nothing": ("", "has to be an object"),
    "null": ("null\n", "has to be an object"),
    "a list": ("- 1\n", "has to be an object"),
    "no YAML": ("baseline: [\n", "not valid YAML"),
    "no version": (without("baseline: 1\n"), "baseline: 1"),
    "a version of tomorrow": (with_("baseline: 1", "baseline: 2"), "baseline: 1"),
    "a version that is true": (with_("baseline: 1", "baseline: true"), "baseline: 1"),
    "no list": ("baseline: 1\n", "no list 'accepted'"),
    "a list of nothing": ("baseline: 1\naccepted:\n", "no list 'accepted'"),
    "an unknown key at the top": (PLAIN + "more: 1\n", "unknown key 'more'"),
    "an entry that is a text": ("baseline: 1\naccepted:\n  - 90a31a99c15a\n", "b.yaml:3: an entry has to be an object"),
    "an unknown key": (with_("owner:", "owners:"), "b.yaml:5: has the unknown key 'owners'"),
    "no owner": (without("    owner: web team\n"), "b.yaml:5: the entry has no 'owner'"),
    "an empty owner": (with_("owner: web team", "owner: ' '"), "the owner is empty"),
    "an empty reason": (with_("The shop reads no slugs.", "''"), "the reason is empty"),
    "a reason that is a number": (with_("The shop reads no slugs.", "7"), "reason has to be a text"),
    "an id that is a number": (with_(ID, "id: 123456789012"), "id has to be a text"),
    "a short id": (with_(ID, "id: 90a31a"), "id has to be a text"),
    "an id in upper case": (with_(ID, "id: 90A31A99C15A"), "id has to be a text"),
    "a status that is a text": (with_("status: 200", "status: '200'"), "status has to be a whole number"),
    "a status that is true": (with_("status: 200", "status: true"), "status has to be a whole number"),
    "a pointer that is a list": (with_("pointer: /slug", "pointer: []"), "pointer has to be a text"),
    "no date": (with_("2027-03-31", "soon"), "'soon' is no day such as 2027-05-31"),
    "a date that is none": (with_("2027-03-31", "2027-02-30"), "'2027-02-30' is no day"),
    "expired before it is accepted": (with_("2027-03-31", "2026-11-24"), "before it is accepted on 2026-11-25"),
    "for ever": (with_("2027-03-31", "2099-01-01"), "more than 366 days after"),
    "twice": (PLAIN + PLAIN.partition("accepted:\n")[2], "b.yaml:16: the id 90a31a99c15a is there twice"),
    "a key twice": (with_("owner: web team", "owner: a\n    owner: b"), "is there twice"),
}


@pytest.mark.parametrize(("text", "said"), BROKEN.values(), ids=BROKEN)
def test_what_is_no_baseline_is_refused_and_never_taken_for_an_empty_one(text: str, said: str) -> None:
    with pytest.raises(ContractToolError) as caught:
        parse(text, "b.yaml")
    assert str(caught.value).startswith("b.yaml")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@given(st.text(st.characters(codec="utf-8")) | st.text("baseline: 1\naccpt#-[]{}'\"|>&*!%", max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_baseline_or_one_error_of_ours(text: str) -> None:
    with suppress(ContractToolError):
        parse(text, "b.yaml")


def test_a_lost_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match="there is no such baseline"):
        read(tmp_path / "b.yaml")


def test_a_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ContractToolError, match="cannot be read"):
        read(tmp_path)


def test_bytes_that_are_no_text_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ContractToolError, match="is not UTF-8"):
        read(tmp_path / "b.yaml")


def test_json_is_no_name_for_it(tmp_path: Path) -> None:
    for use in (lambda: read(tmp_path / "b.json"), lambda: write(tmp_path / "b.json", Baseline())):
        with pytest.raises(BaselineError, match=r"let its name end with \.yaml"):
            use()
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "b.yaml"
    write(path, Baseline())
    write(path, Baseline().with_entry(ENTRY))
    assert [one.name for one in tmp_path.iterdir()] == ["b.yaml"]
    assert path.read_text(encoding="utf-8") == PLAIN
    assert read(path).entries == {ENTRY.id: ENTRY}

    (tmp_path / "b.yaml.part").mkdir()
    with pytest.raises(BaselineError, match="the baseline cannot be written"):
        write(path, Baseline())
    assert path.read_text(encoding="utf-8") == PLAIN


@pytest.mark.parametrize(
    "text", ["", "tomorrow", "2027-5-1", "20270501", "2027-W01-1", "2027-13-01", "\uff12027-05-01", "2027-05-31 "]
)
def test_a_day_is_written_in_one_way(text: str) -> None:
    with pytest.raises(BaselineError, match="is no day such as 2027-05-31"):
        day(text)
    assert day("2027-05-31") == date(2027, 5, 31)


def test_a_year_is_the_most_even_if_it_is_a_leap_year() -> None:
    for accepted in (date(2027, 2, 28), date(2028, 2, 29)):
        assert evolve(ENTRY, accepted=accepted, expires=accepted + LONGEST).holds_on(accepted + LONGEST)
        with pytest.raises(BaselineError, match="renew it then"):
            evolve(ENTRY, accepted=accepted, expires=accepted + LONGEST + timedelta(1))
