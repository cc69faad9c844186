"""What a run has changed is brought back, as far as it can be and nobody has changed it since."""

from collections.abc import Mapping
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from webflow_contract.sandbox import Clock, Sandbox
from webflow_pages import Seo
from webflow_pages.metadata.applying import journal
from webflow_pages.metadata.applying.applied import Applied
from webflow_pages.metadata.applying.history import History
from webflow_pages.metadata.applying.log import Told
from webflow_pages.metadata.applying.outcomes import FieldOutcome, Outcome
from webflow_pages.metadata.applying.run import Run, begin, read_run
from webflow_pages.metadata.fields import CLEARED, MIRROR, Field, Value
from webflow_pages.metadata.plan.document import from_document, to_document
from webflow_pages.metadata.plan.model import Plan
from webflow_pages.metadata.state import SiteState
from webflow_pages.metadata.undoing import rollback_plan

from ..applying.stage import NOW, Stage, Wanted, outcomes

FR = "fr-FR"
MADE = "2026-02-01T00:00:00Z"


def undo(stage: Stage, applied: Applied) -> Plan:
    return rollback_plan(read_run(stage.runs, applied.run), stage.state(), made=MADE)


def shown(state: SiteState) -> dict[tuple[str, str], dict[Field, Value]]:
    return {key: dict(values) for key, values in state.values.items()}


def changes(plan: Plan) -> dict[tuple[str, str, str], tuple[Value | None, Value]]:
    return {
        (update.name, update.locale, change.field): (change.before, change.after)
        for update in plan.updates
        for change in update.changes
    }


def test_what_was_there_comes_back_and_is_verified_like_any_plan(stage: Stage) -> None:
    before = shown(stage.state())
    plan = stage.plan(
        {
            ("/pricing", FR): {"title": "Prix", "seo.description": "Tout", "open_graph.title": MIRROR},
            ("/pricing", "en-US"): {"title": "Prices", "open_graph.description": MIRROR},
            ("/contact", "en-US"): {"open_graph.title": "Letters"},
        }
    )
    rollback = undo(stage, stage.apply(plan))
    assert from_document(to_document(rollback)) == rollback
    assert changes(rollback)["/contact", "en-US", "open_graph.title"] == ("Letters", MIRROR)
    assert (rollback.refusals, rollback.losses) == ((), ())
    assert set(outcomes(stage.apply(rollback)).values()) == {"changed"}
    assert shown(stage.state()) == before


def test_an_undone_run_is_not_gone_on_with(stage: Stage) -> None:
    plan = stage.plan({(path, FR): {"title": "x"} for path in ("/about", "/pricing")})
    stage.sandbox.switches.on("token-revoked", skip=3)
    first = stage.apply(plan, concurrency=1)
    assert first.open
    stage.sandbox.switches.off()
    rollback = undo(stage, first)
    second = stage.apply(rollback)
    assert set(outcomes(second).values()) == {"changed"}
    history = History(stage.runs)
    assert (history.undone_by(first.run), history.is_open(first.run)) == (second.run, False)
    third = stage.apply(plan)
    assert third.run not in (first.run, second.run)
    assert set(outcomes(third).values()) == {"changed"}
    assert stage.is_as(plan)


def test_a_rollback_is_undone_by_another_one(stage: Stage) -> None:
    plan = stage.plan({("/pricing", FR): {"title": "Prix"}})
    rolled_back = stage.apply(undo(stage, stage.apply(plan)))
    stage.apply(undo(stage, rolled_back))
    assert stage.is_as(plan)


def test_what_somebody_changed_since_is_refused_and_the_rest_comes_back(stage: Stage) -> None:
    plan = stage.plan({("/pricing", FR): {"title": "Prix", "seo.description": "Tout"}})
    applied = stage.apply(plan)
    stage.update("/pricing", FR, title="Theirs")
    rollback = undo(stage, applied)
    assert set(changes(rollback)) == {("/pricing", FR, "seo.description")}
    assert [(one.change.field, one.change.before, one.change.after, one.reason) for one in rollback.refusals] == [
        ("title", "Theirs", "Tarifs", "changed-since")
    ]
    stage.apply(rollback)
    assert stage.state().values[stage.paths["/pricing"], FR]["title"] == "Theirs"


def test_what_somebody_changes_while_it_is_looked_at_is_left_alone(stage: Stage) -> None:
    applied = stage.apply(stage.plan({("/pricing", FR): {"title": "Prix"}}))
    rollback = undo(stage, applied)
    stage.update("/pricing", FR, title="Theirs")
    assert set(outcomes(stage.apply(rollback)).values()) == {"stale"}


