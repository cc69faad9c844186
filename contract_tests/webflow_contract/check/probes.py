"""A probe: one request, what it is expected to be answered with, and why it is sent."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

from attrs import Factory, field, frozen

from webflow_contract.check.findings import Finding
from webflow_contract.exchange import Request, Response

Credential = Literal["token", "token without pages:write", "wrong token", "no token"]


@frozen
class Probe:
    """One request with its expectation.

    ``status`` is the one expected; None where nobody knows which. ``path`` is below the base URL. ``body`` is sent as
    JSON of that ``content_type``; bytes are sent as they are. ``judges`` look at the answer when it has the status
    expected. ``if_accepted`` is the rule that is broken when a refusal was expected and a success came. The statuses
    ``also`` are as good as the one expected, and ``inferred`` says that nobody has shown it. ``key`` is the name as far
    as it is the same on every site: ids of findings rest on it.
    """

    name: str
    operation: str
    reason: str
    status: int | None
    path: str
    method: str = "GET"
    query: tuple[tuple[str, str], ...] = ()
    body: Any = None
    content_type: str = "application/json"
    credential: Credential = "token"
    judges: tuple["Judge", ...] = ()
    if_accepted: str = "response-non-success-status-removed"
    also: frozenset[int] = frozenset()
    inferred: bool = False
    key: str = field(default=Factory(lambda self: self.name, takes_self=True))

    @property
    def writes(self) -> bool:
        """Whether the request may change something."""
        return self.method != "GET"


@frozen
class Exchange:
    """A probe, the request that it became, and the answer. ``body`` is the answer's JSON, or None if it is none."""

    probe: Probe
    request: Request
    response: Response
    body: Any

    def finding(
        self,
        rule: str,
        place: tuple[str | int, ...] | None,
        documented: str,
        observed: str,
        kind: str,
        *,
        inferred: bool = False,
    ) -> Finding:
        """Make a finding about this exchange."""
        operation, status = self.probe.operation, self.response.status
        return Finding(rule, operation, status, place, documented, observed, kind, inferred=inferred)


Past = Mapping[str, Exchange]
"""The exchanges so far, by the name of their probe."""


@frozen
class Judge:
    """Looks at an exchange in the light of earlier ones. ``rules`` are those that it holds an answer to."""

    rules: tuple[str, ...]
    look: Callable[[Exchange, Past], Iterable[Finding]]

    def __call__(self, exchange: Exchange, past: Past) -> Iterable[Finding]:
        """Yield what breaks the rules."""
        return self.look(exchange, past)
