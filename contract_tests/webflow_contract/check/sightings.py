"""What a run has found, and whether it comes every time.

A finding that was seen once is asked for again: the same request, sent once more. One that does not come again is
intermittent, and still a finding, since an answer that breaks the contract broke it. A server error is different: any
service has one now and then, so that it counts only when it was seen twice in a run.
"""

from collections.abc import Iterable, Iterator

from attrs import evolve, frozen

from webflow_contract.check.findings import Finding
from webflow_contract.check.probes import Exchange

_SERVER_ERROR = "response-server-error-intermittent"


@frozen
class Sighting:
    """An exchange, and what was found in it."""

    exchange: Exchange
    found: tuple[Finding, ...]


class Sightings:
    """The findings of a run, by the exchanges that they were seen in."""

    def __init__(self) -> None:
        self._all: list[Sighting] = []
        self._repeated: dict[str, bool] = {}

    def see(self, exchange: Exchange, found: Iterable[Finding]) -> list[Finding]:
        """Keep what was found in an exchange. Return what had not been seen before."""
        known, findings = self.ids(), tuple(found)
        self._all.append(Sighting(exchange, findings))
        return [finding for finding in findings if finding.id not in known]

    def see_again(self, first: Exchange, exchange: Exchange, found: Iterable[Finding]) -> None:
        """Keep what was found when the first exchange's request was sent once more."""
        findings = tuple(found)
        came = {finding.id for finding in findings}
        for sighting in self._all:
            if sighting.exchange is first:
                self._repeated.update((finding.id, finding.id in came) for finding in sighting.found)
        self._all.append(Sighting(exchange, findings))

    def ids(self) -> set[str]:
        """Return the ids of everything that was seen."""
        return {finding.id for sighting in self._all for finding in sighting.found}

    def seen_once(self) -> list[Exchange]:
        """Return the exchanges that alone show something, and were not repeated."""
        return [
            sighting.exchange
            for sighting in self._all
            if any(len(self._with(found)) == 1 and found.id not in self._repeated for found in sighting.found)
        ]

    def findings(self) -> Iterator[tuple[Exchange, Finding]]:
        """Yield each finding once, with the first exchange that shows it."""
        told: set[str] = set()
        for sighting in self._all:
            for finding in sighting.found:
                if finding.id not in told:
                    told.add(finding.id)
                    yield sighting.exchange, evolve(finding, intermittent=self._is_intermittent(finding))

    def _with(self, finding: Finding) -> list[Sighting]:
        return [one for one in self._all if any(found.id == finding.id for found in one.found)]

    def _is_intermittent(self, finding: Finding) -> bool | None:
        """Return whether a finding comes only now and then; None where it was seen once and not asked for again."""
        if not self._repeated.get(finding.id, True):
            return True
        showing = self._with(finding)
        if len(showing) == 1:
            return None
        probes = [sighting.exchange.probe for sighting in showing]
        return any(one.exchange.probe in probes and one not in showing for one in self._all)


def server_errors(hiccups: Iterable[Exchange]) -> tuple[list[tuple[Exchange, Finding]], list[Finding]]:
    """Return the server errors that were seen twice, with their first exchange, and those that were seen once."""
    seen: dict[str, list[tuple[Exchange, Finding]]] = {}
    for exchange in hiccups:
        probe, status = exchange.probe, str(exchange.response.status)
        documented = "an answer" if probe.status is None else f"{probe.status}: {probe.reason}"
        finding = evolve(exchange.finding(_SERVER_ERROR, None, documented, status, status), intermittent=True)
        seen.setdefault(finding.id, []).append((exchange, finding))
    twice = [found[0] for found in seen.values() if len(found) > 1]
    return twice, [found[0][1] for found in seen.values() if len(found) == 1]
