"""Read YAML and JSON documents, such as those that the contract consists of, and write YAML.

They are read strictly: a key given twice is an error, and a date stays the text that it is.
"""

import gc
import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from webflow_contract.errors import DocumentError

if TYPE_CHECKING:
    from yaml import SafeLoader as _SafeLoader
else:
    # With libyaml it reads some eight times as fast. PyYAML may be built without it.
    _SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Document = dict[str, Any]
"""An OpenAPI or Overlay document or a seed, as plain JSON-like values."""


_DEEPEST: Final = 100
_LARGEST_BY_ALIASES: Final = 1_000_000


class _StrictLoader(_SafeLoader):
    """SafeLoader that leaves dates alone and refuses keys given twice, keys that are no texts and circular values."""

    def construct_object(self, node: yaml.Node, deep: bool = True) -> Any:  # noqa: ANN401, ARG002  (PyYAML's signature)
        # Only a value that is made at once with all its parts is found to contain itself.
        return super().construct_object(node, deep=True)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.tag not in ("tag:yaml.org,2002:str", "tag:yaml.org,2002:merge"):
                raise yaml.constructor.ConstructorError(None, None, "a key has to be a text: quote it", key.start_mark)
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value!r} is there twice", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


_StrictLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class _PlainDumper(yaml.SafeDumper):
    """SafeDumper that indents lists, writes no anchors and loses no NEL."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002  (PyYAML's signature)
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  (PyYAML's signature)
        return True

    def represent_text(self, data: str) -> yaml.ScalarNode:
        # In any other style the character NEL is read back as a space or a line feed.
        return self.represent_scalar("tag:yaml.org,2002:str", data, '"' if "\x85" in data else None)


_PlainDumper.add_representer(str, _PlainDumper.represent_text)


class _ForeignLoader(_StrictLoader):
    """The loader of documents that others wrote: a key that is no text, such as the status 200, is taken as written."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.tag != "tag:yaml.org,2002:merge":
                key.tag = "tag:yaml.org,2002:str"
        return super().construct_mapping(node, deep)


def parse(text: str, name: str) -> Document:
    """Parse a document whose top level is an object: JSON where the name ends with ``.json``, and YAML otherwise.

    ``name`` is how errors call it.

    Raises:
        DocumentError: The text is neither, or no object; the message has line and column where they can be told.
    """
    return _object(_json(text, name) if name.lower().endswith(".json") else _yaml(text, name, _StrictLoader), name)


def parse_foreign(text: str, name: str) -> Document:
    """Parse a document that others wrote: JSON where it begins with a brace, and YAML otherwise.

    Keys that are no texts are taken as they are written. A key given twice stays an error: nobody can say what it is.

    Raises:
        DocumentError: As ``parse``.
    """
    text = text.removeprefix("\ufeff")
    with _garbage_left_alone():
        value = _json(text, name) if text.lstrip().startswith("{") else _yaml(text, name, _ForeignLoader)
    return _object(value, name)


