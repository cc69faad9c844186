"""Pulling a site into files, and telling what became of them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from webflow_pages.commands.documents import SCHEMA
from webflow_pages.commands.writing import say, tell, tell_json, visible

if TYPE_CHECKING:
    from webflow_pages import Webflow
    from webflow_pages.metadata.files.pulled import Pulled
    from webflow_pages.metadata.state import SiteState


def pull(
    webflow: "Webflow",
    site_id: str,
    target: Path,
    locales: tuple[str, ...],
    *,
    prune: bool,
    skip_inherited: bool = False,
    json: bool,
) -> int:
    """Write the metadata of all pages into files, tell what became of them, and return the exit code.

    Args:
        webflow: The client to read with.
        site_id: The site's id.
        target: A folder, or a file that ends in ``.csv``.
        locales: The locales to read beside the primary one; all, if there are none.
        prune: Remove the files of pages that the site no longer has.
        skip_inherited: Leave out what a secondary locale shows just as the primary one.
        json: Tell it as JSON.

    Raises:
        MetadataError: A file that is there is malformed, or of another site. Nothing was written.
        WriteError: A file cannot be written.
        WebflowError: The site cannot be read.
    """
    from webflow_pages.metadata.files.writing import write_files
    from webflow_pages.metadata.state import read_state

    state = read_state(webflow, site_id, locales)
    pulled = write_files(state.without_inherited() if skip_inherited else state, target, prune=prune)
    if json:
        tell_json(_document(state, pulled))
    else:
        tell("".join(f"{visible(line)}\n" for line in _lines(pulled)))
    say(_summary(state, pulled, target))
    if pulled.gone:
        say("The files of pages that are gone are still there: --prune removes them.")
    return 0


def _document(state: "SiteState", pulled: "Pulled") -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "site": state.site_id,
        "pages": pulled.pages,
        "locales": [locale.tag for locale in state.locales],
        "requests": state.requests,
        "written": list(pulled.written),
        "unchanged": pulled.unchanged,
        "moved": [list(one) for one in pulled.moved],
        "gone": list(pulled.gone),
        "removed": list(pulled.removed),
    }


def _lines(pulled: "Pulled") -> list[str]:
    """Return a line for each file that is no longer as it was, and for each whose page is gone."""
    return [
        *(f"written  {name}" for name in pulled.written),
        *(f"moved    {old} -> {new}" for old, new in pulled.moved),
        *(f"removed  {name}" for name in pulled.removed),
        *(f"gone     {name}" for name in pulled.gone),
    ]


def _summary(state: "SiteState", pulled: "Pulled", target: Path) -> str:
    from webflow_pages.metadata.wording import counted

    pages, locales = counted(pulled.pages, "page"), counted(len(state.locales), "locale")
    changed = len(pulled.written) + len(pulled.moved)
    files = f"{counted(changed, 'file')} written, {pulled.unchanged:,} unchanged"
    return f"{target}: {pages} in {locales}, {counted(state.requests, 'request')}: {files}."
