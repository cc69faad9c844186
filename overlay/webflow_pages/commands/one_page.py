"""The commands for a page at a time, and for looking around: what each takes and does.

Each loads what it needs when it runs, as start-up time counts.
"""

from webflow_pages.commands.outcomes import CommandError
from webflow_pages.commands.parameters import (
    AnyPage,
    DescriptionCopied,
    DryRun,
    Json,
    Locale,
    LocaleToWrite,
    OpenGraphDescription,
    OpenGraphTitle,
    SeoDescription,
    SeoTitle,
    Site,
    Slug,
    Title,
    TitleCopied,
    TokenFile,
)
from webflow_pages.commands.writing import tell, tell_json


def get(
    page: AnyPage,
    /,
    *,
    locale: Locale = None,
    site: Site = None,
    json: Json = False,
    token_file: TokenFile = None,
) -> None:
    """Show a page's metadata in one locale."""
    from webflow_pages.commands.connecting import connect
    from webflow_pages.commands.documents import page_document
    from webflow_pages.commands.finding import find_page
    from webflow_pages.commands.tables import page_table

    with connect(token_file) as webflow:
        found = webflow.pages.get(find_page(webflow, page, site), locale=locale)
    if json:
        tell_json(page_document(found))
    else:
        tell(page_table(found, locale or "primary"))


def list_(*, locale: Locale = None, site: Site = None, json: Json = False, token_file: TokenFile = None) -> None:
    """List all pages of a site in one locale."""
    from webflow_pages.commands.connecting import connect
    from webflow_pages.commands.documents import pages_document
    from webflow_pages.commands.finding import find_site
    from webflow_pages.commands.tables import pages_table

    with connect(token_file) as webflow:
        pages = list(webflow.pages.list(find_site(webflow, site), locale=locale))
    if json:
        tell_json(pages_document(pages))
    else:
        tell(pages_table(pages))


def update(
    page: AnyPage,
    /,
    *,
    locale: LocaleToWrite = None,
    site: Site = None,
    title: Title = None,
    slug: Slug = None,
    seo_title: SeoTitle = None,
    seo_description: SeoDescription = None,
    open_graph_title: OpenGraphTitle = None,
    open_graph_description: OpenGraphDescription = None,
    open_graph_title_copied: TitleCopied = None,
    open_graph_description_copied: DescriptionCopied = None,
    dry_run: DryRun = False,
    json: Json = False,
    token_file: TokenFile = None,
) -> int:
    """Change a page's metadata in one locale, and leave alone what is not given.

    The change is staged: it goes public when the page or the site is published. A text that begins with a hyphen is
    given as --title=TEXT.
    """
    from webflow_pages.commands.changes import check_wanted

    if locale is None:
        advice = "name the locale to write, such as --locale fr-FR, or --locale primary for the primary one"
        raise CommandError("there is no --locale", advice)
    given = {
        "title": title,
        "slug": slug,
        "seo.title": seo_title,
        "seo.description": seo_description,
        "open_graph.title": open_graph_title,
        "open_graph.description": open_graph_description,
        "open_graph.title_copied": open_graph_title_copied,
        "open_graph.description_copied": open_graph_description_copied,
    }
    wanted = {field: value for field, value in given.items() if value is not None}
    check_wanted(wanted)

    from webflow_pages.commands.connecting import connect
    from webflow_pages.commands.finding import find_page
    from webflow_pages.commands.updating import show_changes, write

    with connect(token_file) as webflow:
        page_id = find_page(webflow, page, site)
        if dry_run:
            return show_changes(webflow.pages.get(page_id, locale=locale), wanted, json)
        return write(webflow, page_id, locale, wanted, json)


def locales(*, site: Site = None, json: Json = False, token_file: TokenFile = None) -> None:
    """List the locales of a site."""
    from webflow_pages.commands.connecting import connect
    from webflow_pages.commands.documents import locales_document
    from webflow_pages.commands.finding import find_site
    from webflow_pages.commands.locales import locales_of
    from webflow_pages.commands.tables import locales_table

    with connect(token_file) as webflow:
        found = locales_of(webflow.sites.get(find_site(webflow, site)))
    if json:
        tell_json(locales_document(found))
    else:
        tell(locales_table(found))


def doctor(*, site: Site = None, json: Json = False, token_file: TokenFile = None) -> int:
    """Say what is wrong with the token, its scopes, the site, its locales or the quota.

    Only reads are sent. Exits with 0 without a problem, with 4 where the token or a scope is one, and otherwise with 1.
    """
    from webflow_pages.commands.doctor import diagnose, exit_code
    from webflow_pages.commands.documents import checks_document
    from webflow_pages.commands.tables import checks_table

    checks = diagnose(token_file, site)
    if json:
        tell_json(checks_document(checks))
    else:
        tell(checks_table(checks))
    return exit_code(checks)
