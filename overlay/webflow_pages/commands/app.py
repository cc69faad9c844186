"""The command line: what each command takes, and which exit code its outcome has.

Each command loads what it needs when it runs, as start-up time counts.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import App, CycloptsError, Parameter

from webflow_pages._version import __version__
from webflow_pages.commands.outcomes import FAILED, USAGE, CommandError, code_of
from webflow_pages.commands.writing import hide, leave_stdout, say, tell, tell_json

_HELP = """\
Read and update the metadata of Webflow's pages.

The token comes from WEBFLOW_TOKEN, or from the file that --token-file or WEBFLOW_TOKEN_FILE names.

Exit codes:

- 0: fine
- 1: failed, or not applied in full
- 2: usage
- 3: update --dry-run has changes
- 4: the token or a scope
"""


def _versions() -> str:
    from webflow_pages import contract_date, contract_version

    return f"webflow-pages {__version__} (contract {contract_version}, read {contract_date})"


_APP = App(
    name="webflow-pages", help=_HELP, version=_versions, default_parameter=Parameter(negative=(), show_default=False)
)
_APP.register_install_completion_command(help="Install completion for your shell.")

_AnyPage = Annotated[str, Parameter(help="The page's id, or its path in the primary locale, such as /pricing.")]
_Site = Annotated[
    str | None,
    Parameter(help="The site's id. Without it: WEBFLOW_SITE_ID, else the only site that the token reaches."),
]
_Locale = Annotated[
    str | None, Parameter(help="A locale's tag, such as fr-FR, or its id. Without it, the primary locale.")
]
_LocaleToWrite = Annotated[
    str | None, Parameter(help="Needed: a locale's tag, such as fr-FR, or its id; 'primary' for the primary one.")
]
_Json = Annotated[bool, Parameter(name="--json", help="Print JSON for programs.")]
_TokenFile = Annotated[Path | None, Parameter(help="A file whose first line is the token.")]
_Title = Annotated[str | None, Parameter(help="The page's title.")]
_Slug = Annotated[str | None, Parameter(help="The last part of the page's path.")]
_SeoTitle = Annotated[str | None, Parameter(help="The title for search engines.")]
_SeoDescription = Annotated[str | None, Parameter(help="The description for search engines.")]
_OpenGraphTitle = Annotated[str | None, Parameter(help="The title for social networks.")]
_OpenGraphDescription = Annotated[str | None, Parameter(help="The description for social networks.")]
_TitleCopied = Annotated[
    bool | None,
    Parameter(negative="--no-open-graph-title-copied", help="Whether --open-graph-title mirrors --seo-title."),
]
_DescriptionCopied = Annotated[
    bool | None,
    Parameter(
        negative="--no-open-graph-description-copied",
        help="Whether --open-graph-description mirrors --seo-description.",
    ),
]
_DryRun = Annotated[bool, Parameter(help="Write nothing, and show what would change. Exits with 3 if anything would.")]


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code."""
    hide(os.environ.get("WEBFLOW_TOKEN", ""))  # people paste it anywhere, and errors quote what they cannot use
    try:
        code = _APP(list(arguments), exit_on_error=False, print_error=False, result_action="return_value")
    except CycloptsError as error:
        return _fail(_usage(error, arguments), USAGE)
    except CommandError as error:
        return _fail(str(error), error.code, *error.listing)
    except SystemExit as stop:  # the help's reader has gone, or there is no shell to complete for
        return stop.code if isinstance(stop.code, int) else FAILED
    except OSError as error:  # the client's are its own: this one is about the output, or a file for completion
        leave_stdout()
        return _fail(f"{error.filename or 'the output'} cannot be written: {error.strerror or error}", FAILED)
    except ModuleNotFoundError:
        raise
    except Exception as error:  # noqa: BLE001  (no traceback is for the users of a command)
        known = code_of(error)
        mistake = f"this is a mistake of ours, please report it: {type(error).__name__}: {error}"
        return _fail(mistake if known is None else str(error), FAILED if known is None else known)
    return code if isinstance(code, int) else 0


@_APP.command
def get(
    page: _AnyPage,
    /,
    *,
    locale: _Locale = None,
    site: _Site = None,
    json: _Json = False,
    token_file: _TokenFile = None,
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


@_APP.command(name="list")
def list_(*, locale: _Locale = None, site: _Site = None, json: _Json = False, token_file: _TokenFile = None) -> None:
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


@_APP.command
def update(
    page: _AnyPage,
    /,
    *,
    locale: _LocaleToWrite = None,
    site: _Site = None,
    title: _Title = None,
    slug: _Slug = None,
    seo_title: _SeoTitle = None,
    seo_description: _SeoDescription = None,
    open_graph_title: _OpenGraphTitle = None,
    open_graph_description: _OpenGraphDescription = None,
    open_graph_title_copied: _TitleCopied = None,
    open_graph_description_copied: _DescriptionCopied = None,
    dry_run: _DryRun = False,
    json: _Json = False,
    token_file: _TokenFile = None,
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


@_APP.command
def locales(*, site: _Site = None, json: _Json = False, token_file: _TokenFile = None) -> None:
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


@_APP.command
def doctor(*, site: _Site = None, json: _Json = False, token_file: _TokenFile = None) -> int:
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


def _usage(error: CycloptsError, arguments: Sequence[str]) -> str:
    if any(argument.partition("=")[0] == "--token" for argument in arguments):
        return "there is no --token, as others can read a command line: set WEBFLOW_TOKEN, or use --token-file"
    return f"{error} (see 'webflow-pages --help')"


def _fail(text: str, code: int, *listing: str) -> int:
    say(f"webflow-pages: {text}")
    for line in listing:
        say(line)
    return code
