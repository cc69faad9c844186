"""Write edits into a YAML text: the lines that they are about, and no other byte. Comments stay.

Where a value begins and ends is known from the parser. What is written is parsed again, and has to be what was meant.
"""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any, Final

import yaml
from attrs import frozen

from webflow_contract import documents
from webflow_contract.contract.locations import Location
from webflow_contract.documents import Document
from webflow_contract.errors import DocumentError
from webflow_contract.following import rendering
from webflow_contract.following.edits import Edit, index_of
from webflow_contract.following.errors import FollowingError, by_hand

_LINE: Final = re.compile("[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029]|$)")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_Splice = tuple[int, int, str]
"""What to put in the place of what begins and ends there."""


def written(text: str, edits: Iterable[Edit], expected: Document) -> str:
    """Return a text with edits, which is the document that is expected then.

    Raises:
        FollowingError: The text is written in a way that this cannot be done with.
    """
    try:
        for edit in edits:
            text = _spliced(text, _DO[edit.kind](_Text(text), edit))
        after = documents.parse(text, "spec/openapi.yaml")
    except (DocumentError, yaml.YAMLError, UnicodeError):
        raise _unwritable() from None
    if repr(_ordered(after)) != repr(_ordered(expected)):
        raise _unwritable()
    return text


def _ordered(value: Any) -> Any:  # noqa: ANN401  (JSON is any value)
    if isinstance(value, dict):
        return sorted((key, _ordered(inner)) for key, inner in value.items())
    return [_ordered(inner) for inner in value] if isinstance(value, list) else value


def _unwritable() -> FollowingError:
    return by_hand("the file is written there in a way that a patch might lose something of")


def _spliced(text: str, splices: Iterable[_Splice]) -> str:
    for begin, end, instead in sorted(splices, reverse=True):
        text = text[:begin] + instead + text[end:]
    return text


@frozen
class _Entry:
    """An entry of an object or an item of a list: its key, where it begins, and where its last content ends."""

    key: yaml.Node | None
    value: yaml.Node
    begin: int
    end: int


