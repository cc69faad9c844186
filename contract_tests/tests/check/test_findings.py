"""What a finding is called: its pointer, its words and its id."""

import json
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest
from attrs import evolve

from webflow_contract.check.callers import try_out
from webflow_contract.check.findings import Finding, Place, describe, spelling, type_name
from webflow_contract.check.report import Report
from webflow_contract.drifts import drifting
from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.pointers import pointer
from webflow_contract.rules import RULES
from webflow_contract.sandbox import Sandbox


def finding(**changes: Any) -> Finding:
    plain: dict[str, Any] = {
        "rule": "response-property-type-changed",
        "operation": "get-page-metadata",
        "status": 200,
        "place": ("seo", "title"),
        "documented": "string",
        "observed": "number 1",
        "kind": "number",
    }
    return Finding(**{**plain, **changes})


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ((), ""),
        (("title",), "/title"),
        (("pages", 0, "seo"), "/pages/0/seo"),
        (("a/b", "m~n", "~1", ""), "/a~1b/m~0n/~01/"),
        (("é 漢字",), "/é 漢字"),
    ],
)
def test_a_pointer_is_written_as_rfc_6901_says(place: Place, expected: str) -> None:
    assert pointer(place) == expected


def test_a_pointer_is_absent_for_a_status_and_empty_for_the_whole_body() -> None:
    assert finding(place=None).pointer is None
    assert finding(place=()).pointer == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2026-02-23T15:53:18.252Z", "1999-12-31T23:59:59.999Z"),
        ("5eed0000000000000000d003", "63c720f9347c2139b248e552"),
        ("en-US", "fr-FR"),
    ],
)
def test_values_written_alike_are_spelled_alike(one: str, other: str) -> None:
    assert spelling(one) == spelling(other)


DATES = [
    "2026-02-23T15:53:18.252Z",
    "2026-02-23T15:53:18Z",
    "2026-02-23T15:53:18.252+00:00",
    "2026-02-23 15:53:18.252Z",
    "2026-02-23",
    "1771861998252",
    "Mon, 23 Feb 2026 15:53:18 GMT",
    "5eed0000000000000000d003",
    "5EED0000000000000000D003",
    "5eed000000-00000000-00d003",
]


@pytest.mark.parametrize(("one", "other"), list(combinations(DATES, 2)))
def test_values_written_differently_are_spelled_differently(one: str, other: str) -> None:
    assert spelling(one) != spelling(other)


def test_a_spelling_keeps_nothing_of_what_it_says() -> None:
    assert spelling("2026-02-23T15:53:18.252Z") == "9999-99-99T99:99:99.9Z"
    assert spelling("secret42") == "8 letters and digits"
    assert spelling("5eed00000000") == "12 lower-case hex"
    assert spelling("déjà vu") == "a a"
    assert spelling("25 Nov 2026") == spelling("4 Dec 2026") == "9 a 9"
    assert spelling("(" * 40) == "40 characters"


def test_zeros_that_are_left_out_are_the_same_spelling_and_microseconds_another() -> None:
    three, two, six = (spelling(f"2026-02-23T15:53:18{rest}Z") for rest in (".252", ".25", ".252111"))
    assert three == two != six
    assert spelling("2026-02-23T15:53:18Z") not in (three, six)


@pytest.mark.parametrize(
    ("value", "name"),
    [(None, "null"), (True, "boolean"), (1, "number"), (1.5, "number"), ("", "string"), ([], "array"), ({}, "object")],
)
def test_json_has_seven_names_for_types_and_python_s_bool_is_no_number(value: Any, name: str) -> None:
    assert type_name(value) == name


def test_long_values_are_cut_and_others_shown_whole() -> None:
    assert describe("a" * 78) == f'string "{"a" * 78}"'
    assert describe("é" * 200) == f'string "{"é" * 79}…'
    assert describe(None) == "null"


def test_an_id_is_twelve_hex_digits() -> None:
    assert len(finding().id) == 12
    assert int(finding().id, 16) > 0


@pytest.mark.parametrize(
    "changes",
    [
        {"documented": "text"},
        {"observed": "number 2"},
        {"reproduce": "curl …"},
    ],
)
def test_an_id_does_not_depend_on_words(changes: dict[str, Any]) -> None:
    assert finding(**changes).id == finding().id


def test_an_id_leaves_the_index_out_but_not_that_there_is_a_list() -> None:
    first, second = finding(place=("pages", 0, "slug")), finding(place=("pages", 7, "slug"))
    assert first.id == second.id
    assert first.id != finding(place=("pages", "slug")).id


