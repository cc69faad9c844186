"""Putting what a page holds now into the file that there is, and leaving all else in it as it is.

The text is edited where a value differs, and nowhere else: comments, order, quotes, indentation and line ends stay by
construction. Then it is read again, until nothing differs any more.
"""

import re
from collections.abc import Iterator
from typing import Final

from attrs import frozen

from webflow_pages.metadata.errors import FileError, Place
from webflow_pages.metadata.fields import Value
from webflow_pages.metadata.files.identities import IdentityError, path_of
from webflow_pages.metadata.files.nodes import Group, Node, Text, parse
from webflow_pages.metadata.files.page_files import LOCALES, value_of
from webflow_pages.metadata.files.rendering import Tree, in_braces, lines_of
from webflow_pages.metadata.files.scalars import spelled, written

_ROUNDS: Final = 12
"""How often a file is edited at the most. One round does it, unless edits touch each other."""

_BLOCKS: Final = ("|", ">")
"""The styles of texts that stand in lines of their own, and end where the next line begins."""

_COMMENT: Final = re.compile(r"[ \t]+#.*")


@frozen
class _Edit:
    """A part of the text, from ``start`` to before ``end``, and what takes its place."""

    start: int
    end: int
    text: str


def merged(text: str, tree: Tree, name: str) -> str:
    """Return a file's text with what the page holds now.

    Names that the tree does not have are taken out, but for locales: those that it does not have stay.

    Args:
        text: What the file says.
        tree: What it is to say; its locales spelt as the file spells them.
        name: What errors call the file.

    Raises:
        FileError: It is written in a way that cannot be edited.
    """
    place = Place(name)
    for _ in range(_ROUNDS):
        try:
            root = parse(text, name)
        except FileError as error:
            raise FileError(_NOT_EDITED, place) from error
        edits = list(_Differences(text, root, place).edits(root, _as_in_file(tree, root)))
        if not edits:
            return text
        text = _edited(text, edits)
    raise FileError(_NOT_EDITED, place)


_NOT_EDITED: Final = "it is written in a way that cannot be edited: move it away, pull, and put its comments back"


def _as_in_file(tree: Tree, root: Group) -> Tree:
    """Return the tree with the file's own spelling of what it has right, such as ``/pricing/`` for ``/pricing``."""
    tree = dict(tree)
    for key, node in root.items:
        value = value_of(node)
        if isinstance(value, str) and _means(key.text, value) == tree.get(
            key.text, "page" if key.text == "kind" else None
        ):
            tree[key.text] = value
    return tree


def _means(name: str, text: str) -> str:
    try:
        return path_of(text) if name == "path" else text.lower() if name in ("site", "page") else text
    except IdentityError:
        return text


def _edited(text: str, edits: list[_Edit]) -> str:
    """Return the text with those edits that do not touch one before them. The next round has the others."""
    parts, done = list[str](), 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start >= done:
            parts += text[done : edit.start], edit.text
            done = edit.end
    return "".join([*parts, text[done:]])


