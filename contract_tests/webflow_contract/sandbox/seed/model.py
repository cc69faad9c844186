"""The values that a world starts with. None of them changes; the state of pages is in ``world``."""

from collections.abc import Mapping
from typing import Literal

from attrs import evolve, field, frozen

PageKind = Literal["static", "home", "template", "utility", "folder"]
SitePlan = Literal["starter", "basic", "cms", "ecommerce", "business", "enterprise"]
LocalizationPlan = Literal["essential", "advanced", "enterprise"]


@frozen
class OpenGraphText:
    """An Open Graph text with its flag.

    A mirrored text is not stored: it is null while ``copied`` is true (reported).
    """

    text: str | None
    copied: bool


MIRRORED = OpenGraphText(text=None, copied=True)


@frozen
class Layer:
    """The metadata that one locale of a page holds itself.

    ``texts`` has some of the names ``title``, ``slug``, ``seo.title`` and ``seo.description``; ``open_graph``
    has ``title``, ``description`` or both. A name that is missing is inherited, or absent altogether. The
    primary locale has at least a title, a slug and both Open Graph texts.
    """

    texts: Mapping[str, str | None] = field(factory=dict[str, str | None])
    open_graph: Mapping[str, OpenGraphText] = field(factory=dict[str, OpenGraphText])

    def over(self, below: "Layer") -> "Layer":
        """Return this layer with what it misses taken from the one below."""
        return evolve(
            below,
            texts={**below.texts, **self.texts},
            open_graph={**below.open_graph, **self.open_graph},
        )


@frozen(kw_only=True)
class Locale:
    """A locale of a site. ``subdirectory`` cannot be derived from the tag (reported)."""

    id: str
    cms_locale_id: str
    tag: str
    display_name: str
    subdirectory: str
    enabled: bool = True
    redirect: bool = True


@frozen(kw_only=True)
class CustomDomain:
    """A domain that a site is published to."""

    id: str
    url: str
    last_published: str | None
    full_site_compiled_at: str | None


@frozen(kw_only=True)
class Site:
    """A site. Without secondary locales it has no localization, though it has a primary locale (reported)."""

    id: str
    workspace_id: str
    display_name: str
    short_name: str
    created_on: str
    last_updated: str
    last_published: str | None
    primary: Locale
    secondary: tuple[Locale, ...] = ()
    custom_domains: tuple[CustomDomain, ...] = ()
    full_site_compiled_at: str | None = None
    time_zone: str = "Europe/Paris"
    plan: SitePlan = "basic"
    localization_plan: LocalizationPlan = "essential"

    @property
    def localized(self) -> bool:
        """Whether the site has localization."""
        return bool(self.secondary)


@frozen(kw_only=True)
class Page:
    """A page as it was last published. Folders are pages that no listing shows (reported)."""

    id: str
    site_id: str
    kind: PageKind
    created_on: str
    last_updated: str
    metadata: Layer
    overrides: Mapping[str, Layer] = field(factory=dict[str, Layer])
    parent_id: str | None = None
    collection_id: str | None = None
    archived: bool = False
    draft: bool = False
    can_branch: bool = True


@frozen(kw_only=True)
class User:
    """Who authorized a token."""

    id: str
    email: str
    first_name: str
    last_name: str


@frozen(kw_only=True)
class Token:
    """A token: what it may do, on which sites, and who authorized it. ``name`` is how logs call it.

    ``rate_limit`` is requests a minute; None takes what the plans of its sites allow.
    """

    name: str
    value: str = field(repr=False)
    scopes: frozenset[str]
    site_ids: frozenset[str]
    rate_limit: int | None = None
    user: User | None = None


@frozen(kw_only=True)
class Seed:
    """Everything that a world starts with. Lists keep this order."""

    sites: tuple[Site, ...]
    pages: tuple[Page, ...]
    tokens: tuple[Token, ...]
