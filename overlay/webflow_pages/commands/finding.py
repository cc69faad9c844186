"""Which page and which site are meant: a page by its path, and the only site that there is."""

import os
import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from webflow_pages.commands.outcomes import FAILED, NOT_AUTHORIZED, CommandError

if TYPE_CHECKING:
    from webflow_pages import Page, Site, Webflow

_ID: Final = re.compile(r"[0-9a-fA-F]{24}")


def check_page(page: str) -> str:
    """Return a page's id or path as it is looked for.

    Raises:
        CommandError: It is neither.
    """
    if _ID.fullmatch(page):
        return page.lower()
    if page.startswith("/"):
        return page.rstrip("/") or "/"
    raise CommandError(
        f"{page!r} is neither a page's id nor a path", "an id has 24 hexadecimal digits, and a path begins with '/'"
    )


def check_site(site: str | None) -> str | None:
    """Return the site that is named by ``--site`` or ``WEBFLOW_SITE_ID``, or None where none is.

    Raises:
        CommandError: It is no id.
    """
    source = "--site"
    if site is None:
        source, site = "WEBFLOW_SITE_ID", os.environ.get("WEBFLOW_SITE_ID") or None
    if site is None:
        return None
    if not _ID.fullmatch(site):
        raise CommandError(f"{site!r} is no site's id", f"{source} takes 24 hexadecimal digits")
    return site.lower()


def find_site(webflow: "Webflow", site: str | None) -> str:
    """Return the id of the site that is named, or else of the only one that the token reaches.

    Raises:
        CommandError: None is named, and the token reaches several or none.
    """
    named = check_site(site)
    return named if named is not None else only_site(webflow.sites.list())


def find_site_of(webflow: "Webflow", site: str | None, files: str | None) -> str:
    """Return the id of the site that is named, or else of that whose files these are, or else of the only one.

    Raises:
        CommandError: Another site is named than that of the files, or none is, and the token reaches several or none.
    """
    named = check_site(site)
    if files is None:
        return named if named is not None else only_site(webflow.sites.list())
    if named is not None and named != files:
        advice = "name no site, as files know theirs, or pull those of the other one into another folder"
        raise CommandError(f"the files are of site {files}, and {named} is named", advice)
    return files


def only_site(sites: "Iterable[Site]") -> str:
    """Return the id of the only site.

    Raises:
        CommandError: There are several, or none.
    """
    every = list(sites)
    if not every:
        raise CommandError("the token reaches no site", "use one that was made for the site", NOT_AUTHORIZED)
    if len(every) > 1:
        advice = "name one with --site or WEBFLOW_SITE_ID"
        raise CommandError(f"the token reaches {len(every)} sites", advice, listing=listed(every))
    return every[0].id


def listed(sites: "Iterable[Site]") -> list[str]:
    """Return a line for each site: its id and its name."""
    return [f"  {site.id}  {site.display_name or ''}".rstrip() for site in sites]


def find_page(webflow: "Webflow", page: str, site: str | None) -> str:
    """Return the id of a page that is named by its id or its path in the primary locale.

    Raises:
        CommandError: It is neither, no page has that path, or several have; or the page is on another site.
    """
    wanted = check_page(page)
    if wanted.startswith("/"):
        return _by_path(webflow, wanted, find_site(webflow, site))
    if site is not None:
        _check_on_site(webflow.pages.get(wanted), check_site(site))
    return wanted


def _check_on_site(page: "Page", site: str | None) -> None:
    """Refuse a page of another site, whose locales are others."""
    if isinstance(page.site_id, str) and page.site_id != site:
        raise CommandError(f"page {page.id} is not on the site that --site names", f"it is on {page.site_id}")


def _by_path(webflow: "Webflow", wanted: str, site: str) -> str:
    paths = {page.id: path for page in webflow.pages.list(site) if (path := _path(page)) is not None}
    found = [id_ for id_, path in paths.items() if path == wanted]
    if len(found) > 1:
        raise CommandError(f"{len(found)} pages have the path {wanted}", f"name one by its id ({', '.join(found)})")
    if not found:
        raise CommandError(f"no page has the path {wanted}", _meant(wanted, sorted(set(paths.values()))), FAILED)
    return found[0]


def _path(page: "Page") -> str | None:
    return (page.published_path.rstrip("/") or "/") if isinstance(page.published_path, str) else None


def _meant(wanted: str, paths: list[str]) -> str:
    nearest = get_close_matches(wanted, paths, n=3)
    return f"did you mean {' or '.join(nearest)}?" if nearest else "'webflow-pages list' has them all"