def test_what_is_back_already_is_left_out(stage: Stage) -> None:
    applied = stage.apply(stage.plan({("/pricing", FR): {"title": "Prix"}}))
    stage.update("/pricing", FR, title="Tarifs")
    rollback = undo(stage, applied)
    assert (rollback.updates, rollback.refusals, rollback.losses) == ((), (), ())


def test_no_text_is_as_good_as_the_empty_one_that_was_there(stage: Stage) -> None:
    stage.update("/imprint", "en-US", seo=Seo(description=""))
    plan = stage.plan({("/imprint", "en-US"): {"seo.description": "Who"}})
    run = written(stage, plan, {("/imprint", "en-US"): {"seo.description": Told("changed", "Who")}})
    values = {key: {**held} for key, held in stage.state().values.items()}
    values[stage.paths["/imprint"], "en-US"].pop("seo.description", None)
    rollback = rollback_plan(run, evolve(stage.state(), values=values))
    assert (rollback.updates, rollback.refusals, rollback.losses) == ((), (), ())


def test_what_was_not_there_cannot_come_back(stage: Stage) -> None:
    applied = stage.apply(stage.plan({("/imprint", "en-US"): {"seo.description": "Who we are"}}))
    rollback = undo(stage, applied)
    assert rollback.updates == ()
    assert [(loss.name, loss.field) for loss in rollback.losses] == [("/imprint", "seo.description")]


@pytest.mark.parametrize("allowed", [(), ("clearing",)])
def test_an_empty_text_comes_back_only_where_clearing_was_allowed(stage: Stage, allowed: Any) -> None:
    stage.update("/about", "en-US", seo=Seo(description=""))
    plan = evolve(stage.plan({("/about", "en-US"): {"seo.description": "Us"}}), allowed=allowed)
    rollback = undo(stage, stage.apply(plan))
    assert rollback.allowed == allowed
    if allowed:
        assert changes(rollback) == {("/about", "en-US", "seo.description"): ("Us", CLEARED)}
    else:
        assert rollback.updates == ()
        assert [loss.field for loss in rollback.losses] == ["seo.description"]


def test_a_first_override_gets_its_text_back_and_stays_one(stage: Stage) -> None:
    plan = stage.plan({("/about", FR): {"seo.title": "Nous"}, ("/about", "en-US"): {"seo.title": "Us"}})
    rollback = undo(stage, stage.apply(plan))
    assert changes(rollback)["/about", FR, "seo.title"] == ("Nous", "About Lantern & Loom")
    assert [(loss.name, loss.locale, loss.field) for loss in rollback.losses] == [("/about", FR, None)]


def test_what_webflow_ignored_is_not_undone_and_what_it_made_is(stage: Stage) -> None:
    stage.sandbox.assume(malformed_slug="normalised")
    plan = stage.plan({("/about", "en-US"): {"slug": "About Us"}, ("/404", "en-US"): {"slug": "x", "title": "Gone"}})
    rollback = undo(stage, stage.apply(plan))
    assert changes(rollback) == {
        ("/about", "en-US", "slug"): ("about-us", "about"),
        ("/404", "en-US", "title"): ("Gone", "404"),
    }


@pytest.mark.parametrize(("tag", "before"), [(FR, "À propos"), ("en-US", "About")])
@pytest.mark.parametrize("arrived", [True, False])
def test_what_may_have_been_written_is_undone_where_the_page_shows_it(
    stage: Stage, arrived: bool, tag: str, before: str
) -> None:
    plan = stage.plan({("/about", tag): {"title": "Nous"}})
    stage.sandbox.switches.on("cut-after-applying" if arrived else "cut", operation="update-page-metadata")
    stage.sandbox.switches.on("service-unavailable", operation="get-page-metadata", skip=1)
    applied = stage.apply(plan)
    assert applied.open
    stage.sandbox.switches.off()
    rollback = undo(stage, applied)
    expected = {("/about", tag, "title"): ("Nous", before)} if arrived else {}
    assert changes(rollback) == expected


def test_a_page_that_is_gone_is_a_loss(stage: Stage) -> None:
    applied = stage.apply(stage.plan({("/about", FR): {"title": "Nous"}, ("/pricing", FR): {"title": "Prix"}}))
    state = stage.state()
    state = evolve(state, pages={id_: page for id_, page in state.pages.items() if page.path != "/about"})
    rollback = rollback_plan(read_run(stage.runs, applied.run), state, made=MADE)
    assert set(changes(rollback)) == {("/pricing", FR, "title")}
    assert [(loss.name, loss.field) for loss in rollback.losses] == [("/about", None)]


