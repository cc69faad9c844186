"""A page as YAML: the tree of names and texts that its file is to hold, and its lines."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from webflow_pages.metadata.fields import FIELDS, Value, Values
from webflow_pages.metadata.files.scalars import spelled, written

if TYPE_CHECKING:
    from webflow_pages.metadata.state import SitePage

Tree = dict[str, "Value | Tree"]
"""Names, each with a text, ``MIRROR`` or names of its own, in the order in which a new file has them."""


def page_tree(site_id: str, page: "SitePage", locales: Mapping[str, Values]) -> Tree:
    """Return what a page's file is to hold.

    Args:
        site_id: The site's id.
        page: The page.
        locales: What its fields hold, by the locale's tag.
    """
    tree: Tree = {"site": site_id, "page": page.id}
    if page.path is not None:
        tree["path"] = page.path
    if page.kind != "page":
        tree["kind"] = page.kind
    tree["locales"] = {tag: _fields_tree(values) for tag, values in locales.items()}
    return tree


def _fields_tree(values: Values) -> Tree:
    tree: Tree = {}
    for field in FIELDS:
        if field in values:
            group, _, name = field.rpartition(".")
            under = tree.setdefault(group, {}) if group else tree
            assert isinstance(under, dict)  # noqa: S101  (no field is called as a group)
            under[name] = values[field]
    return tree


def lines_of(tree: Tree, indent: str = "", step: str = "  ") -> Iterator[str]:
    """Yield the lines of a tree, without their ends. ``step`` is what each level is indented by."""
    for name, under in tree.items():
        if not isinstance(under, dict):
            yield f"{indent}{spelled(name)}: {written(under)}"
        elif under:
            yield f"{indent}{spelled(name)}:"
            yield from lines_of(under, indent + step, step)
        else:
            yield f"{indent}{spelled(name)}: {{}}"


def in_braces(tree: Tree) -> str:
    """Return what ``{…}`` holds that is this tree."""
    return ", ".join(
        f"{spelled(name, in_braces=True)}: "
        + (f"{{{in_braces(under)}}}" if isinstance(under, dict) else written(under, in_braces=True))
        for name, under in tree.items()
    )
