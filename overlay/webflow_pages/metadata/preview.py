"""How a search result and a social card show a page's texts.

Search engines and networks choose what they show. Taken for granted here: a page without an SEO title is shown by its
title, and an Open Graph text that mirrors, or that there is none of, by the SEO text (inferred).
"""

from attrs import frozen

from webflow_pages.metadata.fields import MIRRORING, Field, Values


@frozen
class Preview:
    """The texts that are shown; None where there is none."""

    path: str
    title: str | None
    description: str | None
    card_title: str | None
    card_description: str | None


def preview_of(path: str, values: Values) -> Preview:
    """Return what is shown of a page that holds these values."""
    return Preview(
        path,
        shown(values, "seo.title"),
        shown(values, "seo.description"),
        shown(values, "open_graph.title"),
        shown(values, "open_graph.description"),
    )


def shown(values: Values, field: Field) -> str | None:
    """Return the text that stands where a field's is looked for; None where nothing does."""
    value = values.get(field)
    if isinstance(value, str) and value.strip():
        return value
    behind: Field | None = "title" if field == "seo.title" else MIRRORING.get(field)
    return None if behind is None else shown(values, behind)
