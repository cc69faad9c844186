"""Who wants to see what goes on: the log, hooks, and spans of OpenTelemetry."""

import asyncio
import functools
import logging
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import attrs
import httpx
import pytest
import stamina
from opentelemetry import trace
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from webflow_pages import (
    AsyncWebflow,
    Exchange,
    InternalServerError,
    InvalidArgumentError,
    NotFoundError,
    QuotaError,
    ServerError,
    TransportError,
    UnexpectedResponseError,
    Webflow,
    WebflowError,
    __version__,
)

from .conftest import LOCALES, PAGE, SITE, TOKEN, FakeClock, Service

Connect = Callable[..., Webflow]

FRENCH = LOCALES["secondary"][0]["id"]


@pytest.fixture
def _retries() -> Iterator[None]:
    with stamina.set_testing(False):
        yield


class Playing(Service):
    """The service, once it has had these outcomes. Each attempt takes half a second."""

    def __init__(self, clock: FakeClock, *outcomes: int | type[BaseException]) -> None:
        super().__init__()
        self.clock = clock
        self.outcomes = list(outcomes)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        answer = super().__call__(request)
        self.clock.now += 0.5
        if not self.outcomes:
            return answer
        outcome = self.outcomes.pop(0)
        if isinstance(outcome, type):
            raise outcome("made up")
        return httpx.Response(outcome, json={"message": "Because"})


# The log.


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[], list[tuple[int, str]]]]:
    """Return what this package has logged: levels and texts."""
    with caplog.at_level(logging.DEBUG):
        yield lambda: [
            (record.levelno, record.getMessage()) for record in caplog.records if record.name == "webflow_pages"
        ]


Log = Callable[[], list[tuple[int, str]]]


def test_an_exchange_is_one_line_of_metadata(connect: Connect, clock: FakeClock, log: Log) -> None:
    webflow = connect(Playing(clock), locales=LOCALES)
    webflow.pages.update(PAGE, locale="fr-FR", title="a text of the page")

    line = f"update-page-metadata PUT /pages/{PAGE}?localeId={FRENCH} attempt 1, 500 ms: 200"
    assert log() == [(logging.DEBUG, line)]


def test_no_header_but_those_of_the_list_is_logged(connect: Connect, service: Service, log: Log) -> None:
    listed = {
        "X-RateLimit-Limit": "60",
        "X-RateLimit-Remaining": "57",
        "Retry-After": "58",
        "X-Request-Id": "request-1",
        "Request-Id": "request-2",
        "CF-Ray": "ray-1",
    }
    others = {"Set-Cookie": "session=s3cret", "X-Echo": "s3cret", "Location": "/s3cret", "Content-Type": "s3cret/json"}
    service.page["title"] = "s3cret"

    def handler(request: httpx.Request) -> httpx.Response:
        answer = service(request)
        answer.headers.update({**listed, **others})
        return answer

    webflow = connect(handler).with_options(headers={"X-Team": "s3cret"})
    webflow.pages.update(PAGE, title="s3cret")

    ((_, line),) = log()
    assert "s3cret" not in line
    assert line.endswith(": 200 " + " ".join(f"{name.lower()}={value}" for name, value in listed.items()))


def test_what_a_service_says_stays_on_its_line(connect: Connect, log: Log) -> None:
    headers = {"CF-Ray": b"a\x1b[31m\tb\x85c", "X-Request-Id": b"x" * 5000}
    connect(lambda request: httpx.Response(200, headers=headers, json={"id": PAGE})).pages.get(PAGE)

    ((_, line),) = log()
    assert line.isprintable()
    assert len(line) < 400
    assert "cf-ray=a [31m b c" in line


def test_no_answer_is_logged_without_its_reason(connect: Connect, clock: FakeClock, log: Log) -> None:
    with pytest.raises(TransportError):
        connect(Playing(clock, httpx.ReadError)).pages.get(PAGE)

    assert log() == [(logging.DEBUG, f"get-page-metadata GET /pages/{PAGE} attempt 1, 500 ms: no answer")]


