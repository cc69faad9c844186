"""A question that is open about the service, and how an answer to it is read."""

from collections.abc import Callable, Sequence
from typing import Any

from attrs import evolve, frozen

from webflow_contract.check.judges import echoes
from webflow_contract.check.judges.comparing import MISSING as MISSING
from webflow_contract.check.plan import Writing
from webflow_contract.check.probes import Exchange, Past, Probe
from webflow_contract.check.quota import is_success
from webflow_contract.check.subject import MARKER, update_of

READ, UPDATE = "get-page-metadata", "update-page-metadata"
_REFUSALS = {(400, "bad_request"), (400, "validation_error")}


@frozen
class Asking:
    """What may be asked about: what may be written, and the exchanges so far."""

    writing: Writing
    past: Past

    @property
    def page(self) -> str:
        """The path of the page."""
        return f"/pages/{self.writing.subject.page_id}"

    def primary_id(self) -> str | None:
        """Return the id of the primary locale; None on a site that has none."""
        found = at(self.past, "site", "locales", "primary", "id")
        return found if isinstance(found, str) else None

    def marked_text(self, *, localized: bool = False) -> dict[str, Any]:
        """Return an update of one text that is put back: in the primary locale, or in the one that is written."""
        place, text = next(iter((self.writing.locale_text if localized else self.writing.texts).items()))
        return update_of({place: f"{text} {MARKER}"})


Probes = Callable[[Asking], Sequence[Probe]]


def nothing(asking: Asking) -> Sequence[Probe]:  # noqa: ARG001  (a Probes has it)
    """Ask nothing more: what the plan sends anyway answers the question, if anything does."""
    return ()


@frozen
class Question:
    """A question, by the name that the register has for it.

    ``answer`` reads the answer off exchanges: one of the register's alternatives or, where the service does something
    else, a few words; None where nothing follows. ``probes`` are the requests that it takes beside those of the plan.
    """

    name: str
    answer: Callable[[Past], str | None]
    probes: Probes = nothing


def probe(question: str, operation: str, path: str, reason: str, **options: Any) -> Probe:  # noqa: ANN401
    """Return a probe of which nobody knows how it is answered."""
    return Probe(f"{question}?", operation, reason, None, path, **options)


def read(question: str, reason: str, *query: tuple[str, str]) -> Probes:
    """Return the read of the page with a query."""
    return lambda asking: [probe(question, READ, asking.page, reason, query=query)]


def update(question: str, reason: str, body: Any, **options: Any) -> Probes:  # noqa: ANN401  (JSON is any value)
    """Return an update of the page with a body."""
    return lambda asking: [probe(question, UPDATE, asking.page, reason, method="PUT", body=body, **options)]


def one_text(question: str, reason: str, *, localized: bool = False, **options: Any) -> Probes:  # noqa: ANN401
    """Return an update of one text. Wherever it lands, it can be told from what was there before.

    ``localized`` takes a text of the locale that is written, for what may land there.
    """

    def probes(asking: Asking) -> Sequence[Probe]:
        (made,) = update(question, reason, None, **options)(asking)
        return [evolve(made, body=asking.marked_text(localized=localized))]

    return probes


def is_applied(exchange: Exchange) -> bool:
    """Return whether an update is answered with what it sent."""
    return not any(True for _ in echoes(exchange.probe.body, "")(exchange, {}))


def asked(past: Past, question: str) -> Exchange | None:
    """Return the exchange of a question's own probe, if it was sent."""
    return past.get(f"{question}?")


def at(past: Past, name: str, *place: str) -> Any:  # noqa: ANN401  (JSON is any value)
    """Return what the body of an exchange has at a place; MISSING where it has nothing, or was not sent."""
    value: Any = past[name].body if name in past else MISSING
    for part in place:
        if not isinstance(value, dict) or part not in value:
            return MISSING
        value = value[part]
    return value


def code(exchange: Exchange) -> str:
    """Return the code of a refusal."""
    body = exchange.body if isinstance(exchange.body, dict) else {}
    return str(body.get("code"))


def refusal(exchange: Exchange) -> str:
    """Return the name of a refusal: its code where it has the status known for it, or both."""
    status = exchange.response.status
    if (status, code(exchange)) in _REFUSALS:
        return code(exchange)
    return {404: "not_found", 405: "method_not_allowed", 409: "conflict"}.get(status, f"{status} {code(exchange)}")


def outcome(question: str, success: str) -> Callable[[Past], str | None]:
    """Read an answer that is a refusal by name, or the one given where the request succeeds."""

    def answer(past: Past) -> str | None:
        exchange = asked(past, question)
        if exchange is None:
            return None
        return success if is_success(exchange) else refusal(exchange)

    return answer
