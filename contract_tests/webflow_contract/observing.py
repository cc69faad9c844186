"""Watch a client's own traffic for drift.

Nothing is sent for it: each answer that the client gets is judged by the closed contract, as the check does it. What
only a plan of probes can show, such as an update that changes what it left out, is not seen here.
"""

import json
import threading
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Protocol, Self

from attrs import evolve

from webflow_contract.check.callers import try_out
from webflow_contract.check.findings import Finding, describe
from webflow_contract.check.schema import ClosedContract, closed
from webflow_contract.check.sending import IN_BETWEEN
from webflow_contract.contract.effective import load
from webflow_contract.exchange import Response
from webflow_pages.sending.watching import Exchange, Hook

_MOST = 1000
"""Findings that are told apart. A service that has more of them needs no more to be looked at."""

_UPDATE = "update-page-metadata"


class Watched(Protocol):
    """A ``Webflow`` or an ``AsyncWebflow``."""

    def add_hook(self, hook: Hook) -> None:
        """Call the hook with each exchange."""

    def remove_hook(self, hook: Hook) -> None:
        """Call the hook no longer."""


def observe(webflow: Watched, *, on_finding: Callable[[Finding], object]) -> "Observation":
    """Judge every answer that a client gets from now on, until the observation is stopped.

    It cannot break a call: whatever goes wrong here, ``on_finding`` included, is logged by the client and no more.
    Answers of what stands in front of the service, such as 502, say nothing of the contract and are left out.

    Args:
        webflow: The client, sync or async, with all that were made of it by ``with_options``.
        on_finding: Called once for each finding, by its id, in the thread of the call. What it is called with names
            values of the answer, shortened.

    Returns:
        The observation, to be stopped by ``stop()`` or by leaving ``with``.
    """
    observation = Observation(webflow, on_finding, closed(load()))
    webflow.add_hook(observation.see)
    return observation


class Observation:
    """What was seen so far: ``exchanges`` counts the answers judged, ``findings`` has each finding once."""

    def __init__(self, webflow: Watched, on_finding: Callable[[Finding], object], contract: ClosedContract) -> None:
        self.exchanges = 0
        self._webflow = webflow
        self._on_finding = on_finding
        self._contract = contract
        self._findings: dict[str, Finding] = {}
        self._lock = threading.Lock()

    @property
    def findings(self) -> list[Finding]:
        """The findings so far, in the order in which they came."""
        return list(self._findings.values())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Look at no further answer."""
        self._webflow.remove_hook(self.see)

    def see(self, exchange: Exchange) -> None:
        """Judge an exchange."""
        if exchange.status is None or exchange.status in IN_BETWEEN:
            return
        response = Response(exchange.status, exchange.headers, exchange.body)
        found = [*self._contract.judge(exchange.operation, response), *_echo(exchange)]
        for finding in self._new(found):
            callers = try_out(exchange.operation, response)
            self._on_finding(evolve(finding, reproduce=_reproduce(exchange), callers=callers))

    def _new(self, found: list[Finding]) -> list[Finding]:
        with self._lock:
            self.exchanges += 1
            if not found:
                return []
            new = {finding.id: finding for finding in found if finding.id not in self._findings}
            if len(self._findings) < _MOST:
                self._findings.update(new)
                return list(new.values())
            return []


def _echo(exchange: Exchange) -> Iterator[Finding]:
    """Yield what an update sent and its answer does not show.

    Slugs and Open Graph texts are left out: Webflow ignores the former in many places (documented) and mirrors the
    latter (reported). Nobody knows what it does with an empty text.
    """
    if exchange.operation != _UPDATE or exchange.status != 200 or exchange.content is None:
        return
    sent, came = _json(exchange.content), _json(exchange.body)
    for place in (("title",), ("seo", "title"), ("seo", "description")):
        wanted, answered = _at(sent, place), _at(came, place)
        if wanted and answered != wanted:
            yield Finding(
                "update-not-echoed", _UPDATE, exchange.status, place, describe(wanted), describe(answered), "altered"
            )


def _at(value: object, place: tuple[str, ...]) -> object:
    for name in place:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _json(content: bytes) -> object:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):  # the contract's judgement says so
        return None


def _reproduce(exchange: Exchange) -> str:
    """Return the curl command that asks again. An update is not repeated: it would write what was there then."""
    if exchange.method != "GET":
        return ""
    base_url = "${WEBFLOW_BASE_URL:-https://api.webflow.com/v2}"
    return f'curl -i -H "Authorization: Bearer $WEBFLOW_TOKEN" "{base_url}{exchange.path}"'
