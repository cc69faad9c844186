"""Ask and judge: each answer is held against the closed contract, and against what was expected of it."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping

import pytest
from attrs import evolve

from webflow_contract.check.callers import try_out
from webflow_contract.check.findings import Finding
from webflow_contract.check.judging import by_itself, is_as_asked, unexpected
from webflow_contract.check.probes import Exchange, Probe
from webflow_contract.check.schema import ClosedContract
from webflow_contract.check.sending import NotJudgedError, Sender, reproduce
from webflow_contract.suite.telling import told

Look = Callable[[Exchange, Mapping[str, Exchange]], Iterable[Finding]]
"""Looks at an exchange in the light of earlier ones, as the check's judges do."""


class Asker:
    """Sends probes, and fails the test that asks where an answer is not what it has to be."""

    def __init__(self, sender: Sender, closed: ClosedContract, address: str) -> None:
        self._sender = sender
        self._closed = closed
        self._address = address

    def look(self, probe: Probe) -> Exchange:
        """Send a probe, whatever the answer is. Without one, the test fails."""
        try:
            return self._sender.send(probe)
        except NotJudgedError as reason:
            pytest.fail(f"not judged: {reason}", pytrace=False)
        finally:
            self._sender.exchanges.clear()  # whoever needs one later keeps it

    def ask(self, probe: Probe, *looks: Look, past: Mapping[str, Exchange], lawful: Container[int]) -> Exchange:
        """Send a probe and judge the answer. The ``lawful`` statuses are as good as the one expected."""
        exchange = self.look(probe)
        command = reproduce(probe, self._address)
        found: dict[str, Finding] = {}
        for finding in self._findings(exchange, looks, past, lawful):
            callers = try_out(probe.operation, exchange.response)
            found.setdefault(finding.id, evolve(finding, reproduce=command, callers=callers))
        if found:
            pytest.fail(told(found.values()), pytrace=False)
        return exchange

    def _findings(
        self, exchange: Exchange, looks: Iterable[Look], past: Mapping[str, Exchange], lawful: Container[int]
    ) -> Iterator[Finding]:
        yield from by_itself(self._closed, exchange)
        if is_as_asked(exchange) and isinstance(exchange.body, dict):
            for look in looks:
                yield from look(exchange, past)
        if exchange.response.status not in lawful:
            yield from unexpected(exchange)
