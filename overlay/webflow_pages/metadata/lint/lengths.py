"""Texts that are too wide or too narrow for where they are shown."""

from collections.abc import Iterator, Mapping
from typing import Final

from webflow_pages.metadata.entries import Entry
from webflow_pages.metadata.fields import Field
from webflow_pages.metadata.lint.context import Context, Found
from webflow_pages.metadata.lint.missing import is_blank
from webflow_pages.metadata.widths.profiles import Limit

_CODES: Final[Mapping[Field, tuple[str, str | None]]] = {
    "seo.title": ("PM104", "PM105"),
    "seo.description": ("PM203", "PM204"),
    "open_graph.title": ("PM303", None),
    "open_graph.description": ("PM303", None),
}
"""The rules for what is too wide and for what is too narrow."""


def lengths(entry: Entry, context: Context) -> Iterator[Found]:
    """Yield the fields whose text is too wide or too narrow. One with a binding is neither."""
    for field, (wide, narrow) in _CODES.items():
        text, limit = entry.values.get(field), context.settings.limits.get(field)
        if limit is None or not isinstance(text, str) or is_blank(text):
            continue
        if limit.unit == "characters" and narrow is None and len(text) <= limit.most:
            continue  # without counting, for nearly all
        taken = limit.measure(text)
        if taken is None:
            continue
        if taken > limit.most:
            yield Found(wide, field, f"{_amount(taken, limit)} of the {_amount(limit.most, limit)} that are shown")
        elif narrow is not None and taken < limit.least:
            yield Found(narrow, field, f"only {_amount(taken, limit)}, less than {_amount(limit.least, limit)}")


def _amount(number: float, limit: Limit) -> str:
    # A tenth where the whole would say "580 of 580".
    shown = f"{number:.0f}" if number == int(number) or abs(number - limit.most) >= 1 else f"{number:.1f}"
    return f"{shown} {limit.unit}"