@pytest.mark.usefixtures("_retries")
def test_a_retry_is_logged_at_info(connect: Connect, clock: FakeClock, log: Log) -> None:
    connect(Playing(clock, 503, httpx.ConnectError)).pages.get(PAGE)

    told = [text for level, text in log() if level == logging.INFO]
    assert [text[:-5] for text in told] == [
        "get-page-metadata: 503, trying again after ",
        "get-page-metadata: no answer, trying again after ",
    ]
    assert all(re.fullmatch(r"[01]\.\d s", text[-5:]) for text in told)
    assert [re.sub(r".* attempt (\d), 500 ms: ", r"\1 ", text) for level, text in log() if level == logging.DEBUG] == [
        "1 503",
        "2 no answer",
        "3 200",
    ]


def test_each_call_of_a_flow_is_logged(connect: Connect, service: Service, log: Log) -> None:
    connect(service).pages.get(PAGE, locale="fr-FR")

    assert [text.split()[:3] for _, text in log()] == [
        ["get-page-metadata", "GET", f"/pages/{PAGE}"],
        ["get-site", "GET", f"/sites/{SITE}"],
        ["get-page-metadata", "GET", f"/pages/{PAGE}?localeId={FRENCH}"],
    ]


def test_nobody_who_did_not_ask_is_told(connect: Connect, service: Service, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "webflow_pages"):
        connect(service).pages.update(PAGE, title="T")

    assert [record for record in caplog.records if record.name == "webflow_pages"] == []
    assert logging.getLogger("webflow_pages").handlers == []
    assert logging.getLogger("webflow_pages").propagate


# Hooks.


def test_a_hook_sees_what_was_asked_and_what_came(connect: Connect, clock: FakeClock) -> None:
    service = Playing(clock)
    service.page = {"id": PAGE, "siteId": SITE, "title": "T"}
    seen: list[Exchange] = []
    webflow = connect(service, locales=LOCALES)
    webflow.add_hook(seen.append)
    page = webflow.pages.update(PAGE, locale="fr-FR", title="T")

    (exchange,) = seen
    assert (exchange.operation, exchange.method) == ("update-page-metadata", "PUT")
    assert exchange.path == f"/pages/{PAGE}?localeId={FRENCH}"
    assert exchange.content == b'{"title":"T"}'
    assert (exchange.attempt, exchange.seconds, exchange.status, exchange.error) == (1, 0.5, 200, None)
    assert exchange.headers["CONTENT-TYPE"] == "application/json"
    assert b'"title":"T"' in exchange.body
    assert exchange.headers == page.response.headers
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        exchange.status = 500  # type: ignore[misc]


def test_a_hook_sees_an_attempt_without_an_answer(connect: Connect, clock: FakeClock) -> None:
    seen: list[Exchange] = []
    webflow = connect(Playing(clock, httpx.ReadTimeout))
    webflow.add_hook(seen.append)
    with pytest.raises(TransportError) as caught:
        webflow.pages.get(PAGE)

    (exchange,) = seen
    assert (exchange.status, dict(exchange.headers), exchange.body, exchange.content) == (None, {}, b"", None)
    assert exchange.error is caught.value
    assert exchange.seconds == 0.5


@pytest.mark.usefixtures("_retries")
def test_a_hook_sees_each_attempt(connect: Connect, clock: FakeClock) -> None:
    seen: list[Exchange] = []
    webflow = connect(Playing(clock, 503, httpx.ConnectError, 200), max_retries=5)
    webflow.add_hook(seen.append)
    with pytest.raises(UnexpectedResponseError):
        webflow.pages.get(PAGE)

    assert [(each.attempt, each.status) for each in seen] == [(1, 503), (2, None), (3, 200)]
    assert {each.seconds for each in seen} == {0.5}
    assert b"Because" in seen[0].body


@pytest.mark.parametrize(
    ("call", "operations"),
    [
        (lambda webflow: webflow.pages.get(PAGE), ["get-page-metadata"]),
        (lambda webflow: webflow.pages.update(PAGE, title="T"), ["update-page-metadata"]),
        (lambda webflow: list(webflow.pages.list(SITE)), ["list-pages"]),
        (lambda webflow: webflow.sites.get(SITE), ["get-site"]),
        (lambda webflow: webflow.sites.list(), ["list-sites"]),
        (
            lambda webflow: webflow.pages.update_locales(PAGE, {"fr-FR": {"title": "T"}, "de-DE": {"title": "T"}}),
            ["get-page-metadata", "get-site", "update-page-metadata", "update-page-metadata"],
        ),
    ],
)
def test_a_hook_sees_each_call_by_the_contracts_name(
    connect: Connect, service: Service, call: Callable[[Webflow], object], operations: list[str]
) -> None:
    seen: list[Exchange] = []
    webflow = connect(service)
    webflow.add_hook(seen.append)
    call(webflow)

    assert [each.operation for each in seen] == operations
    assert [f"{each.method} {each.path}" for each in seen] == service.asked


