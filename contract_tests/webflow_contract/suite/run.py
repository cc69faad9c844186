"""One run of the suite: what is asked, how it is proven, and what was sent."""

from functools import cached_property
from typing import TYPE_CHECKING

from webflow_contract.check.sending import Sender
from webflow_contract.contract import effective
from webflow_contract.suite.properties import ForAll
from webflow_contract.suite.service import Service
from webflow_contract.suite.values import Values

if TYPE_CHECKING:
    from webflow_contract.suite.cases import Cases


class Run:
    """What the tests are given, and what a session says at its end.

    ``outcome`` is what became of the page, and empty where it is nobody's. ``problems`` are the lines that say what is
    not as it was, and what to do.
    """

    def __init__(self, label: str, sender: Sender, service: Service, for_all: ForAll) -> None:
        self.service = service
        self.for_all = for_all
        self.outcome = ""
        self.problems: list[str] = []
        self._label = label
        self._sender = sender

    @cached_property
    def values(self) -> Values:
        """What may be sent to the page."""
        return Values(effective.load(), self.service.texts[None], harmless=self.service.is_live)

    @cached_property
    def cases(self) -> "Cases":
        """What schemathesis makes of the contract."""
        from webflow_contract.suite.cases import Cases  # schemathesis takes a second, and most tests do without

        service = self.service
        ids = {"page_id": service.subject.page_id, "site_id": service.subject.site_id}
        texts = service.texts[None] if service.is_live else None
        return Cases(effective.load(), ids, service.primary_id, service.locales.values(), texts)

    def summary(self) -> str:
        """Say in a line what was sent, and what became of the page."""
        sent = f"{self._sender.requests} requests, {self._sender.writes} of them writes"
        return f"webflow-contract: {self._label}: {sent}{self.outcome}"
