"""Trials: the check is run against a service with one thing wrong, and what it made of it is kept."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

from attrs import frozen

from webflow_contract.check.report import Report, Verdict
from webflow_contract.check.run import run
from webflow_contract.check.subject import Credentials, Subject
from webflow_contract.contract.operations import operations
from webflow_contract.contract.validators import Validators
from webflow_contract.documents import Document
from webflow_contract.exchange import Handler, Request, Response
from webflow_contract.power.catalogue import mutants
from webflow_contract.power.mutants import Mutant, Recording, Wrap, record
from webflow_contract.routes import operation_of
from webflow_contract.sandbox import Assumptions, Clock, Sandbox

_NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
"""When every trial takes place, so that one is like another wherever and whenever it is run."""

Log = list[tuple[Request, Response]]


@frozen
class Trial:
    """What the check made of a service.

    Args:
        breaks: Whether an answer broke the contract as callers have it, which is open: the rest still conforms.
        shown: Whether anything came otherwise than from the unchanged service.
        verdict: What the check said; that it failed itself is one, too.
        findings: How many findings it had.
        unconfirmed: How much it told that does not count, as it did not come again.
    """

    breaks: bool
    shown: bool
    verdict: Verdict | Literal["failed"]
    findings: int
    unconfirmed: int


class Bench:
    """Runs the check against one service after another, each of them new."""

    def __init__(self, contract: Document) -> None:
        self._contract = contract
        self._judge = _Open(contract)
        self._usual: Log = []
        self.clean = self._check(lambda handler: handler, self._usual)

    def chosen(self, every: int) -> Sequence[Mutant]:
        """Return every so many of the mutants."""
        return list(mutants(Recording(self._usual)))[::every]

    def try_out(self, wrap: Wrap) -> Trial:
        """Run the check against a service with something in front of it."""
        log: Log = []
        try:
            report = self._check(wrap, log)
        except Exception:  # noqa: BLE001  (a check has to bear whatever comes: that it does not is what is measured)
            return Trial(self._breaks(log), shown=True, verdict="failed", findings=0, unconfirmed=0)
        return Trial(
            breaks=self._breaks(log),
            shown=log != self._usual,
            verdict=report.verdict,
            findings=len(report.findings),
            unconfirmed=len(report.unconfirmed),
        )

    def _breaks(self, log: Log) -> bool:
        return any(self._judge.breaks(*exchange) for exchange in log)

    def _check(self, wrap: Wrap, log: Log) -> Report:
        sandbox = service()
        handler: Handler = record(wrap(sandbox), log)
        subject = Subject("http://127.0.0.1/v2", sandbox.site_id, sandbox.page_id, "fr-FR")
        credentials = Credentials(sandbox.token, sandbox.tokens["without-pages-write"])
        return run(
            handler,
            subject,
            credentials,
            self._contract,
            label="a mutant",
            journal=None,
            sleep=lambda seconds: None,  # noqa: ARG005
        )


def service(assumptions: Assumptions | None = None) -> Sandbox:
    """Return a new unchanged service."""
    return Sandbox(rate_limit="off", clock=Clock(_NOW, running=False), assumptions=assumptions or Assumptions())


def portion(contract: Document, every: int, first: int, step: int) -> list[Trial]:
    """Try some of the chosen mutants out: in a process of its own, it needs no more than this."""
    bench = Bench(contract)
    return [bench.try_out(mutant.wrap) for mutant in bench.chosen(every)[first::step]]


class _Open:
    """The contract as callers have it: what it does not know is fine, what it says has to hold."""

    def __init__(self, contract: Document) -> None:
        self._operations = operations(contract)
        self._validators = Validators(contract)

    def breaks(self, request: Request, response: Response) -> bool:
        """Return whether an answer breaks the contract."""
        operation = self._operations.get(operation_of(request) or "")
        known = None if operation is None else operation.response(response.status)
        if known is None:
            return True
        media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type not in known["content"]:
            return True
        try:
            body = response.json()
        except (ValueError, RecursionError):
            return True
        return not self._validators.of(known["content"]["application/json"]["schema"]["$ref"]).is_valid(body)
