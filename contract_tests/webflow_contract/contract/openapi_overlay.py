"""Apply an OpenAPI Overlay 1.x to a document.

Stricter than the specification where silence would hide a mistake: a target that matches nothing, an action that
changes nothing, and values that cannot be merged are errors.
"""

from copy import deepcopy
from typing import Any

from attrs import frozen

from webflow_contract.documents import Document
from webflow_contract.errors import OverlayError

_KINDS = ("update", "remove", "copy")


@frozen
class Action:
    """One action of an Overlay: what to do to every node that ``target`` selects.

    ``kind`` is ``update``, ``remove`` or ``copy``; ``value`` is what the action gives it: the value to merge, ``True``,
    or the JSONPath to copy from. ``extensions`` are the action's ``x-`` fields. ``place`` is where it stands, for
    errors.
    """

    target: str
    kind: str
    value: Any
    extensions: Document
    place: str


def actions(overlay: Document, name: str) -> list[Action]:
    """Return the actions of an Overlay document. ``name`` is how errors call it.

    Raises:
        OverlayError: The document is no Overlay 1.x, or an action is malformed.
    """
    version = overlay.get("overlay")
    if not isinstance(version, str) or not version.startswith("1."):
        raise OverlayError(f"{name}: is no OpenAPI Overlay 1.x: give it a field 'overlay', such as 'overlay: 1.1.0'")
    entries = overlay.get("actions")
    if not isinstance(entries, list) or not entries:
        raise OverlayError(f"{name}: has no actions")
    return [_action(entry, f"{name}: action {number}") for number, entry in enumerate(entries, start=1)]


def _action(entry: object, place: str) -> Action:
    if not isinstance(entry, dict) or not isinstance(entry.get("target"), str):
        raise OverlayError(f"{place} has no target: give it a JSONPath (RFC 9535)")
    target = " ".join(entry["target"].split())
    place = f"{place} ({target})"
    unknown = [key for key in entry if key not in ("target", "description", *_KINDS) and not str(key).startswith("x-")]
    if unknown:
        raise OverlayError(f"{place} has the unknown field {unknown[0]!r}")
    kinds = [kind for kind in _KINDS if kind in entry]
    if len(kinds) != 1:
        raise OverlayError(f"{place} has to have exactly one of update, remove and copy")
    if kinds == ["remove"] and entry["remove"] is not True:
        raise OverlayError(f"{place}: remove has to be true")
    extensions = {key: value for key, value in entry.items() if str(key).startswith("x-")}
    return Action(target, kinds[0], entry[kinds[0]], extensions, place)


def apply(document: Document, todo: list[Action]) -> Document:
    """Return the document with the actions applied in order. The document given is left as it is.

    Raises:
        OverlayError: An action matches nothing, changes nothing, or merges what cannot be merged.
    """
    result = deepcopy(document)
    for action in todo:
        before = repr(result)  # as text, because to Python True is 1 and 1 is 1.0
        nodes = _select(result, action.target, action.place)
        if not nodes:
            raise OverlayError(f"{action.place} matches nothing: correct the target, or delete the action")
        for node in nodes:
            _apply(result, node, action)
        if repr(result) == before:
            raise OverlayError(f"{action.place} changes nothing: the document says so already; delete the action")
    return result


def _select(document: Document, path: str, place: str) -> list[tuple[int | str, ...]]:
    import jsonpath_rfc9535 as jsonpath  # only who makes a contract needs it, and no check

    try:
        found = jsonpath.find(path, document)
    except jsonpath.JSONPathError as error:
        raise OverlayError(f"{place}: {path!r} is no JSONPath (RFC 9535): {error}") from error
    # The last first, so that removing a list's item does not move the ones still to come.
    return sorted((node.location for node in found), key=_sortable, reverse=True)


def _sortable(location: tuple[int | str, ...]) -> tuple[tuple[bool, int, str], ...]:
    return tuple((isinstance(part, str), part if isinstance(part, int) else 0, str(part)) for part in location)


def _apply(document: Document, location: tuple[int | str, ...], action: Action) -> None:
    if not location and action.kind == "remove":
        raise OverlayError(f"{action.place} would remove the whole document")
    if action.kind == "remove":
        del _at(document, location[:-1])[location[-1]]
        return
    value = action.value if action.kind == "update" else _source(document, action)
    node = _at(document, location)
    if isinstance(node, dict | list):
        _merge(node, value, action.place)
    elif isinstance(value, dict | list):
        raise OverlayError(f"{action.place} cannot merge {_name(value)} into {_name(node)}: remove the old value first")
    else:
        _at(document, location[:-1])[location[-1]] = value


def _source(document: Document, action: Action) -> Any:  # noqa: ANN401  (JSON is any value)
    found = _select(document, str(action.value), action.place)
    if len(found) != 1:
        raise OverlayError(f"{action.place}: copy has to select one node, and {action.value!r} selects {len(found)}")
    return _at(document, found[0])


def _at(document: Document, location: tuple[int | str, ...]) -> Any:  # noqa: ANN401  (JSON is any value)
    node: Any = document
    for part in location:
        node = node[part]
    return node


def _merge(node: Any, value: Any, place: str) -> None:  # noqa: ANN401  (JSON is any value)
    """Merge as Overlay 1.1 has it: objects key by key, lists one after the other, other values replace each other."""
    if isinstance(node, list):
        node.extend(deepcopy(value) if isinstance(value, list) else [deepcopy(value)])
        return
    if not isinstance(value, dict):
        raise OverlayError(f"{place} cannot merge {_name(value)} into {_name(node)}")
    for key, new in value.items():
        old = node.get(key)
        if key not in node or (not isinstance(old, dict | list) and not isinstance(new, dict | list)):
            node[key] = deepcopy(new)
        elif type(old) is type(new):
            _merge(old, new, f"{place}, {key}")
        else:
            raise OverlayError(
                f"{place} cannot merge {_name(new)} into {_name(old)} at {key!r}: remove the old value first"
            )


def _name(value: object) -> str:
    names = {
        dict: "an object",
        list: "a list",
        str: "a text",
        bool: "a boolean",
        int: "a number",
        float: "a number",
    }
    return names.get(type(value), "null")
