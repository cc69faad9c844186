"""Run the plan: read, write, judge, put back, report."""

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from attrs import evolve

from webflow_contract.check import plan
from webflow_contract.check.callers import try_out
from webflow_contract.check.coverage import measure
from webflow_contract.check.findings import Finding, Place
from webflow_contract.check.history import History
from webflow_contract.check.journal import Journal, OpenJournalError, Original, is_open
from webflow_contract.check.probes import Exchange, Probe
from webflow_contract.check.report import LEVELS, Report
from webflow_contract.check.restoring import restore
from webflow_contract.check.schema import ClosedContract
from webflow_contract.check.sending import NotJudgedError, Sender, reproduce
from webflow_contract.check.subject import Credentials, Subject, is_marked, locale_ids, metadata, writable_texts
from webflow_contract.documents import Document
from webflow_contract.exchange import Handler
from webflow_pages.calls.locales import SiteLocales
from webflow_pages.errors import InvalidArgumentError


def run(
    handler: Handler,
    subject: Subject,
    credentials: Credentials,
    contract: Document,
    *,
    label: str,
    journal: Path | None,
    history: History | None = None,
    sleep: Callable[[float], None] = time.sleep,
    progress: Callable[[str], None] = lambda line: None,  # noqa: ARG005  (whoever wants no progress)
) -> Report:
    """Check a page against the contract, put it back, and report.

    ``label`` is how the report calls what was checked. ``journal`` is where the page's texts are kept until it is put
    back; None where nothing can be lost. ``history`` is what earlier clean runs saw; the report has it with this run.

    Raises:
        JournalError: The journal cannot be written. Nothing else was.
    """
    sender = Sender(handler, subject, credentials, sleep=sleep, progress=progress)
    check = _Check(sender, subject, credentials, contract, journal)
    not_judged: str | None = None
    try:
        check.probe()
    except NotJudgedError as reason:
        not_judged = str(reason)
    finally:
        check.put_back()
    if history is not None:
        check.compare(history)
    coverage = measure(contract, check.closed.operations, sender.exchanges)
    return Report(
        subject=label,
        contract=contract["info"]["version"],
        requests=sender.requests,
        writes=sender.writes,
        restored=check.restored,
        findings=tuple(sorted(check.findings.values(), key=_by_level)),
        unproven=tuple(coverage.unproven()),
        coverage=coverage,
        not_judged=not_judged,
        history=None if history is None else history.after(sender.exchanges),
    )


def _by_level(finding: Finding) -> tuple[object, ...]:
    return LEVELS.index(finding.level), finding.rule, finding.operation, finding.status or 0, finding.pointer or ""