@frozen(slots=False)
class _Text:
    """A YAML text, and where in it everything is."""

    text: str

    @cached_property
    def _begins(self) -> list[int]:
        return [found.start() for found in _LINE.finditer(self.text)]

    @cached_property
    def _root(self) -> yaml.Node:
        root = yaml.compose(self.text, _Loader)
        if root is None or _has_aliases(root):
            raise _unwritable()
        return root

    def at(self, mark: Any) -> int:  # noqa: ANN401  (libyaml has a class of its own for it)
        return int(self._begins[mark.line] + mark.column)

    def line_begin(self, place: int) -> int:
        return max(begin for begin in self._begins if begin <= place)

    def line_end(self, place: int) -> int:
        """Return where the next line begins."""
        return next((begin for begin in self._begins if begin > place), len(self.text))

    @property
    def line_break(self) -> str:
        found = re.search("\r\n|\n", self.text)
        return found[0] if found else "\n"

    def node(self, location: Location) -> yaml.Node:
        return self._way(location)[-1].value

    def _way(self, location: Location) -> list[_Entry]:
        """Return the entries from the root to a location."""
        way = [_Entry(None, self._root, 0, len(self.text))]
        for part in location:
            way.append(self.entry(way[-1].value, part))
        return way

    def opener(self, location: Location) -> _Entry:
        return self._way(location)[-1]

    def entry(self, holder: yaml.Node, part: str | int) -> _Entry:
        entries = self.entries(holder)
        if isinstance(part, int):
            return entries[part]
        return next(one for one in entries if one.key is not None and one.key.value == part)

    def has(self, holder: yaml.Node, part: str | int) -> bool:
        return any(one.key is not None and one.key.value == part for one in self.entries(holder))

    def entries(self, holder: yaml.Node) -> list[_Entry]:
        if isinstance(holder, yaml.MappingNode):
            return [
                _Entry(key, value, self.at(key.start_mark), max(self.after_colon(key), self.end(value)))
                if not holder.flow_style
                else _Entry(key, value, self.at(key.start_mark), max(self.end(key), self.end(value)))
                for key, value in holder.value
            ]
        return [_Entry(None, value, self.at(value.start_mark), self.end(value)) for value in holder.value]

    def end(self, node: yaml.Node) -> int:
        """Return where the last content of a node ends: the parser counts comments after a block as a part of it."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return max(map(self.end, last)) if isinstance(last, tuple) else self.end(last)
        end = self.at(node.end_mark)
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            return len(self.text[:end].rstrip())
        return end

    def after_colon(self, key: yaml.Node) -> int:
        found = re.compile("[ \t]*:").match(self.text, self.at(key.end_mark))
        if found is None:
            raise _unwritable()
        return found.end()


def _has_aliases(root: yaml.Node) -> bool:
    """Return whether a node stands for what is somewhere else."""
    todo, seen = [root], set[int]()
    while todo:
        node = todo.pop()
        if id(node) in seen:
            return True
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            todo += [inner for pair in node.value for inner in pair]
        elif isinstance(node, yaml.SequenceNode):
            todo += node.value
    return False


def _set(text: _Text, edit: Edit) -> list[_Splice]:
    *way, key = edit.location
    opener = text.opener(tuple(way))
    if text.has(opener.value, key):
        return _replaced(text, text.entry(opener.value, key), edit.value)
    return _entered(text, opener.value, str(key), edit.value)


def _replaced(text: _Text, entry: _Entry, value: Any) -> list[_Splice]:  # noqa: ANN401  (JSON is any value)
    """Put a value in the place of another one. What stands behind its key stays."""
    if entry.key is None:
        raise _unwritable()
    begin, colon = text.at(entry.value.start_mark), text.after_colon(entry.key)
    line = rendering.on_a_line(value)
    if text.line_end(begin) == text.line_end(colon):
        return [(begin, text.end(entry.value), line if begin > colon else f" {line}")]
    return [(colon, colon, f" {line}"), (text.line_end(colon), text.line_end(entry.end), "")]


def _entered(text: _Text, holder: yaml.Node, key: str, value: Any) -> list[_Splice]:  # noqa: ANN401
    """Put one more entry after the last one of an object."""
    if not isinstance(holder, yaml.MappingNode):
        raise _unwritable()
    if holder.flow_style or not holder.value:
        return _added_on_a_line(text, holder, rendering.entry_on_a_line(key, value))
    indent = holder.value[0][0].start_mark.column
    return _added(text, text.entries(holder)[-1], rendering.entry(key, value, indent))


def _added(text: _Text, last: _Entry, lines: str) -> list[_Splice]:
    place = text.line_end(last.end)
    given = text.text[text.line_begin(last.end) : place]
    lines = lines.replace("\n", text.line_break)
    return [(place, place, lines if given.endswith(("\n", "\r")) else f"{text.line_break}{lines}")]


def _added_on_a_line(text: _Text, holder: yaml.Node, words: str) -> list[_Splice]:
    entries = text.entries(holder)
    place = entries[-1].end if entries else text.at(holder.start_mark) + 1
    return [(place, place, f", {words}" if entries else words)]


def _append(text: _Text, edit: Edit) -> list[_Splice]:
    *way, key = edit.location
    opener = text.opener(tuple(way))
    if not text.has(opener.value, key):
        return _entered(text, opener.value, str(key), [edit.value])
    listed = text.entry(opener.value, key).value
    if not isinstance(listed, yaml.SequenceNode):
        raise _unwritable()
    if listed.flow_style or not listed.value:
        return _added_on_a_line(text, listed, rendering.on_a_line(edit.value))
    return _added(text, text.entries(listed)[-1], rendering.item(edit.value, listed.start_mark.column))


def _remove(text: _Text, edit: Edit) -> list[_Splice]:
    *way, last = edit.location
    opener = text.opener(tuple(way))
    entries = text.entries(opener.value)
    return _gone(text, opener, entries.index(text.entry(opener.value, last)))


def _discard(text: _Text, edit: Edit) -> list[_Splice]:
    opener = text.opener(edit.location)
    listed = documents.parse(text.text, "spec/openapi.yaml")
    for part in edit.location:
        listed = listed[part]  # type: ignore[index]
    if len(opener.value.value) == 1:
        return _remove(text, edit)
    return _gone(text, opener, index_of(edit.value, list(listed)))


def _gone(text: _Text, opener: _Entry, index: int) -> list[_Splice]:
    """Take an entry away: its own lines, whatever comments stand around them."""
    holder, entries = opener.value, text.entries(opener.value)
    if getattr(holder, "flow_style", False):
        return _gone_from_a_line(text, entries, index)
    one = entries[index]
    begin = text.line_begin(one.begin)
    lead = text.text[begin : one.begin]
    if one.key is not None and lead.strip():
        return _gone_from_a_dash(text, entries)
    if not (re.fullmatch(" *- +", lead) if one.key is None else not lead.strip()):
        raise _unwritable()
    cut = (begin, text.line_end(one.end), "")
    if len(entries) > 1:
        return [cut]
    if opener.key is None:
        raise _unwritable()
    colon = text.after_colon(opener.key)
    return [(colon, colon, " {}" if one.key is not None else " []"), cut]


def _gone_from_a_dash(text: _Text, entries: list[_Entry]) -> list[_Splice]:
    """Take away the first entry of an object that begins behind a dash: the next one comes there."""
    one = entries[0]
    if len(entries) == 1:
        return [(one.begin, one.end, "{}")]
    following = entries[1].begin
    if "#" not in text.text[one.end : following]:
        return [(one.begin, following, "")]
    dash = len(text.text[: one.begin].rstrip())
    return [(dash, len(text.text[: text.line_end(one.end)].rstrip("\r\n")), "")]


def _gone_from_a_line(text: _Text, entries: list[_Entry], index: int) -> list[_Splice]:
    one = entries[index]
    if comma := re.compile("[ \t]*,[ \t]*").match(text.text, one.end):
        return [(one.begin, comma.end(), "")]
    before = entries[index - 1].end if index else one.begin
    between = text.text[before : one.begin]
    return [(before if not between.strip(", \t") else one.begin, one.end, "")]


_DO: Final = {"set": _set, "remove": _remove, "append": _append, "discard": _discard}