def test_what_was_not_sent_is_no_exchange(connect: Connect, service: Service) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        answer = service(request)
        answer.headers.update({"X-RateLimit-Limit": "60", "X-RateLimit-Remaining": "0", "Retry-After": "40"})
        return answer

    seen: list[Exchange] = []
    webflow = connect(handler, max_wait=1)
    webflow.pages.get(PAGE)
    webflow.add_hook(seen.append)
    with pytest.raises(QuotaError):
        webflow.pages.get(PAGE)
    with pytest.raises(InvalidArgumentError):
        webflow.pages.update(PAGE, title=None)  # type: ignore[arg-type]
    assert seen == []


def test_hooks_come_and_go(connect: Connect, service: Service) -> None:
    seen: list[str] = []

    def first(exchange: Exchange) -> None:
        seen.append("first")

    def second(exchange: Exchange) -> None:
        seen.append("second")
        webflow.remove_hook(second)

    webflow = connect(service)
    webflow.remove_hook(first)  # which was never added
    webflow.add_hook(first)
    webflow.add_hook(second)
    webflow.pages.get(PAGE)
    assert seen == ["first", "second"]
    webflow.pages.get(PAGE)
    assert seen == ["first", "second", "first"]
    webflow.remove_hook(first)
    webflow.remove_hook(first)
    webflow.pages.get(PAGE)
    assert seen == ["first", "second", "first"]


def test_a_hook_is_called_in_the_thread_of_the_call(service: Service) -> None:
    threads: list[int] = []
    with httpx.Client(transport=httpx.MockTransport(service)) as client:
        webflow = Webflow(TOKEN, http_client=client)
        webflow.add_hook(lambda exchange: threads.append(threading.get_ident()))
        thread = threading.Thread(target=webflow.pages.get, args=(PAGE,))
        thread.start()
        thread.join()

        assert threads == [thread.ident]


class Failing:
    def __call__(self, exchange: Exchange) -> None:
        raise ValueError("s3cret")

    def method(self, exchange: Exchange) -> None:
        raise LookupError("s3cret")


def _failing(exchange: Exchange) -> None:
    raise RuntimeError("s3cret")


@pytest.mark.parametrize(
    ("hook", "words"),
    [
        (_failing, "the hook _failing failed with RuntimeError; the call goes on"),
        (Failing(), "the hook Failing failed with ValueError; the call goes on"),
        (Failing().method, "the hook Failing.method failed with LookupError; the call goes on"),
        (functools.partial(_failing), "the hook partial failed with RuntimeError; the call goes on"),
        (lambda: None, "the hook <lambda> failed with TypeError; the call goes on"),
    ],
)
def test_a_hook_that_fails_breaks_nothing_and_is_logged_without_its_message(
    connect: Connect, service: Service, log: Log, hook: Any, words: str
) -> None:
    seen: list[Exchange] = []
    webflow = connect(service)
    webflow.add_hook(hook)
    webflow.add_hook(seen.append)

    assert webflow.pages.get(PAGE).id == PAGE
    assert len(seen) == 1
    assert [text for level, text in log() if level == logging.WARNING] == [words]


async def _awaited(exchange: Exchange) -> None:
    raise AssertionError


class AwaitedMethod:
    async def method(self, exchange: Exchange) -> None:
        raise AssertionError


@pytest.mark.parametrize(
    "hook",
    [5, None, "hook", [], _awaited, AwaitedMethod().method, functools.partial(_awaited)],
    ids=["number", "none", "text", "list", "coroutine function", "method", "partial"],
)
def test_what_cannot_be_called_plainly_is_no_hook(connect: Connect, service: Service, hook: Any) -> None:
    webflow = connect(service)
    with pytest.raises(
        InvalidArgumentError, match=r"^A hook has to be a plain function of an Exchange, and is "
    ) as caught:
        webflow.add_hook(hook)

    assert len(str(caught.value)) < 150
    webflow.remove_hook(hook)  # which is fine, as it was never added
    assert webflow.pages.get(PAGE).id == PAGE


