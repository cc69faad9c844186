"""How a file's text differs from what it is to say: the edits that make up for it, and keep every comment."""

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import frozen

from webflow_pages.metadata.errors import FileError, Place
from webflow_pages.metadata.fields import Value
from webflow_pages.metadata.files.keys import LOCALES
from webflow_pages.metadata.files.nodes import Group, Node, Text
from webflow_pages.metadata.files.page_files import value_of
from webflow_pages.metadata.files.rendering import Tree, in_braces, lines_of
from webflow_pages.metadata.files.scalars import spelled, written
from webflow_pages.metadata.files.source import BLOCKS, Comment, Source

NOT_EDITED: Final = "it is written in a way that cannot be edited: move it away, pull, and put its comments back"


@frozen
class Edit:
    """A part of the text, from ``start`` to before ``end``, and what takes its place."""

    start: int
    end: int
    text: str


class Differences:
    """Finds how a file's text differs from a tree.

    Args:
        source: The text, along with its tree.
        root: Its tree.
        place: Which file it is.
    """

    def __init__(self, source: Source, root: Group, place: Place) -> None:
        self._source = source
        self._text = source.text
        self._place = place
        self._line_end = source.line_end
        self._step = " " * _step_of(root)

    def edits(self, group: Group, tree: Tree, *, keeps: bool = False) -> Iterator[Edit]:
        """Yield what it takes to make a group a tree. One that keeps loses no name.

        Raises:
            FileError: It is written in a way that cannot be edited.
        """
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

    def _change(self, group: Group, key: Text, node: Node, wanted: Value | Tree, *, keeps: bool) -> Iterator[Edit]:
        if isinstance(wanted, dict):
            yield from self._change_group(group, key, node, wanted, keeps=keeps)
        elif value_of(node) != wanted:
            yield self._replacement(group, key, node, wanted)

    def _change_group(self, group: Group, key: Text, node: Node, wanted: Tree, *, keeps: bool) -> Iterator[Edit]:
        if isinstance(node, Text) or (not node.items and wanted):
            yield self._new_group(group, key, node, wanted)
        elif wanted or keeps or node.in_braces or not node.items:
            yield from self.edits(node, wanted, keeps=keeps)
        else:
            colon, first = self._colon(key), node.items[0][0]
            yield Edit(colon, colon, " {}")
            start, end = self._source.line_start(first.start), self._source.end(node)
            yield Edit(start, end, self._kept(start, end, first.column - 1))

    def _new_group(self, group: Group, key: Text, node: Node, wanted: Tree) -> Edit:
        """Return what puts names where there were none."""
        if group.in_braces:
            comments = self._kept_in_braces(node.start, node.end, key.column - 1)
            return Edit(node.start, node.end, f"{{{in_braces(wanted)}}}{comments}")
        lines = lines_of(wanted, " " * (key.column - 1) + self._step, self._step)
        return self._behind_colon(key, node, "", list(lines))

    def _replacement(self, group: Group, key: Text, node: Node, value: Value) -> Edit:
        if isinstance(node, Text):
            return self._new_text(node, written(value, like=node.style, in_braces=group.in_braces))
        _, inner = node.items[0]  # of {text: …}
        if isinstance(inner, Text) and isinstance(value, str):
            return self._new_text(inner, spelled(value, like=inner.style, in_braces=node.in_braces))
        if node.in_braces and group.in_braces:
            comments = self._kept_in_braces(node.start, node.end, key.column - 1)
            return Edit(node.start, node.end, written(value, in_braces=True) + comments)
        return self._behind_colon(key, node, f" {written(value)}", [])

    def _behind_colon(self, key: Text, node: Node, value: str, lines: Sequence[str]) -> Edit:
        """Return what puts a value behind a name's colon, and lines below it, in place of all that is there.

        The first comment stays behind the value, and the others get lines of their own.
        """
        start, end = self._colon(key), self._source.end(node)
        comments = self._source.comments(start, end)
        head = value + "".join(comment.behind() for comment in comments[:1])
        own = [f"{' ' * (key.column - 1)}{comment.text}" for comment in comments[1:]]
        ending = self._line_end if self._text[end - 1 : end] == "\n" else ""
        return Edit(start, end, self._line_end.join([head, *own, *lines]) + ending)

    def _new_text(self, node: Text, new: str) -> Edit:
        if node.style in BLOCKS:
            old = self._text[node.start : node.end]
            comments = self._source.comments(node.start, min(self._source.next_line(node.start), node.end))
            after = old[len(old.rstrip(" \t\r\n")) :].lstrip(" \t")
            return Edit(node.start, node.end, new + "".join(comment.behind() for comment in comments) + after)
        behind = self._source.comments(node.end, self._source.line_break(node.end))
        if behind and not new.startswith(("'", '"')) and not self._text[node.end : behind[0].start].strip():
            end = behind[0].start + len(behind[0].text)
            return Edit(node.start, end, new + behind[0].behind())
        return Edit(node.start, node.end, new)

    def _removal(self, group: Group, index: int) -> Edit:
        key, node = group.items[index]
        if not group.in_braces:
            start = self._source.line_start(key.start)
            # Along with those below: a text in lines above would take comments that are indented as far for its own.
            end = self._source.behind_comments(self._source.end(node), key.column)
            return Edit(start, end, self._kept(start, end, key.column - 1))
        start, end, column = key.start, node.end, key.column
        if index + 1 < len(group.items):
            following, _ = group.items[index + 1]
            end, column = following.start, following.column
        elif index:
            start = group.items[index - 1][1].end
        return Edit(start, end, self._kept_in_braces(start, end, column - 1))

    def _kept(self, start: int, end: int, indent: int) -> str:
        """Return the comments of lines that are removed, as lines of their own."""
        lines = [f"{' ' * indent}{comment.text}" for comment in self._source.comments(start, end)]
        ending = self._line_end if lines and self._text[end - 1 : end] == "\n" else ""
        return self._line_end.join(lines) + ending

    def _kept_in_braces(self, start: int, end: int, indent: int) -> str:
        """Return the comments of what is removed within braces. What follows goes into the next line."""
        comments: list[Comment] = self._source.comments(start, end)
        return "".join(f" {comment.text}{self._line_end}{' ' * indent}" for comment in comments)

    def _insertion(self, group: Group, before: int | None, missing: Tree) -> Edit:
        """Return what puts names behind one that there is, or in front of all."""
        if group.in_braces:
            if before is not None:
                end = group.items[before][1].end
                return Edit(end, end, f", {in_braces(missing)}")
            start = group.items[0][0].start if group.items else group.end - 1
            return Edit(start, start, in_braces(missing) + (", " if group.items else ""))
        at, indent = self._place_behind(group, before), " " * (group.items[0][0].column - 1)
        lines = list(lines_of(missing, indent, self._step))
        if at > 0 and self._text[at - 1] != "\n":  # the file ends without the end of a line, and goes on doing so
            return Edit(at, at, self._line_end + self._line_end.join(lines))
        return Edit(at, at, "".join(f"{line}{self._line_end}" for line in lines))

    def _place_behind(self, group: Group, before: int | None) -> int:
        """Return where the lines of new names go. Comments stay with the name that they are about.

        Those that are indented further than the names are about the one above; those that are not, about the one
        below, if there is one. The comments at the head are about the whole file.
        """
        first, indent = group.items[0][0], group.items[0][0].column - 1
        if before is None:
            at = self._source.line_start(first.start)
            return self._source.before_comments(at, indent) if indent else at
        is_last = before == len(group.items) - 1
        return self._source.behind_comments(self._source.end(group.items[before][1]), indent if is_last else indent + 1)

    def _colon(self, key: Text) -> int:
        """Return where the colon of a name has ended."""
        found = self._text.find(":", key.end)
        if found < 0:
            raise FileError(NOT_EDITED, self._place)
        return found + 1


def _step_of(root: Group) -> int:
    """Return by how much the file indents, or 2 where it does not."""
    for key, node in root.items:
        if isinstance(node, Group) and not node.in_braces and node.items and node.column > key.column:
            return node.column - key.column
    return 2
