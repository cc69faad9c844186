"""One HTTP exchange as plain values, and the shape of whatever answers requests.

The sandbox answers with these, drifts and faults change them on their way, the check judges them. None of them needs to
know the others, nor whether a socket was involved.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

from attrs import field, frozen


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


@frozen
class Request:
    """A request as it goes over the wire.

    ``path`` is the path below the host, undecoded, such as ``/v2/pages/0123``. ``query`` is the query string's
    pairs, decoded, in order; a name may occur twice. Header names are lower-case.
    """

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(factory=dict, converter=_lower, repr=lambda headers: repr(sorted(headers)))
    content: bytes = b""


@frozen
class Delivery:
    """How an answer reaches whoever asked. Carriers see to it; a handler that is called directly returns at once.

    Args:
        delay: Seconds before its first byte.
        ends: Where it ends: after the last byte, before the first one, or with half of the body sent.
        then: What happens where it ends too early: the connection is cut, or nothing more comes.
    """

    delay: float = 0.0
    ends: Literal["before_head", "within_body", "whole"] = "whole"
    then: Literal["cut", "stalled"] = "cut"

    def and_also(self, other: "Delivery") -> "Delivery":
        """Return both at once: as late as the two together, and ending where the first of them ends."""
        order = ("before_head", "within_body", "whole")
        first = min(self, other, key=lambda one: order.index(one.ends))
        return Delivery(self.delay + other.delay, first.ends, first.then)


AT_ONCE: Final = Delivery()


@frozen
class Response:
    """An answer as it came over the wire. Header names are lower-case."""

    status: int
    headers: Mapping[str, str] = field(factory=dict, converter=_lower)
    content: bytes = b""
    delivery: Delivery = AT_ONCE

    def json(self) -> Any:  # noqa: ANN401  (JSON is any value)
        """Return the body as JSON.

        Raises:
            ValueError: The body is not JSON in UTF-8 (RFC 8259): ``NaN`` is none either, nor is a byte order mark. Or a
                name stands twice in an object, of which everybody takes another one.
            RecursionError: It is nested deeper than can be read.
        """
        return json.loads(self.content.decode(), parse_constant=_refuse, object_pairs_hook=_unique)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in an object")
    return found


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


Handler = Callable[[Request], Response]
"""Whatever answers a request: the sandbox, a service behind a socket, or either of them with a drift in front."""
