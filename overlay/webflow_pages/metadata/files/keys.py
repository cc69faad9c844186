"""The names in a page file, and what to say of one that is out of place."""

from typing import Final

from webflow_pages.metadata.fields import FIELDS, Field
from webflow_pages.metadata.files.characters import odd_space
from webflow_pages.metadata.files.nodes import Group, Node
from webflow_pages.metadata.files.spelling import nearest, nearest_field, shown

LOCALES: Final = "locales"
TEXT: Final = "text"
"""The name in ``{text: mirror}``, which is that word as a text."""

TOP: Final = ("site", "page", "path", "kind", LOCALES)
"""The names at the left edge."""

GROUPS: Final = frozenset(field.partition(".")[0] for field in FIELDS if "." in field)
"""The names that have fields under them."""


def no_value(field: Field, node: Node, *, has_comment: bool) -> str:
    """Return what to say of a field that has no value.

    Args:
        field: The field.
        node: What stands there instead.
        has_comment: Whether a comment stands behind it.
    """
    if isinstance(node, Group) and not (len(node.items) == 1 and node.items[0][0].text == TEXT):
        return (
            f"{field} is one text, with nothing under it: write it behind the colon, in quotes if it begins with '{{'"
        )
    if has_comment:
        return f"{field} has no value, but a comment: put a text that begins with '#' in quotes, or leave the line out"
    return f'{field} has no value: leave the line out to leave it as it is, or write "" to clear it'


def unknown_field(name: str) -> str:
    """Return what to say of a name in the place of a field that is none."""
    meant = nearest_field(name)
    unknown = _unknown("field", name)
    if meant is None:
        return f"{unknown}: there are {', '.join(FIELDS)}"
    group, _, last = meant.rpartition(".")
    if name == meant:
        return f"{shown(name)} is on two levels in a file: write '{group}:', and below it, further in, '{last}:'"
    where = f" ({last}: under {group}:)" if group else ""
    return f"{unknown}: did you mean {meant}{where}?"


def _unknown(what: str, name: str) -> str:
    """Return that a name is unknown, and which space is in it that nobody sees."""
    space = odd_space(name)
    return f"unknown {what} {shown(name)}" + (f", with {space} in it" if space else "")


def unknown_name(name: str) -> str:
    """Return what to say of a name at the left edge that does not belong there."""
    if name in GROUPS or name in FIELDS:
        return f"{shown(name)} is out of place: it goes under 'locales:' and a locale's tag"
    meant = nearest(name, TOP)
    if meant is not None:
        return f"{_unknown('name', name)}: did you mean {meant}?"
    field = nearest_field(name)
    if field is not None:
        return f"{shown(name)} is out of place: {field} goes under 'locales:' and a locale's tag"
    return f"{_unknown('name', name)}: there are {', '.join(TOP)}"
