"""An answer has the types that the contract says, or the error says where it has not.

What the contract says is read here from its file, by other means than the client's: a property that the client does not
check, or looks for under another name, shows.
"""

import copy
import json
import re
from collections.abc import Callable, Iterator
from importlib import resources
from typing import Any

import httpx
import jsonschema_rs
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from webflow_pages import UnexpectedResponseError, Webflow
from webflow_pages.calls.shapes import ShapeError

from .conftest import PAGE, SITE, FakeClock

Connect = Callable[..., Webflow]

CONTRACT = yaml.safe_load((resources.files("webflow_api") / "openapi.yaml").read_text(encoding="utf-8"))
SCHEMAS = CONTRACT["components"]["schemas"]

CALLS: dict[str, Callable[[Webflow, Any], Any]] = {
    "Page": lambda webflow, body: webflow.pages.get(_page_id(body)),
    "PageList": lambda webflow, _: list(webflow.pages.list(SITE)),
    "Site": lambda webflow, _: webflow.sites.get(SITE),
    "SiteList": lambda webflow, _: webflow.sites.list(),
}
"""The calls by the schema of what they are answered with. They get the body: who asks for another page is refused."""


def _page_id(body: Any) -> str:
    """Return the page that a body is about, as far as one can ask for it."""
    id_ = body.get("id") if isinstance(body, dict) else None
    return id_ if isinstance(id_, str) and re.fullmatch(r"[0-9A-Za-z]{1,24}", id_) else PAGE


def _is_about_another(name: str, body: Any) -> bool:
    return name == "Page" and body["id"] != _page_id(body)


JSON_TYPES: dict[str, tuple[Any, ...]] = {
    "null": (None,),
    "boolean": (False,),
    "number": (1, -1.5),
    "string": ("", "null"),
    "array": ([],),
    "object": ({"id": "1"},),
}
WORDS = {
    "null": "null",
    "boolean": "true or false",
    "number": "a number",
    "string": "text",
    "array": "a list",
    "object": "an object",
}

