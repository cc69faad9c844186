"""Schemas where they stand in a document, with every ``$ref`` followed.

A node is one or more schemas that hold together: what ``allOf`` lists, and what stands beside a ``$ref``. So a schema
that is written out and one that is referred to are the same node in the end.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final
from urllib.parse import unquote

from attrs import field, frozen

from webflow_contract.diff.meaning.shapes import listing
from webflow_contract.documents import Document
from webflow_contract.errors import DocumentError
from webflow_contract.pointers import parts, pointer

Location = tuple[str | int, ...]
"""The keys and indexes from the root of a document."""

_PROSE_ONLY: Final = frozenset({"description", "summary", "title"})


@frozen(slots=False)
class Source:
    """A document that is compared, and what errors call it. ``meanings`` are those of its nodes that were asked for."""

    document: Document
    name: str
    meanings: dict[tuple[Location, ...], Any] = field(init=False, factory=dict, repr=False, eq=False)
    _alike: list[tuple["Source", dict[Any, int]]] = field(init=False, factory=list, repr=False, eq=False)

    def alike_in(self, other: "Source") -> dict[Any, int]:
        """Return what remembers the pairs of nodes that were found alike in both documents."""
        for known, alike in self._alike:
            if known is other:
                return alike
        self._alike.append((other, {}))
        return self._alike[-1][1]

    def behind(self, value: Any, location: Location) -> tuple[Any, Location]:  # noqa: ANN401  (JSON is any value)
        """Follow references that stand alone, such as those to a response or a parameter.

        Raises:
            DocumentError: A reference leads nowhere, in a circle or into another file.
        """
        seen: set[str] = set()
        while isinstance(value, dict) and isinstance(value.get("$ref"), str):
            reference = value["$ref"]
            if reference in seen:
                raise DocumentError(
                    f"{self.name}: '{pointer(location)}': $ref {reference!r} leads to itself: correct it"
                )
            seen.add(reference)
            value, location = self.at(reference, location)
        return value, location

    def at(self, reference: str, location: Location) -> tuple[Any, Location]:
        """Return what a reference points to, and where that is. ``location`` is where the reference stands.

        Raises:
            DocumentError: It leads nowhere, or into another file.
        """
        if not reference.startswith("#"):
            raise DocumentError(
                f"{self.name}: '{pointer(location)}': $ref {reference!r} is in another file: bundle the files into one "
                "first, as 'redocly bundle' does"
            )
        value: Any = self.document
        place: list[str | int] = []
        for part in parts(unquote(reference[1:])):
            try:
                step: str | int = int(part) if isinstance(value, list) else part
                value = value[step]  # pyright: ignore[reportArgumentType, reportCallIssue]  (TypeError is caught)
            except (KeyError, IndexError, TypeError, ValueError):
                raise DocumentError(
                    f"{self.name}: '{pointer(location)}': $ref {reference!r} leads nowhere: correct it"
                ) from None
            place.append(step)
        return value, tuple(place)


@frozen
class Part:
    """One schema of a node: its keywords without ``$ref`` and ``allOf``, and where it stands."""

    schema: Document
    location: Location


@frozen(slots=False, eq=False)
class Node:
    """Schemas that hold together, the outermost first. Without any, every value is allowed.

    ``stands`` is where the node is, or its holder if nothing is there.
    """

    source: Source
    parts: tuple[Part, ...]
    stands: Location

    @cached_property
    def location(self) -> Location:
        """Where it stands: where the first of its schemas is that has more than words."""
        telling = (part.location for part in self.parts if part.schema.keys() - _PROSE_ONLY)
        return next(telling, self.parts[0].location if self.parts else self.stands)

    @cached_property
    def key(self) -> tuple[Location, ...]:
        """What tells it from other nodes of the same document."""
        return tuple(part.location for part in self.parts)


def node(source: Source, schema: Any, location: Location) -> Node:  # noqa: ANN401  (JSON is any value)
    """Return the node of a schema.

    Raises:
        DocumentError: A reference leads nowhere or in a circle, or a schema is neither an object nor a boolean.
    """
    return Node(source, tuple(_parts(source, schema, location, (), set())), location)


def anything(holder: Node) -> Node:
    """Return the node of what a holder says nothing about."""
    return Node(holder.source, (), holder.location)


def _parts(
    source: Source,
    schema: Any,  # noqa: ANN401  (JSON is any value)
    location: Location,
    around: tuple[Location, ...],
    seen: set[Location],
) -> Iterator[Part]:
    if location in around:
        raise DocumentError(f"{source.name}: '{pointer(location)}': a schema that is made of itself: correct its $ref")
    if schema is True or schema is None or location in seen:
        return
    seen.add(location)
    around = (*around, location)
    if schema is False:
        yield Part({"not": {}}, location)
        return
    if not isinstance(schema, dict):
        raise DocumentError(
            f"{source.name}: '{pointer(location)}': a schema has to be an object or a boolean, and is {schema!r:.60}"
        )
    own = {key: value for key, value in schema.items() if key not in ("$ref", "allOf")}
    if own:
        yield Part(own, location)
    if isinstance(reference := schema.get("$ref"), str):
        target, place = source.at(reference, location)
        yield from _parts(source, target, place, around, seen)
    for index, inner in enumerate(listing(schema.get("allOf"))):
        yield from _parts(source, inner, (*location, "allOf", index), around, seen)
