"""What a plan changes, what it refuses, and what it says cannot be undone."""

from collections.abc import Sequence
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from webflow_pages.metadata.entries import Entry
from webflow_pages.metadata.errors import GuardError, Place
from webflow_pages.metadata.fields import CLEARED, FIELDS, MIRROR, Field, Value, Values
from webflow_pages.metadata.lint import LintSettings
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
def test_with_every_permission_only_slugs_are_refused_and_of_them_all_that_come_to_nothing(
    data: st.DataObject,
) -> None:
    state = data.draw(states())
    plan = make_plan(state, data.draw(wishes(state)), made=MADE, allow=PERMISSIONS)
    for refusal in plan.refusals:
        assert refusal.change.field == "slug"
        ignored = state.pages[refusal.page_id].kind != "page"
        assert ignored or refusal.change.after == CLEARED or refusal.reason == "slug-swapped"
    for update in plan.updates:
        if "slug" in update.after:
            assert update.kind == "page"
            assert update.after["slug"] != CLEARED


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


def test_an_empty_slug_is_refused_whatever_is_allowed() -> None:
    (refusal,) = plan_of(state_of({"slug": "a"}), wanted({"slug": CLEARED}), allow=PERMISSIONS).refusals
    assert refusal.reason == "slug-empty"


def test_clearing_what_holds_nothing_is_no_change() -> None:
    plan = plan_of(state_of({}), wanted({"seo.title": CLEARED}))
    assert (plan.updates, plan.refusals) == ((), ())


def test_permissions_are_kept_in_one_order_so_that_the_same_plan_has_the_same_id() -> None:
    plan = plan_of(state_of({}), allow=["templates", "primary", "bindings"])
    assert plan.allowed == ("bindings", "primary", "templates")


@pytest.mark.parametrize(
    ("line", "now", "refused"),
    [("Pricing", "Prices", True), ("Tarifs", "Prices", False), ("Pricing", "Tarifs", False)],
)
def test_what_the_primary_locale_said_before_is_no_text_of_a_locale_that_inherits(
    line: str, now: str, refused: bool
) -> None:
    state = state_of({"title": now}, primary={"title": "Prices"})
    replaced: Any = {(PAGE, "title"): {"Pricing"}}
    plan = make_plan(state, [wanted({"title": line})], made=MADE, replaced=replaced)
    assert [refusal.reason for refusal in plan.refusals] == (["overrides"] if refused else [])
    assert bool(plan.updates) != refused
    assert make_plan(state, [wanted({"title": line})], made=MADE, replaced=replaced, allow=["overrides"]).updates
    assert "pull again" in "".join(refusal.advice for refusal in plan.refusals) or not refused


def site_with(*slugs: str) -> SiteState:
    pages = {f"{at:024x}": SitePage(f"{at:024x}", f"/{slug}", "page", True, at) for at, slug in enumerate(slugs)}
    held = {(f"{at:024x}", "en-US"): {"slug": slug, "title": slug} for at, slug in enumerate(slugs)}
    return SiteState("a" * 24, LOCALES[:1], pages, held)  # type: ignore[arg-type]


def asked_slugs(state: SiteState, **slugs: str) -> list[Entry]:
    by_slug = {str(values["slug"]): page for (page, _), values in state.values.items()}
    return [Entry(None, by_slug[old], "en-US", {"slug": new, "title": "New"}) for old, new in slugs.items()]


def test_a_page_takes_a_slug_after_the_one_that_has_it_has_left_it() -> None:
    state = site_with("a", "b", "c", "d")
    plan = make_plan(state, asked_slugs(state, a="b", b="c", c="z", d="y"), made=MADE, allow=["primary", "slugs"])
    order = [update.before["slug"] for update in plan.updates]
    assert order.index("c") < order.index("b") < order.index("a")
    assert len(order) == 4
    assert plan.refusals == ()


def test_slugs_that_pages_swap_are_refused_and_the_rest_of_them_is_not() -> None:
    state = site_with("a", "b", "c", "d", "e")
    wishes = asked_slugs(state, a="b", b="a", c="a", d="z")
    plan = make_plan(state, wishes, made=MADE, allow=["primary", "slugs"])
    assert {refusal.change.before for refusal in plan.refusals} == {"a", "b"}
    assert {refusal.reason for refusal in plan.refusals} == {"slug-swapped"}
    assert {update.before["slug"]: [*update.after] for update in plan.updates} == {
        "a": ["title"],
        "b": ["title"],
        "c": ["title", "slug"],
        "d": ["title", "slug"],
    }


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 8)), unique_by=lambda pair: pair[0]))
def test_every_slug_is_free_when_it_is_taken(moves: list[tuple[int, int]]) -> None:
    state = site_with(*(f"s{at}" for at in range(6)))
    wishes = asked_slugs(state, **{f"s{old}": f"s{new}" for old, new in moves})
    plan = make_plan(state, wishes, made=MADE, allow=["primary", "slugs"])
    held = {page: values["slug"] for (page, _), values in state.values.items()}
    refused = {refusal.page_id for refusal in plan.refusals}
    targets = [entry.values["slug"] for entry in wishes]
    for update in plan.updates:
        if "slug" in update.after:
            slug = update.after["slug"]
            holders = {page for page, other in held.items() if other == slug and page != update.page_id}
            leaving = {entry.page_id for entry in wishes if entry.values["slug"] != f"s{int(str(entry.page_id), 16)}"}
            if targets.count(slug) == 1:
                assert not holders & leaving - refused
            held[update.page_id] = slug


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
    check_guard(make_plan(state, entries, made=MADE, allow=["primary"], guard=40))


def test_what_is_asked_twice_for_other_fields_is_one_update_each() -> None:
    plan = plan_of(state_of({"title": "A", "seo.title": "A"}), wanted({"seo.title": "C", "title": "B"}))
    (update,) = plan.updates
    assert [change.field for change in update.changes] == ["title", "seo.title"]
    assert update.before == {"title": "A", "seo.title": "A"}


def test_the_quota_is_that_of_the_last_read() -> None:
    state = evolve(state_of({"title": "A"}), quota=Quota(60, 12, 30))
    plan = plan_of(state, wanted({"title": "B"}))
    assert (plan.quota.limit, plan.quota.remaining, plan.quota.resets_in) == (60, 12, 30)


def test_every_field_can_change() -> None:
    after: dict[Field, Value] = dict.fromkeys(FIELDS, "new")
    plan = plan_of(state_of(dict.fromkeys(FIELDS, "old")), wanted(after))
    assert plan.updates[0].after == after


def test_lint_is_told_of_what_would_be_written_and_of_nothing_else() -> None:
    pages = {f"{at:024x}": SitePage(f"{at:024x}", "/same", "page", True, at) for at in range(3)}
    title = "A title of a good length for search results"
    held = {(page, "en-US"): {"title": "Page", "slug": "p", "seo.title": title} for page in pages}
    state = SiteState("a" * 24, LOCALES[:1], pages, held)
    changing = next(iter(pages))
    entry = Entry("/same", changing, "en-US", {"seo.description": "TODO"})
    plan = make_plan(state, [entry], made=MADE, allow=["primary"], lint=LintSettings())
    assert {(finding.page_id, finding.field) for finding in plan.findings} == {(changing, "seo.description")}
    twice = make_plan(
        state,
        [Entry("/same", changing, "en-US", {"title": "Page "})],
        made=MADE,
        allow=["primary"],
        lint=LintSettings(),
    )
    assert {finding.page_id for finding in twice.findings} == {changing}
