"""Whatever conforms to the contract goes through the client without loss, in both directions."""

import json
import operator
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, unquote

import jsonschema_rs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from webflow_api import models
from webflow_api.models.open_graph import OpenGraph
from webflow_api.models.seo import Seo
from webflow_contract.contract import effective
from webflow_contract.contract.operations import operations, resolve
from webflow_contract.documents import Document
from webflow_pages.calls import operations as calls
from webflow_pages.calls.body import page_update
from webflow_pages.calls.call import Answer, Call
from webflow_pages.calls.reading import Listed
from webflow_pages.unset import UNSET

CONTRACT = effective.load()
ID = "5eed0000000000000000d003"

PAGE = calls.get_page_call(ID, None)
UPDATED_PAGE = calls.update_page_call(ID, None, page_update(title="x", slug=UNSET, seo=UNSET, open_graph=UNSET))
PAGE_LIST = calls.list_pages_call(ID, None, limit=100, offset=0)
SITE = calls.get_site_call(ID)
SITE_LIST = calls.list_sites_call()

EVERY_ANSWER = pytest.mark.parametrize(
    ("call", "name"),
    [
        pytest.param(PAGE, "Page", id="page"),
        pytest.param(UPDATED_PAGE, "Page", id="updated-page"),
        pytest.param(PAGE_LIST, "PageList", id="page-list"),
        pytest.param(SITE, "Site", id="site"),
        pytest.param(SITE_LIST, "SiteList", id="site-list"),
    ],
)

TEXT = st.text(max_size=12)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2),
    max_leaves=4,
)
LEAVES = {
    "string": TEXT,
    "boolean": st.booleans(),
    "integer": st.integers(),
    "null": st.none(),
}
ANNOTATIONS = {"description", "x-presence", "x-extensible-enum"}
KEYWORDS = {"properties", "required", "items", "pattern"}


def conforming(schema: Document) -> st.SearchStrategy[Any]:
    """Return values that conform to a schema of the contract. A keyword that it does not use yet is an error here."""
    if "$ref" in schema:
        assert set(schema) <= {"$ref", *ANNOTATIONS}
        return referred(schema["$ref"])
    keywords = set(schema) - ANNOTATIONS
    if keywords == {"anyOf"}:
        return st.one_of([conforming(option) for option in schema["anyOf"]])
    if "x-extensible-enum" in schema:
        assert keywords == {"type"}
        return st.sampled_from(schema["x-extensible-enum"]) | TEXT
    if not keywords:
        return ANY_JSON
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return st.one_of([_of_type(kind, schema, keywords - {"type"}) for kind in types])


@cache
def referred(reference: str) -> st.SearchStrategy[Any]:
    """Return values that conform to what a reference points to. It is made once: that takes longer than to draw."""
    return conforming(resolve(CONTRACT, {"$ref": reference}))


def _of_type(kind: str, schema: Document, keywords: set[str]) -> st.SearchStrategy[Any]:
    assert keywords <= KEYWORDS
    if kind == "object":
        return _objects(schema)
    if kind == "array":
        return st.lists(conforming(schema["items"]), max_size=2)
    if kind == "string" and "pattern" in keywords:
        # JSON Schema's $ and \d are narrower than Python's: no line feed after the end, ASCII digits.
        return st.from_regex(schema["pattern"].replace("$", r"\Z").replace(r"\d", "[0-9]"))
    return LEAVES[kind]


def _objects(schema: Document) -> st.SearchStrategy[dict[str, Any]]:
    known = {name: conforming(value) for name, value in schema["properties"].items()}
    required = {name: known.pop(name) for name in schema.get("required", [])}
    extra = st.dictionaries(TEXT.filter(lambda name: name not in schema["properties"]), ANY_JSON, max_size=2)
    return st.builds(operator.or_, st.fixed_dictionaries(required, optional=known), extra)


def schema(name: str) -> Document:
    return {"$ref": f"#/components/schemas/{name}"}


def validator(name: str) -> jsonschema_rs.Validator:
    return jsonschema_rs.Draft202012Validator({**schema(name), "components": CONTRACT["components"]})


VALIDATORS = {name: validator(name) for name in ("Page", "PageList", "Site", "SiteList", "PageUpdate")}


def answer(body: object) -> Answer:
    return Answer(200, {}, json.dumps(body).encode())


def written_back(result: Any) -> Any:
    """Return what a result was read from: an object, or the records of a list."""
    if isinstance(result, Listed):
        return [page.to_dict() for page in result.pages]
    return [site.to_dict() for site in result] if isinstance(result, list) else result.to_dict()


RECORDS = {"PageList": "pages", "SiteList": "sites"}


def records(name: str, body: Any) -> Any:
    """Return the part of a body that a result is made of."""
    return body[RECORDS[name]] if name in RECORDS else body


@cache
def conforming_answer(name: str) -> st.SearchStrategy[Any]:
    """Return bodies that conform to the schema of an answer. A list has its records: without them it is refused."""
    bodies = conforming(schema(name))
    return bodies.filter(lambda body: RECORDS[name] in body) if name in RECORDS else bodies


@EVERY_ANSWER
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_a_body_that_conforms_is_read_and_written_back_without_loss(
    call: Call[Any], name: str, data: st.DataObject
) -> None:
    body = data.draw(conforming_answer(name))
    VALIDATORS[name].validate(body)
    assert written_back(call.read(answer(body))) == records(name, body)


OBJECTS = [name for name, described in CONTRACT["components"]["schemas"].items() if described["type"] == "object"]


@pytest.mark.parametrize("name", OBJECTS)
@given(data=st.data())
@settings(max_examples=50, deadline=None)
def test_each_model_reads_and_writes_back_what_conforms_to_its_schema(name: str, data: st.DataObject) -> None:
    """Errors too, which no successful answer has; and small objects more thoroughly than inside of large ones."""
    body = data.draw(conforming(schema(name)))
    assert getattr(models, name).from_dict(body).to_dict() == body


