"""What a change of an object is as edits: properties that come and go, and what is required."""

from webflow_contract.following.bare import bare
from webflow_contract.following.edits import Edit
from webflow_contract.following.errors import FollowingError, PresentError, already, by_hand, missing
from webflow_contract.following.places import PlacedChange
from webflow_contract.following.wording import NOT_DESCRIBED


def requiredness(placed: PlacedChange) -> list[Edit]:
    """Return the edits for what became required or optional: a parameter, a header, a body or a property."""
    required = placed.change.after is True
    if placed.change.place:
        return _listed_as_required(placed, required=required)
    location = (*placed.holder, "required")
    known = placed.node(placed.holder).get("required") is True
    if known == required:
        raise already()
    if placed.change.name and placed.change.name.startswith("path "):
        raise by_hand("a path parameter is always required")
    return [_set_required(placed, required=required, location=location)]


def _set_required(placed: PlacedChange, *, required: bool, location: tuple[str | int, ...]) -> Edit:
    """Return the edit of the word: where the contract says that it is not required, it goes on to say what is."""
    if required or "required" in placed.node(location[:-1]):
        return Edit("set", location, required)
    return placed.removed(location)


def _listed_as_required(placed: PlacedChange, *, required: bool) -> list[Edit]:
    location, name = (*placed.within("properties"), "required"), placed.name
    holder = placed.keywords(location[:-1])
    if name not in holder.get("properties", ()):
        raise missing()
    known = holder.get("required", ())
    if (name in known) == required:
        raise already()
    return [Edit("append" if required else "discard", location, name)]


def property_added(placed: PlacedChange) -> list[Edit]:
    """Return the edits for one more property."""
    name, given = placed.name, placed.change.after
    if isinstance(given, bool):  # required, and nothing else said of it
        return _listed_as_required(placed, required=True)
    location = placed.within("properties")
    holder = placed.keywords(location)
    if name in holder.get("properties", ()):
        raise PresentError((*location, "properties", name))
    if not isinstance(given, dict):
        raise by_hand("the report does not say what the property is")
    if placed.change.part == "request" and given.get("readOnly") is True:
        raise FollowingError("it is read-only: requests do not carry it")
    described = {**bare(given), "description": NOT_DESCRIBED}
    required = "required" in placed.change.rule and name not in holder.get("required", ())
    added = [Edit("set", (*placed.there((*location, "properties")), name), described)]
    return [*added, Edit("append", (*location, "required"), name)] if required else added


def property_removed(placed: PlacedChange) -> list[Edit]:
    """Return the edits for a property that is gone."""
    name = placed.name
    if isinstance(placed.change.before, bool):
        return _listed_as_required(placed, required=False)
    location = placed.within("properties")
    gone = [placed.removed((*location, "properties", name))]
    listed = name in placed.keywords(location).get("required", ())
    return [*gone, Edit("discard", (*location, "required"), name)] if listed else gone