@pytest.mark.parametrize(
    "changes",
    [
        {"rule": "response-property-pattern-changed"},
        {"operation": "update-page-metadata"},
        {"status": 400},
        {"status": None},
        {"place": ("seo", "description")},
        {"place": ("seo/title",)},
        {"place": ("seo", "title", "metaTitle")},
        {"place": ("seo",)},
        {"place": ()},
        {"place": None},
        {"kind": "string"},
    ],
)
def test_an_id_differs_with_everything_that_makes_another_drift(changes: dict[str, Any]) -> None:
    assert finding(**changes).id != finding().id


def test_the_ids_of_today_are_the_ids_of_tomorrow() -> None:
    """A baseline that people keep holds ids: whoever changes how they are made has to know."""
    assert finding().id == "90a31a99c15a"


@pytest.mark.parametrize(
    ("rule", "status", "place", "level"),
    [
        ("response-property-type-changed", 200, ("title",), "breaking"),
        ("response-property-type-changed", 404, ("code",), "warning"),
        ("response-body-type-changed", 500, (), "warning"),
        ("response-success-status-removed", 400, None, "breaking"),
        ("response-optional-property-added", 200, ("x",), "information"),
        ("response-optional-property-added", 404, ("x",), "information"),
    ],
)
def test_the_level_is_that_of_callers_who_get_the_right_error_whatever_its_body(
    rule: str, status: int, place: Place | None, level: str
) -> None:
    assert finding(rule=rule, status=status, place=place).level == level


def test_every_rule_is_in_kebab_case_and_says_what_it_means() -> None:
    for name, rule in RULES.items():
        assert name == rule.id == rule.id.lower().replace("_", "-")
        assert rule.meaning.endswith(".")


def test_ids_cope_with_half_a_character() -> None:
    assert finding(place=(json.loads('"\\ud800"'),)).id != finding().id


def echoing(world: Sandbox, title: Callable[[str], str]) -> Handler:
    """Answer updates with another title than the one that was sent."""

    def answer(request: Request) -> Response:
        response = world(request)
        if request.method != "PUT" or response.status != 200:
            return response
        body = response.json()
        return Response(200, response.headers, json.dumps({**body, "title": title(body["title"])}).encode())

    return answer


def not_echoed(report: Report) -> set[str]:
    return {
        finding.id for finding in report.findings if (finding.rule, finding.pointer) == ("update-not-echoed", "/title")
    }


def test_an_ignored_update_a_mangled_and_a_cleared_one_have_different_ids(
    check: Callable[..., Report], world: Sandbox
) -> None:
    ignored = not_echoed(check(drifting(world, ["update-ignored"])))
    mangled = not_echoed(check(echoing(world, lambda title: title.replace("(", "&#40;"))))
    cleared = not_echoed(check(echoing(world, lambda title: "")))
    assert ignored
    assert mangled
    assert cleared
    assert not ignored & mangled
    assert not mangled & cleared
    assert not cleared & ignored


def test_an_update_that_is_refused_with_any_status_breaks_callers(check: Callable[..., Report], world: Sandbox) -> None:
    def conflicting(request: Request) -> Response:
        response = world(request)
        if request.method == "PUT" and response.status == 200:
            return Response(409, response.headers, b'{"code": "conflict", "message": "", "details": []}')
        return response

    findings = check(conflicting).findings
    assert {finding.level for finding in findings if finding.rule == "response-success-status-removed"} == {"breaking"}


def _tried(body: object, rule: str, place: tuple[str | int, ...], operation: str = "get-page-metadata") -> str:
    response = Response(200, {"content-type": "application/json"}, json.dumps(body).encode())
    finding = Finding(rule, operation, 200, place, "documented", "observed", "kind")
    return evolve(finding, callers=try_out(operation, response)).level


def test_the_level_is_what_happens_to_callers() -> None:
    """What the overlay stumbles over breaks callers, and what it reads all the same does not."""
    page = {"id": "5eed0000000000000000d003", "slug": "pricing"}
    changed, removed = "response-property-type-changed", "response-optional-property-removed"

    assert _tried({**page, "slug": 4711}, changed, ("slug",)) == "breaking"
    assert _tried({"slug": "pricing"}, "response-required-property-removed", ("id",)) == "breaking"
    assert _tried(page, removed, ("title",)) == "warning"
    assert (
        _tried({"pages": [], "pagination": {"total": "1"}}, changed, ("pagination", "total"), "list-pages") == "warning"
    )
    assert _tried({"pagination": {}}, removed, ("pages",), "list-pages") == "breaking"
    # Of behaviour, an answer shows nothing: it stays what the catalogue says.
    assert _tried(page, "update-not-echoed", ("slug",)) == "breaking"
