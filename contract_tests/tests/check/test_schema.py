"""An answer by itself: everything that is wrong with it is found, and nothing that comes raises."""

import json
import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from webflow_contract.check.findings import Finding
from webflow_contract.check.probes import Probe
from webflow_contract.check.report import Report
from webflow_contract.check.run import run
from webflow_contract.check.schema import ClosedContract, closed
from webflow_contract.check.sending import Sender
from webflow_contract.check.subject import Credentials, Subject
from webflow_contract.contract import effective
from webflow_contract.documents import Document
from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.reports.as_json import as_json
from webflow_contract.rules import RULES
from webflow_contract.sandbox import Sandbox

CLOSED = ClosedContract(effective.load())
READ = "get-page-metadata"
HEADERS = {
    "content-type": "application/json; charset=utf-8",
    "x-ratelimit-limit": "60",
    "x-ratelimit-remaining": "59",
    "retry-after": "60",
}


def read(path: str) -> dict[str, Any]:
    world = Sandbox()
    headers = {"authorization": f"Bearer {world.token}"}
    found: dict[str, Any] = world(Request("GET", f"/v2/{path}", (), headers)).json()
    return found


PAGE, SITE = read(f"pages/{Sandbox().page_id}"), read(f"sites/{Sandbox().site_id}")


@pytest.fixture(scope="module")
def page() -> dict[str, Any]:
    return PAGE


def judged(content: Any, status: int = 200, operation: str = READ, **headers: str | None) -> list[Finding]:
    """Judge a body. Headers are spelled with underscores; None leaves one out."""
    changes = {name.replace("_", "-"): value for name, value in headers.items()}
    sent = {name: value for name, value in {**HEADERS, **changes}.items() if value is not None}
    content = content if isinstance(content, bytes) else json.dumps(content).encode()
    return list(CLOSED.judge(operation, Response(status, sent, content)))


def short(findings: list[Finding]) -> set[tuple[str, str | None]]:
    return {(finding.rule, finding.pointer) for finding in findings}


def test_a_page_as_it_should_be(page: dict[str, Any]) -> None:
    assert judged(page) == []


def test_a_twin_is_made_once_for_what_a_contract_says_and_anew_once_it_says_something_else() -> None:
    contract, same = deepcopy(effective.load()), deepcopy(effective.load())
    twin = closed(contract)
    assert closed(same) is twin
    del same["components"]["schemas"]["Page"]["properties"]["title"]
    other = closed(same)
    assert "title" not in other.document["components"]["schemas"]["Page"]["properties"]
    assert closed(contract) is twin is not other
    assert contract == effective.load()


def test_every_violation_in_a_body_is_found_and_not_only_the_first(page: dict[str, Any]) -> None:
    changed = {**page, "slug": 1, "a/b": 2, "another": 3, "createdOn": "yesterday", "draft": None}
    changed["seo"] = {"title": [], "metaTitle": "x"}
    changed["openGraph"] = "none"
    del changed["id"], changed["siteId"]

    assert short(judged(changed)) == {
        ("response-property-type-changed", "/slug"),
        ("response-optional-property-added", "/a~1b"),
        ("response-optional-property-added", "/another"),
        ("response-property-pattern-changed", "/createdOn"),
        ("response-property-became-nullable", "/draft"),
        ("response-property-type-changed", "/seo/title"),
        ("response-optional-property-added", "/seo/metaTitle"),
        ("response-property-type-changed", "/openGraph"),
        ("response-required-property-removed", "/id"),
        ("response-optional-property-removed", "/siteId"),
    }


def test_every_item_of_a_list_is_judged(page: dict[str, Any]) -> None:
    body = {
        "pages": [page, {**page, "slug": 1}, {**page, "slug": 2}],
        "pagination": {"limit": 1, "offset": 0, "total": 3},
    }
    findings = judged(body, operation="list-pages")
    assert short(findings) == {
        ("response-property-type-changed", "/pages/1/slug"),
        ("response-property-type-changed", "/pages/2/slug"),
    }
    assert len({finding.id for finding in findings}) == 1


