"""The tags of locales: what all spellings of one have in common."""


def plain_tag(tag: str) -> str:
    """Return a tag in one spelling, to be compared and not shown: ``fr-fr`` for ``fr_FR``.

    Which locale of a site a tag means is another question: ``resolving.Locales`` answers it.
    """
    return tag.replace("_", "-").casefold()
