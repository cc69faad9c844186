"""What one update writes into one locale of a page.

An update is taken to be partial, and what was sent to be the locale's own from then on.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from attrs import evolve, frozen

from webflow_contract.assumptions import Assumptions
from webflow_contract.sandbox.rules import errors
from webflow_contract.sandbox.rules.validation import OpenGraphChange, Update
from webflow_contract.sandbox.seed.model import MIRRORED, Layer, Locale, OpenGraphText, Site
from webflow_contract.sandbox.world.pages import Staged
from webflow_contract.sandbox.world.shown import shown
from webflow_contract.sandbox.world.world import World

_NOT_UNIQUE: Final = "Value (slug) should be unique"

# What no text is equal to, unlike None.
_NEVER_SET: Final = object()

_NOT_IN_SLUG: Final = re.compile(r"[^a-z0-9_-]+")


@frozen
class SlugRule:
    """Whether a slug is written at all, and whether another page has it.

    Where it is not writable it is ignored, and everything else in the request applies (documented).
    """

    writable: bool
    taken: Callable[[str], bool]


def write(update: Update, staged: Staged, site: Site, locale: Locale, world: World) -> Staged:
    """Write an update into one locale of a page and return the page.

    Raises:
        RefusedError: Its slug is malformed or taken. Nothing was written.
    """
    assumptions, at = world.assumptions, world.clock.timestamp()
    before = shown(staged, site, locale, assumptions)
    change = changes(update, before, _slug_rule(staged, site, locale, world), assumptions)
    after = _with_layer(staged, site, locale, change, assumptions)
    if shown(after, site, locale, assumptions) != before or assumptions.write_without_change == "updates_date":
        after = evolve(after, last_updated=at, last_updated_in={**after.last_updated_in, locale.id: at})
        if assumptions.site_after_page_write == "updates_date":
            world.sites[site.id] = evolve(site, last_updated=at)
    world.pages.keep(after)
    return after


def changes(update: Update, current: Layer, slugs: SlugRule, assumptions: Assumptions) -> Layer:
    """Return the fields that an update writes, given what the locale shows now.

    Raises:
        RefusedError: Its slug is malformed or taken.
    """
    texts: dict[str, str | None] = dict(_cleared_texts(update, current, assumptions))
    for name, text in update.texts.items():
        if name == "slug":
            texts |= _slug(text, current, slugs, assumptions)
        elif text == "":
            texts |= _empty(name, assumptions)
        else:
            texts[name] = text
    after = {**current.texts, **texts}
    open_graph = dict(_cleared_open_graph(update, assumptions))
    for name, change in update.open_graph.items():
        present = open_graph.get(name, current.open_graph[name])
        written = _open_graph(change, present, after.get(f"seo.{name}"), assumptions)
        if written is not None:
            open_graph[name] = written
    return Layer(texts=texts, open_graph=open_graph)


def _clears(part: str, update: Update, assumptions: Assumptions) -> bool:
    return assumptions.left_out_fields == "cleared" or (
        assumptions.left_out_fields == "cleared_in_sent_objects" and part in update.parts
    )


def _cleared_texts(update: Update, current: Layer, assumptions: Assumptions) -> Iterator[tuple[str, None]]:
    if _clears("seo", update, assumptions):
        yield from ((name, None) for name in current.texts if name.startswith("seo."))


def _cleared_open_graph(update: Update, assumptions: Assumptions) -> Iterator[tuple[str, OpenGraphText]]:
    if _clears("openGraph", update, assumptions):
        yield from ((name, MIRRORED) for name in ("title", "description"))


def _with_layer(staged: Staged, site: Site, locale: Locale, change: Layer, assumptions: Assumptions) -> Staged:
    if locale == site.primary:
        return evolve(staged, primary=change.over(staged.primary))
    below = staged.overrides.get(locale.id, Layer())
    if locale.id not in staged.overrides and assumptions.first_override == "whole_page":
        below = staged.primary if _slugs_by_plan(site, locale) else _without_slug(staged.primary)
    layer = change.over(below)
    if assumptions.override_like_primary == "inherits":
        layer = _without_what_is_inherited(layer, staged.primary)
    return evolve(staged, overrides={**staged.overrides, locale.id: layer})


def _without_slug(layer: Layer) -> Layer:
    return evolve(layer, texts={name: text for name, text in layer.texts.items() if name != "slug"})


def _without_what_is_inherited(layer: Layer, primary: Layer) -> Layer:
    return Layer(
        texts={name: text for name, text in layer.texts.items() if primary.texts.get(name, _NEVER_SET) != text},
        open_graph={name: text for name, text in layer.open_graph.items() if primary.open_graph.get(name) != text},
    )


def _slug_rule(staged: Staged, site: Site, locale: Locale, world: World) -> SlugRule:
    has_own = staged.page.kind in ("static", "folder")

    def taken(slug: str) -> bool:
        return any(
            shown(other, site, affected, world.assumptions).texts["slug"] == slug
            for affected in _affected(staged, site, locale)
            for other in world.pages.holders(staged, None if affected == site.primary else affected.id, slug)
        )

    # Documented for home, template and utility pages, and for secondary locales by plan.
    return SlugRule(writable=has_own and _slugs_by_plan(site, locale), taken=taken)


def _slugs_by_plan(site: Site, locale: Locale) -> bool:
    return locale == site.primary or site.localization_plan != "essential"


def _affected(staged: Staged, site: Site, locale: Locale) -> Iterator[Locale]:
    """Yield the locale that is written, and with the primary one those that inherit its slug."""
    yield locale
    if locale == site.primary:
        yield from (one for one in site.secondary if "slug" not in staged.overrides.get(one.id, Layer()).texts)


def _empty(name: str, assumptions: Assumptions) -> dict[str, str | None]:
    effect = assumptions.empty_title if name == "title" else assumptions.empty_string_clears
    if effect == "ignored":
        return {}
    return {name: None if effect == "clears" else ""}


def _slug(text: str, current: Layer, slugs: SlugRule, assumptions: Assumptions) -> dict[str, str | None]:
    if not slugs.writable:
        return {}
    if text == current.texts["slug"]:  # whatever its form: it is there already
        return {"slug": text}
    slug = _well_formed(text, assumptions)
    if not slug:
        return {}
    return {"slug": slug if slug == current.texts["slug"] else _unique(slug, slugs, assumptions)}


def _well_formed(text: str, assumptions: Assumptions) -> str:
    if re.fullmatch(errors.SLUG_PATTERN, text) or assumptions.malformed_slug == "accepted":
        return text
    if assumptions.malformed_slug == "validation_error":
        problem = errors.pattern_mismatch("slug", errors.SLUG_PATTERN)
        raise errors.invalid_values([errors.guessed(problem, assumptions)])
    return _NOT_IN_SLUG.sub("-", text.lower()).strip("-")


def _unique(slug: str, slugs: SlugRule, assumptions: Assumptions) -> str:
    if assumptions.duplicate_slug == "accepted" or not slugs.taken(slug):
        return slug
    if assumptions.duplicate_slug == "validation_error":
        raise errors.invalid_values([errors.guessed(_NOT_UNIQUE, assumptions)])
    if assumptions.duplicate_slug == "conflict":
        raise errors.conflict(_NOT_UNIQUE, assumptions)
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
