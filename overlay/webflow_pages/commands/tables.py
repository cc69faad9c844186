"""Tables for people. In a terminal they fit its width; anywhere else nothing is cut, wrapped or coloured."""

import os
import sys
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import TYPE_CHECKING, Final, TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from webflow_pages import UNSET
from webflow_pages.commands.changes import Change, Wanted, shown
from webflow_pages.commands.writing import visible

if TYPE_CHECKING:
    from webflow_pages import Locale, Page
    from webflow_pages.commands.doctor import Check

_NARROWEST: Final = 72
"""Columns. Below that, the terminal breaks lines better than a table does."""

_PATH: Final = 16
"""Columns that a path may always take."""

_BESIDE_PATH: Final = 64
"""Columns that a list takes beside its paths: an id, two short titles, a kind and the gaps."""

_UNBOUNDED: Final = 1_000_000

_QUIET: Final = "dim"
_STATES: Final = {"ok": "green", "problem": "bold red", "unproven": "yellow"}


def page_table(page: "Page", locale: str) -> str:
    """Return a page's metadata, a line for each field. ``locale`` is what it was asked for in."""
    table = _table()
    table.add_column(style=_QUIET, no_wrap=True)
    table.add_column(overflow="fold")
    rows = {
        "Title": _cell(page.title),
        "Slug": _cell(page.slug),
        "SEO title": _cell(shown(page, "seo.title")),
        "SEO description": _cell(shown(page, "seo.description")),
        "Open Graph title": _mirrored(page, "title"),
        "Open Graph description": _mirrored(page, "description"),
        "Path": _cell(page.published_path),
        "Locale": _with(_cell(locale), page.locale_id),
        "Kind": _cell(", ".join(_kinds(page)) or "page"),
        "Last updated": _cell(page.last_updated),
        "Page": _cell(page.id),
        "Site": _cell(page.site_id),
    }
    for name, cell in rows.items():
        table.add_row(name, cell)
    return _rendered(table)


def pages_table(pages: "Iterable[Page]") -> str:
    """Return a line for each page."""
    table = _table("Path", "Title", "SEO title", "Kind", ids="Page")
    longest = len("Path")
    for page in pages:
        path = _cell(page.published_path)
        longest = max(longest, path.cell_len)
        others = (page.title, shown(page, "seo.title"), ", ".join(_kinds(page)), page.id)
        table.add_row(path, *map(_cell, others))
    # Titles break at spaces. A path has none, and is found more easily in one piece.
    table.columns[0].width = min(longest, max(_PATH, _console(StringIO()).width - _BESIDE_PATH))
    return _rendered(table)


def update_table(page: "Page", wanted: Wanted) -> str:
    """Return a line for each field that was sent, with what became of it."""
    table = _table("Field", "Sent", "Outcome")
    for field, value in wanted.items():
        table.add_row(field, _cell(value), _outcome(page, field))
    return _rendered(table)


def changes_table(changes: Iterable[Change]) -> str:
    """Return a line for each field that would change: old → new."""
    table = _table("Field", "Now", "", "Would be")
    for change in changes:
        table.add_row(change.field, _cell(change.before), "→", _cell(change.after))
    return _rendered(table)


def locales_table(locales: "Iterable[tuple[Locale, bool]]") -> str:
    """Return a line for each locale."""
    table = _table("Tag", "Name", "Subdirectory", "Enabled", "", ids="Locale")
    for locale, primary in locales:
        cells = (locale.tag, locale.display_name, locale.subdirectory, locale.enabled)
        table.add_row(*map(_cell, cells), "primary" if primary else "", _cell(locale.id))
    return _rendered(table)


def checks_table(checks: "Sequence[Check]") -> str:
    """Return a line for each check, and below it what to do."""
    table = _table()
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for check in checks:
        table.add_row(Text(check.state, style=_STATES[check.state]), check.name, Text(visible(check.says)))
        for line in check.advice.split("\n") if check.advice else ():
            table.add_row("", "", Text(visible(line), style="bold" if check.state == "problem" else _QUIET))
    return _rendered(table)


def _table(*columns: str, ids: str | None = None) -> Table:
    """Return an empty table. The column of ``ids`` comes last and is never cut."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=bool(columns), header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    if ids is not None:
        table.add_column(ids, no_wrap=True, min_width=24, style=_QUIET)
    return table


def _rendered(table: Table) -> str:
    text = StringIO()
    _console(text).print(table)
    return "".join(f"{line.rstrip()}\n" for line in text.getvalue().splitlines())


def _console(file: TextIO) -> Console:
    """Return a console that writes to ``file`` what stdout is to get."""
    if sys.stdout is None or not sys.stdout.isatty():
        return Console(file=file, force_terminal=False, color_system=None, width=_UNBOUNDED)
    plain = bool(os.environ.get("NO_COLOR"))
    console = Console(file=file, force_terminal=True, color_system=None if plain else "auto")
    console.width = max(console.width, _NARROWEST)
    return console


def _cell(value: object) -> Text:
    """Return a value as text: what is absent, null and empty are three things."""
    if value is UNSET:
        return Text("\N{EN DASH}", style=_QUIET)
    if value is None:
        return Text("(none)", style=_QUIET)
    if isinstance(value, bool):
        return Text("yes" if value else "no")
    return Text(visible(str(value)))


def _with(cell: Text, id_: object) -> Text:
    return cell.append(f" ({visible(id_)})", style=_QUIET) if isinstance(id_, str) else cell


def _mirrored(page: "Page", name: str) -> Text:
    text = shown(page, f"open_graph.{name}")
    if shown(page, f"open_graph.{name}_copied") is not True:
        return _cell(text)
    mirrors = Text("(mirrors SEO)", style=_QUIET)
    return mirrors if text is None else _cell(text).append(" ").append(mirrors)


def _kinds(page: "Page") -> Iterable[str]:
    """Yield what is special about a page."""
    if page.slug is None:
        yield "home"
    if isinstance(page.collection_id, str):
        yield "template"
    if page.draft is True:
        yield "draft"
    if page.archived is True:
        yield "archived"
    if page.is_branch is True:
        yield "branch"


def _outcome(page: "Page", field: str) -> Text:
    if field not in page.not_applied:
        return Text("applied", style="green")
    return Text("not applied, it is ", style="bold red").append(_cell(shown(page, field)))
