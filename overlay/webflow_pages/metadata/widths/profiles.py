"""How wide texts may be where they are shown. Nobody documents it: all of it is reported, and changes.

Google says that it cuts titles "as needed" and gives no number (documented). Tools agree on 580 px for a title in Arial
of 20 px and on 920 px for a description in Arial of 14 px (reported, 2016 to 2026). Measured on 2026-09-18, a title had
22 px in a column of 652 px, which comes to 593 px at 20 px (reported). On phones a title goes over two lines, and
sources disagree on where it ends: 580 px is what the stricter ones say; for a description 680 px (reported). Below 200
and 400 px, crawlers call a text short (reported); no profile does, as most such texts are as they should be.

A card on a social network is cut by characters: X documents 70 for a title and 200 for a description (reported
2023-04-17), and others cut later or, on phones, earlier (reported).
"""

from collections.abc import Mapping
from typing import Final, Literal
from unicodedata import category

from attrs import evolve, frozen

from webflow_pages.metadata.fields import BINDING, Field
from webflow_pages.metadata.widths.measuring import width

Unit = Literal["px", "characters"]


@frozen
class Limit:
    """How much of a text is shown.

    Args:
        most: What is shown at the most.
        least: What a text should have at least.
        unit: What both count.
        size: The size of the font in pixels, where they count pixels.
        font: The font.
    """

    most: float
    least: float = 0
    unit: Unit = "px"
    size: float = 0
    font: str = "arial"

    def measure(self, text: str) -> float | None:
        """Return how much of it a text takes; None for one with a binding."""
        if self.unit == "px":
            return width(text, self.font, self.size)
        return None if BINDING in text else characters(text)

    def changed(self, most: float | None, least: float | None) -> "Limit":
        """Return the limit with other numbers. None leaves one as it is."""
        return evolve(self, most=self.most if most is None else most, least=self.least if least is None else least)


@frozen
class Profile:
    """Where texts are shown, and how much of each."""

    name: str
    limits: Mapping[Field, Limit]


_CARD: Final[Mapping[Field, Limit]] = {
    "open_graph.title": Limit(most=70, unit="characters"),
    "open_graph.description": Limit(most=200, unit="characters"),
}

PROFILES: Final[Mapping[str, Profile]] = {
    "google-desktop": Profile(
        "google-desktop",
        {
            "seo.title": Limit(most=580, size=20),
            "seo.description": Limit(most=920, size=14),
            **_CARD,
        },
    ),
    "google-mobile": Profile(
        "google-mobile",
        {
            "seo.title": Limit(most=580, size=20),
            "seo.description": Limit(most=680, size=14),
            **_CARD,
        },
    ),
}
"""The profiles by name. A search result and a social card belong to each."""


_UNSEEN: Final = frozenset({"Mn", "Me", "Cf"})


def characters(text: str) -> int:
    """Return how many characters people see, near enough: marks and what is invisible are none."""
    if text.isascii():
        return len(text)
    return sum(category(character) not in _UNSEEN for character in text)
