"""JSON pointers, as RFC 6901 writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_contract.pointers import parts, pointer


@pytest.mark.parametrize(
    ("place", "written"),
    [
        ((), ""),
        (("",), "/"),
        (("pages", 0, "title"), "/pages/0/title"),
        (("a/b", "m~n", "~1", "/~"), "/a~1b/m~0n/~01/~1~0"),
    ],
)
def test_a_place_is_written_as_the_rfc_says(place: tuple[str | int, ...], written: str) -> None:
    assert pointer(place) == written


@given(st.lists(st.text(st.sampled_from("~/01a") | st.characters())).map(tuple))
def test_what_was_written_is_read_again(place: tuple[str, ...]) -> None:
    assert parts(pointer(place)) == place


@given(st.lists(st.integers(0) | st.text()))
def test_an_index_is_read_as_text(place: list[str | int]) -> None:
    assert parts(pointer(place)) == tuple(map(str, place))