def written(stage: Stage, plan: Plan, outcomes: Mapping[tuple[str, str], Mapping[Field, Told]], **left: Value) -> Run:
    """Return a run of a plan whose journal has these outcomes, by path and locale: without any, no answer came."""
    with begin(stage.runs, plan, at=NOW) as run:
        for update in plan.updates:
            key = (update.page_id, update.locale)
            told = outcomes.get((update.name, update.locale))
            run.write(journal.sending(key, update.after, update.before))
            if told is not None:
                values = tuple(
                    FieldOutcome(update.page_id, update.path, update.locale, name, one.outcome, None, None, one.now)
                    for name, one in told.items()
                )
                after = {**update.before, **{name: one.now for name, one in told.items() if one.now is not None}}
                run.write(journal.answered(key, values, {**after, **left}))
    return read_run(stage.runs, run.id)


def with_values(state: SiteState, *changes: tuple[str, str, dict[Field, Value]]) -> SiteState:
    """Return a site as it is once pages hold something else."""
    values = dict(state.values)
    ids = {page.path: page.id for page in state.pages.values()}
    for path, tag, after in changes:
        values[ids[path], tag] = {**values[ids[path], tag], **after}
    return evolve(state, values=values)


def refused(plan: Plan) -> list[tuple[str, str, str]]:
    return [(one.name, one.locale, one.change.field) for one in plan.refusals]


def test_what_webflow_changed_beside_comes_back_too(stage: Stage) -> None:
    plan = stage.plan({("/about", FR): {"title": "Nous"}})
    title, beside = Told("changed", "Nous"), Told("also-changed", "Beside")
    run = written(stage, plan, {("/about", FR): {"title": title, "open_graph.title": beside}})
    state = stage.state()
    now = with_values(state, ("/about", FR, {"title": "Nous", "open_graph.title": "Beside"}))
    rollback = rollback_plan(run, now)
    assert changes(rollback) == {
        ("/about", FR, "title"): ("Nous", "À propos"),
        ("/about", FR, "open_graph.title"): ("Beside", "The weavers"),
    }
    theirs = rollback_plan(run, with_values(now, ("/about", FR, {"open_graph.title": "Theirs"})))
    assert set(changes(theirs)) == {("/about", FR, "title")}
    assert refused(theirs) == [("/about", FR, "open_graph.title")]


def test_only_what_webflow_changed_beside_is_enough_to_be_undone(stage: Stage) -> None:
    plan = stage.plan({("/about", FR): {"title": "Nous"}})
    told = {"title": Told("ignored", "À propos"), "seo.description": Told("also-changed", "Beside")}
    run = written(stage, plan, {("/about", FR): told})
    rollback = rollback_plan(run, with_values(stage.state(), ("/about", FR, {"seo.description": "Beside"})))
    assert [key[2] for key in changes(rollback)] == ["seo.description"]


def test_what_is_beside_an_update_without_an_answer_is_nobodys(stage: Stage) -> None:
    plan = stage.plan({("/about", FR): {"title": "Nous"}})
    run, state = written(stage, plan, {}), stage.state()
    beside: dict[Field, Value] = {"open_graph.title": "Beside"}
    arrived = rollback_plan(run, with_values(state, ("/about", FR, {"title": "Nous", **beside})))
    assert (set(changes(arrived)), refused(arrived)) == (
        {("/about", FR, "title")},
        [("/about", FR, "open_graph.title")],
    )
    assert "nobody knows who has changed it" in arrived.refusals[0].advice
    lost = rollback_plan(run, with_values(state, ("/about", FR, beside)))
    assert (lost.updates, lost.refusals, lost.losses) == ((), (), ())


def test_what_was_seen_beside_an_update_later_is_nobodys(stage: Stage) -> None:
    plan = stage.plan({("/about", FR): {"title": "Nous"}})
    run = written(stage, plan, {("/about", FR): {"title": Told("changed", "Nous")}}, slug="theirs")
    rollback = rollback_plan(run, with_values(stage.state(), ("/about", FR, {"title": "Nous", "slug": "theirs"})))
    assert (set(changes(rollback)), refused(rollback)) == ({("/about", FR, "title")}, [("/about", FR, "slug")])
    later = rollback_plan(run, with_values(stage.state(), ("/about", FR, {"title": "Nous", "seo.title": "Theirs"})))
    assert refused(later) == []  # that is not as the run has left it, and none of what it did


