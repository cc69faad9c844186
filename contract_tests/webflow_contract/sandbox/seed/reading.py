"""A seed's document as the values of ``model``. Its form is taken as valid; what no schema can say is checked here."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from webflow_contract.errors import ContractToolError, unknown
from webflow_contract.sandbox.seed.model import (
    MIRRORED,
    CustomDomain,
    Layer,
    Locale,
    OpenGraphText,
    Page,
    Seed,
    Site,
    Token,
    User,
)

Place = tuple[str | int, ...]
"""Where in a document something stands: keys and indices from the top."""

_LONGEST: Final = 600

_DATE: Final = "2026-01-01T00:00:00.000Z"
_EVERY_SCOPE: Final = ("authorized_user:read", "pages:read", "pages:write", "sites:read")


class SeedError(ContractToolError):
    """A seed is no world that could be. ``place`` is where it goes wrong."""

    def __init__(self, message: str, place: Place = ()) -> None:
        # It repeats names and values, which may be whole texts.
        super().__init__(message if len(message) <= _LONGEST else f"{message[:_LONGEST]} …")
        self.place = place


def build(document: Mapping[str, Any]) -> Seed:
    """Return the seed that a document of the right form describes.

    Raises:
        SeedError: Something is there twice, refers to nothing, or contradicts itself.
    """
    reader = _Reader()
    sites = tuple(reader.site(site, ("sites", index)) for index, site in enumerate(document["sites"]))
    tokens = tuple(reader.token(token, ("tokens", index)) for index, token in enumerate(document.get("tokens", [])))
    return Seed(sites=sites, pages=tuple(reader.pages), tokens=tokens or (reader.token_for_everything(),))


class _Reader:
    """Reads site by site and page by page, and remembers what must not occur twice."""

    def __init__(self) -> None:
        self.pages: list[Page] = []
        self._sites: dict[str, Site] = {}
        self._ids: dict[str, Place] = {}
        self._tokens: dict[str, Place] = {}
        self._token_names: dict[str, Place] = {}
        self._short_names: dict[str, Place] = {}

    def site(self, given: Mapping[str, Any], place: Place) -> Site:
        short_name = given.get("shortName") or _slug(given["displayName"])
        if not short_name:
            raise SeedError("no shortName can be made of this displayName: give the site one", (*place, "displayName"))
        self._once(self._short_names, short_name, "the short name", (*place, "shortName"))
        locales = given.get("locales", {"primary": {"tag": "en-US"}})
        of_locales = (*place, "locales")
        primary = self._locale(locales["primary"], short_name, (*of_locales, "primary"), subdirectory="")
        secondary = tuple(
            self._locale(locale, short_name, (*of_locales, "secondary", index), subdirectory=locale["tag"].lower())
            for index, locale in enumerate(locales.get("secondary", []))
        )
        site = Site(
            id=self.id(given, place, "site", short_name),
            workspace_id=given.get("workspaceId") or _derived("workspace"),
            display_name=given["displayName"],
            short_name=short_name,
            created_on=given.get("createdOn", _DATE),
            last_updated=given.get("lastUpdated", _DATE),
            last_published=given.get("lastPublished", _DATE),
            time_zone=given.get("timeZone", "Europe/Paris"),
            full_site_compiled_at=given.get("fullSiteCompiledAt"),
            plan=given.get("plan", "basic"),
            localization_plan=given.get("localizationPlan", "essential"),
            primary=primary,
            secondary=secondary,
            custom_domains=tuple(
                self._domain(domain, short_name, (*place, "customDomains", index))
                for index, domain in enumerate(given.get("customDomains", []))
            ),
        )
        _refuse_what_locales_share(site, of_locales)
        self._sites[site.short_name] = self._sites[site.id] = site
        _PagesReader(self, site).read(given["pages"], (*place, "pages"))
        return site

    def token(self, given: Mapping[str, Any], place: Place) -> Token:
        self._once(self._tokens, given["token"], "this token", (*place, "token"), show=False)
        name = self._once(self._token_names, given.get("name", f"token {place[-1]}"), "the name", (*place, "name"))
        return Token(
            name=name,
            value=given["token"],
            scopes=frozenset(given.get("scopes", _EVERY_SCOPE)),
            site_ids=frozenset(self._site_ids(given.get("sites"), (*place, "sites"))),
            rate_limit=int(given["rateLimit"]) if "rateLimit" in given else None,
            user=self._user(given["user"], name) if "user" in given else None,
        )

    def token_for_everything(self) -> Token:
        return self.token({"name": "full", "token": "sandbox-token-full", "user": {}}, ("tokens", 0))

    def id(self, given: Mapping[str, Any], place: Place, *path: str) -> str:
        """Return the id that is given, or one that is always the same for the same path."""
        return self._once(self._ids, given.get("id") or _derived(*path), "the id", (*place, "id"))

    def _locale(self, given: Mapping[str, Any], short_name: str, place: Place, *, subdirectory: str) -> Locale:
        tag = given["tag"]
        cms_id = given.get("cmsLocaleId") or _derived("cms locale", short_name, tag)
        return Locale(
            id=self.id(given, place, "locale", short_name, tag),
            cms_locale_id=self._once(self._ids, cms_id, "the id", (*place, "cmsLocaleId")),
            tag=tag,
            display_name=given.get("displayName", tag),
            subdirectory=given.get("subdirectory", subdirectory),
            enabled=given.get("enabled", True),
            redirect=given.get("redirect", True),
        )

    def _domain(self, given: Mapping[str, Any], short_name: str, place: Place) -> CustomDomain:
        return CustomDomain(
            id=self.id(given, place, "domain", short_name, given["url"]),
            url=given["url"],
            last_published=given.get("lastPublished"),
            full_site_compiled_at=given.get("fullSiteCompiledAt"),
        )

    def _site_ids(self, given: list[str] | None, place: Place) -> Iterator[str]:
        if given is None:
            yield from {site.id for site in self._sites.values()}
            return
        for index, name in enumerate(given):
            if name not in self._sites:
                raise SeedError(unknown("site", name, self._sites), (*place, index))
            yield self._sites[name].id

    @staticmethod
    def _user(given: Mapping[str, Any], name: str) -> User:
        return User(
            id=given.get("id") or _derived("user", name),
            email=given.get("email", "ada@example.com"),
            first_name=given.get("firstName", "Ada"),
            last_name=given.get("lastName", "Weaver"),
        )

    @staticmethod
    def _once(seen: dict[str, Place], value: str, what: str, place: Place, *, show: bool = True) -> str:
        if value in seen:
            raise SeedError(
                f"{what}{f' {value!r}' if show else ''} is there twice: it is at {_at(seen[value])} too", place
            )
        seen[value] = place
        return value


class _PagesReader:
    """Reads the pages of one site, folder by folder."""

    def __init__(self, reader: _Reader, site: Site) -> None:
        self._reader = reader
        self._site = site
        self._locales = {locale.tag: locale for locale in site.secondary}
        self._home: Place | None = None

    def read(
        self, given: list[Mapping[str, Any]], place: Place, folder: Page | None = None, path: tuple[str, ...] = ()
    ) -> None:
        slugs: dict[str, Place] = {}
        localized: dict[tuple[str, str], Place] = {}
        for index, page in enumerate(given):
            here, slug = (*place, index), page.get("slug")
            if slug in slugs:
                raise SeedError(f"the slug {slug!r} is there twice: it is at {_at(slugs[slug])} too", (*here, "slug"))
            if slug is not None:
                slugs[slug] = here
            self._refuse_slug_in_locales(page, here, localized)
            built = self._page(page, here, folder, path)
            self._reader.pages.append(built)
            if "pages" in page:
                if built.kind != "folder":
                    raise SeedError("only a folder has pages: write 'kind: folder'", (*here, "pages"))
                self.read(page["pages"], (*here, "pages"), built, (*path, slug or ""))

    def _page(self, given: Mapping[str, Any], place: Place, folder: Page | None, path: tuple[str, ...]) -> Page:
        kind, slug = given.get("kind", "static"), given.get("slug")
        if kind == "home":
            self._check_home(slug, folder, place)
        elif slug is None:
            raise SeedError("a page other than the home page needs a slug", place)
        return Page(
            id=self._reader.id(given, place, "page", self._site.short_name, *path, slug or ""),
            site_id=self._site.id,
            kind=kind,
            created_on=given.get("createdOn", _DATE),
            last_updated=given.get("lastUpdated", _DATE),
            metadata=_primary(given, place),
            overrides=dict(self._overrides(given.get("locales", {}), kind, (*place, "locales"))),
            parent_id=None if folder is None else folder.id,
            collection_id=given.get("collectionId", self._collection(slug) if kind == "template" else None),
            archived=given.get("archived", False),
            draft=given.get("draft", False),
            can_branch=given.get("canBranch", kind not in ("template", "folder")),
        )

    def _refuse_slug_in_locales(
        self, page: Mapping[str, Any], place: Place, seen: dict[tuple[str, str], Place]
    ) -> None:
        """Refuse a slug that two pages of a folder show in the same secondary locale."""
        for tag in self._locales:
            slug = page.get("locales", {}).get(tag, {}).get("slug", page.get("slug"))
            if (tag, slug) in seen:
                other = _at(seen[tag, slug])
                raise SeedError(f"the slug {slug!r} is there twice in {tag}: it is at {other} too", (*place, "slug"))
            if slug is not None:
                seen[tag, slug] = place

    def _collection(self, slug: str | None) -> str:
        return _derived("collection", self._site.short_name, slug or "")

    def _check_home(self, slug: str | None, folder: Page | None, place: Place) -> None:
        if slug is not None:
            raise SeedError("the home page has no slug: Webflow answers null", (*place, "slug"))
        if folder is not None:
            raise SeedError("the home page stands in no folder", (*place, "kind"))
        if self._home is not None:
            raise SeedError(f"a site has one home page, and there is one at {_at(self._home)} too", (*place, "kind"))
        self._home = place

    def _overrides(self, given: Mapping[str, Any], kind: str, place: Place) -> Iterator[tuple[str, Layer]]:
        for tag, override in given.items():
            if tag not in self._locales:
                raise SeedError(unknown("secondary locale", tag, self._locales), (*place, tag))
            if kind == "home" and "slug" in override:
                raise SeedError("the home page has no slug: Webflow answers null", (*place, tag, "slug"))
            yield self._locales[tag].id, _layer(override, (*place, tag))


def _primary(given: Mapping[str, Any], place: Place) -> Layer:
    """Return what the primary locale holds: a title, a slug and both Open Graph texts at least."""
    return _layer(given, place).over(
        Layer(texts={"title": given["title"], "slug": None}, open_graph={"title": MIRRORED, "description": MIRRORED})
    )


def _layer(given: Mapping[str, Any], place: Place) -> Layer:
    texts = {name: given[name] for name in ("title", "slug") if name in given}
    texts |= {f"seo.{name}": text for name, text in given.get("seo", {}).items()}
    graph = given.get("openGraph", {})
    open_graph = {
        name: _open_graph_text(graph, name, (*place, "openGraph"))
        for name in ("title", "description")
        if name in graph or f"{name}Copied" in graph
    }
    return Layer(texts=texts, open_graph=open_graph)


def _open_graph_text(graph: Mapping[str, Any], name: str, place: Place) -> OpenGraphText:
    text = graph.get(name)
    copied = graph.get(f"{name}Copied", text is None)
    if copied and text is not None:
        raise SeedError(
            f"a text that is copied is not stored: leave {name} out, or write '{name}Copied: false'", (*place, name)
        )
    return OpenGraphText(text=text, copied=copied)


def _refuse_what_locales_share(site: Site, place: Place) -> None:
    """Refuse two locales with one tag, in whatever spelling, or with one subdirectory."""
    tags, subdirectories = {site.primary.tag.lower()}, {site.primary.subdirectory}
    for index, locale in enumerate(site.secondary):
        here = (*place, "secondary", index)
        if locale.tag.lower() in tags:
            raise SeedError(f"the tag {locale.tag!r} is there twice", (*here, "tag"))
        if locale.subdirectory in subdirectories:
            raise SeedError(f"the subdirectory {locale.subdirectory!r} is there twice", (*here, "subdirectory"))
        tags.add(locale.tag.lower())
        subdirectories.add(locale.subdirectory)


def _derived(*path: str) -> str:
    return hashlib.sha256("\0".join(path).encode()).hexdigest()[:24]


def _slug(text: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))


def _at(place: Place) -> str:
    return "/" + "/".join(str(step) for step in place)
