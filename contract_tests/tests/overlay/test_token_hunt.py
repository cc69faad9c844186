"""The token is never seen: whatever is called, whatever comes back, whoever looks.

Who looks: a caller at errors, results and clients, their pickles, and tracebacks with the values of variables; hooks;
the log of everything at DEBUG; and the spans of OpenTelemetry. Services have sent back what they were sent.
"""

import asyncio
import contextlib
import json
import logging
import pickle
import socket
import threading
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import stamina
from hypothesis import given, settings
from hypothesis import strategies as st
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from webflow_contract.carriers.server import running
from webflow_contract.sandbox import Sandbox
from webflow_pages import (
    AsyncWebflow,
    ConfigurationError,
    Exchange,
    LocalesUpdate,
    TransportError,
    Webflow,
    WebflowError,
)

from .conftest import LOCALES, PAGE, SITE, FakeClock

TOKEN = "5ec4e7-T0ken.of~the_tests"
HIDDEN = "[token]"

# Who looks.


class Keeper(logging.Handler):
    """Keeps all that a log's handler is given."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@contextlib.contextmanager
def logged() -> Iterator[list[logging.LogRecord]]:
    """Log everything of everybody at DEBUG."""
    keeper, root = Keeper(), logging.getLogger()
    loggers = [
        root,
        *(logging.getLogger(name) for name in ("webflow_pages", "httpx", "httpcore", "stamina", "asyncio")),
    ]
    levels = [logger.level for logger in loggers]
    root.addHandler(keeper)
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    try:
        yield keeper.records
    finally:
        root.removeHandler(keeper)
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


@contextlib.contextmanager
def traced() -> Iterator[InMemorySpanExporter]:
    """Trace, and keep the spans."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trace, "get_tracer", provider.get_tracer)
        yield exporter


def of_records(records: list[logging.LogRecord]) -> Iterator[str]:
    for record in records:
        yield from (record.getMessage(), repr(vars(record)), logging.Formatter().format(record))


def of_spans(exporter: InMemorySpanExporter) -> Iterator[str]:
    for span in exporter.get_finished_spans():
        assert isinstance(span, ReadableSpan)
        yield from (repr(span.attributes), span.to_json(), repr(span.events), repr(span.status))


def of_error(error: WebflowError) -> Iterator[str]:
    link: BaseException | None = error
    while link is not None:
        yield from (str(link), repr(link), repr(vars(link)), repr(link.args))
        yield from (repr(getattr(link, "headers", None)), repr(getattr(link, "retry_after", None)))
        link = link.__cause__ or link.__context__
    yield pickle.dumps(error).decode("latin-1")
    yield repr(pickle.loads(pickle.dumps(error)))  # noqa: S301  (its own)
    yield from of_traceback(traceback.TracebackException.from_exception(error, capture_locals=True))


def of_traceback(found: traceback.TracebackException | None) -> Iterator[str]:
    """Return what a traceback shows, but for the variables of this file, which has to know the token."""
    if found is None:
        return
    yield from found.format_exception_only()
    for frame in found.stack:
        if frame.filename != __file__:
            yield f"{frame.line} {frame.locals}"
    yield from of_traceback(found.__cause__)
    yield from of_traceback(found.__context__)


def of_client(webflow: Any) -> Iterator[str]:
    sender = webflow._sender
    yield from (repr(webflow), str(webflow), repr(vars(webflow)), repr(sender), repr(sender.setup), repr(sender.pool))
    yield from (repr(vars(webflow.pages)), repr(vars(webflow.sites)), repr(sender.setup.configuration))
    yield from (repr(sender.setup.prepared), repr(vars(sender.pool)), repr(vars(sender.setup.pace)))


def of_result(result: Any) -> Iterator[str]:
    yield from (repr(result), pickle.dumps(result).decode("latin-1"))
    for update in result.values() if isinstance(result, LocalesUpdate) else ():
        yield from of_error(update.error) if update.error else of_result(update.page)
    for one in result if isinstance(result, list) else [result]:
        response = getattr(one, "response", None)
        yield from (
            repr(response),
            repr(getattr(response, "headers", None)),
            repr(getattr(response, "request_id", None)),
        )


def of_exchange(exchange: Exchange) -> Iterator[str]:
    yield from (repr(exchange), repr(exchange.headers), repr(exchange.body))
    if exchange.error is not None:
        yield from of_error(exchange.error)


