"""Open Graph texts that are the SEO text written again."""

from collections.abc import Iterator

from webflow_pages.metadata.entries import Entry
from webflow_pages.metadata.fields import MIRRORING
from webflow_pages.metadata.lint.context import Context, Found


def cards(entry: Entry, context: Context) -> Iterator[Found]:
    """Yield the Open Graph texts that could mirror."""
    del context
    for field, mirrored in MIRRORING.items():
        text = entry.values.get(field)
        if text and isinstance(text, str) and text == entry.values.get(mirrored):
            yield Found("PM302", field, f"it is the same as {mirrored}: let it mirror that")
