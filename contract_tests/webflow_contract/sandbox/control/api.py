"""The control over HTTP: JSON below ``/_sandbox``. It consumes no quota, needs no token and is in no log."""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from attrs import asdict, frozen

from webflow_contract.assumptions import register
from webflow_contract.drifts import DRIFTS
from webflow_contract.errors import ContractToolError
from webflow_contract.exchange import Request, Response
from webflow_contract.faults import FAULTS, SwitchError
from webflow_contract.sandbox.control.state import active, pages_of, state
from webflow_contract.sandbox.sandbox import Sandbox, Snapshot, UnknownSiteError

BASE: Final = "/_sandbox"

_MOST_PAGES: Final = 500

_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")

_KINDS: Final = {
    type(None): "null",
    bool: "true or false",
    int: "a number",
    float: "a number with a fraction",
    str: "a text",
    list: "a list",
    dict: "an object",
}

_SWITCH: Final[Mapping[str, Any]] = {
    "name": str,
    "operation": str | None,
    "skip": int,
    "every": int,
    "times": int | None,
    "seconds": float | int | None,
}


class ControlError(ContractToolError):
    """A request to the control cannot be carried out."""

    def __init__(self, status: int, message: str, allow: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.allow = allow


@frozen
class _Asked:
    """What a request to the control gives: the name in its path, its query, and its body."""

    name: str
    query: Mapping[str, str]
    body: dict[str, Any]

    def fields(self, types: Mapping[str, Any]) -> dict[str, Any]:
        """Return the body if it has no other fields than these, each of its type."""
        for name, value in self.body.items():
            if name not in types:
                raise ControlError(400, f"there is no field {name!r}. There are: {', '.join(types)}")
            if not isinstance(value, types[name]) or (isinstance(value, bool) and types[name] is not bool):
                raise ControlError(400, f"{name} cannot be {_KINDS[type(value)]}")
        return self.body

    def number(self, name: str, default: int) -> int:
        """Return a number of the query."""
        value = self.query.get(name, str(default))
        if not (value.isascii() and value.isdigit() and len(value) < 19):
            raise ControlError(400, f"{name} has to be a number of at most 18 digits, and is {value[:40]!r}")
        return int(value)


class Control:
    """Answers what comes below ``/_sandbox``. ``GET /_sandbox`` lists all there is."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._snapshots: dict[str, Snapshot] = {}
        self._actions: Mapping[tuple[str, str], tuple[Callable[[_Asked], object], str]] = {
            ("GET", ""): (self._index, "this list"),
            ("GET", "/state"): (self._state, "clock, tokens, sites, what is on, and the latest requests"),
            ("GET", "/pages"): (
                self._pages,
                "the pages of ?site= in every locale; ?offset= ?limit= ?containing=",
            ),
            ("GET", "/assumptions"): (self._assumptions, "every open question, the answer taken, and why"),
            ("PATCH", "/assumptions"): (self._assume, 'take other answers: {"NAME": "VALUE"}'),
            ("GET", "/faults"): (self._faults, "every fault and drift, and what is on"),
            ("POST", "/faults"): (self._switch_on, "switch one on: name, operation, skip, every, times, seconds"),
            ("DELETE", "/faults"): (self._switch_everything_off, "switch everything off"),
            ("DELETE", "/faults/{}"): (self._switch_off, "switch one off by its id, or all of one name"),
            ("GET", "/requests"): (self._requests, "the latest requests, oldest first; ?after= a number"),
            ("DELETE", "/requests"): (self._forget, "forget them"),
            ("GET", "/clock"): (self._clock, "the date, and whether time passes"),
            ("PATCH", "/clock"): (self._move_clock, 'move it: {"advance": SECONDS, "running": false}'),
            ("POST", "/publish"): (
                self._publish,
                'publish what is staged: {"siteId": ID or short name}, or the first site',
            ),
            ("POST", "/reset"): (self._reset, "everything but the clock and the snapshots as at the start"),
            ("GET", "/snapshots"): (self._list_snapshots, "the names of all snapshots"),
            ("PUT", "/snapshots/{}"): (self._take_snapshot, "keep how sites and pages are now"),
            ("POST", "/snapshots/{}/restore"): (self._restore, "make sites and pages what they were"),
            ("DELETE", "/snapshots/{}"): (self._drop_snapshot, "forget a snapshot"),
        }

    @staticmethod
    def is_meant(request: Request) -> bool:
        """Return whether a request is for the control."""
        return request.path == BASE or request.path.startswith(f"{BASE}/")

    def __call__(self, request: Request) -> Response:
        """Answer a request."""
        try:
            _refuse_other_origins(request)
            action, name = self._find(request)
            return _response(200, action(_Asked(name, dict(request.query), _body(request))))
        except ControlError as error:
            return _response(error.status, {"message": str(error)}, {"allow": error.allow} if error.allow else {})
        except UnknownSiteError as error:
            return _response(404, {"message": str(error)})
        except ContractToolError as error:
            return _response(400, {"message": str(error)})

    def _find(self, request: Request) -> tuple[Callable[[_Asked], object], str]:
        template, name = request.path.removeprefix(BASE), ""
        match template.split("/"):
            case ["", ""]:
                template = ""
            case ["", ("faults" | "snapshots") as what, name, *rest] if name:
                template = "/".join(["", what, "{}", *rest])
            case _:
                pass
        if (request.method, template) in self._actions:
            return self._actions[request.method, template][0], unquote(name)
        methods = [method for method, known in self._actions if known == template]
        if methods:
            message = f"{request.path} takes {' and '.join(methods)}, and not {request.method}"
            raise ControlError(405, message, allow=", ".join(methods))
        raise ControlError(404, f"there is no {request.path}: GET {BASE} lists what there is")

    def _index(self, _: _Asked) -> object:
        return {f"{method} {BASE}{path.format('NAME')}": what for (method, path), (_, what) in self._actions.items()}

    def _state(self, _: _Asked) -> object:
        return state(self._sandbox)

    def _pages(self, asked: _Asked) -> object:
        return pages_of(
            self._sandbox,
            asked.query.get("site", self._sandbox.site_id),
            offset=asked.number("offset", 0),
            limit=min(asked.number("limit", 100), _MOST_PAGES),
            containing=asked.query.get("containing", ""),
        )

    def _assumptions(self, _: _Asked) -> object:
        values = self._sandbox.assumptions
        return [asdict(one) | {"value": getattr(values, one.name)} for one in register()]

    def _assume(self, asked: _Asked) -> object:
        self._sandbox.assume(**asked.fields(dict.fromkeys(asked.body, str)))
        return self._assumptions(asked)

    def _faults(self, _: _Asked) -> object:
        faults = [{"name": one.name, "kind": "fault", "what": one.what} for one in FAULTS.values()]
        drifts = [{"name": one.name, "kind": "drift", "what": one.what} for one in DRIFTS.values()]
        return {"active": self._active(), "known": faults + drifts}

    def _switch_on(self, asked: _Asked) -> object:
        given = dict(asked.fields(_SWITCH))
        if "name" not in given:
            raise ControlError(400, f"name is missing: GET {BASE}/faults lists them")
        return asdict(self._sandbox.switches.on(given.pop("name"), **given))

    def _switch_everything_off(self, _: _Asked) -> object:
        self._sandbox.switches.off()
        return {"active": self._active()}

    def _switch_off(self, asked: _Asked) -> object:
        try:
            self._sandbox.switches.off(asked.name)
        except SwitchError as error:
            raise ControlError(404, str(error)) from None
        return {"active": self._active()}

    def _active(self) -> list[dict[str, Any]]:
        return active(self._sandbox)

    def _requests(self, asked: _Asked) -> object:
        after = asked.number("after", 0)
        return {"requests": [asdict(entry) for entry in self._sandbox.requests() if entry.number > after]}

    def _forget(self, _: _Asked) -> object:
        self._sandbox.forget_requests()
        return {"requests": []}

    def _clock(self, _: _Asked) -> object:
        return {"now": self._sandbox.clock.timestamp(), "running": self._sandbox.clock.running}

    def _move_clock(self, asked: _Asked) -> object:
        given, clock = asked.fields({"advance": float | int, "running": bool}), self._sandbox.clock
        clock.advance(given.get("advance", 0))
        if "running" in given:
            (clock.run if given["running"] else clock.stop)()
        return self._clock(asked)

    def _publish(self, asked: _Asked) -> object:
        site_id = self._sandbox.site(asked.fields({"siteId": str}).get("siteId", self._sandbox.site_id)).id
        self._sandbox.publish(site_id)
        return {"siteId": site_id, "at": self._sandbox.clock.timestamp()}

    def _reset(self, asked: _Asked) -> object:
        self._sandbox.reset()
        return self._state(asked)

    def _list_snapshots(self, _: _Asked) -> object:
        return {"snapshots": list(self._snapshots)}

    def _take_snapshot(self, asked: _Asked) -> object:
        self._snapshots[asked.name] = self._sandbox.snapshot()
        return self._list_snapshots(asked)

    def _restore(self, asked: _Asked) -> object:
        self._sandbox.restore(self._snapshot(asked.name))
        return self._list_snapshots(asked)

    def _drop_snapshot(self, asked: _Asked) -> object:
        self._snapshot(asked.name)
        self._snapshots.pop(asked.name, None)
        return self._list_snapshots(asked)

    def _snapshot(self, name: str) -> Snapshot:
        if name not in self._snapshots:
            raise ControlError(404, f"there is no snapshot {name!r}: PUT {BASE}/snapshots/NAME takes one")
        return self._snapshots[name]


def _refuse_other_origins(request: Request) -> None:
    """Keep a web page from elsewhere, open in the same person's browser, from moving the sandbox."""
    origin = request.headers.get("origin")
    if origin is not None and _host(origin) not in _LOOPBACK:
        raise ControlError(403, "the control is for this machine, and not for pages of other hosts")


def _host(origin: str) -> str | None:
    try:
        return urlsplit(origin).hostname
    except ValueError:
        return None


def _body(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(request.content or b"{}")
    except (ValueError, RecursionError):
        raise ControlError(400, "the body is no JSON") from None
    if not isinstance(body, dict):
        raise ControlError(400, "the body has to be a JSON object")
    return body


def _response(status: int, body: object, more: Mapping[str, str] = MappingProxyType({})) -> Response:
    content = json.dumps(body, ensure_ascii=False, indent=1).encode(errors="backslashreplace")
    headers = {"content-type": "application/json; charset=utf-8", "cache-control": "no-store", **more}
    return Response(status, headers, content)