# What is called, and what comes back.

CALLS: dict[str, Callable[[Any], Any]] = {
    "get": lambda webflow: webflow.pages.get(PAGE),
    "get in a locale": lambda webflow: webflow.pages.get(PAGE, locale="fr-FR"),
    "update": lambda webflow: webflow.pages.update(PAGE, title="T", slug="t"),
    "update in a locale": lambda webflow: webflow.pages.update(PAGE, locale="fr-FR", title="T"),
    "update locales": lambda webflow: webflow.pages.update_locales(PAGE, {"primary": {"title": "T"}, "fr-FR": {}}),
    "list": lambda webflow: webflow.pages.list(SITE),
    "get site": lambda webflow: webflow.sites.get(SITE),
    "list sites": lambda webflow: webflow.sites.list(),
    "a malformed id": lambda webflow: webflow.pages.get(".."),
}

Outcome = Callable[[httpx.Request], httpx.Response]


def bodies(token: str) -> list[bytes]:
    """Return bodies that have the token in them, wherever a service could put it."""
    page = {"id": PAGE, "siteId": SITE, "localeId": None}
    refusals: list[Any] = [
        {"code": token, "message": f"Bearer {token}", "details": [{"param": token, token: [token]}, token]},
        {"code": "missing_scopes", "message": f"pages:write {token}"},
        {**page, "title": token, "echo": {"authorization": f"Bearer {token}"}, token: token},
        {**page, "seo": {"title": f"<{token}>"}},
        {**page, "title": [token]},
        {**page, "localeId": token},
        {"id": token, "siteId": token},
        {"pages": [{**page, "title": token}], "sites": [{"id": SITE, "displayName": token, "locales": LOCALES}]},
        {"id": SITE, "locales": {**LOCALES, "secondary": [*LOCALES["secondary"], {"tag": token}]}},
        {"pages": [{"title": token}], "sites": token},
        {"pages": [token], "sites": [{"id": token, "locales": {"primary": token}}]},
        [token],
        token,
    ]
    whole = [json.dumps(each).encode() for each in refusals]
    return [
        *whole,
        *(json.dumps(each, ensure_ascii=False).replace("/", "\\/").encode() for each in refusals[:3]),
        f"<html>{token}</html>".encode(),
        b"\xff" + token.encode(),
        b" " * 990 + token.encode(),
        whole[0][:-3],
        b"",
    ]


def headers(token: str) -> list[dict[str, str]]:
    return [
        {},
        {"X-Request-Id": token, "Retry-After": token, "X-RateLimit-Remaining": token},
        {"X-Echo": f"Bearer {token}", "Date": token},
        {"CF-Ray": token, "Retry-After": "0"},
        {"Location": f"https://evil.example/?token={token}", "Set-Cookie": f"t={token}"},
        {"Content-Encoding": token},
        {"Content-Type": f"text/html; charset={token}"},
    ]


def failures(token: str) -> list[Exception]:
    """Return what httpx raises: h11, which it stands on, quotes what it cannot read."""
    quoted = f"illegal header line: bytearray(b'Authorization : Bearer {token}')"
    return [
        httpx.RemoteProtocolError(quoted),
        httpx.ConnectError(token),
        httpx.ReadTimeout(token),
        httpx.ProxyError(f"407 {token}"),
        httpx.TooManyRedirects(token),
        UnicodeError(quoted),
        UnicodeEncodeError("idna", token, 0, 1, token),
    ]


STATUSES = [200, 200, 200, 200, 201, 302, 400, 401, 403, 404, 409, 429, 500, 503, 999]
OUTCOMES = st.one_of(
    st.tuples(st.sampled_from(STATUSES), st.integers(0, len(headers("")) - 1), st.integers(0, len(bodies("")) - 1)),
    st.integers(0, len(failures("")) - 1),
)
# Some of the characters that writers of JSON escape, and the kinds that tokens have.
TOKENS = st.text("abcXYZ0189-._~+/=\"\\<>&'%", min_size=6, max_size=20).map(lambda text: f"T0k{text}")


