"""Any sequence of updates leaves what a simple model says."""

from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from webflow_contract.exchange import Response
from webflow_contract.sandbox import Sandbox

Ask = Callable[..., Response]
Make = Callable[..., Sandbox]

TEXT = st.text(min_size=1, max_size=12)
MIRROR_OFF = st.fixed_dictionaries({"{}": TEXT, "{}Copied": st.just(value=False)})
MIRROR_ON = st.fixed_dictionaries({"{}Copied": st.just(value=True)})


def _graph(change: Any) -> st.SearchStrategy[Any]:
    return change.map(lambda pair: lambda name: {key.format(name): value for key, value in pair.items()})


GRAPH_CHANGE = st.one_of(st.none(), _graph(MIRROR_OFF), _graph(MIRROR_ON))
SEO = st.fixed_dictionaries({}, optional={"title": TEXT, "description": TEXT})
UPDATE = st.fixed_dictionaries({"graph": st.tuples(GRAPH_CHANGE, GRAPH_CHANGE)}, optional={"title": TEXT, "seo": SEO})
WRITES = st.lists(st.tuples(st.sampled_from([None, "fr-FR", "pt-BR"]), UPDATE), max_size=8)


def _body(update: dict[str, Any]) -> dict[str, Any]:
    body = {name: value for name, value in update.items() if name != "graph"}
    for name, change in zip(("title", "description"), update["graph"], strict=True):
        if change is not None:
            body.setdefault("openGraph", {}).update(change(name))
    return body


def _flat(page: dict[str, Any]) -> dict[str, Any]:
    """Return what the model speaks about: a text per name, and an Open Graph pair per name."""
    graph = page["openGraph"]
    return {
        "title": page["title"],
        **{f"seo.{name}": text for name, text in page["seo"].items()},
        **{f"graph.{name}": (graph[name], graph[f"{name}Copied"]) for name in ("title", "description")},
    }


def _written(body: Any) -> dict[str, Any]:
    flat = {f"seo.{name}": text for name, text in body.get("seo", {}).items()}
    if "title" in body:
        flat["title"] = body["title"]
    graph = body.get("openGraph", {})
    for name in ("title", "description"):
        if f"{name}Copied" in graph:
            flat[f"graph.{name}"] = (graph.get(name), graph[f"{name}Copied"])
    return flat


@settings(max_examples=150, deadline=None)
@given(writes=WRITES)
def test_updates_are_partial_per_field_and_locale(
    make: Make, ask: Ask, writes: list[tuple[str | None, dict[str, Any]]]
) -> None:
    sandbox = make()
    path = f"/pages/{sandbox.page_id}"

    def read(tag: str | None) -> dict[str, Any]:
        query = {} if tag is None else {"localeId": sandbox.locale_ids[tag]}
        return _flat(ask(sandbox, "GET", path, **query).json())

    primary = read(None)
    french = read("fr-FR")
    own = {None: primary, "fr-FR": french, "pt-BR": {}}
    for tag, update in writes:
        body = _body(update)
        query = {} if tag is None else {"localeId": sandbox.locale_ids[tag]}
        answer = ask(sandbox, "PUT", path, body, **query)
        assert answer.status == 200
        own[tag] = own[tag] | _written(body)
        assert _flat(answer.json()) == own[None] | own[tag]

    for tag in own:
        assert read(tag) == own[None] | own[tag]
