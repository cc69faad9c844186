"""Refusals: whatever is wrong is refused, with the status that it is refused with, and changes nothing."""

from typing import Any
from urllib.parse import quote

from hypothesis import strategies as st

from webflow_contract.check.probes import Credential, Probe
from webflow_contract.check.subject import update_of
from webflow_contract.suite.costs import requests
from webflow_contract.suite.properties import ForAll
from webflow_contract.suite.service import READ, UPDATE, Service
from webflow_contract.suite.values import Json, Values, unknown_ids

_TYPES, _AUTHENTICATION, _SCOPES = "request-validation-ignored", "authentication-ignored", "authorization-ignored"


@requests(each=2)
def test_a_value_of_a_wrong_type_is_refused(service: Service, values: Values, for_all: ForAll) -> None:
    """At any place that the contract knows, null included, and whatever else is right."""

    @for_all(values.mistyped())
    def holds(body: dict[str, Any]) -> None:
        service.refuse(body, "a value has to be of its type", _TYPES)


@requests(each=2)
def test_a_body_that_is_no_json_object_is_refused(service: Service, values: Values, for_all: ForAll) -> None:
    """Text, half of an update, numbers, lists."""

    @for_all(values.unreadable())
    def holds(body: bytes) -> None:
        service.refuse(body, "the body has to be a JSON object", _TYPES)


@requests(each=2)
def test_an_update_without_a_valid_token_is_refused(service: Service, values: Values, for_all: ForAll) -> None:
    """Whatever it says. Where the body is none, nobody knows what is looked at first."""
    credentials: list[Credential] = ["no token", "wrong token"]

    @for_all(st.sampled_from(credentials), values.bodies())
    def holds(credential: Credential, body: Json) -> None:
        lawful = {400} if isinstance(body, bytes) else frozenset[int]()
        reason = "a valid token is asked for"
        service.refuse(body, reason, _AUTHENTICATION, status=401, credential=credential, lawful=lawful)


@requests(each=2, needs="second token")
def test_an_update_without_its_scope_is_refused(service: Service, values: Values, for_all: ForAll) -> None:
    """A token that lacks ``pages:write`` may not do what is right otherwise."""

    @for_all(values.updates())
    def holds(body: dict[str, Any]) -> None:
        service.refuse(body, "it is asked for", _SCOPES, status=403, credential="token without pages:write")


@requests(each=1)
def test_a_read_without_a_valid_token_is_refused(service: Service, for_all: ForAll) -> None:
    """Of each operation."""
    credentials: list[Credential] = ["no token", "wrong token"]

    @for_all(st.sampled_from(_reads(service)), st.sampled_from(credentials))
    def holds(read: tuple[str, str], credential: Credential) -> None:
        operation, path = read
        reason = "a valid token is asked for"
        service.ask(Probe("read", operation, reason, 401, path, credential=credential, if_accepted=_AUTHENTICATION))


@requests(each=1)
def test_a_malformed_id_is_refused(service: Service, values: Values, for_all: ForAll) -> None:
    """Whatever is not 24 hexadecimal digits."""

    @for_all(st.sampled_from(_by_id(service)), values.malformed_ids())
    def holds(operation: tuple[str, str], malformed: str) -> None:
        service.ask(_with_id(service, operation, quote(malformed, safe=""), 400, "a malformed id is refused"))


@requests(each=1)
def test_an_id_that_nothing_has_is_not_found(service: Service, for_all: ForAll) -> None:
    """It has the form of an id, and there is no such thing."""

    @for_all(st.sampled_from(_by_id(service)), unknown_ids())
    def holds(operation: tuple[str, str], unknown: str) -> None:
        service.ask(_with_id(service, operation, unknown, 404, "it is not found"))


@requests(each=1)
def test_a_portion_that_is_none_is_refused(service: Service, for_all: ForAll) -> None:
    """A limit below 1, or an offset below 0."""
    below = st.integers(max_value=0)
    portions = st.tuples(st.just("limit"), below) | st.tuples(st.just("offset"), below.filter(bool))

    @for_all(portions)
    def holds(portion: tuple[str, int]) -> None:
        name, number = portion
        path = f"/sites/{service.subject.site_id}/pages"
        query = ((name, str(number)),)
        service.ask(Probe("portion", "list-pages", f"there is no such {name}", 400, path, query=query))


def _reads(service: Service) -> list[tuple[str, str]]:
    site = f"/sites/{service.subject.site_id}"
    return [(READ, service.path), ("get-site", site), ("list-pages", f"{site}/pages"), ("list-sites", "/sites")]


def _by_id(service: Service) -> list[tuple[str, str]]:
    """Return the operations that take an id. No other page of somebody's is written, not even one that is not there."""
    reads = [(READ, "/pages/{id}"), ("get-site", "/sites/{id}"), ("list-pages", "/sites/{id}/pages")]
    return reads if service.is_live else [*reads, (UPDATE, "/pages/{id}")]


def _with_id(service: Service, operation: tuple[str, str], id_: str, status: int, reason: str) -> Probe:
    name, path = operation
    if name != UPDATE:
        return Probe("id", name, reason, status, path.format(id=id_))
    return Probe("id", name, reason, status, path.format(id=id_), "PUT", body=update_of(service.texts[None]))