def test_two_unknown_names_at_one_place_are_two_findings(page: dict[str, Any]) -> None:
    ids = {finding.id for finding in judged({**page, "one": 1, "two": 1})}
    assert len(ids) == 2


def test_an_unknown_name_with_a_value_of_another_type_is_another_finding(page: dict[str, Any]) -> None:
    (one,), (two,) = judged({**page, "new": 1}), judged({**page, "new": "1"})
    assert one.id != two.id
    assert (one.documented, one.observed) == ("no such property", "number 1")


def test_what_is_required_and_what_merely_always_came_are_told_apart(page: dict[str, Any]) -> None:
    (required,) = judged({name: value for name, value in page.items() if name != "id"})
    (always,) = judged({name: value for name, value in page.items() if name != "siteId"})
    assert (required.rule, required.documented) == ("response-required-property-removed", "required")
    assert (always.rule, always.documented) == ("response-optional-property-removed", "in every answer known")


@pytest.mark.parametrize("value", [None, True, 1, 1.5, [], {}])
def test_a_property_of_another_type(page: dict[str, Any], value: Any) -> None:
    rule = "became-nullable" if value is None else "type-changed"
    assert short(judged({**page, "title": value})) == {(f"response-property-{rule}", "/title")}


LOCALE = "/locales/secondary/0"


@pytest.mark.parametrize(
    ("locales", "expected"),
    [
        (None, set()),
        ({"secondary": None}, set()),
        ([], {("response-property-type-changed", "/locales")}),
        ("none", {("response-property-type-changed", "/locales")}),
        ({"secondary": {}}, {("response-property-type-changed", "/locales/secondary")}),
        ({"secondary": [{"tag": 1}]}, {("response-property-type-changed", f"{LOCALE}/tag")}),
        ({"secondary": [{"id": None}]}, {("response-property-became-nullable", f"{LOCALE}/id")}),
        ({"secondary": [{"id": "x"}]}, {("response-property-pattern-changed", f"{LOCALE}/id")}),
        (
            {"primary": {"new": 1}, "tertiary": []},
            {
                ("response-optional-property-added", "/locales/primary/new"),
                ("response-optional-property-added", "/locales/tertiary"),
            },
        ),
    ],
)
def test_a_violation_inside_of_what_may_be_null_has_its_own_place(
    locales: Any, expected: set[tuple[str, str | None]]
) -> None:
    assert judged(SITE, operation="get-site") == []
    assert short(judged({**SITE, "locales": locales}, operation="get-site")) == expected


ERROR: dict[str, Any] = {"message": "no", "code": "bad_request", "externalReference": None, "details": []}


def test_an_error_code_is_a_closed_list_here() -> None:
    assert judged(ERROR, 400) == []
    (finding,) = judged({**ERROR, "code": "brand_new"}, 400)
    assert (finding.rule, finding.pointer) == ("response-property-enum-value-added", "/code")
    assert finding.observed == 'string "brand_new"'
    assert '"bad_request"' in finding.documented


@pytest.mark.parametrize("body", [None, [], "page", 1, True])
def test_a_body_of_another_type(body: Any) -> None:
    (finding,) = judged(body)
    assert (finding.rule, finding.pointer, finding.documented) == ("response-body-type-changed", "", "object")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" ",
        b"<h1>Bad Gateway</h1>",
        b'{"id": ',
        b"{} {}",
        b'{"id": NaN}',
        b"[Infinity]",
        b"-Infinity",
        b"\xff\xfe\x00",
        b'"\x80"',
        b"{'id': 1}",
        b"[" * 100_000,
    ],
    ids=lambda content: repr(content[:20]),
)
def test_what_is_no_json(content: bytes) -> None:
    (finding,) = judged(content)
    assert (finding.rule, finding.pointer, finding.documented) == ("response-body-type-changed", "", "JSON")
    assert finding.observed.startswith("no JSON: ")