def test_what_neither_was_there_nor_was_sent_is_told_as_that(stage: Stage) -> None:
    run = written(stage, stage.plan({("/about", "en-US"): {"slug": "us"}}), {})
    rollback = rollback_plan(run, with_values(stage.state(), ("/about", "en-US", {"slug": "us-2"})))
    assert "no answer came to the run's update" in rollback.refusals[0].advice


@pytest.mark.parametrize("answered", [True, False])
def test_what_the_run_wrote_into_the_primary_locale_is_nobody_elses(stage: Stage, answered: bool) -> None:
    """A locale that inherits shows what the run wrote later into the primary one."""
    stage.update("/about", FR, title="About us")
    plan = stage.plan({("/about", FR): {"title": "About"}, ("/about", "en-US"): {"title": "Us"}})
    primary = {"title": Told("changed", "Us")}
    told = {("/about", FR): {"title": Told("changed", "About")}} if answered else {}
    run = written(stage, plan, {**told, ("/about", "en-US"): primary})
    state = with_values(stage.state(), ("/about", "en-US", {"title": "Us"}))
    rollback = rollback_plan(run, with_values(state, ("/about", FR, {"title": "Us"})))
    assert changes(rollback)["/about", "en-US", "title"] == ("Us", "About")
    assert changes(rollback)["/about", FR, "title"] == ("Us", "About us")
    assert refused(rollback) == []
    theirs = rollback_plan(run, with_values(state, ("/about", FR, {"title": "Theirs"})))
    assert refused(theirs) == [("/about", FR, "title")]


def test_what_a_locale_inherits_beside_its_update_is_nobodys_change(stage: Stage) -> None:
    plan = stage.plan({("/about", "de-DE"): {"title": "Wir"}, ("/about", "en-US"): {"seo.title": "Us"}})
    run = written(stage, plan, {("/about", "en-US"): {"seo.title": Told("changed", "Us")}})
    shows: dict[Field, Value] = {"seo.title": "Us"}
    state = with_values(stage.state(), ("/about", "en-US", shows), ("/about", "de-DE", {"title": "Wir", **shows}))
    assert refused(rollback_plan(run, state)) == []
    theirs = with_values(state, ("/about", "de-DE", {"seo.title": "Theirs"}))
    assert refused(rollback_plan(run, theirs)) == [("/about", "de-DE", "seo.title")]


def test_what_somebody_has_cleared_is_not_what_the_primary_locale_shows(stage: Stage) -> None:
    stage.update("/about", FR, seo=Seo(description="Nous tissons"))
    text = str(stage.state().values[stage.paths["/about"], "en-US"]["seo.description"])
    plan = stage.plan({("/about", FR): {"seo.description": text}, ("/about", "en-US"): {"title": "Us"}})
    told = {
        ("/about", FR): {"seo.description": Told("changed", text)},
        ("/about", "en-US"): {"title": Told("changed", "Us")},
    }
    run, state = written(stage, plan, told), stage.state()
    values = dict(state.values)
    key = (stage.paths["/about"], FR)
    values[key] = {name: value for name, value in values[key].items() if name != "seo.description"}
    assert refused(rollback_plan(run, evolve(state, values=values))) == [("/about", FR, "seo.description")]


def test_what_never_came_to_a_locale_that_inherits_is_nobodys_change(stage: Stage) -> None:
    plan = stage.plan({("/about", "de-DE"): {"title": "Wir"}, ("/about", "en-US"): {"title": "Us"}})
    run = written(stage, plan, {("/about", "en-US"): {"title": Told("changed", "Us")}})
    shows: dict[Field, Value] = {"title": "Us"}
    state = with_values(stage.state(), ("/about", "en-US", shows), ("/about", "de-DE", shows))
    rollback = rollback_plan(run, state)
    assert (set(changes(rollback)), refused(rollback)) == ({("/about", "en-US", "title")}, [])


def test_what_an_earlier_rollback_made_of_it_is_tried_again(stage: Stage) -> None:
    """Webflow made a slug unique that was taken at that time."""
    run = written(
        stage,
        stage.plan({("/about", "en-US"): {"slug": "us"}}),
        {("/about", "en-US"): {"slug": Told("changed", "us")}},
    )
    state = with_values(stage.state(), ("/about", "en-US", {"slug": "us"}))
    first = written(stage, rollback_plan(run, state), {("/about", "en-US"): {"slug": Told("normalised", "about-2")}})
    state = with_values(state, ("/about", "en-US", {"slug": "about-2"}))
    again = rollback_plan(run, state, rollbacks=[first.log])
    assert changes(again) == {("/about", "en-US", "slug"): ("about-2", "about")}
    assert refused(rollback_plan(run, state)) == [("/about", "en-US", "slug")]
    theirs = with_values(state, ("/about", "en-US", {"slug": "about-3"}))
    assert refused(rollback_plan(run, theirs, rollbacks=[first.log])) == [("/about", "en-US", "slug")]


