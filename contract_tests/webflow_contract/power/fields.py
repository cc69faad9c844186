"""Fields: what an update of a page can name."""

from webflow_contract.power.places import Place

TEXTS: tuple[Place, ...] = (
    ("title",),
    ("seo", "title"),
    ("seo", "description"),
    ("openGraph", "title"),
    ("openGraph", "description"),
)
"""The texts, but for the slug, which is an address."""

FIELDS: tuple[Place, ...] = (
    *TEXTS,
    ("slug",),
    ("openGraph", "titleCopied"),
    ("openGraph", "descriptionCopied"),
)
"""Everything."""