class _Check:
    """One run: what it has found so far, and what it has to put back."""

    def __init__(
        self, sender: Sender, subject: Subject, credentials: Credentials, contract: Document, journal: Path | None
    ) -> None:
        self.closed = ClosedContract(contract)
        self.findings: dict[str, Finding] = {}
        self.restored: bool | None = None
        self._sender = sender
        self._subject = subject
        self._credentials = credentials
        self._journal_path = journal
        self._journal: Journal | None = None

    def probe(self) -> None:
        """Send the whole plan.

        Raises:
            NotJudgedError: It cannot go on.
        """
        if not self._credentials.token:
            raise NotJudgedError("There is no token: set WEBFLOW_TOKEN.")
        if self._journal_path is not None and self._journal_path.exists():
            raise NotJudgedError(is_open(self._journal_path))
        site, page = (self._opening(probe, 400, 401, 403, 404) for probe in plan.opening(self._subject))
        locales = locale_ids(site.body)
        self._send(plan.reads(self._subject, locales))
        self._send(plan.refused_reads(self._subject))
        writing = self._prepare(page, locales)
        self._open_journal(writing)
        first, *others = writing.probes()
        self._opening(first, 403)
        self._send(others)

    def compare(self, history: History) -> None:
        """Hold what came against what earlier clean runs saw."""
        for exchange, finding in history.findings(self._sender.exchanges):
            self._keep(exchange, [finding])

    def put_back(self) -> None:
        """Put the page back, if anything was written, and close the journal."""
        if self._journal is None:
            return
        try:
            self._put_back(self._journal)
        except BaseException:  # the first signal came just now: no second one disturbs
            self._put_back(self._journal)
            raise

    def _put_back(self, journal: Journal) -> None:
        already = len(self._sender.exchanges)
        try:
            self.restored = not restore(self._sender, journal)
        finally:
            # By themselves: that they do what they are for, ``restored`` tells.
            for exchange in self._sender.exchanges[already:]:
                self._keep(exchange, self.closed.judge(exchange.probe.operation, exchange.response))
        if self.restored and self._journal_path is not None:
            self._journal_path.unlink(missing_ok=True)

    def _send(self, probes: Iterable[Probe]) -> None:
        for probe in probes:
            exchange = self._sender.send(probe)
            if probe.credential == "token without pages:write" and exchange.response.status == 401:
                raise NotJudgedError("The second token is refused (401): correct or unset WEBFLOW_TOKEN_WITHOUT_WRITE.")
            self._judge(exchange)

    def _opening(self, probe: Probe, *hopeless: int) -> Exchange:
        """Send a probe without which nothing else can be judged. The statuses given say so."""
        exchange = self._sender.send(probe)
        if exchange.response.status in hopeless:
            raise NotJudgedError(_cannot_open(probe, exchange.response.status))
        self._judge(exchange)
        return exchange

    def _prepare(self, page: Exchange, locales: dict[str, str]) -> plan.Writing:
        localized = {tag: self._sender.past[f"page in {tag}"] for tag in locales}
        if not self._is_asked_for(page):
            raise NotJudgedError("The page could not be read as it is, so nothing was written.")
        self._refuse_special_page(page.body)
        for where, read in {"the primary locale": page, **localized}.items():
            _refuse_marked(read.body, where)
        texts = _texts(page, "")
        scoped = self._credentials.without_write is not None
        tag = self._locale_to_write(locales)
        # What came for another locale than the one asked for is a finding, and cannot be what is put back there.
        if tag is None or not self._is_asked_for(localized[tag]):
            return plan.Writing(self._subject, texts, scoped)
        text = dict([next(iter(_texts(localized[tag], f" in {tag}").items()))])
        return plan.Writing(self._subject, texts, scoped, tag, locales[tag], text)

    def _is_asked_for(self, read: Exchange) -> bool:
        """Return whether a read is answered with the page asked for, in the locale asked for."""
        if read.response.status != read.probe.status:
            return False
        return not any(finding for judge in read.probe.judges for finding in judge(read, self._sender.past))

    def _refuse_special_page(self, page: Any) -> None:  # noqa: ANN401  (JSON is any value)
        """Leave the home page and templates of a real site alone: visitors and bindings depend on them."""
        special = isinstance(page, dict) and (page.get("slug") is None or page.get("collectionId") is not None)
        if special and not self._subject.is_local:
            raise NotJudgedError("The page is the home page or a collection's template: name an ordinary draft page.")

    def _locale_to_write(self, locales: dict[str, str]) -> str | None:
        if self._subject.locale is None:
            return None
        listed = self._sender.past["site"].body.get("locales")
        try:
            locale_id = SiteLocales.of_locales(listed).id_to_send(self._subject.locale)
        except InvalidArgumentError as error:
            raise NotJudgedError(str(error)) from error
        tag = next((tag for tag, known in locales.items() if known == locale_id), None)
        if tag is None:
            raise NotJudgedError(f"{self._subject.locale!r} is no secondary locale: leave --locale out.")
        return tag

    def _open_journal(self, writing: plan.Writing) -> None:
        past = self._sender.past
        originals = [Original(None, writing.texts, metadata(past["page"].body))]
        if writing.locale_id is not None:
            read = past[f"page in {writing.locale_name}"]
            originals.append(Original(writing.locale_id, writable_texts(read.body), metadata(read.body)))
        journal = Journal(self._subject.base_url, self._subject.page_id, tuple(originals))
        if self._journal_path is not None:
            self._write_journal(journal, self._journal_path)
        self._journal = journal

    @staticmethod
    def _write_journal(journal: Journal, path: Path) -> None:
        try:
            journal.open(path)
        except OpenJournalError as error:  # another check was quicker
            raise NotJudgedError(str(error)) from error

    def _judge(self, exchange: Exchange) -> None:
        self._keep(exchange, self._findings_of(exchange))

    def _keep(self, exchange: Exchange, findings: Iterable[Finding]) -> None:
        for finding in findings:
            command = reproduce(exchange.probe, self._subject.address)
            callers = try_out(exchange.probe.operation, exchange.response)
            self.findings.setdefault(finding.id, evolve(finding, reproduce=command, callers=callers))

    def _findings_of(self, exchange: Exchange) -> Iterator[Finding]:
        probe, status = exchange.probe, exchange.response.status
        yield from self.closed.judge(probe.operation, exchange.response)
        if status == probe.status or (probe.status == 200 and status < 300 and isinstance(exchange.body, dict)):
            for judge in probe.judges:
                yield from judge(exchange, self._sender.past)
        # Even where the contract does not have the status, which is a finding of its own: that is one for the whole
        # operation, and who accepts it accepts nothing of this probe. Any success is what a success was asked for.
        if status != probe.status and not (probe.status == 200 and status < 300):
            documented, kind = f"{probe.status}: {probe.reason}", f"{status} to {probe.key}"
            yield exchange.finding(_unexpected(probe, status), None, documented, str(status), kind)


def _unexpected(probe: Probe, status: int) -> str:
    if probe.status == 200:
        return "response-success-status-removed"
    return probe.if_accepted if status < 300 else "response-non-success-status-removed"


def _texts(page: Exchange, where: str) -> dict[Place, str]:
    texts = writable_texts(page.body)
    if not texts:
        raise NotJudgedError(
            f"The page has no text{where} that could be put back, so nothing was written: name another page."
        )
    return texts


def _refuse_marked(page: Any, where: str) -> None:  # noqa: ANN401  (JSON is any value)
    if is_marked(page):
        raise NotJudgedError(
            f"The page still has the texts of an earlier check in {where}: put it back with that check's journal and "
            "'webflow-contract restore', or by hand."
        )


def _cannot_open(probe: Probe, status: int) -> str:
    what = "The site" if probe.operation == "get-site" else "The page"
    if status == 400:
        return f"{what}'s id is refused (400): name one of 24 hexadecimal digits."
    if status == 401:
        return "The token is refused (401): set WEBFLOW_TOKEN to a valid one."
    if status == 403:
        return f"{what} cannot be reached with this token (403): it needs pages:read, pages:write and sites:read."
    return f"{what} is gone (404): name one that exists and that the token reaches."
