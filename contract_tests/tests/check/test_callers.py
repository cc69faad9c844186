"""What callers make of an answer is tried out, not guessed."""

import json

import pytest

from webflow_contract.check.callers import READS, Callers, try_out
from webflow_contract.contract import effective
from webflow_contract.contract.operations import operations
from webflow_contract.exchange import Response

PAGE = {"id": "5eed0000000000000000d003", "title": "Pricing", "slug": "pricing"}
ERROR = {"message": "No", "code": "odd", "externalReference": None, "details": []}


def answer(body: object, status: int = 200) -> Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Response(status, {"content-type": "application/json"}, content)


@pytest.mark.parametrize(
    ("body", "status", "callers"),
    [
        (PAGE, 200, Callers(READS, READS)),
        ({**PAGE, "newField": 1}, 200, Callers(READS, READS)),
        ({**PAGE, "slug": 4711}, 200, Callers(READS, "raises UnexpectedResponseError", "/slug")),
        ({"title": "Pricing"}, 200, Callers("raises KeyError", "raises UnexpectedResponseError", "/id")),
        ({**PAGE, "seo": None}, 200, Callers("raises TypeError", "raises UnexpectedResponseError", "/seo")),
        (b"<html>", 200, Callers("raises JSONDecodeError", "raises UnexpectedResponseError", "")),
        (PAGE, 201, Callers("returns NoneType", "raises UnexpectedResponseError")),
        (ERROR, 404, Callers("returns Error", "raises NotFoundError")),
        ({**ERROR, "details": None}, 404, Callers("returns Error", "raises NotFoundError")),
        (b"<html>", 520, Callers("raises ValueError", "raises ServerError")),
    ],
)
def test_both_clients_are_run(body: object, status: int, callers: Callers) -> None:
    assert try_out("get-page-metadata", answer(body, status)) == callers


def test_every_operation_of_the_contract_can_be_tried() -> None:
    for operation in operations(effective.load()):
        body: dict[str, object] = {"list-pages": {"pages": []}, "list-sites": {"sites": []}}.get(operation, {"id": "1"})
        assert try_out(operation, answer(body)) == Callers(READS, READS)
