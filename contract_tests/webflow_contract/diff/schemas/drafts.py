"""What a comparison of two schemas comes upon, before it is known whose answer or request it is in."""

from typing import Any, Literal

from attrs import evolve, frozen

from webflow_contract.diff.meaning.nodes import Location

Direction = Literal["request", "response"]
Place = tuple[str, ...]
"""Where in a value: names of properties, and ``*`` for the items of a list or properties of any name."""

ITEMS = "*"


@frozen
class Subject:
    """What a schema is of: the first words of every rule about it, and of every rule about what is inside of it."""

    direction: Direction
    whole: str
    inner: str


REQUEST_BODY = Subject("request", "request-body", "request-property")
RESPONSE_BODY = Subject("response", "response-body", "response-property")
PARAMETER = Subject("request", "request-parameter", "request-parameter-property")
HEADER = Subject("response", "response-header", "response-header-property")


@frozen
class Spot:
    """Where in a value a comparison is, and whether it is in what requests (read-only) or answers do not carry."""

    place: Place = ()
    read_only: bool = False
    write_only: bool = False

    def inner(self, name: str) -> "Spot":
        """Return the spot of a property or of the items."""
        return evolve(self, place=(*self.place, name))

    def that_is(self, *, read_only: bool, write_only: bool) -> "Spot":
        """Return it with what is known of the value there; what is around it counts, too."""
        return evolve(self, read_only=self.read_only or read_only, write_only=self.write_only or write_only)


@frozen(kw_only=True)
class Draft:
    """One difference: the rule, the spot in the value, where either document says so, and what it says.

    ``before`` and ``after`` are JSON values, None where nothing is said. ``described`` is whether the schema says
    anything of the value.
    """

    rule: str
    spot: Spot = Spot()
    old: Location
    new: Location
    before: Any = None
    after: Any = None
    described: bool = True


@frozen(kw_only=True)
class Words:
    """A change of prose: what people are told otherwise. ``keyword`` is such as ``description``."""

    keyword: str
    place: Place = ()
    old: Location
    new: Location
    before: Any = None
    after: Any = None


Difference = Draft | Words
