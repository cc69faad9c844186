"""The fields that pages have in each locale, and what they can hold.

A field is in one of three states, which no format and no step confuses: it is *absent* (left out of a mapping; nothing
is known of it, or nothing is asked), *cleared* (the empty text) or *set*. An Open Graph text can also ``MIRROR`` the
SEO text: Webflow then stores no text and shows the other one (reported).
"""

from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, Literal, cast

if TYPE_CHECKING:
    from webflow_pages.pages import PageChanges
    from webflow_pages.results import Page

Field = Literal["title", "slug", "seo.title", "seo.description", "open_graph.title", "open_graph.description"]
"""A field, by its name in the client and in files."""

FIELDS: Final[tuple[Field, ...]] = (
    "title",
    "slug",
    "seo.title",
    "seo.description",
    "open_graph.title",
    "open_graph.description",
)

MIRRORING: Final[Mapping[Field, Field]] = {
    "open_graph.title": "seo.title",
    "open_graph.description": "seo.description",
}
"""The fields that can mirror another one, and which."""


class Mirror(Enum):
    """The type of ``MIRROR``."""

    MIRROR = "mirror"

    def __repr__(self) -> str:
        return "MIRROR"


MIRROR: Final = Mirror.MIRROR
"""What an Open Graph text is that mirrors the SEO text."""

CLEARED: Final = ""
"""What a text is that was emptied. That Webflow clears a text which is sent so is unknown."""

Value = str | Mirror
"""What a field holds: a text, ``CLEARED``, or ``MIRROR`` where it can mirror."""

Values = Mapping[Field, Value]
"""What fields hold. One that is absent is left out."""

BINDING: Final = "{{wf"
"""How a place in a text begins that Webflow fills in (reported). Text written over it is the same everywhere."""


def values_of(page: "Page") -> dict[Field, Value]:
    """Return what the fields of a page hold. What is null or missing in the answer is absent."""
    found: dict[Field, Value] = {}
    for field in FIELDS:
        part, _, name = field.rpartition(".")
        model: object = getattr(page, part) if part else page
        mirrors = getattr(model, f"{name}_copied", None) is True
        value: object = MIRROR if mirrors else getattr(model, name, None)
        if isinstance(value, str | Mirror):
            found[field] = value
    return found


def update_of(changes: Values, before: Values) -> "PageChanges":
    """Return the arguments of ``pages.update`` that make these changes and no others.

    A flag is sent where mirroring begins or ends, together with the text where there is one (documented).

    Args:
        changes: What the fields are to hold.
        before: What all fields of the page hold now.
    """
    from webflow_api.models.open_graph import OpenGraph
    from webflow_api.models.seo import Seo

    arguments: dict[str, Any] = {field: value for field, value in changes.items() if "." not in field}
    seo = {_name(field): value for field, value in changes.items() if field.startswith("seo.")}
    open_graph: dict[str, Any] = {}
    for field, value in changes.items():
        if field in MIRRORING:
            open_graph |= _open_graph(_name(field), value, mirrors=before.get(field) is MIRROR)
    if seo:
        arguments["seo"] = Seo(**cast("dict[str, Any]", seo))
    if open_graph:
        arguments["open_graph"] = OpenGraph(**open_graph)
    return cast("PageChanges", arguments)


def _open_graph(name: str, value: Value, *, mirrors: bool) -> dict[str, Any]:
    if value is MIRROR:
        return {f"{name}_copied": True}
    return {name: value, f"{name}_copied": False} if mirrors else {name: value}


def _name(field: Field) -> str:
    return field.partition(".")[2]
