"""Judge the exchanges of a run: each by itself, and in its place among the others."""

from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve

from webflow_contract.check.callers import try_out
from webflow_contract.check.findings import Finding
from webflow_contract.check.judges import refuses
from webflow_contract.check.probes import Exchange
from webflow_contract.check.quota import contradictions
from webflow_contract.check.schema import ClosedContract
from webflow_contract.check.sending import Sender, reproduce
from webflow_contract.check.sightings import Sightings, server_errors


class Judging:
    """What a run has found so far. ``address`` is how commands call the service."""

    def __init__(self, closed: ClosedContract, sender: Sender, address: str) -> None:
        self._closed = closed
        self._sender = sender
        self._address = address
        self._sightings = Sightings()

    def judge(self, exchange: Exchange) -> bool:
        """Keep what is found in an answer. Return whether the service has done something that it had not before."""
        in_its_place = list(self._in_its_place(exchange))
        new = self._sightings.see(exchange, [*self._by_itself(exchange), *in_its_place])
        return any(finding in in_its_place for finding in new)

    def judge_again(self, first: Exchange, exchange: Exchange) -> None:
        """Keep what is found in the answer to a request that was sent once more, at once."""
        found = [*self._by_itself(exchange), *self._in_its_place(exchange)]
        self._sightings.see_again(first, exchange, found)

    def judge_later(self, first: Exchange, exchange: Exchange) -> None:
        """Keep what is found in the answer to a read that was sent once more, after others.

        Its place among them is another one, so that only what it is by itself can be held against the first.
        """
        self._sightings.see_again(
            first, exchange, self._by_itself(exchange), of={one.id for one in self._by_itself(first)}
        )

    def judge_restoring(self, exchange: Exchange, crossed: Iterable[Finding]) -> None:
        """Keep what is found in an answer while the page is put back. Whether it is, a report tells by itself."""
        applied = self._in_its_place(exchange) if exchange.response.status == 200 else ()
        self._sightings.see(exchange, [*self._by_itself(exchange), *applied, *crossed])

    def keep(self, exchange: Exchange, found: Iterable[Finding] = ()) -> None:
        """Keep what others have found in an answer, and what is wrong with it by itself."""
        self._sightings.see(exchange, [*self._by_itself(exchange), *found])

    def seen_once(self) -> list[Exchange]:
        """Return the exchanges that alone show something by themselves, and can be sent again: reads."""
        return [
            exchange
            for exchange, findings in self._sightings.seen_once()
            if not exchange.probe.writes and {one.id for one in self._by_itself(exchange)} & findings
        ]

    def findings(self) -> tuple[list[Finding], list[Finding]]:
        """Return the findings that count, and the server errors that came once."""
        twice, once = server_errors(self._sender.retried)
        counting = [*self._sightings.findings(), *twice]
        return [self._described(exchange, finding) for exchange, finding in counting], once

    def _by_itself(self, exchange: Exchange) -> Iterator[Finding]:
        waited = any(one is exchange for one in self._sender.after_waiting)
        return by_itself(self._closed, exchange, self._sender.exchanges, waited=waited)

    def _in_its_place(self, exchange: Exchange) -> Iterator[Finding]:
        """Yield what is wrong with an answer to this request, after those before it."""
        if is_as_asked(exchange):
            for judge in exchange.probe.judges:
                yield from judge(exchange, self._sender.past)
        yield from unexpected(exchange)

    def _described(self, exchange: Exchange, finding: Finding) -> Finding:
        command = reproduce(exchange.probe, self._address)
        return evolve(finding, reproduce=command, callers=try_out(exchange.probe.operation, exchange.response))


def by_itself(
    closed: ClosedContract, exchange: Exchange, earlier: Sequence[Exchange] = (), *, waited: bool = False
) -> Iterator[Finding]:
    """Yield what is wrong with an answer, whatever the request was.

    Of a question, nothing is: how that is answered is what is asked. ``earlier`` are the exchanges before it, and
    ``waited`` says whether a window of the quota was waited for.
    """
    if exchange.probe.status is None:
        return
    yield from closed.judge(exchange.probe.operation, exchange.response)
    yield from contradictions(exchange, earlier, waited=waited)
    if exchange.probe.status == exchange.response.status:
        yield from refuses(exchange)


def is_as_asked(exchange: Exchange) -> bool:
    """Return whether an answer has the status expected, so that there is something to judge.

    Any success with an object is what a success was asked for: that it has another status, the contract says.
    """
    probe, status = exchange.probe, exchange.response.status
    return status == probe.status or (probe.status == 200 and status < 300 and isinstance(exchange.body, dict))


def unexpected(exchange: Exchange) -> Iterator[Finding]:
    """Yield that an answer has not the status expected, if one was.

    Even where the contract does not have the status, which is a finding of its own: that is one for the whole
    operation, and who accepts it accepts nothing of this probe.
    """
    probe, status = exchange.probe, exchange.response.status
    good = status == probe.status or status in probe.also or (probe.status == 200 and status < 300)
    if probe.status is None or good:
        return
    rule = probe.if_accepted if status < 300 else "response-non-success-status-removed"
    if probe.status == 200:
        rule = "response-success-status-removed"
    documented, kind = f"{probe.status}: {probe.reason}", f"{status} to {probe.key}"
    yield exchange.finding(rule, None, documented, str(status), kind, inferred=probe.inferred)