class Play:
    """Plays outcomes, one after the other, and then the last one again and again; the site is sound now and then."""

    def __init__(self, token: str, outcomes: list[Any]) -> None:
        self.token = token
        self.outcomes = outcomes
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        outcome = self.outcomes[min(len(self.asked), len(self.outcomes) - 1)]
        self.asked.append(request)
        assert request.headers["authorization"] == f"Bearer {self.token}"
        if isinstance(outcome, int):
            raise failures(self.token)[outcome]
        status, number, body = outcome
        sent = {name: value.encode() for name, value in headers(self.token)[number].items()}
        return httpx.Response(status, headers=sent, stream=httpx.ByteStream(bodies(self.token)[body]))


def _sync(play: Play, call: Callable[[Any], Any], hook: Callable[[Exchange], object]) -> Iterator[str]:
    with httpx.Client(transport=httpx.MockTransport(play)) as client:
        webflow = Webflow(play.token, http_client=client, clock=FakeClock(), max_retries=1)
        webflow.add_hook(hook)
        try:
            result = call(webflow)
            result = (
                [page for page, _ in zip(result, range(3), strict=False)] if hasattr(result, "__next__") else result
            )
        except WebflowError as error:
            yield from of_error(error)
        else:
            yield from of_result(result)
        yield from of_client(webflow)
        yield from of_client(webflow.with_options(headers={"X-Team": play.token}))


def _async(play: Play, call: Callable[[Any], Any], hook: Callable[[Exchange], object]) -> Iterator[str]:
    async def run() -> list[str]:
        async with httpx.AsyncClient(transport=httpx.MockTransport(play)) as client:
            webflow = AsyncWebflow(play.token, http_client=client, clock=FakeClock(), max_retries=1)
            webflow.add_hook(hook)
            try:
                returned = call(webflow)
                result = [await anext(returned)] if hasattr(returned, "__anext__") else await returned
            except StopAsyncIteration:
                return []
            except WebflowError as error:
                return [*of_error(error), *of_client(webflow)]
            return [*of_result(result), *of_client(webflow)]

    yield from asyncio.run(run())


def _everything(play: Play, call: Callable[[Any], Any], use: Callable[..., Iterator[str]]) -> list[str]:
    exchanges: list[Exchange] = []

    def fail(exchange: Exchange) -> None:
        exchanges.append(exchange)
        raise ValueError(play.token)

    with logged() as records, traced() as exporter, stamina.set_testing(False):
        shown = list(use(play, call, fail))
    for exchange in exchanges:
        shown += of_exchange(exchange)
    assert bool(exchanges) == bool(play.asked) == bool(exporter.get_finished_spans())
    assert bool(play.asked) == any(record.name == "webflow_pages" for record in records)
    return [*shown, *of_records(records), *of_spans(exporter)]


def _found(token: str, shown: list[str]) -> list[str]:
    """Return what shows the token, as it is or in an escaped form."""
    forms = {token, repr(token)[1:-1], json.dumps(token)[1:-1], token.replace("/", "\\/"), repr(repr(token))[2:-2]}
    return [text for text in shown if any(form in text for form in forms)]


@pytest.mark.parametrize("use", [_sync, _async], ids=["sync", "async"])
@settings(max_examples=80, deadline=None)
@given(token=TOKENS, call=st.sampled_from(sorted(CALLS)), outcomes=st.lists(OUTCOMES, min_size=1, max_size=4))
def test_the_token_is_seen_nowhere(
    use: Callable[..., Iterator[str]], token: str, call: str, outcomes: list[Any]
) -> None:
    assert _found(token, _everything(Play(token, outcomes), CALLS[call], use)) == []


def test_the_hunt_finds_what_is_there() -> None:
    """A hunt that finds nothing anywhere would find nothing here, either."""
    error = TransportError(f"Look: {TOKEN}")
    with logged() as records, traced() as exporter:
        logging.getLogger("httpx").debug("sent %s", TOKEN)
        trace.get_tracer("x").start_span(TOKEN).end()
        hidden = [*of_error(error), *of_records(records), *of_spans(exporter)]

    assert len(_found(TOKEN, hidden)) >= 6
    assert _found('a"b\\c/d', [json.dumps('a"b\\c/d')])
    assert _found(
        TOKEN, list(of_traceback(traceback.TracebackException.from_exception(_elsewhere(), capture_locals=True)))
    )


def _elsewhere() -> Exception:
    """Return an error that does not show the token, but comes from a frame outside of this file that has it."""
    with pytest.raises(ValueError, match="Unterminated") as caught:
        json.loads(f'"{TOKEN}')
    return caught.value


