"""The known revisions of the vendor's operation: what each changed, and what several come to."""

import pytest

from webflow_contract.diff.change import Difference
from webflow_contract.documents import Document

from .conftest import between, revisions, told

REVISIONS = revisions()
DATES = list(REVISIONS)
REFUSALS = ("400", "401", "404", "429", "500")

Told = tuple[str, str, str]

# What each revision changed, read off the vendor's own files by hand; and how many texts say something else.
EXPECTED: dict[str, tuple[list[Told], int]] = {
    "2024-03-18": ([], 2),
    "2024-04-29": (
        [
            ("request-optional-property-became-read-only", "warning", "/archived"),
            ("request-optional-property-became-read-only", "warning", "/draft"),
            ("response-optional-property-became-read-only", "information", "200 /archived"),
            ("response-optional-property-became-read-only", "information", "200 /draft"),
        ],
        2,
    ),
    "2024-06-04": (
        [
            ("response-optional-property-added", "information", "200 /localeId"),
            ("response-optional-property-added", "information", "200 /publishedPath"),
        ],
        1,
    ),
    "2024-07-23": ([("response-media-type-added", "information", "429")], 0),
    "2024-08-28": (
        [
            ("response-required-property-removed", "warning", "200 /pageId"),
            ("request-property-became-required", "information", "/id"),
            ("request-property-became-optional", "information", "/pageId"),
            ("response-property-became-required", "information", "200 /id"),
        ],
        0,
    ),
    "2024-09-11": (
        [
            ("new-optional-request-property", "information", "/localeId"),
            ("new-optional-request-property", "information", "/publishedPath"),
            ("response-optional-property-became-read-only", "information", "200 /localeId"),
            ("response-optional-property-became-read-only", "information", "200 /publishedPath"),
        ],
        2,
    ),
    "2024-09-12": ([], 1),
    "2024-10-18": (
        [
            *[("response-media-type-added", "information", status) for status in ("400", "401", "404", "500")],
            ("response-property-became-enum", "information", "429 /code"),
            ("response-property-type-specialized", "information", "429 /details/*"),
        ],
        10,
    ),
    "2024-10-24": (
        [
            ("new-optional-request-property", "information", "/isBranch"),
            ("response-optional-property-added", "information", "200 /isBranch"),
        ],
        2,
    ),
    "2024-10-24, again": ([], 1),
    "2024-11-18": (
        [
            ("request-parameter-removed", "breaking", "query locale"),
            ("new-optional-request-parameter", "information", "query localeId"),
        ],
        0,
    ),
    "2024-12-27": (
        [
            *[("response-property-type-generalized", "warning", f"{status} /details/*") for status in REFUSALS],
            *[("response-property-prefix-items-added", "information", f"{status} /details") for status in REFUSALS],
        ],
        10,
    ),
    "2025-02-26": ([], 1),
}


def across(old: str, new: str) -> Difference:
    return between(REVISIONS[old], REVISIONS[new])


def all_told(old: str, new: str) -> list[Told]:
    return sorted(told(change) for change in across(old, new).changes)


def test_every_revision_is_expected() -> None:
    assert list(EXPECTED) == DATES[1:]
    assert len(DATES) == 14


@pytest.mark.parametrize("date", EXPECTED)
def test_what_a_revision_changed(date: str) -> None:
    changes, notes = EXPECTED[date]
    difference = across(DATES[DATES.index(date) - 1], date)
    assert sorted(told(change) for change in difference.changes) == sorted(changes)
    assert len(difference.notes) == notes


@pytest.mark.parametrize("date", DATES)
def test_a_revision_does_not_differ_from_itself(date: str) -> None:
    difference = across(date, date)
    assert (difference.changes, difference.notes) == ((), ())


def test_where_both_documents_say_so() -> None:
    (removed,) = (one for one in across("2024-10-24, again", "2024-11-18").changes if one.level == "breaking")
    assert removed.old == ("paths", "/pages/{page_id}", "put", "parameters", 1)
    assert removed.new == ("paths", "/pages/{page_id}", "put")
    assert removed.before == {"name": "locale", "in": "query", "required": False, "schema": {"type": "string"}}
    assert removed.after is None


def test_prose_says_where_and_what() -> None:
    (note,) = across("2024-12-27", "2025-02-26").notes
    assert (note.operation, note.where, note.keyword) == ("update-page-metadata", "operation", "description")
    assert (note.before, note.after) == ("second wording", "third wording")
    assert note.new == ("paths", "/pages/{page_id}", "put", "description")


def test_first_to_last() -> None:
    assert all_told(DATES[0], DATES[-1]) == sorted(
        [
            ("request-parameter-removed", "breaking", "query locale"),
            ("new-optional-request-parameter", "information", "query localeId"),
            ("request-property-became-required", "information", "/id"),
            ("request-property-became-optional", "information", "/pageId"),
            ("response-required-property-removed", "warning", "200 /pageId"),
            ("response-property-became-required", "information", "200 /id"),
            *[
                (f"{part}-optional-property-became-read-only", level, f"{status}/{name}")
                for part, level, status in (("request", "warning", ""), ("response", "information", "200 "))
                for name in ("archived", "draft")
            ],
            *[
                (rule, "information", f"{status}/{name}")
                for rule, status in (
                    ("new-optional-request-property", ""),
                    ("response-optional-property-added", "200 "),
                )
                for name in ("localeId", "publishedPath", "isBranch")
            ],
            *[("response-media-type-added", "information", status) for status in REFUSALS],
        ]
    )


def test_what_is_undone_cancels() -> None:
    # The answer's example of 2024-03-18 was back on 2024-06-04.
    assert [note.where for note in across("2024-03-18", "2024-04-29").notes] == ["request", "response 200"]
    assert [note.where for note in across("2024-03-18", "2024-06-04").notes] == ["request"]


def test_what_was_added_is_gone_the_other_way() -> None:
    back = across("2024-11-18", "2024-10-24, again").changes
    assert [told(change) for change in back] == [
        ("request-parameter-removed", "breaking", "query localeId"),
        ("new-optional-request-parameter", "information", "query locale"),
    ]


@pytest.mark.parametrize("old", DATES)
@pytest.mark.parametrize("new", DATES)
def test_any_two_revisions_differ_both_ways_or_not_at_all(old: str, new: str) -> None:
    there, back = across(old, new), across(new, old)
    assert bool(there.changes) == bool(back.changes)
    assert bool(there.notes) == bool(back.notes)
    assert len({one.id for one in there.changes}) == len(there.changes)


def test_a_change_has_the_same_id_wherever_it_is_met() -> None:
    single = {one.id for one in across("2024-10-24, again", "2024-11-18").changes}
    assert single <= {one.id for one in across("2024-10-18", "2025-02-26").changes}


def test_operations_that_neither_has_are_told() -> None:
    difference = across(DATES[0], DATES[1])
    assert difference.compared == ("update-page-metadata",)
    assert difference.missing == ("get-page-metadata", "list-pages", "get-site", "list-sites")


def a_part_of(document: Document) -> Document:
    (path,) = document["paths"]
    return {"openapi": "3.0.3", "paths": {f"/v2{path}": document["paths"][path]}}


def test_a_part_of_a_document_is_as_good() -> None:
    whole, part = REVISIONS[DATES[-1]], a_part_of(REVISIONS[DATES[-1]])
    assert between(whole, part).changes == between(part, whole).changes == ()
