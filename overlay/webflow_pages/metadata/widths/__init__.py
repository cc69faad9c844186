"""How wide a text is, and how wide it may be where it is shown."""

from webflow_pages.metadata.widths.measuring import FONTS, width
from webflow_pages.metadata.widths.profiles import PROFILES, Limit, Profile

__all__ = ["FONTS", "PROFILES", "Limit", "Profile", "width"]