@pytest.mark.parametrize("outcome", range(len(failures(""))))
@pytest.mark.parametrize("use", [_sync, _async], ids=["sync", "async"])
def test_no_failure_shows_the_token(use: Callable[..., Iterator[str]], outcome: int) -> None:
    for call in CALLS.values():
        assert _found(TOKEN, _everything(Play(TOKEN, [outcome]), call, use)) == []


@pytest.mark.parametrize("body", range(len(bodies(""))))
@pytest.mark.parametrize("status", [200, 403, 503])
def test_no_body_and_no_header_shows_the_token(body: int, status: int) -> None:
    for number, call in enumerate(CALLS.values(), body):
        outcome = (status, number % len(headers("")), body)
        assert _found(TOKEN, _everything(Play(TOKEN, [outcome]), call, _sync)) == []


# What is there instead.


def test_what_was_sent_back_is_hidden_and_the_rest_is_there() -> None:
    answer = {"id": PAGE, "title": f"Bearer {TOKEN}!", "echo": [TOKEN]}
    sent = {"X-Echo": f"<{TOKEN}>", "X-Team": "blue"}
    with httpx.Client(
        transport=httpx.MockTransport(lambda request: httpx.Response(200, headers=sent, json=answer))
    ) as client:
        page = Webflow(TOKEN, http_client=client).pages.get(PAGE)

    assert page.title == f"Bearer {HIDDEN}!"
    assert page["echo"] == [HIDDEN]
    assert (page.response.headers["x-echo"], page.response.headers["x-team"]) == (f"<{HIDDEN}>", "blue")


@pytest.mark.parametrize("token", ['T0ken"of\\the/tests', "T0ken+of=the/tests", "T0ken<of>&the'tests%"])
@pytest.mark.parametrize(
    "escape",
    [
        lambda text: text,
        lambda text: text.replace("/", "\\/"),
        lambda text: "".join(f"\\u{ord(each):04x}" if each in "+<>&'/=%" else each for each in text),
        lambda text: "".join(f"\\u{ord(each):04X}" if each in "+<>&'/=%" else each for each in text),
    ],
    ids=["plain", "slashes", "lower", "upper"],
)
def test_a_token_that_json_escapes_is_hidden(token: str, escape: Callable[[str], str]) -> None:
    body = escape(json.dumps({"code": "odd", "message": token, "details": [token]}))
    with httpx.Client(
        transport=httpx.MockTransport(lambda request: httpx.Response(403, content=body.encode()))
    ) as client:
        webflow = Webflow(token, http_client=client)
        with pytest.raises(WebflowError) as caught:
            webflow.pages.get(PAGE)

    error: Any = caught.value
    assert (error.code, error.message, error.details) == ("odd", HIDDEN, (HIDDEN,))
    assert HIDDEN in error.body


@pytest.mark.parametrize("token", ["t", "id", "title"])
def test_a_token_as_short_as_a_word_is_no_reason_to_change_answers(token: str) -> None:
    """No real one is."""
    body = {"id": PAGE, "title": "title"}
    with httpx.Client(transport=httpx.MockTransport(lambda request: httpx.Response(200, json=body))) as client:
        assert Webflow(token, http_client=client).pages.get(PAGE).to_dict() == body


def test_a_reason_without_the_token_is_told_whole() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        raise httpx.RemoteProtocolError(f"cannot read 'Bearer {TOKEN}' here", request=request)

    with httpx.Client(transport=httpx.MockTransport(handler)) as client:
        webflow = Webflow(TOKEN, http_client=client)
        with pytest.raises(TransportError) as caught:
            webflow.pages.get(PAGE)

    assert f"(RemoteProtocolError: cannot read 'Bearer {HIDDEN}' here)" in str(caught.value)
    assert isinstance(caught.value.__cause__, httpx.RemoteProtocolError)
    assert str(caught.value.__cause__) == f"cannot read 'Bearer {HIDDEN}' here"


# Clients that cannot be set up.


