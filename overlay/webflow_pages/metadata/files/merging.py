"""Putting what a page holds now into the file that there is, and leaving all else in it as it is.

The text is edited where a value differs, and nowhere else: comments, order, quotes, indentation and line ends stay by
construction. Then it is read again, until nothing differs any more. What must not change is compared in the end: the
locales that were not read, and the comments.
"""

from collections import Counter
from typing import Final

from webflow_pages.metadata.errors import FileError, Place
from webflow_pages.metadata.files.differences import NOT_EDITED, Differences, Edit
from webflow_pages.metadata.files.identities import IdentityError, path_of
from webflow_pages.metadata.files.keys import LOCALES
from webflow_pages.metadata.files.nodes import Group, Node, Text, parse
from webflow_pages.metadata.files.page_files import value_of
from webflow_pages.metadata.files.rendering import Tree
from webflow_pages.metadata.files.source import Source

_ROUNDS: Final = 12
"""How often a file is edited at the most. One round does it, unless edits touch each other."""


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
    before: tuple[Source, Group] | None = None
    for _ in range(_ROUNDS):
        try:
            root = parse(text, name)
        except FileError as error:
            raise FileError(NOT_EDITED, Place(name)) from error
        source = Source(text, root)
        before = before or (source, root)
        edits = list(Differences(source, root, Place(name)).edits(root, _as_in_file(tree, root)))
        if not edits:
            if _kept(*before, tree) != _kept(source, root, tree):
                break
            return text
        text = _edited(text, edits)
    raise FileError(NOT_EDITED, Place(name))


def _kept(source: Source, root: Group, tree: Tree) -> tuple[Counter[str], object]:
    """Return what may not change: the comments, and the locales that the tree does not have."""
    comments = Counter(comment.text.lstrip("# \t") for comment in source.comments(0, len(source.text)))
    wanted = tree.get(LOCALES)
    read = wanted if isinstance(wanted, dict) else {}
    locales = next((node for key, node in root.items if key.text == LOCALES), None)
    others = {key.text: _said(node) for key, node in locales.items} if isinstance(locales, Group) else {}
    return comments, {tag: said for tag, said in others.items() if tag not in read}


def _said(node: Node) -> object:
    return node.text if isinstance(node, Text) else {key.text: _said(under) for key, under in node.items}


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


def _edited(text: str, edits: list[Edit]) -> str:
    """Return the text with those edits that do not touch one before them. The next round has the others."""
    parts, done = list[str](), 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start >= done:
            parts += text[done : edit.start], edit.text
            done = edit.end
    return "".join([*parts, text[done:]])