def extended(body: Any) -> Any:
    """Return the same body with a field that nobody knows in every object."""
    if isinstance(body, list):
        return [extended(item) for item in body]
    if isinstance(body, dict):
        return {**{name: extended(value) for name, value in body.items()}, "x-new": {"deep": [None, {"er": 1}]}}
    return body


@EVERY_ANSWER
@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_unknown_fields_survive_at_every_level(call: Call[Any], name: str, data: st.DataObject) -> None:
    body = extended(data.draw(conforming_answer(name)))
    assert written_back(call.read(answer(body))) == records(name, body)


def test_every_kind_of_answer_of_the_contract_is_tried() -> None:
    tried = {case.values[1] for case in EVERY_ANSWER.args[1]}
    successes = [operation.responses["200"] for operation in operations(CONTRACT).values()]
    assert {answer["content"]["application/json"]["schema"]["$ref"] for answer in successes} == {
        schema(name)["$ref"] for name in tried
    }


IDS = st.from_regex(r"\A[0-9a-f]{24}\Z")
TEXTS = TEXT | st.just(UNSET)
FLAGS = st.booleans() | st.just(UNSET)
SEO = st.builds(Seo, title=TEXTS, description=TEXTS)
OPEN_GRAPH = st.builds(OpenGraph, title=TEXTS, title_copied=FLAGS, description=TEXTS, description_copied=FLAGS)


@given(
    page_id=IDS,
    locale_id=st.none() | IDS,
    title=TEXTS,
    slug=TEXTS,
    seo=st.just(UNSET) | SEO,
    open_graph=st.just(UNSET) | OPEN_GRAPH,
)
@settings(deadline=None)
def test_an_update_conforms_to_the_request_schema_and_says_all_that_was_given(
    page_id: str, locale_id: str | None, title: Any, slug: Any, seo: Any, open_graph: Any
) -> None:
    assume(any(value is not UNSET for value in (title, slug, seo, open_graph)))  # which is refused
    body = page_update(title=title, slug=slug, seo=seo, open_graph=open_graph)
    call = calls.update_page_call(page_id, locale_id, body)
    assert parameters_of(call, "put", "/pages/{page_id}") == {"page_id": page_id, **_given(localeId=locale_id)}

    assert call.content is not None
    sent = json.loads(call.content)
    VALIDATORS["PageUpdate"].validate(sent)
    assert set(sent) == set(_given(title=title, slug=slug, seo=seo, openGraph=open_graph))
    for name, value in _given(title=title, slug=slug).items():
        assert sent[name] == value
    if seo is not UNSET:
        assert sent["seo"] == _given(title=seo.title, description=seo.description)
    if open_graph is not UNSET:
        assert sent["openGraph"] == _given(
            title=open_graph.title,
            titleCopied=open_graph.title_copied,
            description=open_graph.description,
            descriptionCopied=open_graph.description_copied,
        )


@given(page_id=IDS, locale_id=st.none() | IDS)
def test_reading_a_page_conforms_to_its_parameters(page_id: str, locale_id: str | None) -> None:
    call = calls.get_page_call(page_id, locale_id)
    assert call.content is None
    assert parameters_of(call, "get", "/pages/{page_id}") == {"page_id": page_id, **_given(localeId=locale_id)}


@given(site_id=IDS, locale_id=st.none() | IDS, limit=st.integers(1, 100), offset=st.integers(0, 10**6))
def test_listing_pages_conforms_to_its_parameters(site_id: str, locale_id: str | None, limit: int, offset: int) -> None:
    call = calls.list_pages_call(site_id, locale_id, limit=limit, offset=offset)
    assert call.content is None
    assert parameters_of(call, "get", "/sites/{site_id}/pages") == {
        "site_id": site_id,
        **_given(localeId=locale_id),
        "limit": limit,
        "offset": offset,
    }


@given(site_id=IDS)
def test_reading_a_site_conforms_to_its_parameters(site_id: str) -> None:
    call = calls.get_site_call(site_id)
    assert call.content is None
    assert parameters_of(call, "get", "/sites/{site_id}") == {"site_id": site_id}


def test_listing_sites_takes_no_parameters() -> None:
    call = calls.list_sites_call()
    assert call.content is None
    assert parameters_of(call, "get", "/sites") == {}


def _given(**arguments: Any) -> dict[str, Any]:
    return {name: value for name, value in arguments.items() if value is not None and value is not UNSET}


def parameters_of(call: Call[Any], method: str, template: str) -> dict[str, Any]:
    """Take a request apart as the contract says, every parameter a known one that conforms to its schema."""
    assert call.method == method.upper()
    path, _, query = call.path.partition("?")
    sent: dict[tuple[str, str], str] = {}
    for part, expected in zip(path.split("/"), template.split("/"), strict=True):
        if expected.startswith("{"):
            sent["path", expected.strip("{}")] = unquote(part)
        else:
            assert part == expected
    pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query))
    assert len(dict(pairs)) == len(pairs)
    sent |= {("query", name): value for name, value in pairs}

    known = [resolve(CONTRACT, node) for node in CONTRACT["paths"][template][method].get("parameters", [])]
    assert sent.keys() <= {(parameter["in"], parameter["name"]) for parameter in known}
    values = {}
    for parameter in known:
        place = parameter["in"], parameter["name"]
        assert place in sent or not parameter["required"]
        if place in sent:
            value = int(sent[place]) if parameter["schema"]["type"] == "integer" else sent[place]
            jsonschema_rs.validate(parameter["schema"], value)
            values[parameter["name"]] = value
    return values