class Raising(logging.Handler):
    """A handler of the program's that is broken."""

    def emit(self, record: logging.LogRecord) -> None:
        raise ValueError("broken")


@pytest.fixture(params=["handler", "filter"])
def _broken_log(request: pytest.FixtureRequest) -> Iterator[None]:
    logger, level = logging.getLogger("webflow_pages"), logging.getLogger("webflow_pages").level

    def refuse(record: logging.LogRecord) -> bool:
        raise ValueError("broken")

    handler = Raising()
    logger.setLevel(logging.DEBUG)
    if request.param == "handler":
        logger.addHandler(handler)
    else:
        logger.addFilter(refuse)
    try:
        yield
    finally:
        logger.setLevel(level)
        logger.removeHandler(handler)
        logger.removeFilter(refuse)


@pytest.mark.usefixtures("_broken_log")
def test_a_log_that_is_broken_breaks_no_call(connect: Connect, clock: FakeClock) -> None:
    seen: list[Exchange] = []
    webflow = connect(Playing(clock, 404))
    webflow.add_hook(seen.append)
    with pytest.raises(NotFoundError):
        webflow.pages.get(PAGE)
    assert webflow.pages.update(PAGE, locale="fr-FR", title="T").id == PAGE
    assert [each.status for each in seen] == [404, 200, 200, 200]


@pytest.mark.usefixtures("_broken_log", "_retries")
def test_a_log_that_is_broken_breaks_no_retry(connect: Connect, clock: FakeClock) -> None:
    service = Playing(clock, 503, httpx.ConnectError)

    assert connect(service).pages.get(PAGE).id == PAGE
    assert len(service.requests) == 3


@pytest.mark.usefixtures("_broken_log")
def test_a_log_that_is_broken_does_not_let_a_hook_that_fails_break_a_call(connect: Connect, service: Service) -> None:
    seen: list[Exchange] = []
    webflow = connect(service)
    webflow.add_hook(_failing)
    webflow.add_hook(seen.append)

    assert webflow.pages.get(PAGE).id == PAGE
    assert len(seen) == 1


@pytest.mark.usefixtures("_retries")
def test_a_hook_that_fails_does_not_get_in_the_way_of_retries(connect: Connect, clock: FakeClock, log: Log) -> None:
    service = Playing(clock, 503, 500)
    webflow = connect(service)
    webflow.add_hook(_failing)

    assert webflow.pages.get(PAGE).id == PAGE
    assert len(service.requests) == 3
    assert len([text for level, text in log() if level == logging.WARNING]) == 3


def test_a_hook_that_fails_does_not_hide_an_error(connect: Connect, clock: FakeClock) -> None:
    webflow = connect(Playing(clock, 404))
    webflow.add_hook(_failing)
    with pytest.raises(NotFoundError) as caught:
        webflow.pages.get(PAGE)
    assert caught.value.__context__ is None


def test_an_interruption_in_a_hook_is_one(service: Service) -> None:
    def interrupt(exchange: Exchange) -> None:
        raise KeyboardInterrupt

    with httpx.Client(transport=httpx.MockTransport(service)) as client:
        webflow = Webflow(TOKEN, http_client=client)
        webflow.add_hook(interrupt)
        with pytest.raises(KeyboardInterrupt):
            webflow.pages.get(PAGE)
        webflow.remove_hook(interrupt)
        assert webflow.pages.get(PAGE).id == PAGE


