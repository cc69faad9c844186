"""Updates: what is sent is applied, stays, and is all that changes."""

from typing import Any

from hypothesis import strategies as st

from webflow_contract.check.judges import echoes, same_as, stays_apart
from webflow_contract.contract import effective
from webflow_contract.suite.costs import requests
from webflow_contract.suite.properties import ForAll
from webflow_contract.suite.service import Service
from webflow_contract.suite.values import Values


@requests(each=2)
def test_an_update_is_applied_word_for_word_and_stays(service: Service, values: Values, for_all: ForAll) -> None:
    """One text or several, short or long, in any script; all that is left out stays as it is."""

    @for_all(values.updates())
    def holds(body: dict[str, Any]) -> None:
        applied = service.update(body, echoes(body, "before"), before=service.page())
        service.read(same_as("applied", "update-not-persisted"), applied=applied)


@requests(each=2)
def test_the_same_update_twice_is_the_same_as_once(service: Service, values: Values, for_all: ForAll) -> None:
    """A client may send it again when no answer came."""

    @for_all(values.updates())
    def holds(body: dict[str, Any]) -> None:
        once = service.update(body)
        service.update(body, same_as("once", "update-not-idempotent"), once=once)


@requests(each=1)
def test_an_unknown_field_is_ignored(service: Service, values: Values, for_all: ForAll) -> None:
    """What stands beside it is applied all the same."""

    @for_all(values.unknown())
    def holds(update: tuple[dict[str, Any], dict[str, Any]]) -> None:
        body, known = update
        service.update(body, echoes(known, "before"), before=service.page())


@requests(each=3, once=1, needs="secondary locale")
def test_an_update_of_the_primary_locale_leaves_texts_of_others_alone(
    service: Service, values: Values, for_all: ForAll
) -> None:
    """What a locale has in common with the primary one may follow it; what is its own stays."""

    @for_all(values.updates(), st.sampled_from(list(service.locales.values())))
    def holds(body: dict[str, Any], locale_id: str) -> None:
        before, elsewhere = service.page(), service.page(locale_id)
        after = service.update(body)
        apart = stays_apart("elsewhere", "before", "after")
        service.read(apart, locale_id=locale_id, before=before, elsewhere=elsewhere, after=after)


@requests(each=3, once=3, needs="locale")
def test_an_update_of_a_locale_leaves_the_others_alone(service: Service, for_all: ForAll) -> None:
    """The primary locale and every other secondary one."""
    others = [None, *service.locales.values()]
    pairs = [(one, other) for one in service.texts if one is not None for other in others if other != one]

    @for_all(st.sampled_from(pairs), st.data())
    def holds(pair: tuple[str, str | None], data: st.DataObject) -> None:
        locale_id, other = pair
        drawn = Values(effective.load(), service.texts[locale_id], harmless=service.is_live)
        body = data.draw(drawn.updates())
        before, elsewhere = service.page(locale_id), service.page(other)
        service.update(body, echoes(body, "before"), locale_id=locale_id, before=before)
        service.read(same_as("elsewhere", "update-crosses-locales"), locale_id=other, elsewhere=elsewhere)
