"""Run the plan: read, write, judge, put back, report."""

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import nullcontext
from pathlib import Path

from attrs import evolve

from webflow_contract.check import judges, plan, preparing
from webflow_contract.check.alone import BusyError, alone
from webflow_contract.check.budget import Budget
from webflow_contract.check.coverage import measure
from webflow_contract.check.exhausting import exhaust
from webflow_contract.check.findings import Finding
from webflow_contract.check.history import History
from webflow_contract.check.journal import Journal, OpenJournalError, is_open
from webflow_contract.check.judging import Judging
from webflow_contract.check.probes import Exchange, Probe
from webflow_contract.check.questions.catalogue import QUESTIONS, URGENT
from webflow_contract.check.questions.evidence import evidence
from webflow_contract.check.questions.question import Asking
from webflow_contract.check.report import Report
from webflow_contract.check.restoring import restore
from webflow_contract.check.schema import closed
from webflow_contract.check.sending import NotJudgedError, Sender
from webflow_contract.check.subject import Credentials, Subject, locale_ids
from webflow_contract.contract.register import unproven
from webflow_contract.documents import Document
from webflow_contract.exchange import Handler
from webflow_contract.rules import LEVELS


def run(
    handler: Handler,
    subject: Subject,
    credentials: Credentials,
    contract: Document,
    *,
    label: str,
    journal: Path | None,
    history: History | None = None,
    budget: int | None = None,
    asking: bool = True,
    exhaust_quota: bool = False,
    locked: bool = False,
    sleep: Callable[[float], None] = time.sleep,
    progress: Callable[[str], None] = lambda line: None,  # noqa: ARG005  (whoever wants no progress)
) -> Report:
    """Check a page against the contract, put it back, and report.

    ``label`` is how the report calls what was checked. ``journal`` is where the page's texts are kept until it is put
    back; None where nothing can be lost. ``history`` is what earlier clean runs saw; the report has it with this run.
    ``budget`` is how many requests may be sent, and what the plan leaves of it is spent on confirming findings and on
    open questions, which nobody asks without ``asking``. With ``exhaust_quota``, the page is read beyond that until
    there is a 429. With ``locked``, no other such check of the page runs on this machine meanwhile.

    Raises:
        JournalError: The journal cannot be written. Nothing else was.
        DocumentError: The contract's register is broken. Nothing was sent.
    """
    register = tuple(unproven(contract))
    sender, twin = Sender(handler, subject, credentials, sleep=sleep, progress=progress), closed(contract)
    judging = Judging(twin, sender, subject.address)
    check = _Check(sender, subject, credentials, judging, Budget(sender, budget), journal, progress, asking)
    not_judged: str | None = None
    try:
        with alone(subject.base_url, subject.page_id) if locked else nullcontext():
            try:
                check.probe()
            finally:
                check.put_back()
        if exhaust_quota:
            check.exhaust_quota()
    except (NotJudgedError, BusyError) as reason:
        not_judged = str(reason)
    for exchange, finding in [] if history is None else history.findings(sender.exchanges):
        judging.keep(exchange, [finding])
    findings, once = judging.findings()
    coverage = measure(contract, twin.operations, sender.exchanges)
    return Report(
        subject=label,
        contract=contract["info"]["version"],
        requests=sender.requests,
        writes=sender.writes,
        restored=check.restored,
        findings=tuple(sorted(findings, key=_by_level)),
        unproven=tuple(coverage.unproven()),
        coverage=coverage,
        not_judged=not_judged,
        unconfirmed=tuple(once),
        evidence=tuple(evidence(sender.past, check.unasked)) if asking else (),
        history=None if history is None else history.after(sender.exchanges),
        register=register,
    )


def _by_level(finding: Finding) -> tuple[object, ...]:
    return LEVELS.index(finding.level), finding.rule, finding.operation, finding.status or 0, finding.pointer or ""


