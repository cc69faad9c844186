"""What one update writes into one locale of a page.

An update is partial, nested objects included (inferred from several clients).
"""

import re
from collections.abc import Callable
from typing import Final

from attrs import frozen

from webflow_contract.sandbox import errors
from webflow_contract.sandbox.assumptions import Assumptions
from webflow_contract.sandbox.model import MIRRORED, Layer, OpenGraphText
from webflow_contract.sandbox.validation import OpenGraphChange, Update

_NOT_IN_SLUG: Final = re.compile(r"[^a-z0-9_-]+")


@frozen
class SlugRule:
    """Whether a slug is written at all, and whether another page has it.

    Where it is not writable it is ignored, and everything else in the request applies (documented).
    """

    writable: bool
    taken: Callable[[str], bool]


def written(update: Update, current: Layer, slugs: SlugRule, assumptions: Assumptions) -> Layer:
    """Return the fields that an update writes, given what the locale shows now.

    What was sent is the locale's own from then on, even if it only says what was inherited (inferred).
    """
    texts: dict[str, str | None] = {}
    for name, text in update.texts.items():
        if name == "slug":
            texts |= _slug(text, current, slugs, assumptions)
        elif text == "":
            texts |= _empty(name, assumptions)
        else:
            texts[name] = text
    after = {**current.texts, **texts}
    open_graph = {
        name: shown
        for name, change in update.open_graph.items()
        if (shown := _open_graph(change, current.open_graph[name], after.get(f"seo.{name}"), assumptions))
    }
    return Layer(texts=texts, open_graph=open_graph)


def _empty(name: str, assumptions: Assumptions) -> dict[str, str | None]:
    effect = assumptions.empty_title if name == "title" else assumptions.empty_string_clears
    if effect == "ignored":
        return {}
    return {name: None if effect == "clears" else ""}


def _slug(text: str, current: Layer, slugs: SlugRule, assumptions: Assumptions) -> dict[str, str | None]:
    if not slugs.writable:
        return {}
    slug = _well_formed(text, assumptions)
    if not slug:
        return {}
    return {"slug": slug if slug == current.texts["slug"] else _unique(slug, slugs, assumptions)}


def _well_formed(text: str, assumptions: Assumptions) -> str:
    if re.fullmatch(errors.SLUG_PATTERN, text) or assumptions.malformed_slug == "accepted":
        return text
    if assumptions.malformed_slug == "validation_error":
        raise errors.invalid_values([errors.pattern_mismatch("slug", errors.SLUG_PATTERN)])
    return _NOT_IN_SLUG.sub("-", text.lower()).strip("-")


def _unique(slug: str, slugs: SlugRule, assumptions: Assumptions) -> str:
    if assumptions.duplicate_slug == "accepted" or not slugs.taken(slug):
        return slug
    if assumptions.duplicate_slug == "validation_error":
        raise errors.invalid_values([errors.not_unique("slug")])
    number = 2
    while slugs.taken(f"{slug}-{number}"):
        number += 1
    return f"{slug}-{number}"


def _open_graph(
    change: OpenGraphChange, current: OpenGraphText, seo_text: str | None, assumptions: Assumptions
) -> OpenGraphText | None:
    text = change.text
    if text == "" and assumptions.empty_string_clears == "ignored":
        text = None
    if text == "" and assumptions.empty_string_clears == "clears":
        # Null is only known beside a true flag.
        return MIRRORED
    if text is None:
        return _flag_alone(change.copied, current, seo_text, assumptions)
    if change.copied is None and current.copied and assumptions.text_without_copied_flag == "stays_mirrored":
        return None
    if change.copied and assumptions.text_with_copied_flag == "flag_wins":
        return MIRRORED
    return OpenGraphText(text=text, copied=False)


def _flag_alone(
    copied: bool | None, current: OpenGraphText, seo_text: str | None, assumptions: Assumptions
) -> OpenGraphText | None:
    if copied is None:
        return None
    if copied:
        return MIRRORED
    if not current.copied:
        return current
    kept = seo_text if assumptions.unmirrored_without_text == "copies_seo_text" else None
    return OpenGraphText(text=kept, copied=False)