@pytest.mark.parametrize("told", ["ignored", "already-so", "stale", "failed", "not-sent"])
def test_what_was_not_written_is_not_undone(stage: Stage, told: Outcome) -> None:
    plan = stage.plan({("/about", FR): {"title": "Nous", "seo.title": "Qui"}})
    both = {"title": Told(told, "Theirs"), "seo.title": Told("changed", "Qui")}
    run = written(stage, plan, {("/about", FR): both})
    rollback = rollback_plan(run, with_values(stage.state(), ("/about", FR, {"title": "Theirs", "seo.title": "Qui"})))
    assert (set(changes(rollback)), refused(rollback)) == ({("/about", FR, "seo.title")}, [])


def test_a_locale_that_was_made_anew_is_another_one(stage: Stage) -> None:
    applied = stage.apply(stage.plan({("/about", FR): {"title": "Nous"}, ("/about", "en-US"): {"title": "Us"}}))
    state = stage.state()
    anew = tuple(evolve(one, id="0" * 24) if one.tag == FR else one for one in state.locales)
    rollback = rollback_plan(read_run(stage.runs, applied.run), evolve(state, locales=anew))
    assert set(changes(rollback)) == {("/about", "en-US", "title")}
    assert [(loss.locale, loss.field, loss.why) for loss in rollback.losses] == [
        (FR, None, "the locale is no longer there")
    ]


def test_one_field_that_may_have_been_inherited_is_enough_to_tell(stage: Stage) -> None:
    """The title was its own, and the SEO title was not."""
    applied = stage.apply(stage.plan({("/about", FR): {"title": "Nous", "seo.title": "Qui"}}))
    assert [(loss.locale, loss.field) for loss in undo(stage, applied).losses] == [(FR, None)]


def test_secondary_locales_come_back_before_the_primary_one(stage: Stage) -> None:
    wanted: Wanted = {(path, tag): {"title": "x"} for path in ("/pricing", "/about") for tag in ("en-US", FR)}
    rollback = undo(stage, stage.apply(stage.plan(wanted)))
    assert [(update.locale, update.name) for update in rollback.updates] == [
        (FR, "/about"),
        (FR, "/pricing"),
        ("en-US", "/about"),
        ("en-US", "/pricing"),
    ]


def test_what_webflow_clears_beside_an_update_comes_back(stage: Stage) -> None:
    stage.sandbox.assume(left_out_fields="cleared_in_sent_objects")
    before = shown(stage.state())
    applied = stage.apply(stage.plan({("/pricing", "en-US"): {"seo.title": "Prices"}}))
    assert outcomes(applied)["/pricing", "en-US", "seo.description"] == "also-changed"
    rollback = undo(stage, applied)
    assert set(changes(rollback)) == {("/pricing", "en-US", "seo.title"), ("/pricing", "en-US", "seo.description")}
    stage.apply(rollback)
    assert shown(stage.state()) == before


wanted_values = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["A", "Tarifs"]),
        "seo.title": st.sampled_from(["B", "C"]),
        "seo.description": st.just("D"),
        "open_graph.title": st.sampled_from(["E", MIRROR]),
        "open_graph.description": st.sampled_from(["F", MIRROR]),
    },
)
wanted = st.dictionaries(
    st.tuples(st.sampled_from(["/pricing", "/contact", "/about", "/imprint"]), st.sampled_from([FR, "de-DE", "en-US"])),
    wanted_values.filter(bool),
    min_size=1,
    max_size=5,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted)
def test_all_comes_back_but_what_is_told_not_to(stage: Stage, wanted: Wanted) -> None:
    stage.sandbox = Sandbox(rate_limit="off", clock=Clock(running=False))
    before = shown(stage.state())
    rollback = undo(stage, stage.apply(stage.plan(wanted)))
    assert not rollback.refusals
    if rollback.updates:
        assert set(outcomes(stage.apply(rollback)).values()) == {"changed"}
    lost = {(loss.page_id, loss.locale, loss.field) for loss in rollback.losses if loss.field is not None}
    after = shown(stage.state())
    for key, values in before.items():
        differing = {name for name in (*values, *after[key]) if values.get(name) != after[key].get(name)}
        # Where the primary locale cannot get back to no text, those that inherit from it show that as well.
        primary = (key[0], "en-US")
        assert differing <= {name for *place, name in lost if tuple(place) in (key, primary)}