class _Check:
    """One run: what it sends, in which order, and what it has to put back."""

    def __init__(
        self,
        sender: Sender,
        subject: Subject,
        credentials: Credentials,
        judging: Judging,
        budget: Budget,
        journal: Path | None,
        progress: Callable[[str], None],
        asking: bool,
    ) -> None:
        self.restored: bool | None = None
        self.unasked: Collection[str] = frozenset(QUESTIONS)
        self._sender = sender
        self._subject = subject
        self._credentials = credentials
        self._judging = judging
        self._budget = budget
        self._journal_path = journal
        self._journal: Journal | None = None
        self._progress = progress
        self._questions = dict(QUESTIONS) if asking else {}

    def probe(self) -> None:
        """Send the whole plan, and spend what is left of the budget.

        Raises:
            NotJudgedError: It cannot go on.
        """
        if not self._credentials.token:
            raise NotJudgedError("There is no token: set WEBFLOW_TOKEN.")
        if self._journal_path is not None and self._journal_path.exists():
            raise NotJudgedError(is_open(self._journal_path))
        site, page = plan.opening(self._subject)
        locales = locale_ids(self._opening(site, 400, 401, 403, 404).body)
        self._allow(locales)
        self._opening(page, 400, 401, 403, 404)
        self._send(plan.reads(self._subject, locales))
        index = self._look_again(page)
        self._send(plan.portions(self._subject, locales, index))
        writing = preparing.prepare(self._subject, self._credentials, locales, self._sender.past)
        self._open_journal(preparing.journal(self._subject, writing, self._sender.past))
        self._update(writing)
        self._confirm()
        self._go_on(writing)

    def _update(self, writing: plan.Writing) -> None:
        """Send the updates, with as many more refusals as the budget allows."""
        self._budget.planned = len(writing.probes())
        kept = self._kept(writing)
        more = sum(self._budget.has_spare(number + kept) for number in range(1, len(writing.more()) + 1))
        first, *others = writing.probes(more)
        self._budget.planned = 1 + len(others)
        self._opening(first, 403)
        self._send(others)

    def put_back(self) -> None:
        """Put the page back, if anything was written, and close the journal."""
        self._budget.release()
        if self._journal is None:
            return
        try:
            self._put_back(self._journal)
        except BaseException:  # the first signal came just now: no second one disturbs
            self._put_back(self._journal)
            raise

    def exhaust_quota(self) -> None:
        """See a 429.

        Raises:
            NotJudgedError: There is none.
        """
        already = len(self._sender.exchanges)
        found = exhaust(self._sender, self._subject)
        for exchange in self._sender.exchanges[already:]:
            self._judging.keep(exchange, found if exchange.probe.name == "after 429" else ())

    def _allow(self, locales: dict[str, str]) -> None:
        """Say how many requests there will be, and hold to it."""
        scoped = self._credentials.without_write is not None
        needed = plan.requests(self._subject, locales, scoped=scoped)
        restoring = 2 + len(locales) + (self._subject.locale is not None)
        self._progress(self._budget.allow(needed, restoring))

    def _look_again(self, page: Probe) -> int | None:
        """Hold the list of pages against the page, and return where the list has it.

        Where it does not, or has another one, the page is read once more: somebody may have changed it meanwhile.
        """
        past, page_id = self._sender.past, self._subject.page_id
        listed = preparing.listed_page(past["pages"], page_id)
        if (listed is None or listed[1] != past["page"].body) and self._budget.has_spare(1):
            self._send_more([page])
        disagreements = judges.lists_page(page_id, "page")(past["pages"], self._sender.past)
        self._judging.keep(past["pages"], disagreements)
        return None if listed is None else listed[0]

    def _put_back(self, journal: Journal) -> None:
        already = len(self._sender.exchanges)
        try:
            self.restored = not restore(self._sender, journal, changed=preparing.changed(journal, self._sender.past))
        finally:
            for exchange in self._sender.exchanges[already:]:
                crossed = preparing.crossed(journal, exchange, self._sender.past)
                self._judging.judge_restoring(exchange, crossed)
        if self.restored and self._journal_path is not None:
            self._journal_path.unlink(missing_ok=True)

    def _open_journal(self, journal: Journal) -> None:
        if self._journal_path is not None:
            try:
                journal.open(self._journal_path)
            except OpenJournalError as error:  # another check was quicker
                raise NotJudgedError(str(error)) from error
        self._journal = journal

    def _opening(self, probe: Probe, *hopeless: int) -> Exchange:
        """Send a probe without which nothing else can be judged. The statuses given say so."""
        exchange = self._sender.send(probe)
        self._budget.planned -= 1
        if exchange.response.status in hopeless:
            raise NotJudgedError(_cannot_open(probe, exchange.response.status))
        self._judge(exchange)
        return exchange

    def _send(self, probes: Iterable[Probe]) -> None:
        for probe in probes:
            exchange = self._sender.send(probe)
            self._budget.planned -= 1
            if probe.credential == "token without pages:write" and exchange.response.status == 401:
                raise NotJudgedError("The second token is refused (401): correct or unset WEBFLOW_TOKEN_WITHOUT_WRITE.")
            self._judge(exchange)

    def _send_more(self, probes: Sequence[Probe]) -> None:
        """Send probes that were no part of the plan."""
        self._budget.planned += len(probes)
        self._send(probes)

    def _judge(self, exchange: Exchange) -> None:
        """Judge an answer. What it did is asked for again at once, before anything else is done."""
        if self._judging.judge(exchange):
            self._repeat(exchange)

    def _confirm(self) -> None:
        """Ask again for what was seen once."""
        for exchange in self._judging.seen_once():
            if self._budget.has_spare(1):
                again = evolve(exchange.probe, name=f"{exchange.probe.name}, once more")
                self._judging.judge_later(exchange, self._sender.send(again))

    def _repeat(self, first: Exchange) -> None:
        if self._budget.has_spare(1):
            self._judging.judge_again(first, self._sender.send(first.probe))

    def _asked_by(self, writing: plan.Writing) -> dict[str, Sequence[Probe]]:
        """Return the questions that it takes further requests to ask, with these."""
        asking = Asking(writing, self._sender.past)
        return {name: probes for name, question in self._questions.items() if (probes := question.probes(asking))}

    def _kept(self, writing: plan.Writing) -> int:
        """Return how many requests are kept back for questions."""
        asked = self._asked_by(writing)
        return sum(len(asked.get(name, ())) for name in URGENT)

    def _go_on(self, writing: plan.Writing) -> None:
        """Spend what is left of the budget: on reads for which the plan has no room, and on open questions."""
        kept, asked = self._kept(writing), self._asked_by(writing)
        for probe in [*plan.more_reads(self._subject, writing.locales), *writing.others()]:
            if self._budget.has_spare(1 + kept):
                self._send_more([probe])
        for name, probes in list(asked.items()):
            if self._budget.has_spare(len(probes)):
                self._send_more(probes)
                del asked[name]
        self.unasked = frozenset(asked)


def _cannot_open(probe: Probe, status: int) -> str:
    what = "The site" if probe.operation == "get-site" else "The page"
    if status == 400:
        return f"{what}'s id is refused (400): name one of 24 hexadecimal digits."
    if status == 401:
        return "The token is refused (401): set WEBFLOW_TOKEN to a valid one."
    if status == 403:
        return f"{what} cannot be reached with this token (403): it needs pages:read, pages:write and sites:read."
    return f"{what} is gone (404): name one that exists and that the token reaches."