@pytest.mark.parametrize("depth", [99, 100, 101, 254, 255, 256, 500, 900])
def test_a_deep_body_is_a_finding_however_deep(depth: int) -> None:
    findings = judged(b'{"a":' * depth + b"1" + b"}" * depth)
    assert findings
    assert "breaking" in {finding.level for finding in findings}


@pytest.mark.parametrize("number", ["9" * 400, "1e400", "-1e400", "1" * 5000, "0." + "1" * 500, "-0"])
def test_huge_numbers(page: dict[str, Any], number: str) -> None:
    content = json.dumps({**page, "title": "NUMBER"}).replace('"NUMBER"', number).encode()
    assert {finding.pointer for finding in judged(content)} in ({"/title"}, {""})


@pytest.mark.parametrize("number", ["1e400", "-1e400"])
def test_a_number_that_nobody_can_read_is_not_taken_for_null(page: dict[str, Any], number: str) -> None:
    content = json.dumps({**page, "slug": "NUMBER"}).replace('"NUMBER"', number).encode()
    (finding,) = judged(content)
    assert (finding.rule, finding.documented) == ("response-body-type-changed", "JSON that can be read")


def test_half_a_character_can_be_written_down(page: dict[str, Any]) -> None:
    findings = judged(json.dumps({**page, "title": "\ud800", "\udfff": 1}).encode())
    assert findings
    for finding in findings:
        f"{finding.observed}{finding.pointer}".encode()


@pytest.mark.parametrize(
    "media_type", ["text/html", "text/plain; charset=utf-8", "application/problem+json", "", "json"]
)
def test_another_media_type(page: dict[str, Any], media_type: str) -> None:
    (finding,) = judged(page, content_type=media_type)
    assert (finding.rule, finding.pointer, finding.level) == ("response-media-type-removed", None, "warning")
    assert finding.observed == (media_type.partition(";")[0] or "no content type")


@pytest.mark.parametrize("media_type", ["application/json", "Application/JSON ; charset=utf-8", "application/json;"])
def test_the_same_media_type_written_otherwise(page: dict[str, Any], media_type: str) -> None:
    assert judged(page, content_type=media_type) == []


@pytest.mark.parametrize("header", ["x_ratelimit_limit", "x_ratelimit_remaining", "retry_after"])
def test_a_header_that_always_came_and_is_gone(page: dict[str, Any], header: str) -> None:
    (finding,) = judged(page, **{header: None})
    assert (finding.rule, finding.pointer) == ("optional-response-header-removed", None)
    assert header.replace("_", "-") in finding.observed.lower()


@pytest.mark.parametrize("value", ["", "soon", "1.5", "-1", "60, 59", "1e3", "²", "٣", "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_a_header_that_is_no_number(page: dict[str, Any], value: str) -> None:
    (finding,) = judged(page, retry_after=value)
    assert (finding.rule, finding.observed) == ("response-header-type-changed", f"Retry-After: {value}")


def test_headers_of_a_401_may_be_missing() -> None:
    body = {**ERROR, "code": "not_authorized"}
    assert judged(body, 401, retry_after=None, x_ratelimit_limit=None, x_ratelimit_remaining=None) == []


def test_an_undocumented_status_is_one_finding_whatever_its_body() -> None:
    for status, rule in (
        (201, "success-status-added"),
        (302, "non-success-status-added"),
        (418, "non-success-status-added"),
    ):
        (finding,) = judged(b"<h1>", status)
        assert (finding.rule, finding.status, finding.observed) == (f"response-{rule}", status, str(status))


def test_a_documented_range_takes_its_statuses() -> None:
    assert judged(ERROR, 418, "list-sites") == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()) | st.sampled_from(list(ERROR)),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters()) | st.sampled_from([*ERROR, "id", "pages", "seo"]), inner, max_size=4)
    ),
    max_leaves=12,
)
CONTENT = st.binary(max_size=40) | JSON.map(lambda value: json.dumps(value).encode())
STATUS = st.sampled_from([200, 201, 204, 301, 400, 401, 403, 404, 418, 500, 503, 999])