Path = tuple[str | int, ...]


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema with its references followed, and its alternatives made one."""
    if "$ref" in schema:
        return _resolved(SCHEMAS[schema["$ref"].removeprefix("#/components/schemas/")])
    if "anyOf" not in schema:
        return schema
    (one,) = [each for each in schema["anyOf"] if each != {"type": "null"}]
    found = _resolved(one)
    return {**found, "type": [found["type"], "null"]}


def _types(schema: dict[str, Any]) -> set[str]:
    types = _resolved(schema)["type"]
    return {types} if isinstance(types, str) else set(types)


def _whole(schema: dict[str, Any]) -> Any:
    """Return a value with every property that a schema has. Lists have two items."""
    schema = _resolved(schema)
    (kind,) = _types(schema) - {"null"}
    if kind == "object":
        return {name: _whole(one) for name, one in schema["properties"].items()}
    if kind == "array":
        return [_whole(schema["items"]), _whole(schema["items"])]
    return {"string": "text", "boolean": True, "integer": 2}[kind]


def _places(schema: dict[str, Any], path: Path = ()) -> Iterator[tuple[Path, set[str]]]:
    """Yield every place in such a value below its root, the second item of a list for both, and the types there."""
    schema = _resolved(schema)
    if path:
        yield path, _types(schema)
    for name, one in schema.get("properties", {}).items():
        if path or name != "pagination":  # of which nothing but the total is used, and that is never relied on
            yield from _places(one, (*path, name))
    if "items" in schema:
        yield from _places(schema["items"], (*path, 1))


PLACES = [(name, path, types) for name in CALLS for path, types in _places(SCHEMAS[name])]


def _pointer(path: Path) -> str:
    return "".join(f"/{part}" for part in path)


every_place = pytest.mark.parametrize(
    ("name", "path", "types"), [pytest.param(*place, id=f"{place[0]}{_pointer(place[1])}") for place in PLACES]
)


def _with(body: Any, path: Path, value: object) -> Any:
    """Return a copy of a body with another value at a place."""
    body = copy.deepcopy(body)
    inside = body
    for part in path[:-1]:
        inside = inside[part]
    inside[path[-1]] = value
    return body


class Answering:
    """Answers each request with the same body."""

    def __init__(self, body: object = None) -> None:
        self.body = body

    def __call__(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=json.dumps(self.body).encode())


def test_the_places_are_those_of_the_contract() -> None:
    bodies = {
        response["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        for response in CONTRACT["components"]["responses"].values()
    }
    assert bodies - {"Error"} == set(CALLS) == {name for name, _, _ in PLACES}
    pointers = {f"{name}{_pointer(path)}" for name, path, _ in PLACES}
    assert {"Page/seo/title", "PageList/pages/1/openGraph/titleCopied", "Site/locales/secondary/1/tag"} < pointers
    assert {"SiteList/sites/1/customDomains/1/fullSiteCompiledAt", "Page/shouldPublish"} < pointers


@every_place
def test_a_wrong_type_is_told_with_its_place(connect: Connect, name: str, path: Path, types: set[str]) -> None:
    answering = Answering()
    webflow = connect(answering)
    whole = _whole(SCHEMAS[name])
    for wrong in JSON_TYPES.keys() - types:
        for value in JSON_TYPES[wrong]:
            answering.body = _with(whole, path, value)
            with pytest.raises(UnexpectedResponseError) as caught:
                CALLS[name](webflow, answering.body)
            assert caught.value.pointer == _pointer(path)
            assert f"({_pointer(path)} is {WORDS[wrong]}, and has to be " in str(caught.value)
            assert caught.value.status == 200


@every_place
def test_a_right_type_is_taken(connect: Connect, name: str, path: Path, types: set[str]) -> None:
    answering = Answering()
    webflow = connect(answering)
    whole = _whole(SCHEMAS[name])
    for right in types - {"object", "array"}:
        for value in JSON_TYPES[right]:
            answering.body = _with(whole, path, value)
            if _is_about_another(name, answering.body):
                with pytest.raises(UnexpectedResponseError, match=r"the answer is about page"):
                    CALLS[name](webflow, answering.body)
                continue
            assert _sent_back(CALLS[name](webflow, answering.body)) == _content(name, answering.body)


@pytest.mark.parametrize("name", CALLS)
def test_all_of_an_answer_is_there_under_the_names_of_the_contract(connect: Connect, name: str) -> None:
    whole = _whole(SCHEMAS[name])
    result = CALLS[name](connect(Answering(whole)), whole)

    assert _sent_back(result) == _content(name, whole)
    # A property of another name than the contract's would be among the unknown ones.
    assert "additional_properties" not in repr(result)


def _sent_back(result: Any) -> Any:
    return [model.to_dict() for model in result] if isinstance(result, list) else result.to_dict()


def _content(name: str, body: dict[str, Any]) -> Any:
    """Return what a call makes of a body: the list in it, if it is for one."""
    return body if name not in _LISTS else body[_LISTS[name]]


_LISTS = {"PageList": "pages", "SiteList": "sites"}


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("Page", ("id",)),
        ("PageList", ("pages", 0, "id")),
        ("PageList", ("pages", 1, "id")),
        ("Site", ("id",)),
        ("Site", ("customDomains", 1, "id")),
        ("SiteList", ("sites", 1, "id")),
        ("SiteList", ("sites", 0, "customDomains", 0, "id")),
    ],
)
def test_what_is_required_and_missing_is_told_with_its_place(connect: Connect, name: str, path: Path) -> None:
    body = _whole(SCHEMAS[name])
    inside = body
    for part in path[:-1]:
        inside = inside[part]
    del inside[path[-1]]

    with pytest.raises(UnexpectedResponseError, match=rf"\({_pointer(path)} is missing\)") as caught:
        CALLS[name](connect(Answering(body)), body)
    assert caught.value.pointer == _pointer(path)


@pytest.mark.parametrize("name", CALLS)
def test_what_is_not_required_may_be_missing(connect: Connect, name: str) -> None:
    schema = _resolved(SCHEMAS[name])
    body: dict[str, Any] = dict.fromkeys(schema.get("required", ()), "1")
    if name in _LISTS:
        body[_LISTS[name]] = []  # without which nobody knows whether there is anything

    assert _sent_back(CALLS[name](connect(Answering(body)), body)) == _content(name, body)


@pytest.mark.parametrize("pagination", [None, [], "text", 5, {}, {"limit": "100", "offset": None, "total": "2"}])
def test_a_listing_does_not_depend_on_its_pagination(connect: Connect, pagination: object) -> None:
    body = {"pages": [{"id": "1"}], "pagination": pagination}

    assert [page.id for page in CALLS["PageList"](connect(Answering(body)), body)] == ["1"]


def test_a_list_of_a_wrong_thing_is_told_with_the_index(connect: Connect) -> None:
    for index in range(3):
        body: dict[str, list[Any]] = {"pages": [{"id": "1"}] * 3}
        body["pages"][index] = None
        with pytest.raises(UnexpectedResponseError) as caught:
            CALLS["PageList"](connect(Answering(body)), body)
        assert caught.value.pointer == f"/pages/{index}"


def test_after_an_update_it_says_that_the_page_has_to_be_looked_at(connect: Connect) -> None:
    webflow = connect(Answering({"id": PAGE, "seo": {"title": 5}}))

    with pytest.raises(UnexpectedResponseError) as caught:
        webflow.pages.update(PAGE, title="T")
    assert str(caught.value).startswith(f"Look at page {PAGE}: what became of the update is not known.")
    assert "(/seo/title is a number, and has to be null or text)" in str(caught.value)
    assert caught.value.pointer == "/seo/title"


def test_a_body_that_is_no_object_is_wrong_at_its_root(connect: Connect) -> None:
    for body in (None, [], "text", 5, True):
        with pytest.raises(UnexpectedResponseError, match=r"\(the body is .*, and has to be an object\)") as caught:
            connect(Answering(body)).pages.get(PAGE)
        assert caught.value.pointer == ""


def test_a_wrong_locale_that_is_handed_in_is_told_with_its_place(connect: Connect) -> None:
    for path in ("primary", "tag"), ("secondary", 1, "cmsLocaleId"), ("secondary", 0, "id"), ("secondary",):
        locales = _with(_whole(SCHEMAS["Locales"]), path, 5)
        with pytest.raises(ValueError, match=f"^locales has to look like .*: {_pointer(path)} is a number"):
            connect(Answering(), locales=locales)


@pytest.mark.parametrize(
    ("place", "pointer"),
    [
        ((), ""),
        (("a", 0, "b"), "/a/0/b"),
        (("",), "/"),
        (("a/b", "m~n"), "/a~1b/m~0n"),
        (("~1", "/~"), "/~01/~1~0"),
        ((" %", "é"), "/ %/é"),
    ],
)
def test_a_pointer_is_written_as_its_rfc_says(place: Path, pointer: str) -> None:
    error = ShapeError(place, "is wrong")

    assert error.pointer == pointer
    assert str(error) == f"{pointer or 'the body'} is wrong"


# Against a validator of JSON Schema.


def _types_only(schema: Any) -> Any:
    """Return a schema without patterns, which the client leaves to the check, and without the pagination."""
    if isinstance(schema, list):
        return [_types_only(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: _types_only(value)
        for key, value in (_resolved(schema) if "anyOf" in schema else schema).items()
        if key not in ("pattern", "pagination") and not key.startswith("x-")
    }


VALIDATORS = {
    name: jsonschema_rs.Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": {"schemas": _types_only(SCHEMAS)}}
    )
    for name in CALLS
}

ANY = st.none() | st.booleans() | st.integers(-3, 3) | st.floats(allow_nan=False, allow_infinity=False) | st.text()
ANY = st.recursive(ANY, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2))


def _bodies(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values that are mostly what a schema says."""
    schema = _resolved(schema)
    kinds = [_right(schema, kind) for kind in sorted(_types(schema))]
    return st.one_of(*kinds, *kinds, *kinds, *kinds, ANY)


