"""Write edits into a YAML text: the lines that they are about, and no other byte. Comments stay.

What is written is parsed again, and has to be what was meant.
"""

import re
from collections.abc import Iterable
from typing import Any, Final

import yaml

from webflow_contract import documents
from webflow_contract.documents import Document
from webflow_contract.errors import DocumentError
from webflow_contract.following import rendering
from webflow_contract.following.edits import Edit, index_of
from webflow_contract.following.errors import unwritable
from webflow_contract.following.layout import Entry, Layout

_Splice = tuple[int, int, str]
"""What to put in the place of what begins and ends there."""


def written(text: str, edits: Iterable[Edit], expected: Document) -> str:
    """Return a text with edits, which is the document that is expected then.

    Raises:
        FollowingError: The text is written in a way that this cannot be done with.
    """
    try:
        for edit in edits:
            text = _spliced(text, _DO[edit.kind](Layout(text), edit))
        after = documents.parse(text, "spec/openapi.yaml")
    except (DocumentError, yaml.YAMLError, UnicodeError):
        raise unwritable() from None
    if repr(_ordered(after)) != repr(_ordered(expected)):
        raise unwritable()
    return text


def _ordered(value: Any) -> Any:  # noqa: ANN401  (JSON is any value)
    if isinstance(value, dict):
        return sorted((key, _ordered(inner)) for key, inner in value.items())
    return [_ordered(inner) for inner in value] if isinstance(value, list) else value


def _spliced(text: str, splices: Iterable[_Splice]) -> str:
    for begin, end, instead in sorted(splices, reverse=True):
        text = text[:begin] + instead + text[end:]
    return text


def _set(text: Layout, edit: Edit) -> list[_Splice]:
    *way, key = edit.location
    opener = text.opener(tuple(way))
    if text.has(opener.value, key):
        return _replaced(text, text.entry(opener.value, key), edit.value)
    return _entered(text, opener.value, str(key), edit.value)


def _replaced(text: Layout, entry: Entry, value: Any) -> list[_Splice]:  # noqa: ANN401  (JSON is any value)
    """Put a value in the place of another one. What stands behind its key stays."""
    if entry.key is None:
        raise unwritable()
    begin, colon = text.at(entry.value.start_mark), text.after_colon(entry.key)
    line = rendering.on_a_line(value)
    if text.line_end(begin) == text.line_end(colon):
        return [(begin, text.end(entry.value), line if begin > colon else f" {line}")]
    return [(colon, colon, f" {line}"), (text.line_end(colon), text.line_end(entry.end), "")]


def _entered(text: Layout, holder: yaml.Node, key: str, value: Any) -> list[_Splice]:  # noqa: ANN401
    """Put one more entry after the last one of an object."""
    if not isinstance(holder, yaml.MappingNode):
        raise unwritable()
    if holder.flow_style or not holder.value:
        return _added_on_a_line(text, holder, rendering.entry_on_a_line(key, value))
    indent = holder.value[0][0].start_mark.column
    return _added(text, text.entries(holder)[-1], rendering.entry(key, value, indent))


def _added(text: Layout, last: Entry, lines: str) -> list[_Splice]:
    place = text.line_end(last.end)
    given = text.text[text.line_begin(last.end) : place]
    lines = lines.replace("\n", text.line_break)
    return [(place, place, lines if given.endswith(("\n", "\r")) else f"{text.line_break}{lines}")]


def _added_on_a_line(text: Layout, holder: yaml.Node, words: str) -> list[_Splice]:
    entries = text.entries(holder)
    place = entries[-1].end if entries else text.at(holder.start_mark) + 1
    return [(place, place, f", {words}" if entries else words)]


def _append(text: Layout, edit: Edit) -> list[_Splice]:
    *way, key = edit.location
    opener = text.opener(tuple(way))
    if not text.has(opener.value, key):
        return _entered(text, opener.value, str(key), [edit.value])
    listed = text.entry(opener.value, key).value
    if not isinstance(listed, yaml.SequenceNode):
        raise unwritable()
    if listed.flow_style or not listed.value:
        return _added_on_a_line(text, listed, rendering.on_a_line(edit.value))
    return _added(text, text.entries(listed)[-1], rendering.item(edit.value, listed.start_mark.column))


def _remove(text: Layout, edit: Edit) -> list[_Splice]:
    *way, last = edit.location
    opener = text.opener(tuple(way))
    entries = text.entries(opener.value)
    return _gone(text, opener, entries.index(text.entry(opener.value, last)))


def _discard(text: Layout, edit: Edit) -> list[_Splice]:
    opener = text.opener(edit.location)
    listed = documents.parse(text.text, "spec/openapi.yaml")
    for part in edit.location:
        listed = listed[part]  # type: ignore[index]
    if len(opener.value.value) == 1:
        return _remove(text, edit)
    return _gone(text, opener, index_of(edit.value, list(listed)))


def _gone(text: Layout, opener: Entry, index: int) -> list[_Splice]:
    """Take an entry away: its own lines, whatever comments stand around them."""
    holder, entries = opener.value, text.entries(opener.value)
    if getattr(holder, "flow_style", False):
        return _gone_from_a_line(text, entries, index)
    one = entries[index]
    if one.key is not None and text.lead(one.begin).strip():
        return _gone_from_a_dash(text, entries)
    begin = text.line_begin(one.begin) if one.key is not None else _dash(text, holder, one)
    cut = (begin, text.line_end(one.end), "")
    if len(entries) > 1:
        return [cut]
    if opener.key is None:
        raise unwritable()
    colon = text.after_colon(opener.key)
    return [(colon, colon, " {}" if one.key is not None else " []"), cut]


def _dash(text: Layout, holder: yaml.Node, one: Entry) -> int:
    """Return where the line with the dash of a list's item begins: comments may stand between them."""
    dash = re.compile(f" {{{holder.start_mark.column}}}-(?=[ \t\r\n])")
    begin = text.line_begin(one.begin)
    while dash.match(text.text, begin) is None:
        if text.lead(one.begin).strip() or begin == 0:
            raise unwritable()
        begin = text.line_begin(begin - 1)
    return begin


def _gone_from_a_dash(text: Layout, entries: list[Entry]) -> list[_Splice]:
    """Take away the first entry of an object that begins behind a dash: the next one comes there."""
    one = entries[0]
    if len(entries) == 1:
        return [(one.begin, one.end, "{}")]
    following = entries[1].begin
    if "#" not in text.text[one.end : following]:
        return [(one.begin, following, "")]
    dash = len(text.text[: one.begin].rstrip())
    return [(dash, len(text.text[: text.line_end(one.end)].rstrip("\r\n")), "")]


def _gone_from_a_line(text: Layout, entries: list[Entry], index: int) -> list[_Splice]:
    one = entries[index]
    if comma := re.compile("[ \t]*,[ \t]*").match(text.text, one.end):
        return [(one.begin, comma.end(), "")]
    before = entries[index - 1].end if index else one.begin
    between = text.text[before : one.begin]
    return [(before if not between.strip(", \t") else one.begin, one.end, "")]


_DO: Final = {"set": _set, "remove": _remove, "append": _append, "discard": _discard}
