"""What a run has found, and whether it comes every time.

A finding that was seen once is asked for again: the same request, sent once more. What a service does is asked for at
once, and what an answer is, at the end, by when the page is another one. A finding that does not come again is
intermittent, and still one, since an answer that breaks the contract broke it. A server error is different: any
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
        """Keep what was found in an exchange, more of it each time. Return what had not been seen before."""
        known, findings = self.ids(), tuple(found)
        for index, sighting in enumerate(self._all):
            if sighting.exchange is exchange:  # looked at again: that is no second time that it came
                had = {one.id for one in sighting.found}
                more = tuple(one for one in findings if one.id not in had)
                self._all[index] = Sighting(exchange, (*sighting.found, *more))
                break
        else:
            self._all.append(Sighting(exchange, findings))
        return [finding for finding in findings if finding.id not in known]

    def see_again(
        self, first: Exchange, exchange: Exchange, found: Iterable[Finding], *, of: set[str] | None = None
    ) -> None:
        """Keep what was found when the first exchange's request was sent once more.

        ``of`` are the ids of which that says anything; None is all that the first exchange shows.
        """
        findings = tuple(found)
        came = {finding.id for finding in findings}
        for sighting in self._all:
            if sighting.exchange is first:
                concerned = [one.id for one in sighting.found if of is None or one.id in of]
                self._repeated.update((id_, id_ in came) for id_ in concerned)
        self._all.append(Sighting(exchange, findings))

    def ids(self) -> set[str]:
        """Return the ids of everything that was seen."""
        return {finding.id for sighting in self._all for finding in sighting.found}

    def seen_once(self) -> list[tuple[Exchange, set[str]]]:
        """Return the exchanges that alone show something, and were not repeated, with the ids of what they show."""
        found = []
        for sighting in self._all:
            alone = {one.id for one in sighting.found if len(self._with(one)) == 1 and one.id not in self._repeated}
            if alone:
                found.append((sighting.exchange, alone))
        return found

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
        """Return whether a finding comes only now and then; None where it was seen once and not asked for again.

        That an update sent again is answered otherwise says little, as the page is another one by then: it does only
        if no other update shows the same.
        """
        showing = self._with(finding)
        probes = [sighting.exchange.probe for sighting in showing]
        alone = len({probe.key for probe in probes}) == 1
        if not self._repeated.get(finding.id, True):
            return alone or not probes[0].writes
        if len(showing) == 1:
            return None
        return any(one.exchange.probe in probes and one not in showing for one in self._all)


def server_errors(retried: Iterable[Exchange]) -> tuple[list[tuple[Exchange, Finding]], list[Finding]]:
    """Return the server errors that were seen twice, with their first exchange, and those that were seen once."""
    seen: dict[str, list[tuple[Exchange, Finding]]] = {}
    for exchange in retried:
        probe, status = exchange.probe, str(exchange.response.status)
        documented = "an answer" if probe.status is None else f"{probe.status}: {probe.reason}"
        finding = evolve(exchange.finding(_SERVER_ERROR, None, documented, status, status), intermittent=True)
        seen.setdefault(finding.id, []).append((exchange, finding))
    twice = [found[0] for found in seen.values() if len(found) > 1]
    return twice, [found[0][1] for found in seen.values() if len(found) == 1]
