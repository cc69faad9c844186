"""Statuses, media types and headers."""

from collections.abc import Iterator

from attrs import evolve

from webflow_contract.drifts.wire import answers, with_content
from webflow_contract.exchange import Request, Response
from webflow_contract.power.mutants import Mutant, Recording, Wrap
from webflow_contract.routes import operation_of

_OTHER_STATUSES = {
    200: (201, 202, 203, 204, 206, 304, 500, 503),
    400: (200, 404, 409, 422, 500),
    401: (200, 400, 403, 407, 500),
    403: (200, 401, 404, 500),
    404: (200, 204, 400, 403, 410, 500),
}

_MEDIA_TYPES = {
    "no media type": None,
    "text/plain": "text/plain; charset=utf-8",
    "text/html": "text/html; charset=utf-8",
    "another JSON": "application/problem+json",
    "another charset": "application/json; charset=iso-8859-1",
}

_HEADERS = ("x-ratelimit-limit", "x-ratelimit-remaining", "retry-after")
_GARBLED = {
    "header in words": "many",
    "header negative": "-1",
    "header empty": "",
    "header with a fraction": "1.5",
    "header as a date": "Wed, 21 Oct 2026 07:28:00 GMT",
}


def statuses(recording: Recording) -> Iterator[Mutant]:
    """Yield mutants that answer with another status."""
    for operation, status in recording.places():
        for other in _OTHER_STATUSES.get(status, ()):
            target = f"{operation} {status} as {other}"
            yield Mutant("status changed", target, _answering(operation, status, status_now=other))
        yield Mutant("no body", f"{operation} {status}", _emptied(operation, status))


def media_types(recording: Recording) -> Iterator[Mutant]:
    """Yield mutants whose bodies come as something else than JSON."""
    for operation, status in recording.places():
        for name, value in _MEDIA_TYPES.items():
            target = f"{operation} {status} {name}"
            yield Mutant("media type changed", target, _with_header(operation, status, "content-type", value))


def headers(recording: Recording) -> Iterator[Mutant]:
    """Yield mutants without a header, or with another value in it."""
    for operation, status in recording.places():
        for header in _HEADERS:
            target = f"{operation} {status} {header}"
            yield Mutant("header dropped", target, _with_header(operation, status, header, None))
            for operator, value in _GARBLED.items():
                yield Mutant(operator, target, _with_header(operation, status, header, value))


def _answering(operation: str, status: int, *, status_now: int) -> Wrap:
    def change(request: Request, response: Response) -> Response:
        concerned = operation_of(request) == operation and response.status == status
        return evolve(response, status=status_now) if concerned else response

    return answers(change)


def _emptied(operation: str, status: int) -> Wrap:
    def change(request: Request, response: Response) -> Response:
        concerned = operation_of(request) == operation and response.status == status
        return with_content(response, b"") if concerned else response

    return answers(change)


def _with_header(operation: str, status: int, name: str, value: str | None) -> Wrap:
    def change(request: Request, response: Response) -> Response:
        if operation_of(request) != operation or response.status != status:
            return response
        kept = {known: text for known, text in response.headers.items() if known != name}
        return evolve(response, headers=kept if value is None else {**kept, name: value})

    return answers(change)
