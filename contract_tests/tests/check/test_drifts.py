"""Every drift of the catalogue is found where it is, and each one by itself."""

from collections.abc import Callable
from datetime import date
from functools import cache
from itertools import permutations

import pytest

from webflow_contract.check import baseline
from webflow_contract.check.baseline import Baseline, Entry
from webflow_contract.check.findings import Finding
from webflow_contract.check.report import Report
from webflow_contract.check.reported import Reported
from webflow_contract.check.run import run
from webflow_contract.check.subject import Credentials, Subject
from webflow_contract.contract import effective
from webflow_contract.drifts import DRIFTS, drifting
from webflow_contract.sandbox import Sandbox

READ, UPDATE = "get-page-metadata", "update-page-metadata"

FOUND = {
    "slug-becomes-number": ("response-property-type-changed", READ, 200, "/slug"),
    "title-removed": ("response-optional-property-removed", READ, 200, "/title"),
    "description-renamed": ("response-optional-property-added", READ, 200, "/seo/metaDescription"),
    "page-gains-field": ("response-optional-property-added", READ, 200, "/noIndex"),
    "seo-becomes-null": ("response-property-became-nullable", READ, 200, "/seo"),
    "timestamp-without-milliseconds": ("response-property-pattern-changed", READ, 200, "/lastUpdated"),
    "id-in-upper-case": ("response-property-pattern-changed", READ, 200, "/id"),
    "error-code-unknown": ("response-property-enum-value-added", UPDATE, 400, "/code"),
    "error-details-removed": ("response-optional-property-removed", UPDATE, 400, "/details"),
    "not-found-becomes-html": ("response-media-type-removed", READ, 404, None),
    "update-answers-201": ("response-success-status-added", UPDATE, 201, None),
    "content-type-text": ("response-media-type-removed", READ, 200, None),
    "retry-after-removed": ("optional-response-header-removed", READ, 200, None),
    "update-ignored": ("update-not-echoed", UPDATE, 200, "/title"),
    "update-wipes-seo": ("update-changes-untouched", UPDATE, 200, "/seo/title"),
    "locale-ignored": ("response-identity-changed", READ, 200, "/localeId"),
    "validation-ignored": ("request-validation-ignored", UPDATE, 200, None),
    "authentication-ignored": ("authentication-ignored", UPDATE, 200, None),
}
every_drift = pytest.mark.parametrize("name", DRIFTS)


@cache
def report(*names: str) -> Report:
    """Check a fresh sandbox with drifts in front of it."""
    world = Sandbox(rate_limit="off")
    subject = Subject("http://127.0.0.1/v2", world.site_id, world.page_id, "fr-FR")
    credentials = Credentials(world.token, world.tokens["without-pages-write"])
    return run(drifting(world, names), subject, credentials, effective.load(), label="", journal=None)


def findings(*names: str) -> dict[str, Finding]:
    """Return what is found of drifts, by id."""
    return {finding.id: finding for finding in report(*names).findings}


def test_the_table_has_every_drift() -> None:
    assert list(FOUND) == list(DRIFTS)


@every_drift
def test_a_drift_is_found_where_it_is(check: Callable[..., Report], world: Sandbox, name: str) -> None:
    report = check(drifting(world, [name]))

    found = {(finding.rule, finding.operation, finding.status, finding.pointer) for finding in report.findings}
    assert FOUND[name] in found
    assert (report.verdict, report.exit_code) == ("drift", 1)
    assert report.requests <= 40


@every_drift
def test_the_page_is_put_back_whatever_drifts(
    check: Callable[..., Report], state: Callable[[], list[bytes]], world: Sandbox, name: str
) -> None:
    before = state()
    assert check(drifting(world, [name])).restored is True
    assert state() == before


@every_drift
def test_ids_are_the_same_from_run_to_run(check: Callable[..., Report], world: Sandbox, name: str) -> None:
    report = check(drifting(world, [name]))
    assert {finding.id for finding in report.findings} == findings(name).keys()
    assert len(report.findings) == len(findings(name))


def test_no_id_is_found_for_two_drifts_that_share_no_symptom() -> None:
    shared = {
        frozenset((one, other)) for one, other in permutations(DRIFTS, 2) if findings(one).keys() & findings(other)
    }
    # An update that is ignored also ignores what is wrong in it.
    assert shared == {frozenset(("update-ignored", "validation-ignored"))}


def test_accepting_one_drift_does_not_hide_another() -> None:
    hidden = [(one, other) for one, other in permutations(DRIFTS, 2) if findings(other).keys() <= findings(one).keys()]
    assert hidden == []


UNSEEN = {
    ("seo-becomes-null", "description-renamed"),  # there is no description left to rename,
    ("seo-becomes-null", "update-wipes-seo"),  # none that could be seen wiped,
    ("update-ignored", "update-wipes-seo"),  # what is ignored wipes nothing,
    ("update-ignored", "validation-ignored"),  # and is not looked at
}
"""Pairs of drifts of which the first leaves nothing to be seen of the second."""


def test_of_two_drifts_at_once_accepting_one_does_not_hide_the_other() -> None:
    hidden = {
        (one, other) for one, other in permutations(DRIFTS, 2) if findings(one, other).keys() <= findings(one).keys()
    }
    assert hidden == UNSEEN


TODAY = date(2026, 11, 25)


@cache
def accepting(name: str) -> Baseline:
    """Return the baseline that accepts all that is found of a drift, as it comes back from its file."""
    known = Baseline()
    for one in findings(name).values():
        told = Reported(one.id, one.rule, one.operation, one.status, one.pointer, one.documented, one.observed)
        known = known.with_entry(Entry(told, "known", "the tests", TODAY, TODAY))
    return baseline.parse(baseline.dump(known), "baseline.yaml")


@every_drift
def test_a_drift_that_is_accepted_whole_leaves_nothing(name: str) -> None:
    left = report(name).beyond(accepting(name), TODAY)
    assert (left.verdict, left.findings, left.gone) == ("clean", (), ())
    assert {accepted.finding.id for accepted in left.accepted} == findings(name).keys()


def test_a_baseline_of_one_drift_leaves_the_other_to_be_seen() -> None:
    """Whatever stands in front of the other, and whichever of the two acts first."""
    for one, other in permutations(DRIFTS, 2):
        for names in ((one, other), (other, one)):
            left = report(*names).beyond(accepting(one), TODAY)
            told = {finding.id for finding in left.findings}
            assert told == findings(*names).keys() - findings(one).keys()
            assert bool(told) is ((one, other) not in UNSEEN), names
            assert left.verdict == ("clean" if not told else "drift" if left.restored else "not-restored")
