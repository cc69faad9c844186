"""Send probes, one after the other, within the quota, and keep every exchange."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

from webflow_contract.check.probes import Exchange, Probe
from webflow_contract.check.subject import Credentials, Subject
from webflow_contract.exchange import Handler, Request, Response

_WINDOW = 60.0
"""Seconds of a quota window (inferred from recorded responses)."""

IN_BETWEEN = frozenset({502, 503, 504, *range(520, 527)})
"""Statuses of a proxy or CDN that does not reach the service (inferred: a CDN stands in front of it)."""

_DEEPEST = 100
"""Levels of a body that is looked at. The validator stops at 255."""


class NotJudgedError(Exception):
    """The check cannot go on: the text says why, and what to do."""


class NoAnswerError(NotJudgedError):
    """A request was not answered."""


class Sender:
    """Turns probes into exchanges.

    The quota is heeded before it is used up: when an answer says that nothing remains, the next request waits for the
    window to end. ``sleep`` waits a number of seconds; ``progress`` gets a line about what is going on.

    A request that is not answered, or with a server error, is sent once more: all of them, updates too, do the same
    twice as once. ``retried`` are the exchanges of those that were answered then.

    ``after_waiting`` are the exchanges that came after such a wait. If one of them says again that nothing remains, it
    is believed no longer.

    ``most`` is how many requests may be answered in all; None is as many as it takes. A 429 is no answer there: it
    says to ask again.
    """

    def __init__(
        self,
        handler: Handler,
        subject: Subject,
        credentials: Credentials,
        *,
        sleep: Callable[[float], None],
        progress: Callable[[str], None],
    ) -> None:
        self._handler = handler
        self._subject = subject
        self._credentials = credentials
        self._sleep = sleep
        self._progress = progress
        self._wait = 0.0
        self.most: int | None = None
        self.exchanges: list[Exchange] = []
        self.retried: list[Exchange] = []
        self.requests = 0
        self.writes = 0
        self.after_waiting: list[Exchange] = []
        self._has_waited = False
        self._refused = 0
        self._trusted = True

    @property
    def answered(self) -> int:
        """How many requests were sent that the quota had room for."""
        return self.requests - self._refused

    @property
    def past(self) -> dict[str, Exchange]:
        """The exchanges so far, by the name of their probe: the last one of each name."""
        return {exchange.probe.name: exchange for exchange in self.exchanges}

    def send(self, probe: Probe) -> Exchange:
        """Send a probe and keep the exchange.

        Raises:
            NotJudgedError: No answer came, the service is not reached, or the quota stays used up.
        """
        self._progress(f"{probe.method:4}{probe.path}  {probe.name}: {probe.reason}")
        request = self._request(probe)
        return self._kept(probe, request, self._answer(probe, request))

    def send_once(self, probe: Probe) -> Exchange:
        """Send a probe as ``send`` does, but take the first answer, whichever it is.

        Raises:
            NotJudgedError: No answer came, or no request is left.
        """
        self._progress(f"{probe.method:4}{probe.path}  {probe.name}: {probe.reason}")
        request = self._request(probe)
        return self._kept(probe, request, self._paced(request))

    def send_until(self, status: int, probe: Probe, *, most: int) -> Exchange | None:
        """Send a probe again and again, whatever the quota, until it has a status. Return that exchange, or None.

        Raises:
            NotJudgedError: No answer came.
        """
        self._progress(f"{probe.method:4}{probe.path}  {probe.name}: {probe.reason}, {most} at the most")
        request, self._has_waited = self._request(probe), False
        for _ in range(most):
            response = self._sent(request)
            if response.status == status:
                return self._kept(probe, request, response)
        return None

    def _answer(self, probe: Probe, request: Request) -> Response:
        try:
            response = self._within_quota(request)
        except NoAnswerError as reason:
            self._progress(f"{reason} It is sent once more.")
            response = self._within_quota(request)
        if response.status < 500:
            return response
        self._progress(f"answered with {response.status}: it is sent once more")
        again = self._within_quota(request)
        if again.status < 500:
            self.retried.append(_exchange(probe, request, response))
        elif again.status in IN_BETWEEN:
            raise NotJudgedError(f"What stands in front of the service answers {again.status}: try again later.")
        return again

    def _within_quota(self, request: Request) -> Response:
        response = self._paced(request)
        if response.status == 429:
            self._wait = self._wait or _WINDOW
            response = self._paced(request)
        if response.status == 429:
            raise NotJudgedError("The quota stays used up: try again when nothing else uses this token.")
        return response

    def _paced(self, request: Request) -> Response:
        if self.most is not None and self.answered >= self.most:
            raise NotJudgedError("The budget is used up, but for putting the page back: allow more with --budget.")
        self._has_waited = bool(self._wait)
        if self._wait:
            self._progress(f"the quota is used up: waiting {self._wait:.0f} s")
            self._sleep(self._wait)
        response = self._sent(request)
        if (
            self._has_waited
            and response.status != 429
            and self._wait
            and response.headers.get("x-ratelimit-limit") != "1"
        ):
            self._trusted, self._wait = False, 0.0
        return response

    def _sent(self, request: Request) -> Response:
        """Send a request at once, count it, and keep how long the next one has to wait."""
        self.requests += 1
        self.writes += request.method != "GET"
        response = self._credentials.conceal(self._handler(request))
        self._refused += response.status == 429
        nothing = self._trusted and response.headers.get("x-ratelimit-remaining") == "0"
        exhausted = response.status == 429 or nothing
        self._wait = _seconds(response.headers.get("retry-after")) if exhausted else 0.0
        return response

    def _kept(self, probe: Probe, request: Request, response: Response) -> Exchange:
        exchange = _exchange(probe, request, response)
        self.exchanges.append(exchange)
        if self._has_waited:
            self.after_waiting.append(exchange)
        return exchange

    def _request(self, probe: Probe) -> Request:
        headers = {"accept": "application/json", "user-agent": "webflow-contract"}
        authorization = self._credentials.authorization(probe.credential)
        if authorization is not None:
            headers["authorization"] = authorization
        content = b""
        if probe.body is not None:
            headers["content-type"] = probe.content_type
            content = probe.body if isinstance(probe.body, bytes) else _dump(probe.body)
        return Request(probe.method, self._subject.path + probe.path, probe.query, headers, content)


def _exchange(probe: Probe, request: Request, response: Response) -> Exchange:
    return Exchange(probe, request, response, _json(response))


def _seconds(retry_after: str | None) -> float:
    if retry_after is None or not retry_after.isascii() or not retry_after.isdecimal():
        return _WINDOW
    return min(float(retry_after), _WINDOW)


def _dump(body: Any) -> bytes:  # noqa: ANN401  (JSON is any value)
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _json(response: Response) -> Any:  # noqa: ANN401  (JSON is any value)
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return None
    return body if _is_shallow(body) else None


def _is_shallow(body: Any) -> bool:  # noqa: ANN401  (JSON is any value)
    """Return whether a value can be walked through: deeper ones would exhaust the stack."""
    level = [body]
    for _ in range(_DEEPEST):
        level = [inner for value in level for inner in _inside(value)]
        if not level:
            return True
    return False


def _inside(value: Any) -> Iterable[Any]:  # noqa: ANN401  (JSON is any value)
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def reproduce(probe: Probe, address: str) -> str:
    """Return the curl command that sends a probe again. Tokens are variables of the shell in it."""
    return " ".join(_curl(probe, address))


def _curl(probe: Probe, address: str) -> Iterator[str]:
    query = f"?{urlencode(probe.query)}" if probe.query else ""
    yield "curl -i"
    if probe.method != "GET":
        yield f"-X {probe.method}"
    match probe.credential:
        case "token":
            yield '-H "Authorization: Bearer $WEBFLOW_TOKEN"'
        case "token without pages:write":
            yield '-H "Authorization: Bearer $WEBFLOW_TOKEN_WITHOUT_WRITE"'
        case "wrong token":
            yield '-H "Authorization: Bearer wrong"'
        case "no token":
            pass
    if probe.body is not None:
        content = probe.body if isinstance(probe.body, bytes) else _dump(probe.body)
        yield f"-H 'Content-Type: {probe.content_type}' --data-raw {_quote(content)}"
    yield f'"{address}{probe.path}{query}"'


def _quote(content: bytes) -> str:
    """Write a body for a shell; one that is no text, byte by byte."""
    try:
        return "'" + content.decode().replace("'", "'\\''") + "'"
    except UnicodeDecodeError:
        return "$'" + "".join(f"\\x{byte:02x}" for byte in content) + "'"
