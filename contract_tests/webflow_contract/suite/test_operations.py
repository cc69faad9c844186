"""Each operation is asked whatever the contract allows and much that it does not, as schemathesis generates it."""

import pytest
from attrs import evolve

from webflow_contract.check.judges import is_page, is_site, lists_locale, lists_site, paginates
from webflow_contract.check.probes import Probe
from webflow_contract.suite.asking import Look
from webflow_contract.suite.cases import PAIRS, Cases, Mode
from webflow_contract.suite.costs import requests
from webflow_contract.suite.properties import ForAll
from webflow_contract.suite.service import UPDATE, Service

_LARGEST = 100
"""Records: more are asked for, and this many given (reported)."""


def _params() -> list[object]:
    # What is wrong with an update of somebody's page, the refusals draw: they know what is harmless.
    costs = {(UPDATE, "negative"): requests(each=1, needs="sandbox")}
    return [pytest.param(*pair, marks=costs.get(pair, requests(each=1)), id="-".join(pair)) for pair in PAIRS]


@pytest.mark.parametrize(("operation", "mode"), _params())
def test_what_the_contract_allows_is_taken_and_what_it_forbids_is_refused(
    service: Service, cases: Cases, for_all: ForAll, operation: str, mode: Mode
) -> None:
    """What nobody knows to be taken may be refused: ``cases.OPEN`` has it all."""

    @for_all(cases.of(operation, mode))
    def holds(probe: Probe) -> None:
        expected = cases.expected(probe)
        reason = "the contract allows it" if expected.status == 200 else "the contract does not allow it"
        name = f"{mode} {operation}"
        rule = "request-validation-ignored" if probe.writes else probe.if_accepted
        asked = evolve(probe, name=name, key=name, reason=reason, status=expected.status, if_accepted=rule)
        looks = _looks(service, probe) if expected.status == 200 and not expected.questions else []
        service.ask(asked, *looks, lawful=expected.lawful)


def _looks(service: Service, probe: Probe) -> list[Look]:
    """Return what has to be true of a success."""
    subject, asked = service.subject, dict(probe.query)
    locale_id = asked.get("localeId")
    if probe.operation == "get-site":
        return [is_site(subject.site_id)]
    if probe.operation == "list-sites":
        return [lists_site(subject.site_id)]
    here = None if locale_id == service.primary_id else locale_id
    if probe.operation != "list-pages":
        return [is_page(subject.page_id, here)]
    portion = paginates(min(int(asked.get("limit", _LARGEST)), _LARGEST), int(asked.get("offset", 0)))
    return [portion] if here is None else [portion, lists_locale(here)]
