"""A site of any size, to try out what only shows with many pages."""

from typing import Final

from webflow_contract.sandbox.seed.model import MIRRORED, Layer, Locale, OpenGraphText, Page, Seed, Site, Token

_TAGS: Final = ("en", "fr", "de", "es", "pt-BR")
_SITE: Final = f"{0xA:024x}"
_DAY: Final = "2026-02-23T15:53:18.252Z"


def sized(*, pages: int, locales: int) -> Seed:
    """Return a site with so many pages in so many locales, from 1 to 5: ``en``, ``fr``, ``de``, ``es``, ``pt-BR``.

    Each page has texts of its own in each locale, mirrors its Open Graph title, and has a slug of the primary locale.
    """
    known = tuple(
        Locale(
            id=f"{0xB000 + at:024x}",
            cms_locale_id=f"{0xC000 + at:024x}",
            tag=tag,
            display_name=tag,
            subdirectory="" if at == 0 else tag.lower(),
        )
        for at, tag in enumerate(_TAGS[:locales])
    )
    site = Site(
        id=_SITE,
        workspace_id=f"{0xE:024x}",
        display_name="Sized",
        short_name="sized",
        created_on=_DAY,
        last_updated=_DAY,
        last_published=_DAY,
        primary=known[0],
        secondary=known[1:],
    )
    scopes = frozenset({"pages:read", "pages:write", "sites:read"})
    token = Token(name="all", value="sandbox-token-of-a-sized-site", scopes=scopes, site_ids=frozenset({_SITE}))
    return Seed(sites=(site,), pages=tuple(_page(at, known) for at in range(pages)), tokens=(token,))


def _page(at: int, locales: tuple[Locale, ...]) -> Page:
    return Page(
        id=f"{0xD00000 + at:024x}",
        site_id=_SITE,
        kind="static",
        created_on=_DAY,
        last_updated=_DAY,
        metadata=_layer(at, locales[0].tag),
        overrides={locale.id: _layer(at, locale.tag) for locale in locales[1:]},
    )


def _layer(at: int, tag: str) -> Layer:
    texts: dict[str, str | None] = {
        "title": f"Page {at} in {tag}",
        "slug": f"page-{at}",
        "seo.title": f"What page {at} is about, in {tag}",
        "seo.description": f"Everything that there is to know about page {at}, told in the words of {tag}.",
    }
    if tag != _TAGS[0]:
        del texts["slug"]
    return Layer(texts=texts, open_graph={"title": MIRRORED, "description": OpenGraphText(f"Card {at}", copied=False)})
