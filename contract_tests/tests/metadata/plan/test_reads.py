"""As few reads as can be tell the state of all that a plan changes."""

from hypothesis import given, settings
from hypothesis import strategies as st

from webflow_pages.metadata.plan.model import Update
from webflow_pages.metadata.plan.reads import portions, reads_needed

LOCALES = (None, "a" * 24, "b" * 24)


def update(position: int, locale_id: str | None) -> Update:
    return Update(str(position), None, str(locale_id), locale_id, "page", position, (), {})


positions = st.lists(st.tuples(st.integers(0, 450), st.sampled_from(LOCALES)), unique=True, max_size=40)


@settings(max_examples=50)
@given(positions)
def test_every_update_is_in_one_portion_that_has_its_page(chosen: list[tuple[int, str | None]]) -> None:
    updates = [update(*one) for one in chosen]
    found = portions(updates)
    assert sorted(id(one) for portion in found for one in portion.updates) == sorted(map(id, updates))
    for portion in found:
        assert {one.locale_id for one in portion.updates} == {portion.locale_id}
        assert all(0 <= one.position - portion.offset < 100 for one in portion.updates)


@settings(max_examples=50)
@given(positions)
def test_there_are_no_fewer_portions(chosen: list[tuple[int, str | None]]) -> None:
    """No portion has two of these pages: each is a hundred beyond the one before it."""
    apart = 0
    for locale in LOCALES:
        last = -100
        for position in sorted(position for position, one in chosen if one == locale):
            if position >= last + 100:
                apart, last = apart + 1, position
    assert reads_needed([update(*one) for one in chosen]) == (apart + 1 if apart else 0)
