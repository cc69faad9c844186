"""A call and its answer, as values."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from attrs import frozen

from webflow_pages.errors import ConfigurationError, ResponseError
from webflow_pages.results import Response

T = TypeVar("T")

_EXCERPT = 1000

_STABLE = "/v2"
"""How the base URL ends. The beta's ends in ``/beta`` instead (documented)."""


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
    its query string. ``beta`` says that it goes to the vendor's beta, which is beside the base URL.
    """

    operation: str
    template: str
    method: str
    path: str
    content: bytes | None
    read: Callable[[Answer], T]
    beta: bool = False

    def address(self, base_url: str) -> str:
        """Return where it goes.

        Raises:
            ConfigurationError: It goes to the beta, and nobody knows where that is.
        """
        if not self.beta:
            return base_url + self.path
        if not base_url.endswith(_STABLE):
            raise ConfigurationError(f"The vendor's beta is beside {_STABLE}: use a base URL that ends in it")
        return f"{base_url.removesuffix(_STABLE)}/beta{self.path}"
