"""The check beside schemathesis: both against the same services, each of them on a port and new for each run."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from statistics import median
from time import perf_counter
from typing import Any, Self

import httpx
from attrs import frozen

from webflow_contract.carriers.server import running
from webflow_contract.check.over_http import over_http
from webflow_contract.check.run import run as run_check
from webflow_contract.check.subject import Credentials, Subject
from webflow_contract.documents import Document
from webflow_contract.drifts import DRIFTS
from webflow_contract.exchange import Request, Response
from webflow_contract.power import peer
from webflow_contract.power.mutants import Mutant, Wrap
from webflow_contract.power.trials import Bench, service
from webflow_contract.sandbox import Assumptions, Sandbox

_WRITING = ("PUT", "POST", "PATCH", "DELETE")

_ACCEPTING = Assumptions(
    get_with_unknown_locale_id="ignored",
    put_with_unknown_locale_id="ignored",
    put_with_primary_locale_id="writes_primary",
    malformed_locale_id="as_unknown",
    empty_title="stored",
    malformed_slug="accepted",
    duplicate_slug="accepted",
    other_method="method_not_allowed",
)
"""What the contract allows and nobody has seen refused, accepted: so schemathesis has no false alarm to hide behind."""


@frozen
class Run:
    """One run against one service.

    Args:
        found: Whether it found anything that it does not find of the unchanged service.
        requests: How many requests it sent.
        writes: How many of them asked for a change.
        seconds: How long it took, its start left out.
        left_as_it_was: Whether every page of the service was in the end what it had been.
    """

    found: bool
    requests: int
    writes: int
    seconds: float
    left_as_it_was: bool


@frozen
class Side:
    """All runs of one of the two, by what they were against."""

    name: str
    mutants: Sequence[Run]
    drifts: Sequence[Run]

    @property
    def runs(self) -> Sequence[Run]:
        """Every run."""
        return [*self.mutants, *self.drifts]

    def as_dict(self) -> Mapping[str, Any]:
        """Return what it came to, as JSON has it."""
        return {
            "mutants_caught": sum(run.found for run in self.mutants),
            "mutants": len(self.mutants),
            "drifts_caught": sum(run.found for run in self.drifts),
            "drifts": len(self.drifts),
            "requests": median(run.requests for run in self.runs),
            "writes": median(run.writes for run in self.runs),
            "seconds": round(median(run.seconds for run in self.runs), 2),
            "left_as_it_was": sum(run.left_as_it_was for run in self.runs),
        }


def spread(mutants: Sequence[Mutant], count: int) -> Sequence[Mutant]:
    """Return so many mutants, always the same ones, spread over the operators and over what they are applied to."""
    by_operator: dict[str, list[Mutant]] = {}
    for mutant in mutants:
        by_operator.setdefault(mutant.operator, []).append(mutant)
    turned = [own[turn % len(own) :] + own[: turn % len(own)] for turn, own in enumerate(by_operator.values())]
    rounds = [own[rank] for rank in range(max(map(len, turned), default=0)) for own in turned if rank < len(own)]
    pool = rounds[: max(count, len(turned))]
    count = min(count, len(pool))
    return [pool[index * len(pool) // count] for index in range(count)]


def beside(
    contract: Document,
    count: int,
    *,
    progress: Callable[[str], None] = lambda line: None,  # noqa: ARG005  (whoever wants no progress)
) -> Sequence[Side]:
    """Run the check and schemathesis, with the contract as it is and closed, against so many mutants and every drift.

    Raises:
        ContractToolError: schemathesis is not installed, or a run of it has not come to an end.
    """
    name = f"schemathesis {peer.require()}"
    chosen = {mutant.name: mutant.wrap for mutant in spread(Bench(contract).chosen(1), count)}
    drifts = {f"drift {drift.name}": drift.wrap for drift in DRIFTS.values()}
    sides: dict[str, _Check | _Peer] = {
        "the check": _Check(contract),
        name: _Peer(contract),
        f"{name}, closed contract": _Peer(peer.closed_to_answers(contract)),
    }
    return [
        Side(
            side,
            [runner.against(wrap) for wrap in _each(chosen, side, progress)],
            [runner.against(wrap) for wrap in _each(drifts, side, progress)],
        )
        for side, runner in sides.items()
    ]


def _each(wraps: Mapping[str, Wrap], side: str, progress: Callable[[str], None]) -> Iterator[Wrap]:
    for name, wrap in wraps.items():
        progress(f"{side}: {name}")
        yield wrap


class _Check:
    """Runs the check."""

    def __init__(self, contract: Document) -> None:
        self._contract = contract

    def against(self, wrap: Wrap) -> Run:
        """Run it once, against a service with something in front of it."""
        with _Served(service(), wrap) as served, httpx.Client() as client:
            sandbox = served.sandbox
            began = perf_counter()
            report = run_check(
                over_http(served.base_url, client),
                Subject(served.base_url, sandbox.site_id, sandbox.page_id, "fr-FR"),
                Credentials(sandbox.token, sandbox.tokens["without-pages-write"]),
                self._contract,
                label="a mutant",
                journal=None,
                sleep=lambda seconds: None,  # noqa: ARG005
            )
            return served.run(bool(report.findings), perf_counter() - began)


class _Peer:
    """Runs schemathesis. What it finds wrong of the unchanged service is no finding."""

    def __init__(self, contract: Document) -> None:
        self._contract = contract
        self._usual: frozenset[peer.Failure] = frozenset()
        with _Served(service(_ACCEPTING), lambda handler: handler) as served:
            self._usual = self._ran(served).failures

    def against(self, wrap: Wrap) -> Run:
        """Run it once, against a service with something in front of it."""
        with _Served(service(_ACCEPTING), wrap) as served:
            ran = self._ran(served)
            return served.run(bool(ran.failures - self._usual), ran.seconds)

    def _ran(self, served: "_Served") -> peer.Ran:
        sandbox = served.sandbox
        locales = [sandbox.locale_ids[tag] for tag in ("fr-FR", "de-DE", "pt-BR")]
        ids = {"pages": [sandbox.page_id], "sites": [sandbox.site_id], "locales": locales}
        return peer.run(self._contract, served.base_url, sandbox.token, ids)


class _Served(AbstractContextManager["_Served"]):
    """A service on a port, with something in front of it, and a count of what it is asked."""

    def __init__(self, sandbox: Sandbox, wrap: Wrap) -> None:
        self.sandbox = sandbox
        self.base_url = ""
        self._handler = wrap(sandbox)
        self._methods: list[str] = []
        self._before = _pages(sandbox)
        self._server = ExitStack()

    def __enter__(self) -> Self:
        self.base_url = self._server.enter_context(running(self._answer))
        return self

    def __exit__(self, *_: object) -> None:
        self._server.close()

    def run(self, found: bool, seconds: float) -> Run:
        """Return what a run came to."""
        writes = sum(method in _WRITING for method in self._methods)
        return Run(found, len(self._methods), writes, seconds, _pages(self.sandbox) == self._before)

    def _answer(self, request: Request) -> Response:
        self._methods.append(request.method)
        return self._handler(request)


def _pages(sandbox: Sandbox) -> Sequence[Any]:
    """Return every page of the site in every locale, but for when it was last updated."""
    headers = {"authorization": f"Bearer {sandbox.token}"}
    found = []
    for locale_id in ("", *sandbox.locale_ids.values()):
        query = (("localeId", locale_id),) if locale_id else ()
        answer = sandbox(Request("GET", f"/v2/sites/{sandbox.site_id}/pages", query, headers))
        found += [{**page, "lastUpdated": None} for page in answer.json()["pages"]]
    return found
