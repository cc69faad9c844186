"""The JSON of pages, sites and locales, with every property that was seen, documented or not."""

from typing import Any

from webflow_contract.assumptions import Assumptions
from webflow_contract.sandbox.seed.model import CustomDomain, Layer, Locale, Site, User
from webflow_contract.sandbox.world.pages import Staged
from webflow_contract.sandbox.world.shown import last_updated, published_path, shown
from webflow_contract.sandbox.world.world import World

Json = dict[str, Any]


def page_body(staged: Staged, site: Site, locale: Locale, world: World, *, texts_of: Locale | None = None) -> Json:
    """Return a page in one locale, its texts taken from another one if told so.

    ``shouldPublish`` is not documented (reported).
    """
    page, assumptions = staged.page, world.assumptions
    texts = shown(staged, site, texts_of or locale, assumptions)
    return {
        "id": page.id,
        "siteId": page.site_id,
        "title": texts.texts["title"],
        "slug": texts.texts["slug"],
        "parentId": page.parent_id,
        "collectionId": page.collection_id,
        "createdOn": page.created_on,
        "lastUpdated": last_updated(staged, locale, assumptions),
        "archived": page.archived,
        "draft": page.draft,
        "canBranch": page.can_branch,
        "isBranch": False,
        "branchId": None,
        "seo": _seo(texts),
        "openGraph": _open_graph(texts),
        "publishedPath": published_path(staged, site, locale, world.pages, assumptions),
        "localeId": _locale_id(site, locale, assumptions),
        "shouldPublish": assumptions.should_publish == "true",
    }


def _seo(layer: Layer) -> Json:
    """Return the SEO texts. One that was never set is absent (reported)."""
    return {name: layer.texts[f"seo.{name}"] for name in ("title", "description") if f"seo.{name}" in layer.texts}


def _open_graph(layer: Layer) -> Json:
    body: Json = {}
    for name in ("title", "description"):
        body[name] = layer.open_graph[name].text
        body[f"{name}Copied"] = layer.open_graph[name].copied
    return body


def _locale_id(site: Site, locale: Locale, assumptions: Assumptions) -> str | None:
    """Return the locale's id, or null on a site without localization (reported)."""
    hidden = locale == site.primary and assumptions.locale_id_of_primary == "null"
    return locale.id if site.localized and not hidden else None


def site_body(site: Site, assumptions: Assumptions) -> Json:
    """Return a site. ``fullSiteCompiledAt`` is not documented (reported)."""
    return {
        "id": site.id,
        "workspaceId": site.workspace_id,
        "createdOn": site.created_on,
        "displayName": site.display_name,
        "shortName": site.short_name,
        "lastPublished": site.last_published,
        "lastUpdated": site.last_updated,
        "previewUrl": f"https://{site.short_name}.example/preview.png",
        "timeZone": site.time_zone,
        "parentFolderId": None,
        "customDomains": [_custom_domain(domain) for domain in site.custom_domains],
        **_locales(site, assumptions),
        "dataCollectionEnabled": False,
        "dataCollectionType": "disabled",
        "fullSiteCompiledAt": site.full_site_compiled_at,
    }


def _custom_domain(domain: CustomDomain) -> Json:
    return {
        "id": domain.id,
        "url": domain.url,
        "lastPublished": domain.last_published,
        "fullSiteCompiledAt": domain.full_site_compiled_at,
    }


def _locales(site: Site, assumptions: Assumptions) -> Json:
    """Return the property with the locales. Without localization, it comes in several forms (reported)."""
    body: Json = {"primary": _locale(site.primary)}
    if site.localized or assumptions.locales_without_localization == "secondary_empty":
        body["secondary"] = [_locale(locale) for locale in site.secondary]
    elif assumptions.locales_without_localization == "null":
        return {"locales": None}
    elif assumptions.locales_without_localization == "absent":
        return {}
    return {"locales": body}


def _locale(locale: Locale) -> Json:
    return {
        "id": locale.id,
        "cmsLocaleId": locale.cms_locale_id,
        "enabled": locale.enabled,
        "displayName": locale.display_name,
        "displayImageId": None,
        "redirect": locale.redirect,
        "subdirectory": locale.subdirectory,
        "tag": locale.tag,
    }


def user_body(user: User) -> Json:
    """Return who authorized a token."""
    return {"id": user.id, "email": user.email, "firstName": user.first_name, "lastName": user.last_name}
