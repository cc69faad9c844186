"""Sites of any size, for the sandbox."""

from webflow_contract.sandbox.seed import Seed
from webflow_contract.sandbox.seed.model import MIRRORED, Layer, Locale, OpenGraphText, Page, Site, Token

TAGS = ("en", "fr", "de", "es", "pt-BR")
SITE = f"{0xA:024x}"
SCOPES = frozenset({"pages:read", "pages:write", "sites:read"})
DAY = "2026-02-23T15:53:18.252Z"


def site_of(*, pages: int, locales: int) -> Seed:
    """Return a site with so many pages in so many locales, the secondary ones with texts of their own."""
    known = tuple(
        Locale(
            id=f"{0xB000 + at:024x}",
            cms_locale_id=f"{0xC000 + at:024x}",
            tag=tag,
            display_name=tag,
            subdirectory="" if at == 0 else tag.lower(),
        )
        for at, tag in enumerate(TAGS[:locales])
    )
    site = Site(
        id=SITE,
        workspace_id=f"{0xE:024x}",
        display_name="Large",
        short_name="large",
        created_on=DAY,
        last_updated=DAY,
        last_published=DAY,
        primary=known[0],
        secondary=known[1:],
    )
    token = Token(name="all", value="sandbox-token-of-a-large-site", scopes=SCOPES, site_ids=frozenset({SITE}))
    return Seed(sites=(site,), pages=tuple(_page(at, known) for at in range(pages)), tokens=(token,))


def _page(at: int, locales: tuple[Locale, ...]) -> Page:
    return Page(
        id=f"{0xD00000 + at:024x}",
        site_id=SITE,
        kind="static",
        created_on=DAY,
        last_updated=DAY,
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
    if tag != TAGS[0]:
        del texts["slug"]
    return Layer(texts=texts, open_graph={"title": MIRRORED, "description": OpenGraphText(f"Card {at}", copied=False)})
