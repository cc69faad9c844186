"""Questions about requests: what a body does, which ids and numbers are taken, and what is looked at first."""

from collections.abc import Callable, Sequence
from typing import Any

from attrs import evolve

from webflow_contract.check.plan import NO_SUCH_ID
from webflow_contract.check.probes import Past, Probe
from webflow_contract.check.questions.question import (
    MISSING,
    READ,
    Asking,
    Question,
    asked,
    at,
    code,
    is_applied,
    one_text,
    outcome,
    probe,
    refusal,
    update,
)
from webflow_contract.check.quota import is_success
from webflow_contract.check.subject import TEXTS, update_of

_LARGEST = 2**53 - 1
_TEXTS = [tuple(map(str, place)) for place in TEXTS]
_EMPTY = (MISSING, None, "")
_WRONG = {"title": 4711, "seo": {"title": 4711}}


def _several(past: Past) -> str | None:
    exchange = asked(past, "several_problems")
    if exchange is None or is_success(exchange):
        return None
    message = str(exchange.body.get("message")) if isinstance(exchange.body, dict) else ""
    named = sum(name in message for name in ("(title)", "(seo.title)"))
    return {2: "all_listed", 1: "first_listed"}.get(named)


def _empty_text(asking: Asking) -> Sequence[Probe]:
    """Ask with a text beside the title that can be written again: the present one is known."""
    place = next((place for place in asking.writing.texts if len(place) > 1), None)
    if place is None:
        return ()
    return update("empty_string_clears", "an update with an empty text", update_of({place: ""}))(asking)


def _empty_title(asking: Asking) -> Sequence[Probe]:
    if ("title",) not in asking.writing.texts:
        return ()
    return update("empty_title", "an update with an empty title", {"title": ""})(asking)


def _written_empty(question: str, clears: str) -> Callable[[Past], str | None]:
    """Read what became of an empty text."""

    def answer(past: Past) -> str | None:
        exchange = asked(past, question)
        if exchange is None:
            return None
        if not is_success(exchange):
            return refusal(exchange)
        body = exchange.probe.body
        place: list[str] = []
        while isinstance(body, dict):
            name = next(iter(body))
            place, body = [*place, name], body[name]
        came = at(past, exchange.probe.name, *place)
        if came in (None, MISSING):
            return clears
        return "stored" if came == "" else "ignored"

    return answer


def _left_out(past: Past) -> str | None:
    """Read what the update of one text did to the others: beside it in the object that it sent, and elsewhere."""
    exchange = past.get("partial update")
    if exchange is None or not is_success(exchange):
        return None
    sent = exchange.probe.body
    filled = [place for place in _TEXTS if at(past, "page", *place) not in _EMPTY]
    beside = [place for place in filled if place[0] in sent and place[-1] not in sent[place[0]]]
    lost = [place for place in filled if place[0] not in sent or place in beside]
    lost = [place for place in lost if at(past, "partial update", *place) in _EMPTY]
    if any(place not in beside for place in lost):
        return "cleared"
    return "cleared_in_sent_objects" if lost else "kept" if beside else None


def _upper_case(asking: Asking) -> Sequence[Probe]:
    page_id = asking.writing.subject.page_id
    if page_id.upper() == page_id:
        return ()
    return [probe("upper_case_id", READ, f"/pages/{page_id.upper()}", "a read with an id in upper case")]


def _scope_first(asking: Asking) -> Sequence[Probe]:
    if not asking.writing.scoped:
        return ()
    reason = "an update that lacks the scope, and is malformed"
    return update("scope_or_validation_first", reason, _WRONG, credential="token without pages:write")(asking)


def _unknown_and_malformed(asking: Asking) -> Sequence[Probe]:
    reason = "an update of an unknown page, and malformed"
    made = update("body_or_page_first", reason, _WRONG)(asking)
    return [evolve(one, path=f"/pages/{NO_SUCH_ID}") for one in made]


def _first(question: str, answers: dict[int, str]) -> Callable[[Past], str | None]:
    """Read what is looked at first, as the status of what is refused for two reasons tells."""

    def answer(past: Past) -> str | None:
        exchange = asked(past, question)
        return None if exchange is None else answers.get(exchange.response.status, refusal(exchange))

    return answer


def _portion(question: str, reason: str, *query: tuple[str, str]) -> Callable[[Asking], Sequence[Probe]]:
    """Return the read of a list with a query."""
    return lambda asking: [
        probe(question, "list-pages", f"/sites/{asking.writing.subject.site_id}/pages", reason, query=query)
    ]


def _huge_offset(past: Past) -> str | None:
    exchange = asked(past, "offset_beyond_exact_numbers")
    if exchange is None:
        return None
    if not is_success(exchange):
        return refusal(exchange)
    offset: Any = at(past, exchange.probe.name, "pagination", "offset")
    return "clamped" if offset == _LARGEST else f"offset {offset}"


def _unknown_page(past: Past) -> str | None:
    message = at(past, "unknown page", "message")
    if not isinstance(message, str) or past["unknown page"].response.status != 404:
        return None
    return "not_found_with_reason" if ": " in message else "not_found"


def _without_route(past: Past) -> str | None:
    exchange = asked(past, "unknown_route")
    if exchange is None:
        return None
    return "not_found_after_authentication" if exchange.response.status == 401 else refusal(exchange)


def _no_object(past: Past) -> str | None:
    exchange = asked(past, "non_object_body")
    if exchange is None:
        return None
    return "accepted" if is_success(exchange) else refusal(exchange) if code(exchange) != "None" else None


def _parsed(past: Past) -> str | None:
    exchange = asked(past, "content_type_not_json")
    if exchange is None:
        return None
    if not is_success(exchange):
        return refusal(exchange)
    return "parsed" if is_applied(exchange) else "answered, and not applied"


QUESTIONS = (
    Question("empty_string_clears", _written_empty("empty_string_clears", "clears"), _empty_text),
    Question("empty_body", outcome("empty_body", "accepted"), update("empty_body", "an update of nothing: {}", {})),
    Question(
        "several_problems",
        _several,
        update("several_problems", "an update with two mistakes", _WRONG),
    ),
    Question(
        "scope_or_validation_first",
        _first("scope_or_validation_first", {403: "scope", 400: "validation"}),
        _scope_first,
    ),
    Question(
        "body_or_page_first",
        _first("body_or_page_first", {400: "body", 404: "page"}),
        _unknown_and_malformed,
    ),
    Question(
        "missing_body",
        outcome("missing_body", "as_empty_object"),
        update("missing_body", "an update without a body", None),
    ),
    Question("non_object_body", _no_object, update("non_object_body", "an update with a list", [])),
    Question(
        "content_type_not_json",
        _parsed,
        one_text("content_type_not_json", "an update as text/plain", content_type="text/plain"),
    ),
    Question("upper_case_id", outcome("upper_case_id", "accepted"), _upper_case),
    Question("empty_title", _written_empty("empty_title", "cleared"), _empty_title),
    Question(
        "empty_pagination_value",
        outcome("empty_pagination_value", "default"),
        _portion("empty_pagination_value", "a list with an empty limit", ("limit", "")),
    ),
    Question(
        "offset_beyond_exact_numbers",
        _huge_offset,
        _portion("offset_beyond_exact_numbers", "a list with an offset of 2^64", ("offset", str(2**64))),
    ),
    Question(
        "unknown_route",
        _without_route,
        lambda asking: [
            probe("unknown_route", READ, f"{asking.page}/no-such-route", "an unknown path", credential="no token")
        ],
    ),
    Question("unknown_page", _unknown_page),
    Question("left_out_fields", _left_out),
)