# Spans.


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[Any]]:
    """Trace, without becoming the tracer of the whole process, and return the spans that have ended."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
    return lambda: list(exporter.get_finished_spans())


Spans = Callable[[], list[Any]]


@pytest.mark.parametrize(
    ("call", "name", "path"),
    [
        (lambda webflow: webflow.pages.get(PAGE), "GET /pages/{page_id}", f"/pages/{PAGE}"),
        (
            lambda webflow: webflow.pages.update(PAGE, locale="fr-FR", title="T"),
            "PUT /pages/{page_id}",
            f"/pages/{PAGE}?localeId={FRENCH}",
        ),
        (
            lambda webflow: list(webflow.pages.list(SITE)),
            "GET /sites/{site_id}/pages",
            f"/sites/{SITE}/pages?limit=100&offset=0",
        ),
        (lambda webflow: webflow.sites.get(SITE), "GET /sites/{site_id}", f"/sites/{SITE}"),
        (lambda webflow: webflow.sites.list(), "GET /sites", "/sites"),
    ],
)
def test_a_span_has_what_the_conventions_for_http_clients_ask_for(
    connect: Connect, service: Service, spans: Spans, call: Callable[[Webflow], object], name: str, path: str
) -> None:
    call(connect(service, locales=LOCALES))

    (span,) = spans()
    assert span.name == name
    assert span.kind is trace.SpanKind.CLIENT
    assert dict(span.attributes) == {
        "http.request.method": name.split()[0],
        "server.address": "api.webflow.com",
        "server.port": 443,
        "url.full": f"https://api.webflow.com/v2{path}",
        "url.template": name.split()[1],
        "http.response.status_code": 200,
    }
    assert span.status.status_code is trace.StatusCode.UNSET
    assert (span.instrumentation_scope.name, span.instrumentation_scope.version) == ("webflow_pages", __version__)
    assert list(span.events) == []


@pytest.mark.parametrize(
    ("base_url", "address", "port"),
    [
        ("http://localhost:8080/v2", "localhost", 8080),
        ("http://127.0.0.1/v2", "127.0.0.1", 80),
        ("https://[2001:db8::1]:8443", "2001:db8::1", 8443),
        ("https://proxy.example/webflow", "proxy.example", 443),
    ],
)
def test_a_span_names_the_server(service: Service, spans: Spans, base_url: str, address: str, port: int) -> None:
    with httpx.Client(transport=httpx.MockTransport(service)) as client:
        Webflow(TOKEN, base_url=base_url, http_client=client).sites.list()

    (span,) = spans()
    assert (span.attributes["server.address"], span.attributes["server.port"]) == (address, port)
    assert span.attributes["url.full"] == f"{base_url}/sites"


@pytest.mark.parametrize("status", [201, 302])
def test_what_is_no_error_of_http_is_none_of_the_span(
    connect: Connect, clock: FakeClock, spans: Spans, status: int
) -> None:
    with pytest.raises(UnexpectedResponseError):
        connect(Playing(clock, status)).pages.get(PAGE)

    (span,) = spans()
    assert span.attributes["http.response.status_code"] == status
    assert "error.type" not in span.attributes
    assert span.status.status_code is trace.StatusCode.UNSET


@pytest.mark.parametrize("status", [400, 404, 429, 500, 520])
def test_a_refusal_is_an_error_of_the_span(connect: Connect, clock: FakeClock, spans: Spans, status: int) -> None:
    with pytest.raises(WebflowError):
        connect(Playing(clock, status)).pages.get(PAGE)

    (span,) = spans()
    assert span.attributes["http.response.status_code"] == status
    assert span.attributes["error.type"] == str(status)
    assert span.status.status_code is trace.StatusCode.ERROR
    assert span.status.description is None


@pytest.mark.parametrize("failure", [httpx.ConnectError, httpx.ReadTimeout, httpx.RemoteProtocolError])
def test_no_answer_is_an_error_of_the_span(
    connect: Connect, clock: FakeClock, spans: Spans, failure: type[Exception]
) -> None:
    with pytest.raises(TransportError):
        connect(Playing(clock, failure)).pages.get(PAGE)

    (span,) = spans()
    assert "http.response.status_code" not in span.attributes
    assert span.attributes["error.type"] == failure.__name__
    assert span.status.status_code is trace.StatusCode.ERROR


@pytest.mark.usefixtures("_retries")
def test_each_attempt_is_a_span_that_counts_those_before(connect: Connect, clock: FakeClock, spans: Spans) -> None:
    connect(Playing(clock, 503, httpx.ConnectError)).pages.get(PAGE)

    assert [span.attributes.get("http.request.resend_count") for span in spans()] == [None, 1, 2]
    assert [span.attributes.get("error.type") for span in spans()] == ["503", "ConnectError", None]
    assert {span.name for span in spans()} == {"GET /pages/{page_id}"}
    assert all(span.end_time is not None for span in spans())


def test_a_span_is_a_child_of_the_callers(service: Service, spans: Spans) -> None:
    tracer = trace.get_tracer("caller")
    with httpx.Client(transport=httpx.MockTransport(service)) as client, tracer.start_as_current_span("mine"):
        Webflow(TOKEN, http_client=client).pages.get(PAGE)

    inner, outer = spans()
    assert outer.name == "mine"
    assert inner.parent == outer.context
    assert inner.parent.span_id == outer.context.span_id


def test_a_span_of_what_was_broken_off_ends(spans: Spans) -> None:
    def interrupt(request: httpx.Request) -> httpx.Response:
        raise KeyboardInterrupt

    with httpx.Client(transport=httpx.MockTransport(interrupt)) as client, pytest.raises(KeyboardInterrupt):
        Webflow(TOKEN, http_client=client).pages.get(PAGE)

    (span,) = spans()
    assert span.status.status_code is trace.StatusCode.ERROR
    assert span.attributes["error.type"]
    assert "http.response.status_code" not in span.attributes


def test_a_span_of_a_task_that_was_cancelled_ends(spans: Spans) -> None:
    async def use() -> None:
        asked = asyncio.Event()

        async def never(request: httpx.Request) -> httpx.Response:
            asked.set()
            await asyncio.Event().wait()
            raise AssertionError

        async with httpx.AsyncClient(transport=httpx.MockTransport(never)) as client:
            task = asyncio.create_task(AsyncWebflow(TOKEN, http_client=client).pages.get(PAGE))
            await asked.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(use())
    (span,) = spans()
    assert span.status.status_code is trace.StatusCode.ERROR


class BreaksAtStart(SpanProcessor):
    def on_start(self, span: Any, parent_context: Any = None) -> None:
        raise ValueError("broken")


class BreaksAtEnd(SpanProcessor):
    def on_end(self, span: Any) -> None:
        raise ValueError("broken")


@pytest.mark.parametrize("processor", [BreaksAtStart, BreaksAtEnd])
@pytest.mark.usefixtures("_retries")
def test_a_processor_that_is_broken_breaks_no_call(
    connect: Connect, clock: FakeClock, monkeypatch: pytest.MonkeyPatch, processor: type[SpanProcessor]
) -> None:
    provider = TracerProvider()
    provider.add_span_processor(processor())
    monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
    service = Playing(clock, 503, httpx.ConnectError)
    webflow = connect(service)

    assert webflow.pages.get(PAGE).id == PAGE
    assert len(service.requests) == 3
    service.outcomes = [404]
    with pytest.raises(NotFoundError):
        webflow.pages.get(PAGE)


def test_a_tracer_that_cannot_be_had_breaks_no_call(
    connect: Connect, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise LookupError("broken")

    monkeypatch.setattr(trace, "get_tracer", refuse)
    assert connect(service).pages.get(PAGE).id == PAGE
    monkeypatch.delattr(trace, "get_tracer")  # as of a module that is half imported
    assert connect(service).pages.get(PAGE).id == PAGE


def test_what_was_not_sent_has_no_span(connect: Connect, service: Service, spans: Spans) -> None:
    with pytest.raises(InvalidArgumentError):
        connect(service).pages.get("..")
    assert spans() == []


_PROGRAM = """
import sys, httpx
{first}
from webflow_pages import Webflow

