"""Lines of reports as a terminal shows them."""

import os
from collections.abc import Iterable, Mapping
from typing import Final, TextIO

from webflow_pages.commands.writing import visible

_STYLES: Final[Mapping[str, str]] = {
    "page": "bold",
    "heading": "bold",
    "before": "red",
    "after": "green",
    "refused": "bold red",
    "warning": "yellow",
    "quiet": "dim",
}


def styled(lines: Iterable[tuple[str, str]], file: TextIO | None) -> str:
    """Return lines, each with what it is, as they are to be written to ``file``: in colours on a terminal."""
    if file is None or not file.isatty() or os.environ.get("NO_COLOR"):
        return "".join(f"{visible(text)}\n" for _, text in lines)
    from io import StringIO

    from rich.console import Console
    from rich.text import Text

    drawn = StringIO()
    console = Console(file=drawn, force_terminal=True, soft_wrap=True)
    for kind, text in lines:
        console.print(Text(visible(text), style=_STYLES.get(kind, "")))
    return drawn.getvalue()
