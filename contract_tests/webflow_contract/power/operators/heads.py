"""Heads: statuses, redirects, media types and headers."""

from collections.abc import Callable, Iterator

from attrs import evolve

from webflow_contract.drifts.wire import with_content
from webflow_contract.exchange import Response
from webflow_contract.power.aiming import answers_of
from webflow_contract.power.mutants import Mutant, Recording, Wrap

_OTHER_STATUSES = {
    200: (201, 202, 203, 204, 205, 206, 207, 226, 300, 304, 400, 401, 403, 404, 409, 418, 429, 500, 502, 503, 504, 520),
    400: (200, 204, 401, 403, 404, 409, 415, 422, 429, 500, 501, 503),
    401: (200, 400, 402, 403, 404, 407, 419, 429, 498, 500, 511),
    403: (200, 204, 400, 401, 402, 404, 405, 451, 500),
    404: (200, 204, 400, 401, 403, 405, 410, 500, 502),
}

_REDIRECTS = (301, 302, 303, 307, 308)
_LOCATIONS = {
    "below another path": "/v3/elsewhere",
    "to a login": "https://example.test/login",
}

_MEDIA_TYPES = {
    "no media type": None,
    "empty": "",
    "text/plain": "text/plain; charset=utf-8",
    "text/html": "text/html; charset=utf-8",
    "text/json": "text/json; charset=utf-8",
    "text/javascript": "text/javascript; charset=utf-8",
    "bytes": "application/octet-stream",
    "another JSON": "application/problem+json",
    "the vendor's JSON": "application/vnd.webflow.v2+json",
    "another charset": "application/json; charset=iso-8859-1",
    "UTF-16": "application/json; charset=utf-16",
    "twice": "application/json; charset=utf-8, application/json; charset=utf-8",
    "with two charsets": "application/json; charset=iso-8859-1; charset=utf-8",
    "without its subtype": "application",
    "in quotes": '"application/json"',
    "anything": "*/*",
}

_HEADERS = ("x-ratelimit-limit", "x-ratelimit-remaining", "retry-after")
_GARBLED = {
    "header in words": "many",
    "header negative": "-1",
    "header empty": "",
    "header with a fraction": "1.5",
    "header with a fraction of zero": "60.0",
    "header as a date": "Wed, 21 Oct 2026 07:28:00 GMT",
    "header twice": "60, 60",
    "header with a unit": "60s",
    "header with a plus": "+60",
    "header in hexadecimal": "0x3c",
    "header with parameters": "60;w=60",
    "header null": "null",
    "header in other digits": "\N{SUPERSCRIPT TWO}",
}


def statuses(recording: Recording) -> Iterator[Mutant]:
    """Yield mutants that answer with another status, the body kept or left out."""
    for operation, status in recording.places():
        for other in _OTHER_STATUSES.get(status, ()):
            target = f"{operation} {status} as {other}"
            yield Mutant("status changed", target, _answering(operation, status, status_now=other))
            if status == 200:
                wrap = _answering(operation, status, status_now=other, body=b"")
                yield Mutant("status changed, no body", target, wrap)
        yield Mutant("no body", f"{operation} {status}", _answering(operation, status, status_now=status, body=b""))


def redirects(recording: Recording) -> Iterator[Mutant]:
    """Yield mutants that send elsewhere instead of answering."""
    for operation, status in recording.places():
        for redirect in _REDIRECTS if status == 200 else ():
            for where, location in _LOCATIONS.items():
                wrap = answers_of(operation, status, _redirected(redirect, location))
                yield Mutant(f"redirect {where}", f"{operation} {status} as {redirect}", wrap)


def media_types(recording: Recording) -> Iterator[Mutant]:
    """Yield mutants whose bodies come as something else than JSON."""
    for operation, status in recording.places():
        for name, value in _MEDIA_TYPES.items():
            target = f"{operation} {status} {name}"
            yield Mutant("media type changed", target, _with_header(operation, status, "content-type", value))


def headers(recording: Recording) -> Iterator[Mutant]:
    """Yield mutants without a header, or with another value in it, or with it under another name."""
    for operation, status in recording.places():
        for header in _HEADERS:
            target = f"{operation} {status} {header}"
            yield Mutant("header dropped", target, _with_header(operation, status, header, None))
            yield Mutant("header renamed", target, _renamed(operation, status, header))
            for operator, value in _GARBLED.items():
                yield Mutant(operator, target, _with_header(operation, status, header, value))


def _answering(operation: str, status: int, *, status_now: int, body: bytes | None = None) -> Wrap:
    def change(response: Response) -> Response:
        response = evolve(response, status=status_now)
        return response if body is None else with_content(response, body)

    return answers_of(operation, status, change)


def _redirected(status: int, location: str) -> Callable[[Response], Response]:
    def change(response: Response) -> Response:
        moved = evolve(response, status=status, headers={**response.headers, "location": location})
        return with_content(moved, b"")

    return change


def _with_header(operation: str, status: int, name: str, value: str | None) -> Wrap:
    def change(response: Response) -> Response:
        kept = {known: text for known, text in response.headers.items() if known != name}
        return evolve(response, headers=kept if value is None else {**kept, name: value})

    return answers_of(operation, status, change)


def _renamed(operation: str, status: int, name: str) -> Wrap:
    new = name.removeprefix("x-") if name.startswith("x-") else f"x-{name}"

    def change(response: Response) -> Response:
        renamed = {new if known == name else known: text for known, text in response.headers.items()}
        return evolve(response, headers=renamed)

    return answers_of(operation, status, change)
