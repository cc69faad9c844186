"""What is known of, or asked for, one page in one locale: what files, lint, plans and audits are made of."""

from collections.abc import Mapping
from typing import Literal

from attrs import field, frozen

from webflow_pages.metadata.errors import Place
from webflow_pages.metadata.fields import Field, Values

Kind = Literal["page", "home", "template"]
"""What a page is. Utility pages look like others (unknown how to tell them)."""


@frozen
class Entry:
    """A page in a locale.

    Args:
        path: The page's path in the primary locale, such as ``/pricing``; None where it has none, or a file does not
            say.
        page_id: The page's id; None where a file does not say.
        locale: The locale's tag as the site, or the file, spells it.
        values: What its fields hold, or are to hold. One that is left out is absent: not known, or to be left alone.
        kind: What the page is, as far as is known.
        place: Where the entry stands; None for one that was read from the site.
        places: Where single fields stand.
    """

    path: str | None
    page_id: str | None
    locale: str
    values: Values
    kind: Kind = "page"
    place: Place | None = None
    places: Mapping[Field, Place] = field(factory=dict, repr=False)

    @property
    def name(self) -> str:
        """What the page is called in messages: its path, or its id."""
        return self.path or self.page_id or "?"

    def place_of(self, name: Field) -> Place | None:
        """Return where a field stands, or else the entry."""
        return self.places.get(name, self.place)


@frozen
class Wanted:
    """What files ask for.

    Args:
        site_id: The site that they are of; None where they do not say.
        entries: The pages and locales, in the order of the files.
    """

    site_id: str | None
    entries: tuple[Entry, ...]
