"""A finding of lint: what is the matter with a text, or with texts together."""

from typing import Final, Literal

from attrs import frozen

from webflow_pages.metadata.errors import Place
from webflow_pages.metadata.fields import Field

Level = Literal["error", "warning", "note"]
"""How much a finding matters, in SARIF's words."""

LEVELS: Final[tuple[Level, ...]] = ("error", "warning", "note")


@frozen
class Finding:
    """What a rule found.

    Args:
        code: The rule's code, such as ``PM101``.
        level: How much it matters.
        message: What is the matter and what to do about it, in one line.
        page: The page's path, or its id where it has none; empty where it is about none. It is for people: a page and
            its branch have one path.
        locale: The locale's tag; empty where it is about none.
        field: The field; None where it is not about one.
        place: Where it stands; None for what was read from the site.
        ignored: Why it is not to count; None where it counts.
        page_id: The page's id, as several pages may have one path; None where it is not known.
    """

    code: str
    level: Level
    message: str
    page: str
    locale: str
    field: Field | None = None
    place: Place | None = None
    ignored: str | None = None
    page_id: str | None = None
