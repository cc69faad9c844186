"""The state of a sandbox as plain values, for people and programs that watch it."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from webflow_contract.assumptions import register
from webflow_contract.sandbox.rules.limits import limit_of
from webflow_contract.sandbox.sandbox import Sandbox
from webflow_contract.sandbox.seed.model import Layer, Locale, Site, Token
from webflow_contract.sandbox.world.pages import Staged
from webflow_contract.sandbox.world.shown import published_path, shown
from webflow_contract.sandbox.world.world import World

_LATEST: Final = 50

_TEXTS: Final = ("title", "slug", "seo.title", "seo.description")


def state(sandbox: Sandbox) -> dict[str, Any]:
    """Return clock, tokens, sites, what is on, the assumptions that are not the usual ones, and the latest requests."""
    with sandbox.looking() as world:
        return {
            "clock": {"now": sandbox.clock.timestamp(), "running": sandbox.clock.running},
            "tokens": [_token(token, world) for token in world.tokens.values()],
            "sites": [_site(site, world) for site in world.sites.values()],
            "active": active(sandbox),
            "flipped": {
                one.name: getattr(world.assumptions, one.name)
                for one in register()
                if getattr(world.assumptions, one.name) != one.default
            },
            "requests": [attrs.asdict(entry) for entry in sandbox.requests()[-_LATEST:]],
        }


def active(sandbox: Sandbox) -> list[dict[str, Any]]:
    """Return every switch that is on, with how often it has acted."""
    return [attrs.asdict(switch) | {"acted": acted} for switch, acted in sandbox.switches.tally().items()]


def pages_of(sandbox: Sandbox, site_id: str, *, offset: int, limit: int, containing: str) -> dict[str, Any]:
    """Return the pages of a site, each in every locale. ``containing`` is looked for in paths and texts.

    Raises:
        UnknownSiteError: There is no such site.
    """
    with sandbox.looking() as world:
        site = sandbox.site(site_id)
        found = [staged for staged in world.pages.of_site(site.id) if _contains(staged, site, world, containing)]
        return {
            "total": len(found),
            "pages": [_page(staged, site, world) for staged in found[offset : offset + limit]],
        }


def _token(token: Token, world: World) -> dict[str, Any]:
    """Return a token without its value."""
    used = world.quota.used(token.value, world.assumptions.quota_window)
    return {"name": token.name, "scopes": sorted(token.scopes), "used": used, "limit": limit_of(token, world)}


def _site(site: Site, world: World) -> dict[str, Any]:
    return {
        "id": site.id,
        "displayName": site.display_name,
        "plan": site.plan,
        "localizationPlan": site.localization_plan,
        "lastPublished": site.last_published,
        "locales": [
            {"id": locale.id, "tag": locale.tag, "primary": locale == site.primary, "enabled": locale.enabled}
            for locale in (site.primary, *site.secondary)
        ],
        "staged": sum(not staged.is_published for staged in world.pages.of_site(site.id)),
    }


def _page(staged: Staged, site: Site, world: World) -> dict[str, Any]:
    locales = (site.primary, *site.secondary)
    return {
        "id": staged.page.id,
        "kind": staged.page.kind,
        "draft": staged.page.draft,
        "staged": not staged.is_published,
        "lastUpdated": staged.last_updated,
        "locales": {locale.tag: _in_locale(staged, site, locale, world) for locale in locales},
    }


def _in_locale(staged: Staged, site: Site, locale: Locale, world: World) -> dict[str, Any]:
    layer = shown(staged, site, locale, world.assumptions)
    own = staged.primary if locale == site.primary else staged.overrides.get(locale.id, Layer())
    return {
        "publishedPath": published_path(staged, site, locale, world.pages, world.assumptions),
        "texts": dict(_texts(layer, own, staged.primary)),
    }


def _texts(layer: Layer, own: Layer, primary: Layer) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield every text: what it says, where it comes from, and whether it mirrors the SEO text.

    It comes from the locale itself (``own``), is what the primary locale says (``inherited``), is neither
    (``neither``: null without an override), or was never set (``absent``).
    """
    for name in _TEXTS:
        value = layer.texts.get(name)
        origin = "inherited" if value == primary.texts.get(name) else "neither"
        origin = "own" if name in own.texts else origin if name in layer.texts else "absent"
        yield name, {"value": value, "from": origin, "mirrored": False}
    for name, text in layer.open_graph.items():
        value = _effective(name, layer)
        origin = "inherited" if value == _effective(name, primary) else "neither"
        origin = "own" if name in own.open_graph else origin
        yield f"openGraph.{name}", {"value": value, "from": origin, "mirrored": text.copied}


def _effective(name: str, layer: Layer) -> str | None:
    """Return the Open Graph text that visitors get."""
    text = layer.open_graph[name]
    return layer.texts.get(f"seo.{name}") if text.copied else text.text


def _contains(staged: Staged, site: Site, world: World, containing: str) -> bool:
    if not containing:
        return True
    layers = (staged.primary, *staged.overrides.values())
    texts = [text for layer in layers for text in layer.texts.values()]
    texts += [shown.text for layer in layers for shown in layer.open_graph.values()]
    locales = (site.primary, *site.secondary)
    paths = [published_path(staged, site, locale, world.pages, world.assumptions) for locale in locales]
    return any(containing.casefold() in text.casefold() for text in (*paths, staged.page.id, *texts) if text)
