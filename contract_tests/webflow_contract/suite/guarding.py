"""What stands between the suite and somebody's site: reads, and updates of one page that can be undone."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from webflow_contract.check.findings import Place
from webflow_contract.check.journal import Journal
from webflow_contract.check.sending import NotJudgedError
from webflow_contract.check.subject import MARKER, TEXTS
from webflow_contract.errors import ContractToolError
from webflow_contract.exchange import Handler, Request, Response

NO_SUCH = "noSuch"
"""How the names begin of fields that no service has."""


class Guard:
    """A handler that lets through what is harmless, within a budget, and opens the journal before the first update.

    Args:
        handler: The service.
        allowed: How many requests it lets through. Those that put the page back come on top.
        path: The path of the one page that may be written.
        file: Where the journal goes.
    """

    def __init__(self, handler: Handler, allowed: int, path: str, file: Path) -> None:
        self._handler = handler
        self._allowed = allowed
        self._path = path
        self._file = file
        self._journal: Journal | None = None
        self._is_restoring = False
        self.requests = 0
        self.is_open = False

    def allow(self, journal: Journal, *, kept: int = 0) -> None:
        """Let updates through, now that it is known what to put back. ``kept`` requests are kept back for that."""
        self._journal = journal
        self._allowed -= kept

    def restore(self) -> None:
        """Let through whatever comes: the page goes over everything else."""
        self._is_restoring = True

    def __call__(self, request: Request) -> Response:
        """Answer a request.

        Raises:
            NotJudgedError: The budget is used up, or the journal cannot be written.
            RuntimeError: The request is not harmless: the suite has a mistake.
        """
        if not self._is_restoring:
            self._check(request)
        self.requests += 1
        return self._handler(request)

    def _check(self, request: Request) -> None:
        if self.requests >= self._allowed:
            raise NotJudgedError("the requests are used up: allow more with --live-budget")
        if request.method == "GET":
            return
        if request.method != "PUT" or request.path != self._path or self._journal is None:
            raise RuntimeError(f"the suite was about to send {request.method} {request.path}")
        writable = {original.locale_id: original.texts for original in self._journal.originals}
        locale_id = dict(request.query).get("localeId")
        if locale_id not in writable or not is_harmless(request.content, writable[locale_id]):
            raise RuntimeError("the suite was about to send an update that could not be undone")
        if not self.is_open:
            self._open(self._journal)

    def _open(self, journal: Journal) -> None:
        try:
            journal.open(self._file)
        except ContractToolError as error:
            raise NotJudgedError(str(error)) from error
        self.is_open = True


def is_harmless(content: bytes, writable: Mapping[Place, str]) -> bool:
    """Return whether an update can be undone, even by a service that takes what it has to refuse.

    It names texts that are there and are put back, and no text goes without the marker.
    """
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        return True
    if not isinstance(body, dict):
        return True
    return all(_is_harmless_leaf(place, value, writable) for place, value in _leaves(body))


def _is_harmless_leaf(place: Place, value: Any, writable: Mapping[Place, str]) -> bool:  # noqa: ANN401  (JSON is any value)
    if place in writable:
        return MARKER in value if isinstance(value, str) else value is not None
    if place[0] == "openGraph" and len(place) == 2 and str(place[1]).endswith("Copied"):
        return value is False and ("openGraph", str(place[1]).removesuffix("Copied")) in writable
    return len(place) == 1 and str(place[0]).startswith(NO_SUCH)


def _leaves(body: Mapping[str, Any]) -> list[tuple[Place, Any]]:
    """Return the values of an update: those of the two objects it has, and the others whole."""
    holders = {place[0] for place in TEXTS if len(place) > 1}
    found: list[tuple[Place, Any]] = []
    for name, value in body.items():
        if name in holders and isinstance(value, dict):
            found += [((name, inner), leaf) for inner, leaf in value.items()]
        else:
            found.append(((name,), value))
    return found
