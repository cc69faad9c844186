"""The text of a page file as it is written: its lines and its comments, which its tree does not have."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from attrs import define

from webflow_pages.metadata.files.nodes import Group, Node, Text

BLOCKS: Final = ("|", ">")
"""The styles of texts that stand in lines of their own, and end where the next line begins."""

_BLANKS: Final = " \t"

_GLUED: Final = re.compile(r"(#+)(?=[^\s#])")


@define
class Comment:
    """A comment.

    Args:
        start: Where its ``#`` stands, in characters from 0.
        text: What it says, from the ``#`` to the end of its line.
        blanks: What is in front of it: blanks.
    """

    start: int
    text: str
    blanks: str

    @property
    def spaced(self) -> str:
        """What it says, with a space behind the ``#``: without one it may be taken for a part of a text before it."""
        return _GLUED.sub(r"\1 ", self.text, count=1)

    def behind(self) -> str:
        """Return it as it stands behind a text."""
        return (self.blanks or "  ") + self.spaced


class Source:
    """The text of a file, along with its tree.

    Lines end in LF or CRLF, and a file may have both: where one ends is found for each of them.

    Args:
        text: What the file says.
        root: Its tree.
    """

    def __init__(self, text: str, root: Group) -> None:
        self.text = text
        crlf = text.count("\r\n")
        self.line_end = "\r\n" if crlf > text.count("\n") - crlf else "\n"
        """How most of its lines end."""
        self._spans = sorted(_spans(root))

    def line_start(self, at: int) -> int:
        """Return where a line begins."""
        return self.text.rfind("\n", 0, at) + 1

    def line_break(self, at: int) -> int:
        """Return where what a line says has ended."""
        found = self.text.find("\n", at)
        if found < 0:
            return len(self.text)
        return found - 1 if found > at and self.text[found - 1] == "\r" else found

    def next_line(self, at: int) -> int:
        """Return where the next line begins, or the text has ended."""
        found = self.text.find("\n", at)
        return found + 1 if found >= 0 else len(self.text)

    def end(self, node: Node) -> int:
        """Return where the lines of a value have ended."""
        if isinstance(node, Group) and not node.in_braces:
            return self.end(node.items[-1][1])
        if isinstance(node, Text) and node.style in BLOCKS:
            return node.end
        return self.next_line(node.end)

    def comments(self, start: int, end: int) -> list[Comment]:
        """Return the comments that begin in a part of the text."""
        return list(self._comments(start, end))

    def _comments(self, at: int, end: int) -> Iterator[Comment]:
        while (at := self.text.find("#", at, end)) >= 0:
            inside = self._text_around(at)
            if inside is not None:
                at = inside
                continue
            done = self.line_break(at)
            before = self.text[self.line_start(at) : at]
            yield Comment(at, self.text[at:done].rstrip(_BLANKS), before[len(before.rstrip(_BLANKS)) :])
            at = done

    def _text_around(self, at: int) -> int | None:
        """Return where the text has ended that a character belongs to; None if it belongs to none."""
        index = bisect_right(self._spans, (at, len(self.text), True)) - 1
        if index < 0:
            return None
        start, end, is_block = self._spans[index]
        if at >= end or (is_block and at < self.next_line(start)):  # behind the | or > of a block
            return None
        return end

    def behind_comments(self, at: int, least: int) -> int:
        """Return where the comments have ended that a line is followed by, blank lines among them.

        Args:
            at: Where the first line begins that may be one.
            least: By how many characters such a comment is indented.
        """
        done = at
        while at < len(self.text):
            line = self.text[at : self.line_break(at)]
            at = self.next_line(at)
            if _is_comment(line) and _indent(line) >= least:
                done = at
            elif line.strip(_BLANKS):
                break
        return done

    def before_comments(self, at: int, indent: int) -> int:
        """Return where the comments begin that stand right above a line and are indented just so."""
        while at > 0:
            start = self.line_start(at - 1)
            line = self.text[start:at]
            if not _is_comment(line) or _indent(line) != indent:
                break
            at = start
        return at


def _spans(group: Group) -> Iterator[tuple[int, int, bool]]:
    """Yield where each text begins and has ended, and whether it is a block. No group is deep."""
    for key, node in group.items:
        yield key.start, key.end, False
        if isinstance(node, Text):
            yield node.start, node.end, node.style in BLOCKS
        else:
            yield from _spans(node)


def _is_comment(line: str) -> bool:
    return line.lstrip(_BLANKS).startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(_BLANKS))
