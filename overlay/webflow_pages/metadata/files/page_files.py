"""The file of a page: which page it is, and what it is to hold in each locale."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeVar

from attrs import frozen

from webflow_pages.metadata.entries import Entry, Kind
from webflow_pages.metadata.errors import FileError, Place
from webflow_pages.metadata.fields import FIELDS, MIRROR, MIRRORING, Field, Value
from webflow_pages.metadata.files.characters import odd_start
from webflow_pages.metadata.files.identities import IdentityError, id_of, kind_of, path_of
from webflow_pages.metadata.files.keys import GROUPS, LOCALES, TEXT, TOP, no_value, unknown_field, unknown_name
from webflow_pages.metadata.files.nodes import Group, Node, Text, parse
from webflow_pages.metadata.files.scalars import MIRRORED
from webflow_pages.metadata.files.spelling import shown
from webflow_pages.metadata.mistakes import Mistakes
from webflow_pages.metadata.tags import plain_tag

T = TypeVar("T", bound=str)

_BY_NAME: Final[Mapping[str, Field]] = {field: field for field in FIELDS}
_COMMENT: Final = re.compile(r":?[ \t]*#")
_GLUED: Final = re.compile(r"[ \t]+(?P<comment>#+[^\s#]\S*)")


@frozen
class PageFile:
    """A file of a page.

    Args:
        name: What errors call it.
        site_id: The site that it is of; None where it does not say.
        page_id: The page's id; None where it does not say.
        path: The page's path; None where it does not say.
        entries: What it holds, a locale each.
        place: Where it names the page.
        site_place: Where it names the site.
    """

    name: str
    site_id: str | None
    page_id: str | None
    path: str | None
    entries: tuple[Entry, ...]
    place: Place
    site_place: Place


def read_page_file(text: str, name: str, mistakes: Mistakes) -> PageFile | None:
    """Return what the file of a page says, or None where it has mistakes, which are noted.

    Args:
        text: What the file says.
        name: What errors call it.
        mistakes: Where they are noted.
    """
    before = len(mistakes)
    try:
        found = _Reader(text, parse(text, name), name, mistakes).page_file()
    except FileError as error:
        mistakes.add_error(error)
        return None
    return found if len(mistakes) == before else None


def value_of(node: Node) -> Value | None:
    """Return what stands in the place of a value, or None where that is no value: other groups, and nothing."""
    if isinstance(node, Group):
        if len(node.items) != 1 or node.items[0][0].text != TEXT:
            return None
        node = node.items[0][1]
        return node.text if isinstance(node, Text) and not node.is_nothing else None
    if node.is_nothing:
        return None
    return MIRROR if node.text == MIRRORED else node.text


class _Reader:
    """Reads the tree of one file, and notes all that is wrong with it."""

    def __init__(self, text: str, root: Group, name: str, mistakes: Mistakes) -> None:
        self._text = text
        self._root = root
        self._name = name
        self._mistakes = mistakes
        self._found = {key.text: (key, node) for key, node in root.items}

    def page_file(self) -> PageFile:
        """Return what the file says."""
        for key, _ in self._root.items:
            if key.text not in TOP:
                self._wrong(unknown_name(key.text), key)
        site_id, page_id, path = self._top("site", id_of), self._top("page", id_of), self._top("path", path_of)
        kind = self._top("kind", kind_of) or "page"
        if "page" not in self._found and "path" not in self._found:
            self._wrong("it names no page: write 'path: /pricing', say, or 'page:' with its id", self._root)
        entries = tuple(self._entries(page_id, path, kind))
        place, site_place = self._place(self._key("page", "path")), self._place(self._key("site"))
        return PageFile(self._name, site_id, page_id, path, entries, place, site_place)

    def _top(self, name: str, read: Callable[[str], T]) -> T | None:
        """Return what stands under one of the first names, or None where that is not there or wrong."""
        if name not in self._found:
            return None
        key, node = self._found[name]
        if isinstance(node, Group) or node.is_nothing:
            self._wrong(f"{name} has no text: write it, or leave the line out", key)
            return None
        self._check_comment(node)
        try:
            return read(node.text)
        except IdentityError as error:
            self._wrong(f"{name}: {error}", node)
            return None

    def _entries(self, page_id: str | None, path: str | None, kind: Kind) -> Iterator[Entry]:
        if LOCALES not in self._found:
            self._wrong(f"it has no '{LOCALES}:', and so asks for nothing: write that, or remove the file", self._root)
            return
        key, locales = self._found[LOCALES]
        if isinstance(locales, Text) or not locales.items:
            self._wrong(f"there is no locale under {LOCALES}: write one, such as 'en-US:', or remove the file", key)
            return
        tags: dict[str, Text] = {}
        for tag, node in locales.items:
            before = tags.setdefault(plain_tag(tag.text), tag)
            if before is not tag:
                self._wrong(f"the locale {shown(tag.text)} is there already, in line {before.line}: remove one", tag)
            values, places = dict[Field, Value](), dict[Field, Place]()
            if isinstance(node, Group):
                self._read_fields(node, "", values, places)
            else:
                problem = f"the locale {shown(tag.text)} has no fields: write them under it, or {{}} for none"
                self._wrong_group(problem, tag, node)
            yield Entry(path, page_id, tag.text, values, kind, self._place(tag), places)

    def _read_fields(self, group: Group, prefix: str, values: dict[Field, Value], places: dict[Field, Place]) -> None:
        for key, node in group.items:
            name = f"{prefix}{key.text}"
            field = None if "." in key.text else _BY_NAME.get(name)
            if field is not None:
                value = self._value(field, key, node)
                if value is not None:
                    values[field], places[field] = value, self._place(node)
            elif not prefix and key.text in GROUPS:
                self._read_group(key, node, values, places)
            else:
                self._wrong(unknown_field(name), key)

    def _read_group(self, key: Text, node: Node, values: dict[Field, Value], places: dict[Field, Place]) -> None:
        if isinstance(node, Group):
            self._read_fields(node, f"{key.text}.", values, places)
        else:
            problem = f"{key.text} holds 'title:' and 'description:': write them under it, or leave it out"
            self._wrong_group(problem, key, node)

    def _value(self, field: Field, key: Text, node: Node) -> Value | None:
        value = value_of(node)
        if value is MIRROR and field not in MIRRORING:
            can = " and ".join(MIRRORING)
            self._wrong(f"{field} cannot mirror (only {can} can): write {{text: mirror}} for that text", node)
            return None
        if value is None:
            has_comment = isinstance(node, Text) and _COMMENT.match(self._text, max(node.end, key.end)) is not None
            self._wrong(no_value(field, node, has_comment=has_comment), key)
        else:
            self._check_comment(node if isinstance(node, Text) else node.items[0][1])
        return value

    def _check_comment(self, node: Node) -> None:
        """Refuse a comment behind a text without quotes that may be meant as part of it, such as ``No #1``."""
        if isinstance(node, Group) or node.style is not None:
            return
        found = _GLUED.match(self._text, node.end)
        if found is not None:
            at, comment = found.start("comment"), shown(found["comment"])
            place = Place(self._name, self._text.count("\n", 0, at) + 1, at - self._text.rfind("\n", 0, at))
            text = f"{comment} begins a comment, and is no part of the text: put a space after '#', or quote the text"
            self._mistakes.add(text, place)

    def _wrong_group(self, problem: str, key: Text, node: Text) -> None:
        """Note that a text stands where names should, and why it is one if that cannot be seen."""
        cause = odd_start(node.text)
        self._wrong(cause[1] if cause is not None else problem, node if cause is not None else key)

    def _key(self, *names: str) -> Node:
        """Return the first of these names that the file has, or the whole file."""
        return next((self._found[name][0] for name in names if name in self._found), self._root)

    def _place(self, node: Node) -> Place:
        return Place(self._name, node.line, node.column)

    def _wrong(self, text: str, node: Node) -> None:
        self._mistakes.add(text, self._place(node))
