"""A call and its answer, as values."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from attrs import frozen

from webflow_pages.errors import ResponseError
from webflow_pages.results import Response

T = TypeVar("T")

_EXCERPT = 1000


@frozen
class Answer:
    """An answer as it came: the status, the headers (names in any case) and the body's bytes."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    def response(self) -> Response:
        """Return what a result keeps of this answer."""
        return Response(self.status, self.headers)

    def error(
        self,
        kind: type[ResponseError],
        advice: str,
        *,
        code: str | None = None,
        message: str | None = None,
        details: Sequence[Any] = (),
        pointer: str | None = None,
    ) -> ResponseError:
        """Return an error about this answer."""
        return kind(
            advice,
            status=self.status,
            code=code,
            message=message,
            details=details,
            headers=self.headers,
            body=self.content[: 4 * _EXCERPT].decode(errors="replace")[:_EXCERPT],
            pointer=pointer,
        )


@frozen
class Call(Generic[T]):
    """One request, ready to be sent, and ``read``, which turns its answer into a value or raises.

    ``operation`` is the contract's operationId and ``template`` its path. ``path`` is below the base URL, quoted, with
    its query string.
    """

    operation: str
    template: str
    method: str
    path: str
    content: bytes | None
    read: Callable[[Answer], T]