@given(operation=st.sampled_from(list(CLOSED.operations)), status=STATUS, content=CONTENT, header=st.text(max_size=9))
@settings(max_examples=300, deadline=None)
def test_any_body_of_any_status_gives_findings_and_never_an_exception(
    operation: str, status: int, content: bytes, header: str
) -> None:
    headers = {"content-type": header, "retry-after": header}
    findings = list(CLOSED.judge(operation, Response(status, headers, content)))
    assert findings
    assert {(finding.operation, finding.status) for finding in findings} == {(operation, status)}
    for finding in findings:
        assert_well_formed(finding)


def assert_well_formed(finding: Finding) -> None:
    assert finding.rule in RULES
    assert finding.pointer is None or re.fullmatch(r"(/([^~/]|~[01])*)*", finding.pointer)
    assert finding.documented
    assert finding.observed


def at(body: Any, pointer: str) -> Any:
    """Follow a pointer, as RFC 6901 says."""
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        body = body[int(key)] if isinstance(body, list) else body[key]
    return body


@given(name=st.sampled_from(list(PAGE)) | st.text(st.characters(codec="utf-8")), value=JSON)
@example(name="a/b~c", value=1)
@example(name="", value=None)
@settings(max_examples=300, deadline=None)
def test_any_value_of_any_property_is_found_where_it_is(name: str, value: Any) -> None:
    content = json.dumps({**PAGE, name: value})
    for finding in judged(content.encode()):
        assert_well_formed(finding)
        if finding.pointer:  # or else the body cannot be read as JSON at all
            assert finding.place is not None
            assert finding.place[0] == name
            parent = finding.pointer.rpartition("/")[0]
            assert at(json.loads(content), finding.pointer if finding.observed != "absent" else parent) is not ...


def answering(nth: int, response: Response, handler: Handler) -> Handler:
    """Put another answer in the place of the nth."""
    count = 0

    def answer(request: Request) -> Response:
        nonlocal count
        count += 1
        answered = handler(request)
        return response if count == nth else answered

    return answer


@given(nth=st.integers(1, 40), status=STATUS, content=CONTENT)
@example(nth=1, status=200, content=b'{"a":' * 900 + b"1" + b"}" * 900)
@example(nth=2, status=200, content=b"[" * 900 + b"]" * 900)
@example(nth=2, status=200, content=b'{"localeId":["x"]}')
@example(nth=3, status=200, content=b"{}")
@example(nth=21, status=200, content=b'{"id":{},"title":"\\ud800"}')
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_answer_at_any_moment_leaves_a_report_and_the_page_as_it_was(nth: int, status: int, content: bytes) -> None:
    world = Sandbox(rate_limit="off")
    subject = Subject("http://127.0.0.1/v2", world.site_id, world.page_id, "fr-FR")
    credentials = Credentials(world.token, world.tokens["without-pages-write"])
    handler = answering(nth, Response(status, HEADERS, content), world)

    report = run(handler, subject, credentials, effective.load(), label="", journal=None, asking=False)

    # The last six put back: what counts is the page. A request that the service fails at is sent once more.
    assert nth > 34 or status >= 500 or report.verdict != "clean"
    assert json.loads(as_json(report).encode())["verdict"] == report.verdict
    headers = {"authorization": f"Bearer {world.token}"}
    for query in ((), (("localeId", world.locale_ids["fr-FR"]),)):
        request = Request("GET", f"/v2/pages/{world.page_id}", query, headers)
        assert world(request).json()["title"] == ("Tarifs" if query else "Pricing")


@pytest.mark.parametrize("depth", [90, 200, 950])
def test_deep_answers_do_not_exhaust_the_stack(check: Callable[..., Report], world: Sandbox, depth: int) -> None:
    deep = b'{"a":' * depth + b"1" + b"}" * depth

    def answer(request: Request) -> Response:
        response = world(request)
        return Response(response.status, response.headers, deep) if response.status == 200 else response

    report = check(answer)
    assert report.verdict == "drift"
    assert as_json(report)


