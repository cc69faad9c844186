"""Updates: what is sent is applied, stays, and is all that changes."""

from typing import Any

from hypothesis import strategies as st

from webflow_contract.check.judges import echoes, same_as
from webflow_contract.contract import effective
from webflow_contract.suite.budget import requests
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


@requests(each=3, once=3, needs="locale")
def test_an_update_of_a_locale_leaves_the_others_alone(service: Service, for_all: ForAll) -> None:
    """The primary locale and every other secondary one."""
    written = [locale_id for locale_id in service.texts if locale_id is not None]
    others = [None, *service.locales.values()]

    @for_all(st.sampled_from(written), st.sampled_from(others[:3] if service.is_live else others), st.data())
    def holds(locale_id: str, other: str | None, data: st.DataObject) -> None:
        drawn = Values(effective.load(), service.texts[locale_id], harmless=service.is_live)
        body = data.draw(drawn.updates())
        before, elsewhere = service.page(locale_id), service.page(other)
        service.update(body, echoes(body, "before"), locale_id=locale_id, before=before)
        if other != locale_id:
            service.read(same_as("elsewhere", "update-crosses-locales"), locale_id=other, elsewhere=elsewhere)
