"""A sandbox is asked, without a socket."""

from collections.abc import Generator
from contextlib import contextmanager

from webflow_contract.check.schema import closed
from webflow_contract.check.sending import Sender
from webflow_contract.check.subject import EMBEDDED, Credentials, Subject
from webflow_contract.contract import effective
from webflow_contract.sandbox import Sandbox
from webflow_contract.suite import opening
from webflow_contract.suite.asking import Asker
from webflow_contract.suite.properties import for_all_in_sandbox
from webflow_contract.suite.run import Run


@contextmanager
def in_sandbox(sandbox: Sandbox) -> Generator[Run, None, None]:
    """Ask a sandbox. Each example finds it as it was."""
    subject = Subject("http://127.0.0.1/v2", sandbox.site_id, sandbox.page_id, address="$WEBFLOW_BASE_URL")
    credentials = Credentials(sandbox.token, sandbox.tokens.get("without-pages-write"))
    sender = Sender(sandbox, subject, credentials, sleep=sandbox.clock.sleep, progress=lambda line: None)  # noqa: ARG005
    snapshot = sandbox.snapshot()
    asker = Asker(sender, closed(effective.load()), subject.address)
    service = opening.embedded(
        asker, subject, lambda: sandbox.restore(snapshot), has_second_token=credentials.without_write is not None
    )
    yield Run(EMBEDDED, sender, service, for_all_in_sandbox(service))
