"""Where a document differs from what it was."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_contract.contract.places import changed
from webflow_contract.documents import Document

SCALARS = st.none() | st.booleans() | st.integers(0, 2) | st.sampled_from(["", "a"])
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab/~"), inner, max_size=3),
    max_leaves=8,
)
DOCUMENTS = st.dictionaries(st.sampled_from("ab/~"), VALUES, max_size=3)


@pytest.mark.parametrize(
    ("before", "after", "places"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, []),
        ({"a": {"b": 1}}, {"a": {"b": 2}}, ["/a/b"]),
        ({"a": {}}, {"a": {"b": {"c": 1}}}, ["/a/b"]),
        ({"a": {"b": 1, "c": 1}}, {"a": {"c": 1}}, ["/a"]),
        ({"a": {"$ref": "#"}}, {"a": {"anyOf": []}}, ["/a", "/a/anyOf"]),
        ({"a": 1}, {}, [""]),
        ({"a": "string"}, {"a": ["string", "null"]}, ["/a"]),
        ({"a": []}, {"a": {}}, ["/a"]),
        ({"a": [1]}, {"a": [1, 2, 3]}, ["/a/1", "/a/2"]),
        ({"a": [1, {"b": 1}]}, {"a": [1, {"b": 2}]}, ["/a/1/b"]),
        ({"a": [1, 2]}, {"a": [2]}, ["/a"]),
        ({"a": True}, {"a": 1}, ["/a"]),
        ({"a": 1}, {"a": 1.0}, ["/a"]),
        ({}, {"/v2/{id}~": 1}, ["/~1v2~1{id}~0"]),
    ],
)
def test_a_place_is_the_deepest_node_that_has_all_of_a_change(
    before: Document, after: Document, places: list[str]
) -> None:
    assert changed(before, after) == places


@given(DOCUMENTS, DOCUMENTS)
def test_every_place_is_one_of_what_came_of_it(before: Document, after: Document) -> None:
    places = changed(before, after)
    assert len(set(places)) == len(places)
    for place in places:
        node: Any = after
        for part in place.split("/")[1:]:
            key = part.replace("~1", "/").replace("~0", "~")
            node = node[int(key) if isinstance(node, list) else key]


@given(DOCUMENTS, DOCUMENTS)
def test_there_is_a_place_exactly_where_something_differs(before: Document, after: Document) -> None:
    assert changed(before, before) == []
    assert bool(changed(before, after)) == (_spelled(before) != _spelled(after))


def _spelled(value: Any) -> str:
    """Return a value as text, whatever the order of its keys."""
    if isinstance(value, dict):
        return "of names: " + str(sorted((key, _spelled(inner)) for key, inner in value.items()))
    return str([_spelled(inner) for inner in value]) if isinstance(value, list) else repr(value)