@pytest.mark.parametrize(("depth", "looked_at"), [(1, True), (99, True), (100, False), (5000, False)])
def test_a_body_is_looked_at_down_to_a_depth(depth: int, looked_at: bool) -> None:
    content = b"[" * depth + b"1" + b"]" * depth
    subject, token = Subject("http://127.0.0.1/v2", "", ""), Credentials("token")
    sender = Sender(
        lambda request: Response(200, {}, content), subject, token, sleep=_never, progress=lambda line: None
    )
    exchange = sender.send(Probe("probe", READ, "a test", 200, "/"))
    assert (exchange.body is not None) is looked_at
    assert exchange.response.content == content


def _never(seconds: float) -> None:
    raise AssertionError(f"nothing makes it wait {seconds} s")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32-be", "utf-8-sig"])
def test_another_encoding_than_utf_8_is_found(page: dict[str, Any], encoding: str) -> None:
    findings = judged(json.dumps(page).encode(encoding))
    assert short(findings) == {("response-body-type-changed", "")}


# Contracts unlike the one that ships


def contract(responses: Document, **schemas: Document) -> ClosedContract:
    operation = {"operationId": READ, "responses": responses}
    return ClosedContract({"paths": {"/pages/{page_id}": {"get": operation}}, "components": {"schemas": schemas}})


def told(
    closed: ClosedContract, content: Any = b"", status: int = 200, **headers: str
) -> list[tuple[str, str | None, str, str]]:
    sent = {"content-type": "application/json"} | {name.replace("_", "-"): value for name, value in headers.items()}
    content = content if isinstance(content, bytes) else json.dumps(content).encode()
    found = list(closed.judge(READ, Response(status, {name: value for name, value in sent.items() if value}, content)))
    for finding in found:
        assert_well_formed(finding)
    return [(finding.rule, finding.pointer, finding.documented, finding.observed) for finding in found]


def media(schema: Document | bool, media_type: str = "application/json") -> ClosedContract:
    return contract({"200": {"content": {media_type: {"schema": schema}}}}, Dog=DOG, Cat=CAT)


DOG: Document = {
    "required": ["kind"],
    "type": "object",
    "properties": {"kind": {"const": "dog"}, "barks": {"type": "boolean"}, "tail": {"type": "integer"}},
}
CAT: Document = {
    "type": "object",
    "required": ["kind"],
    "properties": {"kind": {"const": "cat"}, "lives": {"type": "integer"}},
}
PET = [{"$ref": "#/components/schemas/Dog"}, {"$ref": "#/components/schemas/Cat"}]
TYPE, NULL = "response-property-type-changed", "response-property-became-nullable"
BODY, ADDED = "response-body-type-changed", "response-optional-property-added"
ENUM, REMOVED = "response-property-enum-value-added", "response-required-property-removed"


@pytest.mark.parametrize("union", ["anyOf", "oneOf"])
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"kind": "dog", "barks": True}, []),
        ({"kind": "dog", "barks": 1}, [(TYPE, "/pet/barks", "boolean", "number 1")]),
        (
            {"kind": "dog", "barks": 1, "tail": "x"},
            [(TYPE, "/pet/barks", "boolean", "number 1"), (TYPE, "/pet/tail", "integer", 'string "x"')],
        ),
        ({"kind": "dog", "new": 1}, [(ADDED, "/pet/new", "no such property", "number 1")]),
        ({"kind": "dog", "lives": 9}, [(ADDED, "/pet/lives", "no such property", "number 9")]),
        ({"kind": "dog", "lives": "9"}, [(TYPE, "/pet/lives", "integer", 'string "9"')]),
        ({"kind": "fox"}, [(ENUM, "/pet/kind", 'one of "dog", "cat"', 'string "fox"')]),
        ({"lives": 9}, [(REMOVED, "/pet/kind", "required", "absent")]),
        (None, [(NULL, "/pet", "array or object", "null")]),
        ("dog", [(TYPE, "/pet", "array or object", 'string "dog"')]),
        (
            [1, {"kind": "cat", "lives": "9"}],
            [(TYPE, "/pet/0", "object", "number 1"), (TYPE, "/pet/1/lives", "integer", 'string "9"')],
        ),
    ],
)
def test_a_violation_inside_of_a_union_has_its_own_place_and_rule(
    union: str, value: Any, expected: list[tuple[str, str, str, str]]
) -> None:
    pet: Document = {union: [*PET, {"type": "array", "items": {"anyOf": PET}}]}
    assert told(media({"type": "object", "properties": {"pet": pet}}), {"pet": value}) == expected


