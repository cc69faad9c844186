"""YAML as a tree of groups and texts, each with its place: what files of pages are made of, and no more of YAML.

Every text stays as it is written: ``2024`` and ``yes`` are texts. Lists, tags, anchors and aliases are refused, and so
is deep nesting, before any of it is put together: libyaml puts together by recursion and crashes in the end, and a few
lines of aliases can be as large as memory.
"""

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from attrs import define, field

from webflow_pages.metadata.errors import FileError, Place
from webflow_pages.metadata.files.characters import has_half_character
from webflow_pages.metadata.files.spelling import shown
from webflow_pages.metadata.files.unreadable import cause_of, check_characters, malformed

if TYPE_CHECKING:
    from collections.abc import Iterator

    Event = Any
    """An event of PyYAML. Those of libyaml have marks of a class of their own, and always have them."""

_DEEPEST: Final = 8
"""Groups in groups. A file of a page has five."""

_NOTHING: Final = frozenset({"", "~", "null", "Null", "NULL"})
"""How YAML writes that there is no value."""


@define
class Text:
    """A text of a file.

    Args:
        text: What it says.
        start: Where in the file it begins, in characters from 0, its quotes included.
        end: Where it has ended.
        line: The line in which it begins, from 1.
        column: The column in which it begins, from 1.
        style: Its quote, ``|`` or ``>``; None without one.
    """

    text: str
    start: int
    end: int
    line: int
    column: int
    style: str | None

    @property
    def is_nothing(self) -> bool:
        """Whether there is no value, as YAML sees it."""
        return self.style is None and self.text in _NOTHING


@define
class Group:
    """Names, each with what stands under it, in the order of the file.

    Args:
        start: Where in the file it begins, in characters from 0.
        line: The line in which it begins, from 1.
        column: The column in which it begins, from 1.
        in_braces: Whether it is written as ``{name: text}``.
        end: Where it has ended.
        items: The names and what stands under them.
    """

    start: int
    line: int
    column: int
    in_braces: bool
    end: int = 0
    items: "list[tuple[Text, Node]]" = field(factory=list)


Node = Text | Group


def parse(text: str, file: str) -> Group:
    """Return the tree of a file.

    Args:
        text: What the file says.
        file: What errors call it.

    Raises:
        FileError: It is no YAML, or it has more of YAML than files of pages have. The place is that of the mistake.
    """
    import yaml

    check_characters(text, file)
    try:
        root = _built(iter(yaml.parse(text, _loader())), file)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = _place(file, mark)
        raise cause_of(text, place) or FileError(malformed(error.problem or error.context or "?"), place) from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # an escape that names no character, without libyaml
        raise FileError(malformed(" ".join(str(error).split())), Place(file)) from error
    if isinstance(root, Group):
        return root
    if root is None or root.is_nothing:
        raise FileError("the file is empty: write what is wanted into it, or remove it", Place(file))
    place = Place(file, root.line, root.column)
    advice = "a file of a page begins with names and values, such as 'path: /pricing'"
    raise cause_of(text, place) or FileError(f"{shown(root.text)} is no name with a value: {advice}", place)


@cache
def _loader() -> Any:  # noqa: ANN401  (libyaml's, which is some twenty times as fast, where PyYAML was built with it)
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _place(file: str, mark: Any) -> Place:  # noqa: ANN401  (libyaml has a class of its own for it)
    return Place(file) if mark is None else Place(file, mark.line + 1, mark.column + 1)


@define
class _Open:
    """A group that has not ended, its names, and the name whose value comes next."""

    group: Group
    names: dict[str, int] = field(factory=dict)
    name: Text | None = None


def _built(events: "Iterator[Event]", file: str) -> Node | None:
    """Put the only document together. No recursion: groups that have not ended wait in a list."""
    import yaml

    root: Node | None = None
    waiting: list[_Open] = []
    documents = 0
    for event in events:
        _check_event(event, file)
        if isinstance(event, yaml.MappingEndEvent):
            end: Any = event.end_mark
            waiting.pop().group.end = end.index
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise FileError("a second document: a file is about one page", _place(file, event.start_mark))
        elif isinstance(event, yaml.ScalarEvent | yaml.MappingStartEvent):
            node = _node(event)
            if waiting:
                _put(node, waiting[-1], file)
            else:
                root = node
            if isinstance(node, Group):
                waiting.append(_Open(node))
                if len(waiting) > _DEEPEST:
                    raise FileError(f"nested deeper than {_DEEPEST} levels", Place(file, node.line, node.column))
    return root


def _node(event: "Event") -> Node:
    start, end = event.start_mark, event.end_mark
    line, column = start.line + 1, start.column + 1
    if hasattr(event, "value"):
        return Text(event.value, start.index, end.index, line, column, event.style or None)
    return Group(start.index, line, column, bool(event.flow_style))


def _put(node: Node, into: _Open, file: str) -> None:
    """Put a name or its value into a group."""
    if into.name is not None:
        into.group.items.append((into.name, node))
        into.name = None
        return
    place = Place(file, node.line, node.column)
    if isinstance(node, Group):
        raise FileError("a name has to be a text: put a text that begins with '{' in quotes", place)
    if node.text in into.names:
        before = into.names[node.text]
        raise FileError(f"{shown(node.text)} is there twice, first in line {before}: remove one", place)
    into.names[node.text] = node.line
    into.name = node


def _check_event(event: "Event", file: str) -> None:
    """Refuse what files of pages have no use for."""
    import yaml

    if isinstance(event, yaml.SequenceStartEvent):
        problem = "a list: nothing here has several values, and a text that begins with '[' or '- ' goes in quotes"
    elif isinstance(event, yaml.AliasEvent):
        problem = "an alias: put a text that begins with '*' in quotes"
    elif getattr(event, "anchor", None) is not None:
        problem = "an anchor: put a text that begins with '&' in quotes"
    elif getattr(event, "tag", None) is not None:
        problem = "a tag: put a text that begins with '!' in quotes"
    elif isinstance(event, yaml.ScalarEvent) and has_half_character(event.value):
        problem = "half a character: write the character itself"
    else:
        return
    raise FileError(problem, _place(file, event.start_mark))
