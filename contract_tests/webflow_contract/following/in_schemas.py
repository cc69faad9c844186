"""What a change of a value's schema is as edits: its type, null, the values that are listed, and single keywords."""

from typing import Any, Final

from webflow_contract.contract.locations import Location, behind
from webflow_contract.diff.meaning.canonical import canonical
from webflow_contract.following.edits import Edit
from webflow_contract.following.errors import already, by_hand
from webflow_contract.following.places import PlacedChange

_TOGETHER: Final = "it is put together of schemas"


def keyword(placed: PlacedChange, name: str) -> list[Edit]:
    """Return the edits for a keyword that is there now, no longer there, or another one."""
    location = (*placed.schema(), name)
    placed.keywords(location[:-1])
    if placed.change.rule.endswith(("-removed", "-unset")):
        return [placed.removed(location)]
    return [Edit("set", location, placed.change.after)]


def flag(placed: PlacedChange, name: str, *, holds: bool) -> list[Edit]:
    """Return the edits for a keyword that is either true or not there."""
    location = (*placed.schema(), name)
    placed.keywords(location[:-1])
    return [Edit("set", location, True) if holds else placed.removed(location)]


def deprecated(placed: PlacedChange) -> list[Edit]:
    """Return the edits for what is deprecated now, or no longer: a parameter as a whole, or a value."""
    if placed.change.part != "parameter":
        return flag(placed, "deprecated", holds=placed.change.after is True)
    location = (*placed.parameter, "deprecated")
    return [Edit("set", location, True) if placed.change.after is True else placed.removed(location)]


def types(placed: PlacedChange) -> list[Edit]:
    """Return the edits for another type or format, as a comparison tells them: ``string or null (date-time)``."""
    names, _, format_ = str(placed.change.after).removesuffix(")").partition(" (")
    location = placed.schema()
    node = placed.keywords(location)
    _refuse_types(names, node)
    known = _listed(node.get("type"))
    wanted = [] if names == "any" else names.split(" or ")
    if set(wanted) == set(known) - {"null"} and format_ == node.get("format", ""):
        raise already()
    wanted += ["null"] if "null" in known and wanted else []
    return [*_types(location, node, wanted), *_format(location, node, format_)]


def _refuse_types(names: str, node: dict[str, Any]) -> None:
    """Refuse the types of which a report does not say what a contract has to."""
    if {"$ref", "anyOf", "oneOf", "allOf"} & node.keys():
        raise by_hand(_TOGETHER)
    if "object" in names:
        raise by_hand("the report does not say what properties that object has")
    if "array" in names.split(" or ") and not {"items", "prefixItems"} & node.keys():
        raise by_hand("the report does not say what the items of that list are")
    if names == "null":
        raise by_hand("what the vendor's document says there allows no value but null")


def _types(location: Location, node: dict[str, Any], wanted: list[str]) -> list[Edit]:
    if not wanted:
        return [Edit("remove", (*location, "type"))] if "type" in node else []
    given = wanted[0] if len(wanted) == 1 else wanted
    return [Edit("set", (*location, "type"), given)]


def _format(location: Location, node: dict[str, Any], wanted: str) -> list[Edit]:
    if wanted == node.get("format", ""):
        return []
    place = (*location, "format")
    return [Edit("set", place, wanted) if wanted else Edit("remove", place)]


def nullable(placed: PlacedChange) -> list[Edit]:
    """Return the edits for a value that may be null now, or no longer."""
    location = placed.schema()
    node = placed.keywords(location)
    known = _listed(node.get("type"))
    if placed.change.after is not True:
        return _without_null(location, known)
    if "null" in known or {"type": "null"} in node.get("anyOf", ()):
        raise already()
    if known:
        return [Edit("set", (*location, "type"), [*known, "null"])]
    if "$ref" in node:
        options = [{"$ref": node["$ref"]}, {"type": "null"}]
        return [Edit("set", (*location, "anyOf"), options), Edit("remove", (*location, "$ref"))]
    if "anyOf" in node:
        return [Edit("append", (*location, "anyOf"), {"type": "null"})]
    raise by_hand("the contract says nothing of its type")


def _without_null(location: Location, known: list[str]) -> list[Edit]:
    others = [name for name in known if name != "null"]
    if known and others == known:
        raise already()
    if not others:
        raise by_hand(_TOGETHER)
    return [Edit("set", (*location, "type"), others[0] if len(others) == 1 else others)]


def _listed(given: object) -> list[str]:
    return [given] if isinstance(given, str) else list(given) if isinstance(given, list) else []


def value_added(placed: PlacedChange) -> list[Edit]:
    """Return the edits for one more value that is listed."""
    location = placed.there(_list(placed))
    if _among(placed.change.after, placed.node(location)):
        raise already()
    return [Edit("append", location, placed.change.after)]


def value_removed(placed: PlacedChange) -> list[Edit]:
    """Return the edits for a value that is no longer listed."""
    location = placed.there(_list(placed))
    if not _among(placed.change.before, placed.node(location)):
        raise already()
    return [Edit("discard", location, placed.change.before)]


def became_enum(placed: PlacedChange) -> list[Edit]:
    """Return the edits for values that are listed now."""
    location = behind(placed.contract, placed.schema())
    placed.keywords(location)
    if not placed.change.after or not isinstance(placed.change.after, list):
        raise by_hand("the report does not say which values there are")
    return [Edit("set", (*location, "enum"), placed.change.after)]


def enum_removed(placed: PlacedChange) -> list[Edit]:
    """Return the edits for values that are no longer listed."""
    return [placed.removed(_list(placed))]


def _list(placed: PlacedChange) -> Location:
    location = behind(placed.contract, placed.schema())
    node = placed.keywords(location)
    return (*location, "x-extensible-enum" if "x-extensible-enum" in node else "enum")


def _among(value: object, listed: list[Any]) -> bool:
    """Return whether a value is listed; true is not 1, as it is to Python."""
    return canonical(value) in map(canonical, listed)
