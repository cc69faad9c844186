"""What a run has changed is brought back, as far as it can be and nobody has changed it since."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from webflow_contract.sandbox import Clock, Sandbox
from webflow_pages.metadata.applying.applied import Applied
from webflow_pages.metadata.applying.run import read_run
from webflow_pages.metadata.fields import CLEARED, MIRROR, Field, Value
from webflow_pages.metadata.plan.document import from_document, to_document
from webflow_pages.metadata.plan.model import Plan
from webflow_pages.metadata.state import SiteState
from webflow_pages.metadata.undoing import rollback_plan, written_locales

from ..applying.stage import Stage, Wanted, outcomes

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
    assert read_run(stage.runs, first.run).log.closed_by == second.run
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


def test_what_was_not_there_cannot_come_back(stage: Stage) -> None:
    applied = stage.apply(stage.plan({("/imprint", "en-US"): {"seo.description": "Who we are"}}))
    rollback = undo(stage, applied)
    assert rollback.updates == ()
    assert [(loss.name, loss.field) for loss in rollback.losses] == [("/imprint", "seo.description")]


@pytest.mark.parametrize("allowed", [(), ("clearing",)])
def test_an_empty_text_comes_back_only_where_clearing_was_allowed(stage: Stage, allowed: Any) -> None:
    from attrs import evolve

    from webflow_pages import Seo

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


@pytest.mark.parametrize("arrived", [True, False])
def test_what_may_have_been_written_is_undone_where_the_page_shows_it(stage: Stage, arrived: bool) -> None:
    plan = stage.plan({("/about", FR): {"title": "Nous"}})
    stage.sandbox.switches.on("cut-after-applying" if arrived else "cut", operation="update-page-metadata")
    stage.sandbox.switches.on("service-unavailable", operation="get-page-metadata", skip=1)
    applied = stage.apply(plan)
    assert applied.open
    stage.sandbox.switches.off()
    rollback = undo(stage, applied)
    expected = {("/about", FR, "title"): ("Nous", "À propos")} if arrived else {}
    assert changes(rollback) == expected


def test_a_page_that_is_gone_is_a_loss(stage: Stage) -> None:
    applied = stage.apply(stage.plan({("/about", FR): {"title": "Nous"}, ("/pricing", FR): {"title": "Prix"}}))
    state = stage.state()
    state.pages = {id_: page for id_, page in state.pages.items() if page.path != "/about"}
    rollback = rollback_plan(read_run(stage.runs, applied.run), state, made=MADE)
    assert set(changes(rollback)) == {("/pricing", FR, "title")}
    assert [(loss.name, loss.field) for loss in rollback.losses] == [("/about", None)]


def test_only_locales_that_were_written_have_to_be_read(stage: Stage) -> None:
    applied = stage.apply(stage.plan({("/about", FR): {"title": "Nous"}, ("/about", "en-US"): {"title": "Us"}}))
    assert set(written_locales(read_run(stage.runs, applied.run))) == {stage.sandbox.locale_ids[FR], "primary"}


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
