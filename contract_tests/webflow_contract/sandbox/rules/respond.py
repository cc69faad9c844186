"""What the service answers to a request: a plain function of the request and the world.

A request is counted, authenticated, checked for its scope, validated, and only then carried out.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Final
from urllib.parse import unquote

from attrs import evolve

from webflow_contract import routes
from webflow_contract.exchange import Request, Response
from webflow_contract.sandbox.rules import errors
from webflow_contract.sandbox.rules.bodies import Json
from webflow_contract.sandbox.rules.call import Call
from webflow_contract.sandbox.rules.errors import RefusedError
from webflow_contract.sandbox.rules.limits import limit_of, limit_of_nobody
from webflow_contract.sandbox.rules.operations import OPERATIONS, Operation
from webflow_contract.sandbox.rules.validation import spelled
from webflow_contract.sandbox.seed.model import Token
from webflow_contract.sandbox.world.quota import Reading, unlimited
from webflow_contract.sandbox.world.world import World

# Whoever has no valid token is counted here: no token is empty.
_NOBODY: Final = ""


def respond(request: Request, world: World) -> Response:
    """Return the answer to a request."""
    token = token_of(request, world)
    reading = _reading(token, world)
    try:
        return _response(200, _answer(request, world, token, reading), reading, world)
    except RefusedError as refusal:
        answer = _response(refusal.status, refusal.envelope(), reading, world)
        return evolve(answer, headers={**answer.headers, **refusal.headers})


def token_of(request: Request, world: World) -> Token | None:
    """Return the token that a request bears, if it is a valid one."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    return world.tokens.get(value.strip()) if scheme.lower() == "bearer" else None


def _reading(token: Token | None, world: World) -> Reading:
    """Count a request, unless none is too many, and return where its token stands."""
    limit = limit_of_nobody(world) if token is None else limit_of(token, world)
    if not world.limited or (token is None and world.assumptions.unauthorized_requests == "not_counted"):
        return unlimited(limit)
    return world.quota.count(_NOBODY if token is None else token.value, limit, world.assumptions.quota_window)


def _answer(request: Request, world: World, token: Token | None, reading: Reading) -> Json:
    assumptions = world.assumptions
    if reading.exceeded:
        raise errors.too_many_requests()
    found = routes.find(request.path)
    if found is None and assumptions.unknown_route == "not_found":
        raise errors.not_found()
    if token is None:
        raise errors.not_authorized()
    if found is None:
        raise errors.not_found()
    route, resource_id = found
    operation = route.operations.get(request.method)
    if operation is None:
        raise errors.other_method(route.operations, assumptions)
    return _perform(
        OPERATIONS[operation],
        Call(request=request, world=world, token=token, id=spelled(unquote(resource_id), assumptions)),
    )


def _perform(operation: Operation, call: Call) -> Json:
    if call.assumptions.scope_or_validation_first == "scope":
        _require_scope(operation, call)
        arguments = operation.validate(call)
    else:
        arguments = operation.validate(call)
        _require_scope(operation, call)
    return operation.answer(call, arguments)


def _require_scope(operation: Operation, call: Call) -> None:
    if operation.scope not in call.token.scopes:
        raise errors.missing_scope(operation.scope)


def _response(status: int, body: Json, reading: Reading, world: World) -> Response:
    text = json.dumps(body, separators=(",", ":"), ensure_ascii=False)
    # JSON may carry half of a surrogate pair, which has no UTF-8. Its escape is what JavaScript writes, too.
    content = text.encode(errors="backslashreplace")
    headers = {"content-type": "application/json; charset=utf-8", **_quota_headers(status, reading, world)}
    if world.assumptions.etag == "present":
        headers["etag"] = _etag(content)
    return Response(status=status, headers=headers, content=content)


def _quota_headers(status: int, reading: Reading, world: World) -> Mapping[str, str]:
    shown: str = "present"
    if status in (401, 429):
        shown = world.assumptions.headers_on_401 if status == 401 else world.assumptions.headers_on_429
    if shown == "absent":
        return {}
    return reading.headers() if shown == "present" else reading.retry_after_header()


def _etag(content: bytes) -> str:
    """Return the weak tag of a body: length and SHA-1, which is what one was recorded to be."""
    digest = base64.b64encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()
    return f'W/"{len(content):x}-{digest[:27]}"'
