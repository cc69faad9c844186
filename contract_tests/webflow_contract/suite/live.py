"""A service is asked, and its page is put back at the end, whatever happened until then."""

import signal
import threading
import time
from collections.abc import Generator, Iterable
from contextlib import ExitStack, contextmanager

import pytest

from webflow_contract.check.alone import BusyError, alone
from webflow_contract.check.connecting import service as connected
from webflow_contract.check.journal import Journal, Original
from webflow_contract.check.preparing import own_texts
from webflow_contract.check.restoring import restore
from webflow_contract.check.schema import closed
from webflow_contract.check.sending import Sender
from webflow_contract.check.subject import Subject, metadata
from webflow_contract.contract import effective
from webflow_contract.suite import opening
from webflow_contract.suite.asking import Asker
from webflow_contract.suite.costs import costs, examples, fewest
from webflow_contract.suite.given import Given
from webflow_contract.suite.guarding import Guard
from webflow_contract.suite.properties import for_all_live
from webflow_contract.suite.run import Run
from webflow_contract.suite.service import Service


@contextmanager
def on_service(given: Given, items: Iterable[pytest.Item]) -> Generator[Run, None, None]:
    """Ask a service as much as the budget allows, and put its page back."""
    subject = given.subject
    with _alone(subject), connected(subject.base_url) as handler, _terminable():
        path = f"{subject.path}/pages/{subject.page_id}"
        guard = Guard(handler, given.budget, path, given.journal)
        sender = Sender(guard, subject, given.credentials, sleep=time.sleep, progress=lambda line: None)  # noqa: ARG005
        asker = Asker(sender, closed(effective.load()), subject.address)
        service = opening.live(asker, subject, has_second_token=given.credentials.without_write is not None)
        journal = _journal(given, service)
        kept = _to_restore(journal)
        guard.allow(journal, kept=kept)
        known = list(costs(items, service))
        each = examples(given.budget - kept - guard.requests, known)
        if each < 1:
            needed = fewest(known) + guard.requests + kept
            pytest.fail(f"--live-budget {given.budget} is too small: this page takes {needed} requests.", pytrace=False)
        run = Run(subject.base_url, sender, service, for_all_live(each))
        try:
            yield run
        finally:
            _put_back(run, sender, guard, journal, given)


@contextmanager
def _alone(subject: Subject) -> Generator[None, None, None]:
    """Have the page for oneself, or fail."""
    with ExitStack() as stack:
        try:
            stack.enter_context(alone(subject.base_url, subject.page_id))
        except BusyError as reason:
            pytest.fail(f"not judged: {reason}", pytrace=False)
        yield


def _to_restore(journal: Journal) -> int:
    """Return how many requests are kept for putting the page back, with half as many again should one fail."""
    once = sum(1 + bool(original.written) for original in journal.originals)
    return once + (once + 1) // 2


def _journal(given: Given, service: Service) -> Journal:
    """Return how the page is in every locale: those that are not written are looked at, too."""
    primary = service.page()
    originals = [Original(None, service.texts[None], metadata(primary.body))]
    for locale_id in service.locales.values():
        read = service.page(locale_id)
        written = service.texts.get(locale_id, {})
        originals.append(Original(locale_id, own_texts(read, primary), metadata(read.body), tuple(written)))
    return Journal(given.subject.base_url, given.subject.page_id, tuple(originals))


def _put_back(run: Run, sender: Sender, guard: Guard, journal: Journal, given: Given) -> None:
    """Put the page back, if anything was written, and close the journal."""
    if not guard.is_open:
        run.outcome = "; nothing was written"
        return
    what_to_do = f"The page is not as it was: run 'webflow-contract restore {given.journal}'"
    run.problems, run.outcome = [what_to_do], "; THE PAGE IS NOT AS IT WAS"  # until it is proven that it is
    guard.restore()
    with _undisturbed():
        problems = restore(sender, journal, changed={one.locale_id: one.written for one in journal.originals})
        if problems:
            run.problems = [*problems, what_to_do]
            return
        given.journal.unlink(missing_ok=True)
    run.problems, run.outcome = [], "; the page is as it was"


@contextmanager
def _terminable() -> Generator[None, None, None]:
    """Let SIGTERM end a session as Ctrl-C does, so that pytest puts back what it has set up."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _undisturbed() -> Generator[None, None, None]:
    """Let no signal come in between."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
