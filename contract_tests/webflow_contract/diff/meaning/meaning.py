"""What a schema means, however it is written.

``nullable: true``, ``type: [string, "null"]`` and ``anyOf`` with null are the same, as are ``const`` and an enum of
one, a list in ``items`` and ``prefixItems``, ``allOf`` and its parts put together. A schema without a type that
describes properties is about an object.
"""

from collections.abc import Mapping
from typing import Any, Final

from attrs import field, frozen

from webflow_contract.diff.meaning.nodes import Node

ABSENT: Final = object()
"""Stands where a schema says nothing, as null is a value."""

UPPER: Final = ("maxLength", "maximum", "exclusiveMaximum", "maxItems", "maxProperties", "maxContains")
LOWER: Final = ("minLength", "minimum", "exclusiveMinimum", "minItems", "minProperties", "minContains")
WHOLE: Final = (
    "not",
    "if",
    "then",
    "else",
    "contains",
    "patternProperties",
    "propertyNames",
    "dependentRequired",
    "dependentSchemas",
    "unevaluatedProperties",
    "unevaluatedItems",
    "contentSchema",
    "contentMediaType",
    "contentEncoding",
    "discriminator",
)
"""Keywords that are compared as a whole."""

PROSE: Final = ("title", "summary", "description", "example", "examples", "markdownDescription")


@frozen(kw_only=True, slots=False, eq=False)
class Meaning:
    """What a node says of a value.

    ``types`` are without null, and None where any is allowed; ``nullable`` says whether null is. ``values`` are those
    of an enum and None without one, ``constant`` says that it is written as ``const``; ``known`` are those of an enum
    that may grow. ``options`` are what ``anyOf`` or ``oneOf`` leave the choice of, where they cannot be put together.
    ``whole`` are keywords compared as wholes; a further choice beside the first is one, named ``allOf``.
    """

    types: frozenset[str] | None = None
    nullable: bool = False
    values: tuple[Any, ...] | None = None
    constant: bool = False
    known: tuple[Any, ...] | None = None
    format: str | None = None
    patterns: tuple[str, ...] = ()
    limits: Mapping[str, float] = field(factory=dict)
    unique: bool = False
    multiple_of: float | None = None
    default: Any = ABSENT
    read_only: bool = False
    write_only: bool = False
    deprecated: bool = False
    always: bool = False
    properties: Mapping[str, Node] = field(factory=dict)
    required: frozenset[str] = frozenset()
    additional: Node | bool = True
    items: Node | None = None
    prefix: tuple[Node, ...] = ()
    options: tuple[Node, ...] = ()
    choice: str = "any-of"
    whole: Mapping[str, Any] = field(factory=dict)
    prose: Mapping[str, Any] = field(factory=dict)

    @property
    def plain(self) -> bool:
        """Whether it says no more than types and values."""
        return not (
            self.patterns
            or self.limits
            or self.unique
            or self.multiple_of is not None
            or self.format
            or self.properties
            or self.required
            or self.items
            or self.prefix
            or self.options
            or self.whole
            or self.additional is not True
        )