@pytest.mark.parametrize("value", [{"a": "x"}, {"a": "x", "b": 1}])
def test_a_property_of_another_type_is_told_where_an_option_without_it_fits(value: Document) -> None:
    either: Document = {
        "anyOf": [{"properties": {"a": {"type": "integer"}}}, {"properties": {"b": {"type": "integer"}}}]
    }
    assert told(media(either), value) == [(TYPE, "/a", "integer", 'string "x"')]


def test_what_one_part_refuses_is_not_unknown_to_the_whole() -> None:
    whole: Document = {"allOf": [{"$ref": "#/components/schemas/Dog"}, {"properties": {"name": {}}}]}
    assert told(media(whole), {"kind": "dog", "name": "Rex", "barks": 1, "tail": 1}) == [
        (TYPE, "/barks", "boolean", "number 1")
    ]
    assert told(media(whole), {"name": "Rex", "new": 1}) == [
        (REMOVED, "/kind", "required", "absent"),
        (ADDED, "/new", "no such property", "number 1"),
    ]


def test_what_is_required_without_being_described_is_required() -> None:
    assert told(media({"required": ["a"]}), {}) == [(REMOVED, "/a", "required", "absent")]
    dependent: Document = {"properties": {"a": {}, "b": {}}, "dependentRequired": {"a": ["b"]}}
    assert told(media(dependent), {"a": 1}) == [(REMOVED, "/b", "required", "absent")]


@pytest.mark.parametrize(
    ("schema", "value", "documented", "rule"),
    [
        ({"maxLength": 2}, "abc", "at most 2 characters", "max-length-increased"),
        ({"minLength": 4}, "abc", "at least 4 characters", "min-length-decreased"),
        ({"maximum": 2}, 3, "at most 2", "max-increased"),
        ({"minimum": 4}, 3, "at least 4", "min-decreased"),
        ({"exclusiveMaximum": 3}, 3, "less than 3", "exclusive-max-increased"),
        ({"exclusiveMinimum": 3}, 3, "more than 3", "exclusive-min-decreased"),
        ({"multipleOf": 2}, 3, "a multiple of 2", "multiple-of-changed"),
        ({"maxItems": 1}, [1, 2], "at most 1 items", "max-items-increased"),
        ({"minItems": 3}, [1, 2], "at least 3 items", "min-items-decreased"),
        ({"uniqueItems": True}, [1, 1], "items that differ", "unique-items-unset"),
        ({"maxProperties": 0}, {"a": 1}, "at most 0 properties", "max-properties-increased"),
        ({"minProperties": 1}, {}, "at least 1 properties", "min-properties-decreased"),
        ({"const": 1}, 2, "one of 1", "enum-value-added"),
        ({"enum": ["a", None]}, "b", 'one of "a", null', "enum-value-added"),
        ({"pattern": "^a"}, "b", "text that matches ^a", "pattern-changed"),
        ({"not": {"type": "string"}}, "b", "anything but what the contract excludes", "type-changed"),
        ({"contains": {"const": 1}}, [2], "an item that the contract asks for", "type-changed"),
        ({"oneOf": [{}, {"type": "string"}]}, "b", "one of several shapes, and no other", "type-changed"),
    ],
    ids=str,
)
def test_a_keyword_has_its_rule_and_says_what_it_asks_for(
    schema: Document, value: Any, documented: str, rule: str
) -> None:
    ((found, pointer, asked, _),) = told(media({"properties": {"it": schema}}), {"it": value})
    assert (pointer, asked) == ("/it", documented)
    assert found == (f"response-property-{rule}" if f"response-property-{rule}" in RULES else PATTERN)
    ((whole, pointer, asked, _),) = told(media(schema), value)
    assert (pointer, asked) == ("", documented)
    assert whole in RULES


