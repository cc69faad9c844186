"""Where in a YAML text everything is. The parser knows where a value begins and ends."""

import re
from functools import cached_property
from typing import Any, Final

import yaml
from attrs import frozen

from webflow_contract.contract.locations import Location
from webflow_contract.following.errors import unwritable

_LINE: Final = re.compile("[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029]|$)")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@frozen
class Entry:
    """An entry of an object or an item of a list: its key, where it begins, and where its last content ends."""

    key: yaml.Node | None
    value: yaml.Node
    begin: int
    end: int


@frozen(slots=False)
class Layout:
    """A YAML text, and where in it everything is."""

    text: str

    @cached_property
    def _begins(self) -> list[int]:
        return [found.start() for found in _LINE.finditer(self.text)]

    @cached_property
    def _root(self) -> yaml.Node:
        root = yaml.compose(self.text, _Loader)
        if root is None or _has_aliases(root):
            raise unwritable()
        return root

    def at(self, mark: Any) -> int:  # noqa: ANN401  (libyaml has a class of its own for it)
        """Return where a mark of the parser is."""
        return int(self._begins[mark.line] + mark.column)

    def line_begin(self, place: int) -> int:
        """Return where the line of a place begins."""
        return max(begin for begin in self._begins if begin <= place)

    def line_end(self, place: int) -> int:
        """Return where the next line begins."""
        return next((begin for begin in self._begins if begin > place), len(self.text))

    def lead(self, place: int) -> str:
        """Return what stands before a place on its line."""
        return self.text[self.line_begin(place) : place]

    @property
    def line_break(self) -> str:
        """How the lines end."""
        found = re.search("\r\n|\n", self.text)
        return found[0] if found else "\n"

    def opener(self, location: Location) -> Entry:
        """Return the entry whose value is at a location."""
        found = Entry(None, self._root, 0, len(self.text))
        for part in location:
            found = self.entry(found.value, part)
        return found

    def entry(self, holder: yaml.Node, part: str | int) -> Entry:
        """Return one entry of an object or item of a list."""
        entries = self.entries(holder)
        if isinstance(part, int):
            return entries[part]
        return next(one for one in entries if one.key is not None and one.key.value == part)

    def has(self, holder: yaml.Node, part: str | int) -> bool:
        """Return whether an object has an entry."""
        return any(one.key is not None and one.key.value == part for one in self.entries(holder))

    def entries(self, holder: yaml.Node) -> list[Entry]:
        """Return the entries of an object or the items of a list, in the order of the text."""
        if not isinstance(holder, yaml.MappingNode):
            return [Entry(None, value, self.at(value.start_mark), self.end(value)) for value in holder.value]
        after = self.end if holder.flow_style else self.after_colon
        return [
            Entry(key, value, self.at(key.start_mark), max(after(key), self.end(value))) for key, value in holder.value
        ]

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
        """Return where what stands behind a key begins."""
        found = re.compile("[ \t]*:").match(self.text, self.at(key.end_mark))
        if found is None:
            raise unwritable()
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
