"""What a change of an operation itself is as edits: its parameters, scopes and deprecation."""

from typing import Final

from webflow_contract.diff.meaning.shapes import mapping
from webflow_contract.following.bare import bare
from webflow_contract.following.edits import Edit
from webflow_contract.following.errors import PresentError, already, by_hand
from webflow_contract.following.places import PlacedChange
from webflow_contract.following.wording import NOT_DESCRIBED

_SENT_IN: Final = ("query", "header", "cookie")


def parameter_added(placed: PlacedChange) -> list[Edit]:
    """Return the edits for one more parameter."""
    given = mapping(placed.change.after)
    where, name = given.get("in"), given.get("name")
    if where not in _SENT_IN or not isinstance(name, str) or f"{where} {name}" != placed.change.name:
        raise by_hand("the report does not say what the parameter is")
    if placed.has_parameter:
        raise PresentError(placed.listed_parameter)
    described = {"name": name, "in": where, "required": given.get("required") is True, "description": NOT_DESCRIBED}
    described |= {"schema": bare(given.get("schema", {}))}
    return [Edit("append", (*placed.location, "parameters"), described)]


def parameter_removed(placed: PlacedChange) -> list[Edit]:
    """Return the edits for a parameter that is gone."""
    if not placed.has_parameter:
        raise already()
    if placed.listed_parameter[: len(placed.location)] != placed.location:
        raise by_hand("all operations of the path share that parameter")
    return [Edit("remove", placed.listed_parameter)]


def scope(placed: PlacedChange) -> list[Edit]:
    """Return the edits for a scope more or less."""
    listed = (*placed.location, "security")
    requirements = placed.node(placed.there(listed))
    if len(requirements) != 1 or len(requirements[0]) != 1:
        raise by_hand("there is a choice of ways to authenticate")
    ((name, scopes),) = requirements[0].items()
    added = placed.change.rule.endswith("-added")
    wanted = placed.change.after if added else placed.change.before
    if not isinstance(wanted, str):
        raise by_hand("the report does not say which scope")
    if (wanted in scopes) == added:
        raise already()
    # Without any scope the way to authenticate stays: without the way, nobody would have to.
    return [Edit("set", (*listed, 0, name), [*scopes, wanted] if added else [one for one in scopes if one != wanted])]


def deprecated(placed: PlacedChange) -> list[Edit]:
    """Return the edits for an operation that is deprecated now, or no longer."""
    location = (*placed.location, "deprecated")
    return [Edit("set", location, True) if placed.change.after is True else placed.removed(location)]
