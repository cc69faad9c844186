"""The body of an update is what was given, to the byte, or nothing is sent."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_pages import UNSET, InvalidArgumentError, OpenGraph, PageSeo, Seo, Unset, Webflow

PAGE = "5eed0000000000000000d003"
LEAVE_IT_OUT = (
    r"cannot be None, which Webflow refuses: leave it out to leave it as it is \(nothing is known to clear it\)"
)


def _sent(service: Any) -> Any:
    (request,) = service.requests
    assert request.headers["content-type"] == "application/json"
    return json.loads(request.content)


@pytest.mark.parametrize(
    ("arguments", "body"),
    [
        ({"title": "Prices"}, {"title": "Prices"}),
        ({"title": ""}, {"title": ""}),
        ({"title": UNSET, "slug": "prices"}, {"slug": "prices"}),
        ({"seo": Seo()}, {"seo": {}}),
        ({"seo": Seo(title="T")}, {"seo": {"title": "T"}}),
        ({"seo": Seo(title=UNSET, description="D")}, {"seo": {"description": "D"}}),
        ({"open_graph": OpenGraph()}, {"openGraph": {}}),
        ({"open_graph": OpenGraph(title_copied=False)}, {"openGraph": {"titleCopied": False}}),
        (
            {"open_graph": OpenGraph(title="T", title_copied=False, description="D", description_copied=True)},
            {"openGraph": {"title": "T", "titleCopied": False, "description": "D", "descriptionCopied": True}},
        ),
    ],
)
def test_what_is_left_out_is_not_sent(
    webflow: Webflow, service: Any, arguments: dict[str, Any], body: dict[str, object]
) -> None:
    webflow.pages.update(PAGE, **arguments)

    assert _sent(service) == body


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("title", {"title": None}),
        ("slug", {"slug": None}),
        ("seo", {"seo": None}),
        ("open_graph", {"open_graph": None}),
        ("seo.title", {"seo": Seo(title=None)}),  # type: ignore[arg-type]
        ("seo.description", {"title": "T", "seo": Seo(title="T", description=None)}),  # type: ignore[arg-type]
        ("open_graph.title", {"open_graph": OpenGraph(title=None)}),  # type: ignore[arg-type]
        ("open_graph.title_copied", {"open_graph": OpenGraph(title_copied=None)}),  # type: ignore[arg-type]
        ("open_graph.description", {"open_graph": OpenGraph(description=None)}),  # type: ignore[arg-type]
        ("open_graph.description_copied", {"open_graph": OpenGraph(description_copied=None)}),  # type: ignore[arg-type]
    ],
)
def test_none_is_refused_and_says_how_to_leave_a_field_alone(
    webflow: Webflow, service: Any, name: str, arguments: dict[str, Any]
) -> None:
    with pytest.raises(InvalidArgumentError, match=f"^{name} {LEAVE_IT_OUT}$"):
        webflow.pages.update(PAGE, locale="fr-FR", **arguments)

    assert service.asked == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"title": 5}, "title has to be str, and is int"),
        ({"title": b"T"}, "title has to be str, and is bytes"),
        ({"title": Unset()}, "title has to be str, and is Unset"),
        ({"slug": ["a"]}, "slug has to be str, and is list"),
        ({"seo": {"title": "T"}}, "seo has to be Seo, and is dict"),
        ({"seo": PageSeo(title="T")}, "seo has to be Seo, and is PageSeo"),
        ({"seo": OpenGraph(title="T")}, "seo has to be Seo, and is OpenGraph"),
        ({"open_graph": Seo(title="T")}, "open_graph has to be OpenGraph, and is Seo"),
        ({"seo": Seo(title=5)}, "seo.title has to be str, and is int"),  # type: ignore[arg-type]
        ({"open_graph": OpenGraph(title_copied=1)}, "open_graph.title_copied has to be bool, and is int"),
        (
            {"open_graph": OpenGraph(description_copied="no")},
            "open_graph.description_copied has to be bool, and is str",
        ),  # type: ignore[arg-type]
    ],
)
def test_a_wrong_type_is_refused(webflow: Webflow, service: Any, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        webflow.pages.update(PAGE, locale="fr-FR", **arguments)

    assert str(caught.value) == message
    assert service.asked == []


@pytest.mark.parametrize(
    ("model", "key", "message"),
    [
        (Seo, "titel", "seo['titel'] is no field that can be updated: did you mean seo.title?"),
        (Seo, "title", "seo['title'] is no field that can be updated: did you mean seo.title?"),
        (Seo, "noindex", "seo['noindex'] is no field that can be updated: it has title, description"),
        (Seo, 5, "seo[5] is no field that can be updated: it has title, description"),
        (
            OpenGraph,
            "titleCopied",
            "open_graph['titleCopied'] is no field that can be updated: did you mean open_graph.title_copied?",
        ),
    ],
)
def test_a_field_that_does_not_exist_is_refused_with_the_nearest(
    webflow: Webflow, service: Any, model: type[Seo | OpenGraph], key: Any, message: str
) -> None:
    value = model()
    value[key] = "x"

    with pytest.raises(InvalidArgumentError) as caught:
        webflow.pages.update(PAGE, locale="fr-FR", **{"seo" if model is Seo else "open_graph": value})

    assert str(caught.value) == message
    assert service.asked == []


@pytest.mark.parametrize(
    "make",
    [
        lambda: Seo(titel="T"),  # type: ignore[call-arg]
        lambda: OpenGraph(titleCopied=True),  # type: ignore[call-arg]
        lambda: setattr(Seo(), "titel", "T"),
    ],
)
def test_a_field_that_does_not_exist_cannot_be_set(make: Callable[[], object]) -> None:
    with pytest.raises((TypeError, AttributeError), match=r"tit(el|leCopied)"):
        make()


@pytest.mark.parametrize("arguments", [{}, {"title": UNSET}, {"locale": "fr-FR", "seo": UNSET, "open_graph": UNSET}])
def test_nothing_to_change_is_refused_before_anything_is_sent(
    webflow: Webflow, service: Any, arguments: dict[str, Any]
) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        webflow.pages.update(PAGE, **arguments)

    assert str(caught.value) == "There is nothing to change: give at least one of title, slug, seo, open_graph"
    assert service.asked == []


@pytest.mark.parametrize(
    "text",
    [
        '{{wf {"path":"slug","type":"PlainText"} }} | Lantern & Loom ',
        " \t\n leading and trailing \r\n",
        "Größe, 価格, 🏳️‍🌈, e\u0301, \u2013, \u2028",
        '</script> & " \\ / \x00 \x7f',
    ],
)
def test_texts_are_sent_to_the_byte(webflow: Webflow, service: Any, text: str) -> None:
    webflow.pages.update(PAGE, title=text, slug=text, seo=Seo(description=text), open_graph=OpenGraph(title=text))

    assert _sent(service) == {
        "title": text,
        "slug": text,
        "seo": {"description": text},
        "openGraph": {"title": text},
    }


def test_the_body_is_compact_utf_8(webflow: Webflow, service: Any) -> None:
    webflow.pages.update(PAGE, title="Größe", seo=Seo(title="価格"))

    assert service.requests[0].content == '{"title":"Größe","seo":{"title":"価格"}}'.encode()


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("title", {"title": "a\ud800b"}),
        ("slug", {"slug": "\udfff"}),
        ("seo.description", {"seo": Seo(description="\ud83d")}),
        ("open_graph.title", {"open_graph": OpenGraph(title="\ud83d", title_copied=False)}),
    ],
)
def test_a_lone_surrogate_is_refused_before_anything_is_sent(
    webflow: Webflow, service: Any, name: str, arguments: dict[str, Any]
) -> None:
    with pytest.raises(InvalidArgumentError, match=rf"^{name} has the lone surrogate '\\ud") as caught:
        webflow.pages.update(PAGE, locale="fr-FR", **arguments)

    assert str(caught.value).isascii()
    assert service.asked == []


def test_a_read_sends_no_body(webflow: Webflow, service: Any) -> None:
    webflow.pages.get(PAGE)

    assert service.requests[0].content == b""
    assert "content-type" not in service.requests[0].headers


TEXT = st.text(st.characters(exclude_categories=["Cs"]))
SEO = st.fixed_dictionaries({}, optional={"title": TEXT, "description": TEXT})
OPEN_GRAPH = st.fixed_dictionaries(
    {},
    optional={"title": TEXT, "title_copied": st.booleans(), "description": TEXT, "description_copied": st.booleans()},
)
UPDATE = st.fixed_dictionaries({}, optional={"title": TEXT, "slug": TEXT, "seo": SEO, "open_graph": OPEN_GRAPH}).filter(
    bool
)
WIRE = {"open_graph": "openGraph", "title_copied": "titleCopied", "description_copied": "descriptionCopied"}


def _on_the_wire(value: object) -> object:
    if not isinstance(value, dict):
        return value
    return {WIRE.get(name, name): _on_the_wire(inner) for name, inner in value.items()}


@given(update=UPDATE)
def test_the_body_equals_what_was_given(update: dict[str, Any]) -> None:
    bodies = []

    def handler(request: httpx.Request) -> httpx.Response:
        bodies.append(json.loads(request.content))
        return httpx.Response(200, json={"id": PAGE})

    models: dict[str, Callable[..., object]] = {"seo": Seo, "open_graph": OpenGraph}
    arguments: Any = {name: models[name](**value) if name in models else value for name, value in update.items()}
    with httpx.Client(transport=httpx.MockTransport(handler)) as client:
        Webflow("token", base_url="https://a.example", http_client=client).pages.update(PAGE, **arguments)

    assert bodies == [_on_the_wire(update)]