@contextmanager
def _garbage_left_alone() -> Iterator[None]:
    """Do not look for garbage: of a whole API, that is most of the time that reading takes, and none is made."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _object(value: object, name: str) -> Document:
    if not isinstance(value, dict):
        raise DocumentError(f"{name}: has to be an object at the top level, and is {type(value).__name__}")
    return value


def _json(text: str, name: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_without_repetition)
    except json.JSONDecodeError as error:
        raise DocumentError(f"{name}:{error.lineno}:{error.colno}: not valid JSON: {error.msg}") from error
    except RecursionError as error:
        raise DocumentError(f"{name}: not valid JSON: nested too deep") from error
    except ValueError as error:
        raise DocumentError(f"{name}: not valid JSON: {str(error).partition(';')[0]}") from error


def _without_repetition(pairs: list[tuple[str, Any]]) -> Document:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"the key {next(name for name in names if names.count(name) > 1)!r} is there twice")
    return found


def _yaml(text: str, name: str, loader: type[_StrictLoader]) -> object:
    try:
        _look_over(text, name)
        return yaml.load(text, loader)  # noqa: S506  (a SafeLoader)
    except yaml.MarkedYAMLError as error:
        place = _place(name, error.problem_mark or error.context_mark)
        raise DocumentError(f"{place}: not valid YAML: {error.problem or error.context}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # a ValueError is a number of thousands of digits
        raise DocumentError(f"{name}: not valid YAML: {' '.join(str(error).split())}") from error


def _place(name: str, mark: Any) -> str:  # noqa: ANN401  (libyaml has a class of its own for it)
    return name if mark is None else f"{name}:{mark.line + 1}:{mark.column + 1}"


def _look_over(text: str, name: str) -> None:
    """Refuse what is dangerous to put together, before it is.

    libyaml puts together by recursion, and crashes in the end. Aliases of aliases make a few lines as large as memory.
    Tags make values that JSON does not have.
    """
    sizes, open_ones = _Sizes(), list[str | None]()
    for event in yaml.parse(text, _StrictLoader):
        problem, tag = None, getattr(event, "tag", None)
        if tag is not None:
            problem = f"a tag such as {tag} is more than JSON can say"
        elif isinstance(event, yaml.CollectionStartEvent):
            open_ones.append(event.anchor)
            sizes.open()
            if len(open_ones) > _DEEPEST:
                problem = f"nested deeper than {_DEEPEST} levels"
        elif isinstance(event, yaml.CollectionEndEvent):
            sizes.close(open_ones.pop())
        elif isinstance(event, yaml.AliasEvent):
            sizes.add(sizes.of(event.anchor))
            if sizes.total > _LARGEST_BY_ALIASES:
                problem = "aliases make it too large"
        else:
            sizes.add(1)
        if problem is not None:
            raise DocumentError(f"{_place(name, event.start_mark)}: not valid YAML: {problem}")


class _Sizes:
    """How many values a document has once every alias is put in, and what stands behind each anchor."""

    def __init__(self) -> None:
        self.total = 0
        self._begun: list[int] = []
        self._of_anchors: dict[str, int] = {}

    def open(self) -> None:
        self._begun.append(self.total)
        self.total += 1

    def close(self, anchor: str | None) -> None:
        size = self.total - self._begun.pop()
        if anchor is not None:
            self._of_anchors[anchor] = size

    def add(self, size: int) -> None:
        self.total += size

    def of(self, anchor: str | None) -> int:
        return self._of_anchors.get(anchor or "", 1)


def read(path: Path) -> Document:
    """Read the document in a file.

    Raises:
        DocumentError: There is no such file, it is not UTF-8, or it is no document.
    """
    return parse(text_of(path), str(path))


def text_of(path: Path) -> str:
    """Return the text of a file.

    Raises:
        DocumentError: There is no such file, or it is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise DocumentError(f"{path}: is not UTF-8 at byte {error.start}") from error


def line_of(text: str, place: Iterable[str | int]) -> int | None:
    """Return the line at which a place of a document begins, its keys and indices given from the top.

    A place that is not there is where the last known part of the way to it begins. Of JSON that is no YAML, no line is
    known.
    """
    try:
        node = yaml.compose(text, _StrictLoader)
    except yaml.YAMLError:
        return None
    line = 1
    for step in place:
        children = _children(node)
        if step not in children:
            break
        line, node = children[step]
    return line


def _children(node: yaml.Node | None) -> dict[str | int, tuple[int, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        return {key.value: (key.start_mark.line + 1, value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return {index: (value.start_mark.line + 1, value) for index, value in enumerate(node.value)}
    return {}


def comments(text: str, items: int) -> list[list[str]]:
    """Return the comments of a YAML document with one list, of so many items: at the top, above each, at the end.

    A comment inside of an item counts as one above it. All are at the top where the list is not one item a line.
    """
    begins, covered, ends = list[int](), set[int](), dict[int, int]()
    for token in yaml.scan(text, _StrictLoader):
        first, last = token.start_mark, token.end_mark
        if isinstance(token, yaml.BlockEntryToken):
            begins.append(first.line)
        if first.index < last.index:
            covered.update(range(first.line, last.line))
            ends[last.line] = last.column
    busy = sorted({*covered, *ends})
    found: list[list[str]] = [[] for _ in range(items + 2)]
    for number, line in enumerate(re.split("\r\n|[\n\r\x85\u2028\u2029]", text)):
        comment = "" if number in covered else line[ends.get(number, 0) :].strip()
        if comment.startswith("#"):
            following = busy[bisect_left(busy, number) :]
            found[bisect_right(begins, following[0]) if following else -1].append(comment)
    return found


def dump(document: Document) -> str:
    """Write a document as YAML, keys in the document's order. The same document gives the same text."""
    return yaml.dump(document, Dumper=_PlainDumper, sort_keys=False, allow_unicode=True, width=110)