PATTERN = "response-property-pattern-changed"


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        ({"properties": {"a": False}}, {"a": 1}, (ADDED, "/a", "no such property", "number 1")),
        ({"propertyNames": {"enum": ["a"]}}, {"b": 1}, (ADDED, "/b", "no such property", "number 1")),
        ({"prefixItems": [{}]}, [1, 2], (ADDED, "/1", "no such property", "number 2")),
        (
            {"allOf": [{"prefixItems": [{}]}], "unevaluatedItems": False},
            [1, 2, 3],
            (ADDED, "/1", "no such property", "number 2"),
        ),
        ({"additionalProperties": {"type": "integer"}}, {"a": "x"}, (TYPE, "/a", "integer", 'string "x"')),
    ],
    ids=str,
)
def test_what_is_known_to_no_schema_is_told_where_it_is(
    schema: Document, value: Any, expected: tuple[str, str, str, str]
) -> None:
    assert told(media(schema), value)[0] == expected


def test_what_is_required_and_came_is_not_missing_because_nothing_describes_it() -> None:
    assert told(media({"required": ["a"], "properties": {}}), {"a": 1}) == [
        (ADDED, "/a", "no such property", "number 1")
    ]


# Bodies


@pytest.mark.parametrize("described", [{}, {"content": {}}])
def test_where_no_body_is_documented_one_is_a_finding(described: Document) -> None:
    nothing = contract({"204": {"description": "Done.", **described}})
    assert told(nothing, status=204) == []
    assert told(nothing, status=204, content_type="") == []
    expected = (BODY, "", "no body", "application/json: '{}'")
    assert told(nothing, b"{}", 204) == [expected]
    assert told(nothing, b"x", 204, content_type="")[0][3] == "no content type: 'x'"


def test_a_media_type_without_a_schema_takes_any_json() -> None:
    any_json = contract({"200": {"content": {"application/json": {}}}})
    assert told(any_json, {"a": 1}) == []
    assert told(any_json, b"<h1>") == [(BODY, "", "JSON", "no JSON: '<h1>'")]


@pytest.mark.parametrize(
    ("documented", "given"),
    [
        ("application/problem+json", "application/problem+json"),
        ("application/json; charset=utf-8", "application/json"),
        ("Application/JSON", "application/json;charset=UTF-8"),
        ("application/*", "application/vnd.webflow+json"),
        ("*/*", "application/json"),
    ],
)
def test_json_of_any_documented_media_type_is_judged(documented: str, given: str) -> None:
    closed = media({"type": "object", "properties": {"a": {}}}, documented)
    assert told(closed, {"a": 1}, content_type=given) == []
    assert told(closed, {"b": 1}, content_type=given) == [(ADDED, "/b", "no such property", "number 1")]
    assert [one[0] for one in told(closed, b"<h1>", content_type=given)] == [BODY]


def test_a_media_type_beside_the_documented_one_is_judged_as_that() -> None:
    closed = media({"type": "object", "properties": {"a": {}}}, "application/problem+json")
    assert [one[:2] for one in told(closed, {"b": 1})] == [("response-media-type-removed", None), (ADDED, "/b")]


def test_what_is_documented_as_text_is_no_json() -> None:
    page = media({"type": "string"}, "text/html")
    assert told(page, b"<h1>\xff", content_type="text/html; charset=iso-8859-1") == []
    expected = ("response-media-type-removed", None, "text/html", "application/json")
    assert told(page, {}) == [expected]
    short = media({"type": "string", "maxLength": 2}, "text/plain")
    assert told(short, b"abc", content_type="text/plain")[0][0] == BODY


