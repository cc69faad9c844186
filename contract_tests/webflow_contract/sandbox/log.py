"""What the sandbox was asked lately. No header is kept, and so no token."""

from collections import deque
from collections.abc import Sequence
from typing import Final

from attrs import frozen

from webflow_contract.exchange import Request

CAPACITY: Final = 1000
"""How many requests are kept; older ones are forgotten."""

_MOST_OF_A_BODY: Final = 10_000


@frozen(kw_only=True)
class Entry:
    """A request and how it was answered.

    ``operation`` is the operationId, or None for what is no operation. ``token`` is the token's name, ``none`` or
    ``unknown``. ``body`` is what was sent, as text, its first 10,000 characters at the most. ``status`` is None where
    no answer was to arrive. ``switches`` names the faults and drifts that had a hand in the answer.
    """

    number: int
    at: str
    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    operation: str | None
    token: str
    body: str
    status: int | None
    switches: tuple[str, ...]


class RequestLog:
    """The latest requests, oldest first."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=CAPACITY)
        self._number = 0

    def add(
        self,
        request: Request,
        *,
        at: str,
        operation: str | None,
        token: str,
        status: int | None,
        switches: tuple[str, ...],
    ) -> None:
        """Keep a request that was answered."""
        self._number += 1
        self._entries.append(
            Entry(
                number=self._number,
                at=at,
                method=request.method,
                path=request.path,
                query=request.query,
                operation=operation,
                token=token,
                body=request.content[: 4 * _MOST_OF_A_BODY].decode(errors="replace")[:_MOST_OF_A_BODY],
                status=status,
                switches=switches,
            )
        )

    def entries(self) -> Sequence[Entry]:
        """Return the requests that are kept, oldest first."""
        return tuple(self._entries)

    def clear(self) -> None:
        """Forget every request. Numbers go on."""
        self._entries.clear()
