"""``webflow-contract restore``."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

from webflow_contract.check.connecting import base_url, service, token
from webflow_contract.commands.outcomes import NOT_RESTORED
from webflow_contract.commands.talking import progress, say

if TYPE_CHECKING:
    from webflow_contract.check.journal import Journal


def restore(journal: Path | None = None, /, *, force: bool = False) -> int:
    """Put a page back after an interrupted check.

    Exit codes: 0 the page is as it was, 2 usage or no journal, 4 not restored.

    Parameters
    ----------
    journal
        The journal that the check left (webflow-contract.journal.json).
    force
        Put texts back that are not a probe's, too. They may be somebody's work of meanwhile.
    """
    from webflow_contract.check import journal as journals

    path = journal or journals.DEFAULT
    opened = journals.read(path)
    say(f"Putting page {opened.page_id} back at {opened.base_url}.")
    problems = _put_back(opened, force)
    if problems:
        for problem in problems:
            say(problem)
        say(f"The page is not as it was. The journal stays at {path}.")
        return NOT_RESTORED
    path.unlink(missing_ok=True)
    say(f"Page {opened.page_id} is as it was before the check.")
    return 0


def _put_back(journal: "Journal", force: bool) -> list[str]:
    from webflow_contract.check.alone import BusyError, alone
    from webflow_contract.check.restoring import restore as put_back
    from webflow_contract.check.sending import Sender
    from webflow_contract.check.subject import Credentials, Subject

    known = token("WEBFLOW_TOKEN")
    if not known:
        return ["There is no token: set WEBFLOW_TOKEN."]
    subject = Subject(base_url(journal.base_url), "", journal.page_id)
    try:
        with alone(subject.base_url, subject.page_id), service(subject.base_url) as handler:
            sender = Sender(handler, subject, Credentials(known), sleep=time.sleep, progress=progress)
            return put_back(sender, journal, over_edits=force)
    except BusyError as reason:
        return [str(reason)]
