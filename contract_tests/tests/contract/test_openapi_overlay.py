"""The applicator of OpenAPI Overlays."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_contract.contract.openapi_overlay import Action, actions, apply
from webflow_contract.documents import Document
from webflow_contract.errors import OverlayError


def overlay(*entries: Any) -> Document:
    return {"overlay": "1.1.0", "actions": list(entries)}


def applied(document: Document, *entries: Any) -> Document:
    return apply(document, actions(overlay(*entries), "o.yaml"))


def update(target: str, value: Any) -> Document:
    return {"target": target, "update": value}


def remove(target: str) -> Document:
    return {"target": target, "remove": True}


def copy(source: str, target: str) -> Document:
    return {"target": target, "copy": source}


# Update


def test_an_update_merges_objects_key_by_key() -> None:
    document = {"a": {"kept": 1, "changed": 1, "deep": {"kept": 1}}}
    assert applied(document, update("$.a", {"changed": 2, "new": {"x": 1}, "deep": {"new": [1]}})) == {
        "a": {"kept": 1, "changed": 2, "new": {"x": 1}, "deep": {"kept": 1, "new": [1]}}
    }


def test_an_update_keeps_the_order_of_keys() -> None:
    result = applied({"b": 1, "a": 1}, update("$", {"c": 1, "b": 2}))
    assert list(result) == ["b", "a", "c"]


def test_an_update_of_the_root_merges_into_the_document() -> None:
    assert applied({"a": 1}, update("$", {"b": 2})) == {"a": 1, "b": 2}


def test_an_update_replaces_a_primitive_value() -> None:
    assert applied({"a": {"b": 1}}, update("$.a.b", "one")) == {"a": {"b": "one"}}


@pytest.mark.parametrize(("old", "new"), [("a", 1), (1, None), (None, "a"), (True, False), (1.5, "a")])
def test_primitive_values_of_different_types_replace_each_other(old: object, new: object) -> None:
    assert applied({"a": {"b": old}}, update("$.a", {"b": new})) == {"a": {"b": new}}
    assert applied({"a": [old]}, update("$.a[0]", new)) == {"a": [new]}


def test_a_list_is_continued_with_a_list() -> None:
    assert applied({"a": [1]}, update("$.a", [2, [3]])) == {"a": [1, 2, [3]]}


@pytest.mark.parametrize("item", [2, "two", None, {"b": 2}])
def test_a_list_is_continued_with_an_item(item: object) -> None:
    assert applied({"a": [1]}, update("$.a", item)) == {"a": [1, item]}


def test_a_list_inside_of_an_object_is_continued() -> None:
    assert applied({"a": {"b": [1]}}, update("$.a", {"b": [2]})) == {"a": {"b": [1, 2]}}


def test_an_update_reaches_every_node_that_a_wildcard_selects() -> None:
    document = {"paths": {"/a": {"get": {}, "put": {"x": 1}}, "/b": {"get": {}}}}
    assert applied(document, update("$.paths.*.*", {"new": {"y": 1}})) == {
        "paths": {"/a": {"get": {"new": {"y": 1}}, "put": {"x": 1, "new": {"y": 1}}}, "/b": {"get": {"new": {"y": 1}}}}
    }


def test_an_update_reaches_every_node_of_a_list_of_names() -> None:
    document: Document = {"a": {}, "b": {}, "c": {}}
    assert applied(document, update("$['a', 'c']", {"x": 1})) == {"a": {"x": 1}, "b": {}, "c": {"x": 1}}


def test_targets_do_not_share_what_they_were_given() -> None:
    document: Document = {"a": {}, "b": {}}
    result = applied(document, update("$.*", {"list": [1]}), update("$.a", {"list": [2]}))
    assert result == {"a": {"list": [1, 2]}, "b": {"list": [1]}}


def test_the_action_can_be_applied_again_to_another_document() -> None:
    todo = actions(overlay(update("$", {"a": [1]}), update("$.a", [2])), "o.yaml")
    assert apply({}, todo) == apply({}, todo) == {"a": [1, 2]}


def test_a_filter_selects_nodes_by_what_they_hold() -> None:
    document = {"parameters": [{"name": "a"}, {"name": "b"}]}
    assert applied(document, update("$.parameters[?@.name == 'b']", {"required": True})) == {
        "parameters": [{"name": "a"}, {"name": "b", "required": True}]
    }


def test_actions_are_applied_in_order() -> None:
    assert applied({"a": 1}, update("$", {"a": 2}), update("$", {"b": {}}), update("$.b", {"c": 1})) == {
        "a": 2,
        "b": {"c": 1},
    }


def test_a_folded_target_is_one_path() -> None:
    assert applied({"a": {"b": 1}}, update("$.a\n['b']", 2)) == {"a": {"b": 2}}


# Remove


def test_a_key_is_removed() -> None:
    assert applied({"a": {"b": 1, "c": 2}}, remove("$.a.b")) == {"a": {"c": 2}}


@pytest.mark.parametrize(
    ("target", "left"),
    [
        ("$.a[0, 2]", [11, 13]),
        ("$.a[2, 0]", [11, 13]),
        ("$.a[?@ > 10]", [10]),
        ("$.a[1:]", [10]),
        ("$.a[-1]", [10, 11, 12]),
        ("$.a[*]", []),
    ],
)
def test_several_items_of_a_list_are_removed(target: str, left: list[int]) -> None:
    assert applied({"a": [10, 11, 12, 13]}, remove(target)) == {"a": left}


def test_more_than_ten_items_of_a_list_are_removed() -> None:
    """Indexes are numbers: 9 comes before 10."""
    assert applied({"a": list(range(12))}, remove("$.a[?@ > 1]")) == {"a": [0, 1]}


def test_a_node_and_one_inside_of_it_are_removed() -> None:
    assert applied({"a": {"x": {"x": 1}}, "b": 1}, remove("$..x")) == {"a": {}, "b": 1}


def test_the_document_itself_is_not_removed() -> None:
    with pytest.raises(OverlayError, match=r"^o\.yaml: action 1 \(\$\) would remove the whole document$"):
        applied({"a": 1}, remove("$"))


# Copy


def test_a_copy_merges_what_it_selects() -> None:
    document = {"a": {"x": 1}, "b": {"y": [1]}}
    assert applied(document, copy("$.a", "$.b")) == {"a": {"x": 1}, "b": {"y": [1], "x": 1}}


def test_a_copied_list_continues_a_list() -> None:
    assert applied({"a": [2], "b": [1]}, copy("$.a", "$.b")) == {"a": [2], "b": [1, 2]}


def test_a_copy_is_not_tied_to_its_source() -> None:
    document = {"a": {"x": [1]}, "b": {}}
    assert applied(document, copy("$.a", "$.b"), update("$.a.x", [2])) == {"a": {"x": [1, 2]}, "b": {"x": [1]}}


def test_a_copy_takes_the_document_as_it_is_by_then() -> None:
    assert applied({"a": 1, "b": 0}, update("$.a", 2), copy("$.a", "$.b")) == {"a": 2, "b": 2}


@pytest.mark.parametrize(("source", "number"), [("$.nowhere", 0), ("$.a.*", 2)])
def test_a_copy_selects_one_node(source: str, number: int) -> None:
    with pytest.raises(OverlayError, match=f"copy has to select one node, and '.*' selects {number}$"):
        applied({"a": {"x": 1, "y": 2}, "b": {}}, copy(source, "$.b"))


@pytest.mark.parametrize("source", ["not a path", None, 7, {"a": 1}])
def test_a_copy_from_what_is_no_path_is_refused(source: Any) -> None:
    with pytest.raises(OverlayError, match=r"^o\.yaml: action 1 \(\$\.b\).* is no JSONPath \(RFC 9535\)"):
        applied({"a": 1, "b": {}}, copy(source, "$.b"))


# What is refused when it is applied


@pytest.mark.parametrize("entry", [update("$.b", {"x": 1}), remove("$.b"), copy("$.a", "$.b")])
def test_a_target_that_matches_nothing_is_refused(entry: Document) -> None:
    with pytest.raises(
        OverlayError,
        match=r"^o\.yaml: action 1 \(\$\.b\) matches nothing: correct the target, or delete the action$",
    ):
        applied({"a": {"x": 1}}, entry)


@pytest.mark.parametrize(
    "entry", [update("$.a", {"x": 1}), update("$.a", {}), update("$.a.x", 1), update("$.l", []), copy("$.a.x", "$.b")]
)
def test_an_action_that_changes_nothing_is_refused(entry: Document) -> None:
    with pytest.raises(OverlayError, match=r"changes nothing: the document says so already; delete the action$"):
        applied({"a": {"x": 1}, "b": 1, "l": [1]}, entry)


@pytest.mark.parametrize("new", [True, 1.0], ids=["boolean-for-number", "float-for-integer"])
def test_a_value_that_python_calls_equal_but_yaml_writes_differently_is_a_change(new: object) -> None:
    result = applied({"a": {"x": 1}}, update("$.a", {"x": new}))
    assert type(result["a"]["x"]) is type(new)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ({"x": 1}, [1], "a list into an object"),
        ({"x": 1}, "text", "a text into an object"),
        ({"x": 1}, None, "null into an object"),
        ({"x": 1}, 1, "a number into an object"),
        ("text", {"x": 1}, "an object into a text"),
        (True, [1], "a list into a boolean"),
        (None, {"x": 1}, "an object into null"),
        (None, [1], "a list into null"),
        (1.5, {"x": 1}, "an object into a number"),
    ],
)
def test_values_that_do_not_go_together_are_not_merged(old: object, new: object, words: str) -> None:
    with pytest.raises(OverlayError, match=rf"^o\.yaml: action 1 \(\$\.a\) cannot merge {words}"):
        applied({"a": old}, update("$.a", new))
    with pytest.raises(OverlayError, match=f"cannot merge {words} at 'a': remove the old value first$"):
        applied({"a": old}, update("$", {"a": new}))


@pytest.mark.parametrize(
    ("new", "words"), [({"x": 1}, "an object into a list"), (1, "a number into a list"), (None, "null into a list")]
)
def test_a_list_inside_of_an_object_takes_a_list_alone(new: object, words: str) -> None:
    with pytest.raises(OverlayError, match=f"cannot merge {words} at 'a': remove the old value first$"):
        applied({"a": [1]}, update("$", {"a": new}))


def test_an_incompatible_merge_names_the_way_to_it() -> None:
    with pytest.raises(OverlayError, match=r"^o\.yaml: action 1 \(\$\), a, b cannot merge a list into a text at 'c'"):
        applied({"a": {"b": {"c": "text"}}}, update("$", {"a": {"b": {"c": [1]}}}))


@pytest.mark.parametrize("target", ["a.b", "$.", "$[", "$.a[?]", "", "$.a b"])
def test_a_target_that_is_no_json_path_is_refused(target: str) -> None:
    with pytest.raises(OverlayError, match=r"is no JSONPath \(RFC 9535\)") as caught:
        applied({"a": 1}, update(target, {"x": 1}))
    assert "\n" not in str(caught.value)


# What is refused when it is read


@pytest.mark.parametrize("version", [None, "", "2.0.0", 1.1])
def test_a_document_that_is_no_overlay_is_refused(version: object) -> None:
    with pytest.raises(OverlayError, match=r"^o\.yaml: is no OpenAPI Overlay 1\.x"):
        actions({"overlay": version, "actions": [remove("$.a")]}, "o.yaml")


def test_an_openapi_document_is_no_overlay() -> None:
    with pytest.raises(OverlayError, match=r"is no OpenAPI Overlay 1\.x"):
        actions({"openapi": "3.1.0"}, "o.yaml")


@pytest.mark.parametrize("given", [{}, {"actions": None}, {"actions": []}, {"actions": {"target": "$"}}])
def test_an_overlay_has_actions(given: Document) -> None:
    with pytest.raises(OverlayError, match=r"^o\.yaml: has no actions$"):
        actions({"overlay": "1.0.0", **given}, "o.yaml")


@pytest.mark.parametrize("entry", [None, "remove", [], {}, {"update": {}}, {"target": 7, "remove": True}])
def test_an_action_has_a_target(entry: object) -> None:
    with pytest.raises(OverlayError, match=r"^o\.yaml: action 2 has no target"):
        actions(overlay(remove("$.a"), entry), "o.yaml")


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"update": {}, "remove": True},
        {"update": {}, "copy": "$.a"},
        {"remove": True, "copy": "$.a"},
        {"update": {}, "remove": True, "copy": "$.a"},
        {"update": {}, "remove": False},
    ],
)
def test_an_action_does_exactly_one_thing(given: Document) -> None:
    with pytest.raises(OverlayError, match=r"has to have exactly one of update, remove and copy$"):
        actions(overlay({"target": "$.a", **given}), "o.yaml")


@pytest.mark.parametrize("value", [False, "true", 1, None])
def test_remove_is_true(value: object) -> None:
    with pytest.raises(OverlayError, match=r"remove has to be true$"):
        actions(overlay({"target": "$.a", "remove": value}), "o.yaml")


def test_a_misspelt_field_is_refused() -> None:
    with pytest.raises(OverlayError, match=r"has the unknown field 'upadte'$"):
        actions(overlay({"target": "$.a", "upadte": {}, "remove": True}), "o.yaml")


def test_an_action_keeps_its_extensions_and_its_place() -> None:
    entry = {"target": "$.a", "description": "Because.", "update": None, "x-one": 1, "x-two": {"three": 3}}
    assert actions(overlay(entry), "o.yaml") == [
        Action("$.a", "update", None, {"x-one": 1, "x-two": {"three": 3}}, "o.yaml: action 1 ($.a)")
    ]


# The document given is left alone

LEAVES = st.none() | st.booleans() | st.integers(-2, 2) | st.sampled_from(["x", "y"])
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner), max_leaves=8
)
DOCUMENTS = st.dictionaries(st.sampled_from("abc"), VALUES)
PATHS = st.sampled_from(["$", "$.a", "$.*", "$.a.b", "$.a[0]", "$..a", "$.*.*", "$['a', 'b']", "$.a[*]", "$..[0]"])
ENTRIES = st.one_of(
    st.builds(update, PATHS, VALUES),
    st.builds(remove, PATHS),
    st.builds(copy, PATHS, PATHS),
)


@given(DOCUMENTS, st.lists(ENTRIES, min_size=1, max_size=4))
def test_neither_document_nor_actions_are_modified_and_only_overlay_errors_are_raised(
    document: Document, entries: list[Document]
) -> None:
    todo = actions(overlay(*deepcopy(entries)), "o.yaml")
    document_before, todo_before = deepcopy(document), deepcopy(todo)
    try:
        result = apply(document, todo)
    except OverlayError:
        result = {}
    scribble(result)
    assert document == document_before
    assert todo == todo_before


def scribble(value: Any) -> None:
    """Change everything inside of a value, so that whatever shares a part of it changes, too."""
    if isinstance(value, dict | list):
        for inner in list(value.values() if isinstance(value, dict) else value):
            scribble(inner)
        value.clear()


@given(DOCUMENTS, DOCUMENTS)
def test_an_update_that_is_accepted_can_be_read_back(document: Document, value: Document) -> None:
    try:
        result = applied(document, update("$", value))
    except OverlayError:
        return
    assert result.keys() == document.keys() | value.keys()
    for key, new in value.items():
        if not isinstance(new, dict | list):
            assert result[key] == new
        elif isinstance(new, list):
            assert result[key] == document.get(key, []) + new
        else:
            assert result[key].keys() == document.get(key, {}).keys() | new.keys()
