"""What the headers of the quota must not say: they are all that a client has to pace itself by.

The limit is the token's, and a window is a minute (documented); Retry-After counts what is left of it (recorded).
"""

from collections.abc import Iterator, Sequence

from webflow_contract.check.findings import Finding
from webflow_contract.check.probes import Exchange

_LIMIT, _REMAINING, _RETRY_AFTER = "X-RateLimit-Limit", "X-RateLimit-Remaining", "Retry-After"
_RULE = "quota-contradictory"
_DIGITS = 1_000
"""Digits of a number that is read: Python refuses some thousands."""

_LONGEST = 120
"""Seconds: twice a window. A 429 may say more, as nobody has published one."""


def contradictions(exchange: Exchange, earlier: Sequence[Exchange], *, waited: bool) -> Iterator[Finding]:
    """Yield what an answer's headers say that cannot be. ``waited`` says whether a whole window was waited for."""
    limit, remaining, retry_after = (number(exchange, name) for name in (_LIMIT, _REMAINING, _RETRY_AFTER))
    if limit is not None and remaining is not None and remaining > limit:
        yield _finding(exchange, f"at most {_LIMIT}: {limit}", f"{_REMAINING}: {remaining}", "more than the limit")
    if limit == 0:
        yield _finding(exchange, "at least 1", f"{_LIMIT}: 0", "no limit")
    if waited and remaining == 0 and limit != 1 and exchange.response.status != 429:
        yield _finding(exchange, "more, as a window has begun", f"{_REMAINING}: 0", "used up at once")
    if retry_after is not None and retry_after > _LONGEST and exchange.response.status != 429:
        yield _finding(exchange, "what is left of a minute", f"{_RETRY_AFTER}: {retry_after}", "too long")
    known = next(
        (found for one in earlier if _is_alike(one, exchange) and (found := number(one, _LIMIT)) is not None), None
    )
    if limit is not None and known is not None and limit != known:
        yield _finding(exchange, f"{_LIMIT}: {known}", f"{_LIMIT}: {limit}", "another limit")


def _is_alike(one: Exchange, other: Exchange) -> bool:
    """Return whether two requests have the same limit: it is the token's and the site's plan's (documented)."""
    same = one.probe.credential == other.probe.credential
    return (
        same and one.probe.operation != "list-sites" != other.probe.operation and is_success(one) and is_success(other)
    )


def is_success(exchange: Exchange) -> bool:
    """Return whether a request succeeded."""
    return 200 <= exchange.response.status < 300


def number(exchange: Exchange, header: str) -> int | None:
    """Return a header's number; None where it is not there, or none."""
    text = exchange.response.headers.get(header.lower(), "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < _DIGITS else None


def _finding(exchange: Exchange, documented: str, observed: str, kind: str) -> Finding:
    return exchange.finding(_RULE, None, documented, observed, kind)
