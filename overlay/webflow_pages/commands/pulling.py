"""Pulling a site into files, and telling what became of them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from attrs import define

from webflow_pages.commands.documents import SCHEMA
from webflow_pages.commands.writing import say, tell, tell_json, visible

if TYPE_CHECKING:
    from webflow_pages import Webflow
    from webflow_pages.metadata.fields import Field, Value
    from webflow_pages.metadata.files.pulled import Pulled, Replaced
    from webflow_pages.metadata.state import SiteState

_TOLD: Final = 20
"""Texts that are told which a file no longer has. The rest is counted."""

_LONGEST: Final = 60
"""Characters of a text that are told."""


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
        prune: Remove the files of pages that the site no longer has. Each of these pages is asked for before.
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
    asking = _Asking(webflow)
    held = state.without_inherited() if skip_inherited else state
    pulled = write_files(held, target, prune=asking.why_kept if prune else None)
    requests = state.requests + asking.requests
    if json:
        tell_json(_document(state, pulled, requests))
    else:
        tell("".join(f"{visible(line)}\n" for line in _lines(pulled)))
    for line in _replaced_lines(pulled):
        say(line)
    for name, why in pulled.kept:
        say(f"{name} is still there: {why}")
    say(_summary(state, pulled, target, requests))
    if pulled.gone and not prune:
        say("Files or rows of pages that are gone are still there: --prune removes them.")
    return 0


@define
class _Asking:
    """Asks for pages that were not there when the site was read, before their files are removed."""

    webflow: "Webflow"
    requests: int = 0

    def why_kept(self, page_id: str) -> str | None:
        """Return why a page's file has to stay; None if the page is gone for certain."""
        from webflow_pages import InvalidArgumentError, NotFoundError, WebflowError

        self.requests += 1
        try:
            self.webflow.pages.get(page_id)
        except NotFoundError:
            return None
        except InvalidArgumentError as error:
            self.requests -= 1
            return f"nobody can say whether its page is gone: {error}"
        except WebflowError as error:
            return f"nobody can say whether its page is gone: {error}"
        return f"Webflow has its page {page_id}, though it did not list it: pull again"


def _document(state: "SiteState", pulled: "Pulled", requests: int) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "site": state.site_id,
        "pages": pulled.pages,
        "locales": [locale.tag for locale in state.locales],
        "requests": requests,
        "written": list(pulled.written),
        "unchanged": pulled.unchanged,
        "moved": [list(one) for one in pulled.moved],
        "gone": list(pulled.gone),
        "removed": list(pulled.removed),
        "replaced": [_replaced_document(one) for one in pulled.replaced],
    }


def _replaced_document(one: "Replaced") -> dict[str, Any]:
    from webflow_pages.metadata.plan.document import value_to_json

    return {
        "file": one.file,
        "page": one.page,
        "locale": one.locale,
        "field": one.field,
        "before": value_to_json(one.before),
        "after": value_to_json(one.after),
    }


def _lines(pulled: "Pulled") -> list[str]:
    """Return a line for each file that is no longer as it was, and for each whose page is gone."""
    return [
        *(f"written  {name}" for name in pulled.written),
        *(f"moved    {old} -> {new}" for old, new in pulled.moved),
        *(f"removed  {name}" for name in pulled.removed),
        *(f"gone     {name}" for name in pulled.gone),
    ]


def _replaced_lines(pulled: "Pulled") -> list[str]:
    """Return a line for each text that a file no longer has, as somebody may have edited it there."""
    lines = [_replaced_line(one) for one in pulled.replaced[:_TOLD]]
    more = len(pulled.replaced) - len(lines)
    return [*lines, f"and {more:,} more"] if more else lines


def _replaced_line(one: "Replaced") -> str:
    from webflow_pages.metadata.files.tables import is_table

    where = f"{one.file}: {one.page}:" if is_table(Path(one.file)) else f"{one.file}:"
    after = "is left out" if one.after is None else f"is {_shown(one.field, one.after)}"
    return f"{where} {one.field} in {one.locale} was {_shown(one.field, one.before)}, {after}"


def _shown(field: "Field", value: "Value") -> str:
    from webflow_pages.metadata.wording import said

    if not isinstance(value, str) or not value:
        return said(field, value)
    return f"'{value if len(value) <= _LONGEST else f'{value[:_LONGEST]}…'}'"


def _summary(state: "SiteState", pulled: "Pulled", target: Path, requests: int) -> str:
    from webflow_pages.metadata.wording import counted

    pages, locales = counted(pulled.pages, "page"), counted(len(state.locales), "locale")
    changed = len(pulled.written) + len(pulled.moved)
    files = f"{counted(changed, 'file')} written, {pulled.unchanged:,} unchanged"
    return f"{target}: {pages} in {locales}, {counted(requests, 'request')}: {files}."