transport = httpx.MockTransport(lambda request: httpx.Response(200, json={{"id": "1"}}))
print(Webflow("token", http_client=httpx.Client(transport=transport)).pages.get("1").id)
print(any(name.startswith("opentelemetry") for name in sys.modules))
"""


@pytest.mark.parametrize(("first", "loaded"), [("", "False"), ("from opentelemetry import trace", "True")])
def test_nothing_is_loaded_for_who_does_not_trace(first: str, loaded: str) -> None:
    """And who has the API, but nothing behind it, has calls all the same."""
    program = _PROGRAM.format(first=first)
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["1", loaded]
    assert done.stderr == ""


def test_spans_hooks_and_log_agree(connect: Connect, clock: FakeClock, spans: Spans, log: Log) -> None:
    seen: list[Exchange] = []
    webflow = connect(Playing(clock, 500))
    webflow.add_hook(seen.append)
    with pytest.raises(InternalServerError):
        webflow.pages.get(PAGE, locale="fr-FR")
    webflow.pages.get(PAGE, locale="fr-FR")
    with pytest.raises(ServerError):
        connect(Playing(clock, 502)).sites.list()

    statuses = [500, 200, 200, 200]
    assert [each.status for each in seen] == statuses
    assert [span.attributes["http.response.status_code"] for span in spans()] == [*statuses, 502]
    assert [text.rpartition(" ")[2] for _, text in log()] == [str(status) for status in [*statuses, 502]]