def test_what_does_not_call_itself_json_may_be_json() -> None:
    closed = media({"type": "object", "properties": {"a": {}}}, "text/plain")
    assert told(closed, {"a": 1}, content_type="text/plain") == []
    assert told(closed, {"b": 1}, content_type="text/plain")[0][:2] == (ADDED, "/b")


def test_any_status_that_is_not_named_has_the_default() -> None:
    closed = contract({"200": {}, "4XX": {}, "default": {"content": {"application/json": {"schema": DOG}}}})
    assert told(closed, status=404) == []
    assert told(closed, {"kind": "dog"}, 503) == []
    assert told(closed, {"kind": "dog", "new": 1}, 201)[0][:2] == (ADDED, "/new")


# Headers


def with_header(header: Document, **components: Document) -> ClosedContract:
    closed = contract({"200": {"headers": {"X-It": header}}})
    document = {**closed.document, "components": {**closed.document["components"], **components}}
    return ClosedContract(document)


@pytest.mark.parametrize(
    ("schema", "right", "wrong", "documented"),
    [
        ({"type": "integer"}, ["0", "60"], ["-1", "1.5", "soon", ""], "an integer"),
        ({"type": "number"}, ["0", "-1.5", "60"], ["1e3", "soon"], "a number"),
        ({"type": "boolean"}, ["true", "false"], ["yes", "1"], "true or false"),
        ({"type": "string"}, ["", "7", "text"], [], ""),
        ({"type": ["integer", "string"]}, ["7", "text"], [], ""),
        ({"type": "integer", "maximum": 60}, ["60"], ["61"], "at most 60"),
        ({"enum": ["a", "b"]}, ["a"], ["c"], 'one of "a", "b"'),
        ({"type": "string", "pattern": "^a"}, ["ab"], ["b"], "text that matches ^a"),
        ({"type": "array", "items": {"type": "integer"}}, ["1", "1, 2"], ["1, x"], "an integer"),
        ({"type": "array", "items": {"type": "string"}}, ["a, 1", "x"], [], ""),
        ({"anyOf": [{"type": "integer"}, {"enum": ["never"]}]}, ["7", "never"], ["soon"], 'one of "never"'),
        ({"$ref": "#/components/schemas/Count"}, ["7"], ["x"], "an integer"),
        ({"type": "object"}, ["a=1", "a,1"], [], ""),
        (True, ["anything"], [], ""),
    ],
    ids=str,
)
def test_a_header_is_read_as_its_schema_has_it(
    schema: Document, right: list[str], wrong: list[str], documented: str
) -> None:
    closed = with_header({"schema": schema}, schemas={"Count": {"type": "integer"}})
    for value in right:
        assert told(closed, x_it=value or " ") == []
    for value in wrong:
        (found,) = closed.judge(READ, Response(200, {"x-it": value}))
        assert found.rule == "response-header-type-changed"
        assert (found.documented, found.observed) == (f"X-It, {documented}", f"X-It: {value}")


@pytest.mark.parametrize("header", [{}, {"content": {"application/json": {"schema": {"type": "integer"}}}}])
def test_a_header_without_a_schema_may_be_anything(header: Document) -> None:
    assert told(with_header(header), x_it="anything") == []
    assert told(with_header(header)) == []


def test_a_header_that_is_required_has_to_come_inline_or_not() -> None:
    required = {"required": True, "schema": {"type": "string"}}
    expected = ("optional-response-header-removed", None, "X-It, required", "no X-It")
    assert told(with_header(required)) == [expected]
    assert told(with_header({"$ref": "#/components/headers/It"}, headers={"It": required})) == [expected]


def test_a_content_type_among_the_headers_is_left_to_the_media_types() -> None:
    closed = contract({"200": {"headers": {"Content-Type": {"required": True, "schema": {"type": "integer"}}}}})
    assert told(closed, content_type="") == []