@pytest.mark.parametrize("client", [Webflow, AsyncWebflow])
@pytest.mark.parametrize("from_environment", [False, True])
@pytest.mark.parametrize(
    ("form", "options"),
    [
        ("{}\n", {}),
        ("{} {}", {}),
        ("{}é", {}),
        ("{}\x00", {}),
        ("{}", {"base_url": "http://api.webflow.com/v2"}),
        ("{}", {"base_url": "https://[::1/v2"}),
        ("{}", {"base_url": "https://1.2.3.999/v2"}),
        ("{}", {"base_url": "https://xn--0/v2"}),
        ("{}", {"base_url": "https://api.webflow.com:port/v2"}),
        ("{}", {"base_url": 5}),
        ("{}", {"timeout": 0}),
        ("{}", {"max_retries": 11}),
        ("{}", {"max_wait": "x"}),
        ("{}", {"site_id": ".."}),
        ("{}", {"locales": {"primary": 5}}),
        ("{}", {"locales": 5}),
        ("{}", {"http_client": 5}),
    ],
)
def test_a_client_that_cannot_be_set_up_shows_no_token(
    monkeypatch: pytest.MonkeyPatch, client: Any, from_environment: bool, form: str, options: dict[str, Any]
) -> None:
    token = form.replace("{}", TOKEN)
    if from_environment and "\x00" not in token:
        monkeypatch.setenv("WEBFLOW_TOKEN", token)
        token = None  # type: ignore[assignment]
    with logged() as records, pytest.raises(WebflowError) as caught:
        client(token, **options)

    assert _found(TOKEN, [*of_error(caught.value), *of_records(records)]) == []


def test_surroundings_that_keep_it_from_sending_show_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "nonsense://proxy")
    with logged() as records, pytest.raises(ConfigurationError) as caught:
        Webflow(TOKEN).sites.list()
    with logged() as others, pytest.raises(ConfigurationError) as awaited:
        asyncio.run(AsyncWebflow(TOKEN).sites.list())

    for error, log in (caught.value, records), (awaited.value, others):
        assert _found(TOKEN, [*of_error(error), *of_records(log)]) == []


# Over sockets.


@contextlib.contextmanager
def _answering(answer: bytes) -> Iterator[str]:
    """Answer each connection with some bytes."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    with connection:
                        connection.recv(65536)
                        connection.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


@pytest.mark.parametrize(
    "answer",
    [
        f"HTTP/1.1 200 OK\r\nAuthorization Bearer {TOKEN}\r\n\r\n",
        f"HTTP/1.1 200 OK\r\nContent-Length: {TOKEN}\r\n\r\n",
        f"HTTP/1.1 {TOKEN}\r\n\r\n",
        f"{TOKEN}\r\n\r\n",
        f"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{TOKEN}",
        f"HTTP/1.1 302 Found\r\nLocation: https://xn--{TOKEN}.\x80/\r\nContent-Length: 0\r\n\r\n",
    ],
)
def test_what_cannot_be_read_shows_no_token(answer: str) -> None:
    with _answering(answer.encode("latin-1")) as base_url, logged() as records:
        with Webflow(TOKEN, base_url=base_url) as webflow, pytest.raises(WebflowError) as caught:
            webflow.pages.get(PAGE)

        async def use() -> WebflowError:
            async with AsyncWebflow(TOKEN, base_url=base_url) as webflow:
                with pytest.raises(WebflowError) as caught:
                    await webflow.pages.get(PAGE)
                return caught.value

        awaited = asyncio.run(use())

    for error in caught.value, awaited:
        assert _found(TOKEN, list(of_error(error))) == []
    # What httpcore itself logs of headers that came is not this package's to decide.
    assert _found(TOKEN, list(of_records([each for each in records if not each.name.startswith("httpcore")]))) == []


def test_the_log_of_every_library_below_shows_no_token() -> None:
    sandbox = Sandbox(rate_limit="off")
    with running(sandbox) as base_url, logged() as records:
        with Webflow(sandbox.token, base_url=base_url) as webflow:
            webflow.pages.get(sandbox.page_id, locale="fr-FR")
            webflow.pages.update(sandbox.page_id, title="T")

        async def use() -> None:
            async with AsyncWebflow(sandbox.token, base_url=base_url) as webflow:
                await webflow.pages.update(sandbox.page_id, locale="fr-FR", title="T")

        asyncio.run(use())

    assert {"webflow_pages"} < {record.name for record in records}
    assert any(record.name.startswith("httpcore") for record in records)
    assert _found(sandbox.token, list(of_records(records))) == []
