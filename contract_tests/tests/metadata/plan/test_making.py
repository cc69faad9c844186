"""What a plan changes, what it refuses, and what it says cannot be undone."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_pages.metadata.entries import Entry
from webflow_pages.metadata.errors import GuardError, Place
from webflow_pages.metadata.fields import CLEARED, FIELDS, MIRROR, Field, Value, Values
from webflow_pages.metadata.plan.guard import check_guard
from webflow_pages.metadata.plan.making import make_plan
from webflow_pages.metadata.plan.model import PERMISSIONS, Permission, Plan
from webflow_pages.metadata.state import SitePage, SiteState
from webflow_pages.results import Quota

from .strategies import LOCALES, states, wishes

BINDING = 'Offer {{wf {"path":"name","type":"PlainText"} }}'
MADE = "2026-11-26T03:00:00Z"
PAGE = "0" * 24


def state_of(
    values: Values,
    *,
    kind: Any = "page",
    public: bool = False,
    primary: Values | None = None,
    locales: int = 2,
) -> SiteState:
    """Return a site with one page, whose texts in French are ``values``."""
    page = SitePage(PAGE, "/pricing", kind, public, 0)
    held = {(PAGE, "en-US"): {"title": "Pricing"} if primary is None else primary, (PAGE, "fr-FR"): values}
    return SiteState("a" * 24, LOCALES[:locales], {PAGE: page}, held)  # type: ignore[arg-type]


def wanted(values: Values, locale: str = "fr-FR") -> Entry:
    return Entry("/pricing", PAGE, locale, values)


def plan_of(state: SiteState, *entries: Entry, allow: Sequence[Permission] = ()) -> Plan:
    return make_plan(state, entries, made=MADE, allow=allow)


@given(st.data())
def test_what_is_asked_for_is_changed_or_refused_and_nothing_else(data: st.DataObject) -> None:
    state = data.draw(states())
    entries = data.draw(wishes(state))
    allow = data.draw(st.sets(st.sampled_from(PERMISSIONS)))
    plan = make_plan(state, entries, made=MADE, allow=allow)
    planned = {(one.page_id, one.locale, change.field): change for one in plan.updates for change in one.changes}
    refused = {(one.page_id, one.locale, one.change.field): one.change for one in plan.refusals}
    assert not planned.keys() & refused.keys()
    for change in (*planned.values(), *refused.values()):
        assert change.before != change.after
    asked = {(entry.page_id, entry.locale, field): value for entry in entries for field, value in entry.values.items()}
    assert planned.keys() | refused.keys() <= asked.keys()
    for key, value in asked.items():
        before = state.values[key[0] or "", key[1]].get(key[2])
        if key in planned or key in refused:
            assert (planned.get(key) or refused[key]).after == value  # type: ignore[index]
        else:
            assert before == value or (before is None and value == CLEARED)


@given(st.data())
def test_with_every_permission_only_slugs_are_refused_that_webflow_ignores_or_that_are_empty(
    data: st.DataObject,
) -> None:
    state = data.draw(states())
    plan = make_plan(state, data.draw(wishes(state)), made=MADE, allow=PERMISSIONS)
    for refusal in plan.refusals:
        assert refusal.change.field == "slug"
        assert state.pages[refusal.page_id].kind != "page" or refusal.change.after == CLEARED


@given(st.data())
def test_a_site_planned_against_itself_has_no_changes(data: st.DataObject) -> None:
    state = data.draw(states())
    plan = make_plan(state, state.entries(), made=MADE)
    assert (plan.updates, plan.refusals, plan.losses) == ((), (), ())


@pytest.mark.parametrize("allow", [(), *((permission,) for permission in PERMISSIONS)])
@pytest.mark.parametrize(
    ("kind", "public", "before", "after", "locale", "needs"),
    [
        ("page", True, {"title": "A"}, {"title": "B"}, "fr-FR", set()),
        ("page", True, {"title": "A"}, {"title": "B"}, "en-US", {"primary"}),
        ("template", True, {"title": "A"}, {"title": "B"}, "fr-FR", {"templates"}),
        ("page", True, {"seo.title": BINDING}, {"seo.title": "B"}, "fr-FR", {"bindings"}),
        ("page", True, {"slug": "a"}, {"slug": "b"}, "fr-FR", {"slugs"}),
        ("page", False, {"slug": "a"}, {"slug": "b"}, "fr-FR", set()),
        ("page", True, {"seo.title": "A"}, {"seo.title": CLEARED}, "fr-FR", {"clearing"}),
        ("page", True, {"open_graph.title": "A"}, {"open_graph.title": MIRROR}, "fr-FR", set()),
    ],
)
def test_each_permission_opens_what_it_is_for_and_nothing_else(
    kind: str, public: bool, before: Values, after: Values, locale: str, needs: set[str], allow: tuple[Permission, ...]
) -> None:
    state = state_of(before, kind=kind, public=public, primary=before)
    plan = plan_of(state, wanted(after, locale), allow=allow)
    assert bool(plan.updates) == (needs <= set(allow))
    assert [refusal.reason for refusal in plan.refusals] == ([] if needs <= set(allow) else [*needs])


def test_the_advice_names_every_permission_that_is_missing() -> None:
    state = state_of({}, kind="template", primary={"seo.title": BINDING})
    (refusal,) = plan_of(state, wanted({"seo.title": "B"}, "en-US"), allow=["bindings"]).refusals
    assert "--allow templates --allow primary" in refusal.advice
    assert "--allow bindings" not in refusal.advice


@pytest.mark.parametrize("kind", ["home", "template"])
def test_no_permission_makes_webflow_take_a_slug_that_it_ignores(kind: str) -> None:
    plan = plan_of(state_of({"slug": "a"}, kind=kind), wanted({"slug": "b", "title": "B"}), allow=PERMISSIONS)
    assert [refusal.reason for refusal in plan.refusals] == ["slug-ignored"]
    assert [change.field for update in plan.updates for change in update.changes] == ["title"]


def test_a_refusal_says_where_it_was_asked_for() -> None:
    place = Place("pages/pricing.yaml", 4, 7)
    entry = Entry("/pricing", PAGE, "en-US", {"title": "B"}, places={"title": place})
    (refusal,) = plan_of(state_of({}), entry).refusals
    assert refusal.place == place


def test_secondary_locales_go_first_as_they_may_inherit() -> None:
    state = state_of({"title": "Pricing"})
    plan = plan_of(state, wanted({"title": "Prices"}, "en-US"), wanted({"title": "Tarifs"}), allow=["primary"])
    assert [update.locale for update in plan.updates] == ["fr-FR", "en-US"]


def test_a_change_of_the_primary_locale_says_where_it_may_show_as_well() -> None:
    state = state_of({"title": "Pricing", "seo.title": "Tarifs"}, primary={"title": "Pricing", "seo.title": "Pricing"})
    (update,) = plan_of(state, wanted({"title": "A", "seo.title": "B"}, "en-US"), allow=["primary"]).updates
    assert {change.field: change.shows_in for change in update.changes} == {"title": ("fr-FR",), "seo.title": ()}
    both = plan_of(state, wanted({"title": "A"}, "en-US"), wanted({"title": "C"}), allow=["primary"])
    assert [change.shows_in for update in both.updates for change in update.changes] == [(), ()]


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ({}, "B", "no text now"),
        ({"seo.title": ""}, "B", "is empty now"),
        ({"seo.title": "Pricing"}, "B", "inherit"),
        ({"seo.title": "Tarifs"}, "B", None),
    ],
)
def test_what_cannot_be_undone_is_said(before: Values, after: Value, says: str | None) -> None:
    state = state_of(before, primary={"seo.title": "Pricing"})
    plan = plan_of(state, wanted({"seo.title": after}))
    assert [(loss.name, loss.locale, loss.field) for loss in plan.losses] == (
        [] if says is None else [("/pricing", "fr-FR", "seo.title")]
    )
    assert all(says is not None and says in loss.why for loss in plan.losses)


@pytest.mark.parametrize(("changed", "refused"), [(3, False), (4, True)])
def test_the_guard_refuses_more_than_thirty_percent(changed: int, refused: bool) -> None:
    pages = {f"{number:024x}": SitePage(f"{number:024x}", f"/{number}", "page", True, number) for number in range(10)}
    state = SiteState("a" * 24, LOCALES[:1], pages, {(page, "en-US"): {"title": "A"} for page in pages})
    entries = [Entry(None, page, "en-US", {"title": "B"}) for page in [*pages][:changed]]
    plan = make_plan(state, entries, made=MADE, allow=["primary"])
    if refused:
        with pytest.raises(GuardError, match=r"4 of the site's 10 .* 40\.0 %.* 30 %.*--guard"):
            check_guard(plan)
    else:
        check_guard(plan)
    check_guard(plan, 40)


def test_what_is_asked_twice_for_other_fields_is_one_update_each() -> None:
    plan = plan_of(state_of({"title": "A", "seo.title": "A"}), wanted({"seo.title": "C", "title": "B"}))
    (update,) = plan.updates
    assert [change.field for change in update.changes] == ["title", "seo.title"]
    assert update.before == {"title": "A", "seo.title": "A"}


def test_the_quota_is_that_of_the_last_read() -> None:
    state = state_of({"title": "A"})
    state.quota = Quota(60, 12, 30)
    plan = plan_of(state, wanted({"title": "B"}))
    assert (plan.quota.limit, plan.quota.remaining, plan.quota.resets_in) == (60, 12, 30)


def test_every_field_can_change() -> None:
    after: dict[Field, Value] = dict.fromkeys(FIELDS, "new")
    plan = plan_of(state_of(dict.fromkeys(FIELDS, "old")), wanted(after))
    assert plan.updates[0].after == after
