"""Questions about what every answer has: dates, headers and the quota."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from webflow_contract.check.judges.comparing import date_of
from webflow_contract.check.plan import AFTER_IN
from webflow_contract.check.probes import Exchange, Past, Probe
from webflow_contract.check.questions.question import MISSING, Asking, Question, at, probe
from webflow_contract.check.quota import is_success, number

_QUOTA = ("x-ratelimit-limit", "x-ratelimit-remaining", "retry-after")
_ORDINARY = {"60", "120"}
"""Requests a minute of the plans below Enterprise (documented)."""
_APART = timedelta(milliseconds=20)


def _moved(past: Past, first: str, second: str, *place: str) -> bool | None:
    """Return whether a date is another one in the second exchange; None where one of the two has none."""
    dates = [at(past, name, *place) for name in (first, second)]
    if not all(name in past and is_success(past[name]) for name in (first, second)) or MISSING in dates:
        return None
    return bool(dates[0] != dates[1])


def _of_locales(past: Past) -> str | None:
    """Read whether the locale that was written has the date of the primary one, which was written later."""
    primary = _date(past, "read after all")
    for name in past:
        if name.startswith(AFTER_IN):
            here = _date(past, name)
            if primary is not None and here is not None:
                return "shared" if here == primary else "separate"
    return None


def _without_change(past: Past) -> str | None:
    """Read whether an update that changes nothing moves the date.

    Dates are told to the millisecond, and on one machine two updates can be as near. So that it stays where it is says
    something only if the update before it took longer than that.
    """
    moved = _moved(past, "update", "same update", "lastUpdated")
    if moved:
        return "updates_date"
    before, after = (_date(past, name) for name in ("partial update", "update"))
    if moved is None or before is None or after is None or after - before < _APART:
        return None
    return "keeps_date"


def _date(past: Past, name: str) -> datetime | None:
    return date_of(at(past, name, "lastUpdated"))


def _of_site(past: Past) -> str | None:
    moved = _moved(past, "site", "site_after_page_write?", "lastUpdated")
    return None if moved is None else "updates_date" if moved else "keeps_date"


def _site_again(asking: Asking) -> Sequence[Probe]:
    path = f"/sites/{asking.writing.subject.site_id}"
    return [probe("site_after_page_write", "get-site", path, "the site after its page was written")]


def _etag(past: Past) -> str | None:
    answers = [exchange for exchange in past.values() if exchange.response.status in (200, 400, 404)]
    if not answers:
        return None
    having = sum("etag" in exchange.response.headers for exchange in answers)
    return "present" if having == len(answers) else "absent" if not having else "on some answers"


def _unauthorized(past: Past) -> Iterator[Exchange]:
    for exchange in past.values():
        if exchange.response.status == 401:
            yield exchange


def _headers(exchange: Exchange) -> str:
    having = [name in exchange.response.headers for name in _QUOTA]
    if all(having):
        return "present"
    return "retry_after_only" if having == [False, False, True] else "some" if any(having) else "absent"


def _on_401(past: Past) -> str | None:
    answers = {_headers(exchange) for exchange in _unauthorized(past)}
    return None if not answers else next(iter(answers)) if len(answers) == 1 else "on some answers"


def _on_429(past: Past) -> str | None:
    refused = next((exchange for exchange in past.values() if exchange.response.status == 429), None)
    return None if refused is None else _headers(refused)


def _counted(past: Past) -> str | None:
    """Read whether requests without a valid token use up a quota: what remains gets less from one to the next.

    Where it does not get less for requests with a token either, nothing is counted, and nothing follows.
    """
    remaining = [number(exchange, "x-ratelimit-remaining") for exchange in _unauthorized(past)]
    numbers = [number for number in remaining if number is not None]
    authorized = {number(exchange, "x-ratelimit-remaining") for exchange in past.values() if is_success(exchange)}
    if len(authorized) < 2 or len(numbers) < 2 or numbers != sorted(numbers, reverse=True):  # or a window has begun
        return None
    return "not_counted" if len(set(numbers)) == 1 else "counted"


def _window(past: Past) -> str | None:
    """Read when the window ends: on the minute, or sixty seconds after its first request."""
    left = [(number(exchange, "retry-after"), _second(exchange)) for exchange in past.values() if is_success(exchange)]
    known = [(retry_after, second) for retry_after, second in left if retry_after is not None and second is not None]
    if not known:
        return None
    # Both are rounded, each by less than a second. An end on the minute may be chance.
    aside = any((retry_after + second + 1) % 60 > 2 for retry_after, second in known)
    return "with_first_request" if aside else None


def _second(exchange: Exchange) -> int | None:
    try:
        return parsedate_to_datetime(exchange.response.headers["date"]).second
    except (KeyError, ValueError, OverflowError):
        return None


def _enterprise(past: Past) -> str | None:
    limits = {exchange.response.headers.get("x-ratelimit-limit") for exchange in past.values()} - _ORDINARY - {None}
    return next(iter(limits)) if len(limits) == 1 else None


QUESTIONS = (
    Question("site_after_page_write", _of_site, _site_again),
    Question("last_updated_of_locales", _of_locales),
    Question("write_without_change", _without_change),
    Question("etag", _etag),
    Question("headers_on_401", _on_401),
    Question("headers_on_429", _on_429),
    Question("unauthorized_requests", _counted),
    Question("enterprise_limit", _enterprise),
    Question("quota_window", _window),
)