class _Differences:
    """Finds how a file's text differs from a tree."""

    def __init__(self, text: str, root: Group, place: Place) -> None:
        self._text = text
        self._place = place
        self._line_end = "\r\n" if "\r\n" in text else "\n"
        self._step = " " * _step_of(root)

    def edits(self, group: Group, tree: Tree, *, keeps: bool = False) -> Iterator[_Edit]:
        """Yield what it takes to make a group a tree. One that keeps loses no name."""
        there = {key.text for key, _ in group.items}
        for index, (key, node) in enumerate(group.items):
            if key.text in tree:
                yield from self._change(group, key, node, tree[key.text], keeps=key.text == LOCALES and not keeps)
            elif not keeps:
                yield self._removal(group, index)
        missing: Tree = {}
        before: int | None = None
        for name in tree:
            if name not in there:
                missing[name] = tree[name]
                continue
            if missing:
                yield self._insertion(group, before, missing)
            missing, before = {}, next(index for index, (key, _) in enumerate(group.items) if key.text == name)
        if missing:
            yield self._insertion(group, before, missing)

    def _change(self, group: Group, key: Text, node: Node, wanted: Value | Tree, *, keeps: bool) -> Iterator[_Edit]:
        if isinstance(wanted, dict):
            yield from self._change_group(group, key, node, wanted, keeps=keeps)
        elif value_of(node) != wanted:
            yield self._replacement(group, key, node, wanted)

    def _change_group(self, group: Group, key: Text, node: Node, wanted: Tree, *, keeps: bool) -> Iterator[_Edit]:
        if isinstance(node, Text) or (not node.items and wanted):
            yield self._new_group(group, key, node, wanted)
        elif wanted or keeps or node.in_braces or not node.items:
            yield from self.edits(node, wanted, keeps=keeps)
        else:
            colon = self._colon(key)
            yield _Edit(colon, colon, " {}")
            yield _Edit(self._line_start(node.items[0][0].start), self._end(node), "")

    def _new_group(self, group: Group, key: Text, node: Node, wanted: Tree) -> _Edit:
        """Return what puts names where there were none."""
        if group.in_braces:
            return _Edit(node.start, node.end, f"{{{in_braces(wanted)}}}")
        comment = self._text[node.end : self._line_break(node.end)]
        lines = lines_of(wanted, " " * (key.column - 1) + self._step, self._step)
        return _Edit(self._colon(key), self._line_break(node.end), self._line_end.join([comment.rstrip(), *lines]))

    def _replacement(self, group: Group, key: Text, node: Node, value: Value) -> _Edit:
        if isinstance(node, Text):
            return self._new_text(node, written(value, like=node.style, in_braces=group.in_braces))
        _, inner = node.items[0]  # of {text: …}
        if isinstance(inner, Text) and isinstance(value, str):
            return self._new_text(inner, spelled(value, like=inner.style, in_braces=node.in_braces))
        if node.in_braces:
            return _Edit(node.start, node.end, written(value, in_braces=group.in_braces))
        in_line = isinstance(inner, Text) and inner.style not in _BLOCKS
        comment = self._text[inner.end : self._line_break(inner.end)].rstrip() if in_line else ""
        return _Edit(self._colon(key), self._end(node), f" {written(value)}{comment}{self._line_end}")

    def _new_text(self, node: Text, new: str) -> _Edit:
        if node.style not in _BLOCKS:
            return _Edit(node.start, node.end, new)
        old = self._text[node.start : node.end]
        comment = _COMMENT.search(old.partition("\n")[0].rstrip("\r"))
        after = old[len(old.rstrip(" \t\r\n")) :].lstrip(" \t")
        return _Edit(node.start, node.end, new + (comment.group() if comment else "") + after)

    def _removal(self, group: Group, index: int) -> _Edit:
        key, node = group.items[index]
        if not group.in_braces:
            return _Edit(self._line_start(key.start), self._end(node), "")
        if index + 1 < len(group.items):
            return _Edit(key.start, group.items[index + 1][0].start, "")
        return _Edit(group.items[index - 1][1].end if index else key.start, node.end, "")

    def _insertion(self, group: Group, before: int | None, missing: Tree) -> _Edit:
        """Return what puts names behind one that there is, or in front of all."""
        if group.in_braces:
            if before is not None:
                end = group.items[before][1].end
                return _Edit(end, end, f", {in_braces(missing)}")
            start = group.items[0][0].start if group.items else group.end - 1
            return _Edit(start, start, in_braces(missing) + (", " if group.items else ""))
        first = group.items[0][0]
        at = self._line_start(first.start) if before is None else self._end(group.items[before][1])
        lines = [f"{line}{self._line_end}" for line in lines_of(missing, " " * (first.column - 1), self._step)]
        ends_open = at > 0 and not self._text[:at].endswith("\n")
        return _Edit(at, at, (self._line_end if ends_open else "") + "".join(lines))

    def _end(self, node: Node) -> int:
        """Return where the lines of a value have ended."""
        if isinstance(node, Group) and not node.in_braces:
            return self._end(node.items[-1][1])
        if isinstance(node, Text) and node.style in _BLOCKS:
            return node.end
        return min(self._line_break(node.end) + len(self._line_end), len(self._text))

    def _line_break(self, at: int) -> int:
        found = self._text.find(self._line_end, at)
        return found if found >= 0 else len(self._text)

    def _line_start(self, at: int) -> int:
        return self._text.rfind("\n", 0, at) + 1

    def _colon(self, key: Text) -> int:
        """Return where the colon of a name has ended."""
        found = self._text.find(":", key.end)
        if found < 0:
            raise FileError(_NOT_EDITED, self._place)
        return found + 1


def _step_of(root: Group) -> int:
    """Return by how much the file indents, or 2 where it does not."""
    for key, node in root.items:
        if isinstance(node, Group) and not node.in_braces and node.items and node.column > key.column:
            return node.column - key.column
    return 2