def _right(schema: dict[str, Any], kind: str) -> st.SearchStrategy[Any]:
    if kind == "object":
        known = {name: _bodies(one) for name, one in schema["properties"].items() if name != "pagination"}
        required = {name: known[name] for name in schema.get("required", ())}
        optional = {name: one for name, one in known.items() if name not in required}
        return st.fixed_dictionaries(required, optional={**optional, "unknown": ANY})
    if kind == "array":
        return st.lists(_bodies(schema["items"]), max_size=2)
    return {"string": st.just("text"), "boolean": st.booleans(), "null": st.none(), "integer": st.just(2)}[kind]


@pytest.mark.parametrize("name", CALLS)
@settings(max_examples=70, deadline=None)
@given(data=st.data())
def test_an_answer_is_taken_if_and_only_if_the_contract_has_it(name: str, data: Any) -> None:
    body = data.draw(_right(_resolved(SCHEMAS[name]), "object"))
    problems = [(_pointer(tuple(error.instance_path)), error.message) for error in VALIDATORS[name].iter_errors(body)]
    if name in _LISTS and _LISTS[name] not in body:
        problems.append((_pointer((_LISTS[name],)), "the client cannot do without it"))
    elif not problems and _is_about_another(name, body):
        problems.append(("/id", "it is another page's"))
    with httpx.Client(transport=httpx.MockTransport(Answering(body))) as client:
        webflow = Webflow("token", http_client=client, clock=FakeClock())
        if not problems:
            assert _sent_back(CALLS[name](webflow, body)) == _content(name, body)
            return
        with pytest.raises(UnexpectedResponseError) as caught:
            CALLS[name](webflow, body)
    assert caught.value.pointer in set(_blamed(problems))


def _blamed(problems: list[tuple[str, str]]) -> Iterator[str]:
    """Yield the places that a validator blames; what is missing it calls by name in its message."""
    for pointer, message in problems:
        missing = re.fullmatch(r'"(\w+)" is a required property', message)
        yield f"{pointer}/{missing[1]}" if missing else pointer
