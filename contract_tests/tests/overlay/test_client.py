"""The client: what it is given, what it sends, and what it keeps to itself."""

import contextlib
import copy
import gc
import pickle
import re
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from types import FunctionType, ModuleType
from typing import Any

import httpx
import pytest
import respx

from webflow_pages import ConfigurationError, InvalidArgumentError, NotFoundError, TransportError, Webflow, WebflowError

Connect = Callable[..., Webflow]

BASE_URL = "https://api.webflow.com/v2"
PAGE = "5eed0000000000000000d003"
MARKER = "marker-c2VjcmV0-of-the-tests"


# The token and the base URL.


@respx.mock
def test_token_and_base_url_come_from_arguments(respx_mock: respx.MockRouter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEBFLOW_TOKEN", "from-environment")
    monkeypatch.setenv("WEBFLOW_BASE_URL", "https://environment.example")
    route = respx_mock.get("https://argument.example/v2/pages/1").respond(json={"id": "1"})

    with Webflow("from-argument", base_url="https://argument.example/v2/") as webflow:
        webflow.pages.get("1")

    request = route.calls.last.request
    assert request.headers["authorization"] == "Bearer from-argument"
    assert request.headers["accept"] == "application/json"
    assert re.fullmatch(r"webflow-pages/\d+\.\d+\.\d+", request.headers["user-agent"])


@respx.mock
def test_token_and_base_url_come_from_the_environment(
    respx_mock: respx.MockRouter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEBFLOW_TOKEN", "from-environment")
    monkeypatch.setenv("WEBFLOW_BASE_URL", "http://127.0.0.1:9/v2")
    route = respx_mock.get("http://127.0.0.1:9/v2/pages/1").respond(json={"id": "1"})

    with Webflow() as webflow:
        webflow.pages.get("1")

    assert route.calls.last.request.headers["authorization"] == "Bearer from-environment"


@pytest.mark.parametrize("empty", [None, ""])
@respx.mock
def test_without_a_base_url_it_is_webflow(
    respx_mock: respx.MockRouter, monkeypatch: pytest.MonkeyPatch, empty: str | None
) -> None:
    if empty is not None:
        monkeypatch.setenv("WEBFLOW_BASE_URL", empty)
    route = respx_mock.get(f"{BASE_URL}/pages/1").respond(json={"id": "1"})

    with Webflow("token") as webflow:
        webflow.pages.get("1")

    assert route.called


@pytest.mark.parametrize("in_environment", [None, ""])
def test_without_a_token_it_says_where_to_put_one(monkeypatch: pytest.MonkeyPatch, in_environment: str | None) -> None:
    if in_environment is not None:
        monkeypatch.setenv("WEBFLOW_TOKEN", in_environment)

    with pytest.raises(ConfigurationError, match=r"^There is no token: set WEBFLOW_TOKEN, or pass token=…$"):
        Webflow()


def test_an_empty_token_does_not_fall_back_to_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEBFLOW_TOKEN", "from-environment")

    with pytest.raises(ConfigurationError, match="There is no token"):
        Webflow("")


@pytest.mark.parametrize("where", ["argument", "environment"])
@pytest.mark.parametrize("form", ["{}\n", " {}", "{} x", "{}\r\nX-Injected: 1", "{}é", "{}\t", "{}\x7f", "“{}”"])
def test_a_malformed_token_is_refused_and_not_shown(monkeypatch: pytest.MonkeyPatch, form: str, where: str) -> None:
    token = form.format(MARKER)
    if where == "environment":
        monkeypatch.setenv("WEBFLOW_TOKEN", token)

    with pytest.raises(ConfigurationError, match="The token is malformed") as caught:
        Webflow(token if where == "argument" else None)

    assert MARKER not in repr(caught.value)
    assert MARKER not in repr(vars(caught.value))


@pytest.mark.parametrize("token", [MARKER.encode(), [MARKER], 5])
def test_a_token_that_is_no_text_is_refused_and_not_shown(token: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"^The token has to be str, and is \w+$") as caught:
        Webflow(token)

    assert MARKER not in repr(caught.value)


@pytest.mark.parametrize(
    "base_url",
    [
        "https://api.webflow.com/v2",
        "https://proxy.example:8443/webflow/v2/",
        "HTTPS://API.WEBFLOW.COM/v2",
        "http://localhost:8080/v2",
        "http://LOCALHOST/v2",
        "http://127.0.0.1:8080/v2",
        "http://127.8.9.1/v2",
        "http://[::1]:8080/v2",
        "https://[2001:db8::1]/v2",
    ],
)
def test_https_and_loopback_are_fine(base_url: str) -> None:
    asked = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request.url)
        return httpx.Response(200, json={"id": "1"})

    with httpx.Client(transport=httpx.MockTransport(handler)) as client:
        Webflow("token", base_url=base_url, http_client=client).pages.get("1")

    assert asked == [httpx.URL(base_url.rstrip("/") + "/pages/1")]


@pytest.mark.parametrize(
    ("base_url", "shown"),
    [
        ("HTTPS://api.webflow.com/v2", "https://api.webflow.com/v2"),
        ("HttpS://API.webflow.com/V2/", "https://API.webflow.com/V2"),
        ("HTTP://127.0.0.1:9/v2", "http://127.0.0.1:9/v2"),
    ],
)
def test_the_scheme_is_put_in_lower_case(monkeypatch: pytest.MonkeyPatch, base_url: str, shown: str) -> None:
    assert repr(Webflow("token", base_url=base_url)) == f"Webflow(base_url='{shown}')"
    monkeypatch.setenv("WEBFLOW_BASE_URL", base_url)
    assert repr(Webflow("token")) == f"Webflow(base_url='{shown}')"


def test_upper_case_hides_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        _proxy(monkeypatch) as asked,
        Webflow(MARKER, base_url="HTTPS://api.example/v2") as webflow,
        pytest.raises(TransportError, match="ProxyError"),
    ):
        webflow.pages.get(PAGE)

    assert len(asked) == 1


@pytest.mark.parametrize(
    "base_url",
    [
        "http://api.webflow.com/v2",
        "http://127.0.0.1.evil.example/v2",
        "http://localhost.evil.example/v2",
        "http://10.0.0.1/v2",
        "http://0.0.0.0/v2",
        "http://[::2]/v2",
        "ftp://localhost/v2",
        "ws://localhost/v2",
    ],
)
def test_anything_else_would_show_the_token(base_url: str) -> None:
    expected = f"The base URL has to be https, or http to this machine: {base_url} would show the token"

    with pytest.raises(ConfigurationError, match=f"^{re.escape(expected)}$"):
        Webflow(MARKER, base_url=base_url)


@pytest.mark.parametrize(
    "base_url",
    [
        "",
        "api.webflow.com/v2",
        "//api.webflow.com/v2",
        "https://",
        "https:///v2",
        "https://user:secret@api.webflow.com/v2",
        "https://user@api.webflow.com/v2",
        "https://@api.webflow.com/v2",
        "https://api.webflow.com/v2?a=secret",
        "https://api.webflow.com/v2?",
        "https://api.webflow.com/v2#secret",
        "https://api.webflow.com/v2#",
        "https://api.webflow.com:port/v2",
        "https://api.webflow.com:99999/v2",
        "https://[::1/v2",
        "https://1.2.3.999/v2",
        "https://xn--0/v2",
        "https://api webflow.com/v2",
        "https://api.webflow.com/v2\n",
        "https://wébflow.example/v2",
        "https://good.example\\@evil.example/v2",
        "https://good.example\\.evil.example/v2",
    ],
)
def test_a_malformed_base_url_is_refused(base_url: str) -> None:
    with pytest.raises(ConfigurationError, match=r"^The base URL (has|is) ") as caught:
        Webflow(MARKER, base_url=base_url)

    assert str(caught.value).isprintable()
    assert "secret" not in str(caught.value)
    assert MARKER not in str(caught.value)


# The token is never seen.


def _reachable(root: object) -> Iterator[object]:
    """Return everything that a value leads to, but not what classes, modules and functions do."""
    seen: dict[int, object] = {}
    todo = [root]
    while todo:
        value = todo.pop()
        if id(value) in seen or isinstance(value, type | ModuleType | FunctionType):
            continue
        seen[id(value)] = value
        todo.extend(gc.get_referents(value))
    return iter(seen.values())


def _errors(webflow: Webflow) -> Iterator[WebflowError]:
    for call in (
        lambda: webflow.pages.get(PAGE),
        lambda: webflow.pages.update(PAGE, locale="fr-FR", title="x"),
        lambda: list(webflow.pages.list(PAGE)),
        lambda: webflow.pages.get(".."),
    ):
        with pytest.raises(WebflowError) as caught:
            call()
        yield caught.value


def _refuse(request: httpx.Request) -> httpx.Response:
    return httpx.Response(403, json={"code": "forbidden", "message": "No"})


def _answer_oddly(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, text="<html>")


def _break(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("refused", request=request)


@pytest.mark.parametrize("handler", [_refuse, _answer_oddly, _break])
def test_errors_lead_to_the_token_nowhere(handler: Callable[[httpx.Request], httpx.Response]) -> None:
    with httpx.Client(transport=httpx.MockTransport(handler)) as client:
        webflow = Webflow(MARKER, http_client=client)
        for error in _errors(webflow):
            shown = (
                str(error),
                repr(error),
                repr(vars(error)),
                repr(error.__cause__),
                pickle.dumps(error).decode("latin-1"),
            )
            assert not [text for text in shown if MARKER in text]
            kept = [value for value in _reachable((error.args, vars(error))) if not isinstance(value, str)]
            assert not [value for value in kept if MARKER in repr(value)]


def test_the_client_does_not_show_the_token() -> None:
    webflow = Webflow(MARKER)

    assert repr(webflow) == f"Webflow(base_url='{BASE_URL}')"
    assert str(webflow) == repr(webflow)
    assert MARKER not in repr(vars(webflow))
    assert MARKER not in repr(vars(webflow.pages))
    assert MARKER not in repr(vars(webflow.sites))
    # Something has to hold it. Nothing that has a repr of its own shows it.
    objects = [value for value in _reachable(webflow) if type(value).__module__ != "builtins"]
    assert any("Configuration(" in repr(value) for value in objects)
    assert not [value for value in objects if MARKER in repr(value)]


def test_a_client_cannot_be_pickled_with_its_token() -> None:
    for duplicate in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(ConfigurationError, match=r"^Make a client where you need one: "):
            duplicate(Webflow(MARKER))


# Ids.

IDS = [
    "..",
    ".",
    "",
    " ",
    "a/b",
    "a?localeId=z",
    "a#b",
    "a%2Fb",
    "a\\b",
    "a\n",
    "é",
    "\uff11",
    "../sites/1",
    "a" * 24 + "/",
]


@pytest.mark.parametrize("id_", [*IDS, None, 5, b"1", ["1"]])
def test_what_cannot_be_an_id_is_refused_before_anything_is_sent(webflow: Webflow, service: Any, id_: Any) -> None:
    for name, call in (
        ("page_id", lambda: webflow.pages.get(id_)),
        ("page_id", lambda: webflow.pages.get(id_, locale="fr-FR")),
        ("page_id", lambda: webflow.pages.update(id_, title="x")),
        ("page_id", lambda: webflow.pages.update(id_, locale="fr-FR", title="x")),
        ("site_id", lambda: webflow.pages.list(id_)),  # Not even asked for its first page.
        ("site_id", lambda: webflow.sites.get(id_)),
    ):
        with pytest.raises(InvalidArgumentError) as caught:
            call()
        assert str(caught.value) == f"{name} has to be an id such as '63c720f9347c2139b248e552', and is {id_!r}"
    assert service.asked == []


def test_an_id_without_end_is_refused_and_not_shown_whole(webflow: Webflow, service: Any) -> None:
    with pytest.raises(InvalidArgumentError, match=r"^page_id has to be an id") as caught:
        webflow.pages.get("a" * 70_000)

    assert len(str(caught.value)) < 200
    assert service.asked == []


def test_a_malformed_page_id_costs_no_read_of_the_site(service: Any, connect: Connect) -> None:
    webflow = connect(service, site_id="5eed0000000000000000a001")

    with pytest.raises(InvalidArgumentError, match=r"^page_id has to be an id"):
        webflow.pages.update("..", locale="fr-FR", title="x")
    assert service.asked == []


@pytest.mark.parametrize("site_id", ["..", "", "a/b"])
def test_a_site_id_that_cannot_be_one_is_refused_at_once(site_id: str) -> None:
    with pytest.raises(InvalidArgumentError, match=r"^site_id has to be an id"):
        Webflow("token", site_id=site_id)


# The client that is handed in, and the own one.


def test_a_client_that_is_handed_in_keeps_what_it_brings(service: Any) -> None:
    with httpx.Client(
        transport=httpx.MockTransport(service),
        headers={"X-Team": "blue", "Authorization": "Basic b2xk", "User-Agent": "old"},
        cookies={"session": "1"},
        params={"trace": "on"},
        auth=("user", "password"),
        timeout=7,
    ) as client:
        locales = service.site["locales"]
        Webflow("token", locales=locales, http_client=client).pages.update(PAGE, locale="fr-FR", title="x")

    (request,) = service.requests
    assert request.headers["x-team"] == "blue"
    assert request.headers["cookie"] == "session=1"
    assert request.headers["authorization"] == "Bearer token"
    assert dict(request.url.params) == {"trace": "on", "localeId": locales["secondary"][0]["id"]}
    assert set(request.extensions["timeout"].values()) == {7}


def test_a_client_that_is_handed_in_stays_open(service: Any) -> None:
    with httpx.Client(transport=httpx.MockTransport(service)) as client:
        with Webflow("token", http_client=client) as webflow:
            webflow.pages.get(PAGE)
        webflow.close()

        assert not client.is_closed
        assert webflow.pages.get(PAGE).id == PAGE


def test_a_base_url_of_the_client_that_is_handed_in_does_not_count(service: Any) -> None:
    with httpx.Client(transport=httpx.MockTransport(service), base_url="https://evil.example/api") as client:
        Webflow("token", http_client=client).pages.get(PAGE)

    assert str(service.requests[0].url) == f"{BASE_URL}/pages/{PAGE}"


class Remembered(httpx.MockTransport):
    """A transport that knows whether it was closed."""

    is_closed = False

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch, service: Any) -> list[Remembered]:
    """Have clients' own connections lead to the fake, and remember them."""
    made: list[Remembered] = []

    def remember(**options: Any) -> Remembered:
        assert set(options) == {"verify"}
        made.append(Remembered(service))
        return made[-1]

    monkeypatch.setattr(httpx, "HTTPTransport", remember)
    return made


def test_the_own_client_is_made_when_needed_and_closed(made: list[Remembered]) -> None:
    with Webflow("token") as webflow:
        assert made == []
        webflow.pages.get(PAGE)
        webflow.pages.get(PAGE)
        assert len(made) == 1
        assert not made[0].is_closed

    assert made[0].is_closed


def test_closing_twice_and_closing_what_was_never_used_is_fine(made: list[Remembered]) -> None:
    webflow = Webflow("token")
    webflow.close()
    webflow.close()

    assert made == []


def test_a_call_after_close_opens_new_connections(made: list[Remembered]) -> None:
    webflow = Webflow("token")
    webflow.pages.get(PAGE)
    webflow.close()

    assert webflow.pages.get(PAGE).id == PAGE
    assert [client.is_closed for client in made] == [True, False]
    webflow.close()


def test_several_threads_share_one_client(monkeypatch: pytest.MonkeyPatch, made: list[Remembered]) -> None:
    remember: Callable[..., Remembered] = httpx.HTTPTransport  # type: ignore[assignment]
    all_there = threading.Barrier(8)

    def slow(**options: Any) -> Remembered:
        threading.Event().wait(0.05)
        return remember(**options)

    monkeypatch.setattr(httpx, "HTTPTransport", slow)
    with Webflow("token") as webflow, ThreadPoolExecutor(8) as pool:

        def read(number: int) -> object:
            all_there.wait(5)
            return webflow.pages.get(PAGE, locale="fr-FR").locale_id

        assert len(set(pool.map(read, range(8)))) == 1

    assert len(made) == 1


@pytest.mark.parametrize(
    ("options", "timeout"),
    [({}, 30.0), ({"timeout": 2.5}, 2.5), ({"http_client": 7}, 7), ({"http_client": 7, "timeout": 2.5}, 2.5)],
)
def test_the_timeout_is_passed_on(
    made: list[Remembered], service: Any, options: dict[str, Any], timeout: float
) -> None:
    with contextlib.ExitStack() as stack:
        if "http_client" in options:
            client = httpx.Client(transport=httpx.MockTransport(service), timeout=options["http_client"])
            options = {**options, "http_client": stack.enter_context(client)}
        stack.enter_context(Webflow("token", **options)).pages.get(PAGE)

    assert set(service.requests[0].extensions["timeout"].values()) == {timeout}


# No answer.


@contextlib.contextmanager
def _listening(answer: bytes | None) -> Iterator[str]:
    """Listen, and answer the first connection with some bytes, or not at all."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with contextlib.suppress(OSError):
                connection, _ = listener.accept()
                with connection:
                    connection.recv(65536)
                    if answer is None:
                        done.wait(5)
                    else:
                        connection.sendall(answer)

        done = threading.Event()
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            done.set()
            thread.join()


def test_a_refused_connection_says_what_to_check() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        base_url = f"http://127.0.0.1:{listener.getsockname()[1]}"

    with Webflow("token", base_url=base_url) as webflow, pytest.raises(TransportError) as caught:
        webflow.pages.get("1")

    assert str(caught.value).startswith(
        f"Check the network and the base URL: no answer to GET {base_url}/pages/1 (ConnectError: "
    )
    assert str(caught.value).isprintable()


def test_a_timeout_says_what_to_raise() -> None:
    with (
        _listening(None) as base_url,
        Webflow("token", base_url=base_url, timeout=0.05) as webflow,
        pytest.raises(TransportError) as caught,
    ):
        webflow.pages.update("1", title="x")

    assert str(caught.value) == f"Try again, or raise timeout: no answer in time to PUT {base_url}/pages/1"


@pytest.mark.parametrize(
    "answer",
    [b"", b"SSH-2.0-OpenSSH_9.6\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", b"HTTP/1.1 2x0\r\n\r\n"],
)
def test_a_broken_answer_is_a_transport_error(answer: bytes) -> None:
    with (
        _listening(answer) as base_url,
        Webflow("token", base_url=base_url) as webflow,
        pytest.raises(
            TransportError, match=r"^Check the network .*: no answer to GET .*/pages/1 \(RemoteProtocolError: "
        ) as caught,
    ):
        webflow.pages.get("1")

    assert str(caught.value).isprintable()
    assert isinstance(caught.value.__cause__, httpx.RemoteProtocolError)


def test_errors_of_a_users_own_hook_are_left_alone(service: Any) -> None:
    def refuse(request: httpx.Request) -> None:
        raise LookupError("mine")

    with (
        httpx.Client(transport=httpx.MockTransport(service), event_hooks={"request": [refuse]}) as client,
        pytest.raises(LookupError, match="mine"),
    ):
        Webflow("token", http_client=client).pages.get("1")


@contextlib.contextmanager
def _proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bytes]]:
    """Be the proxy of the environment, write down what it is asked first, and refuse."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    with connection:
                        asked.append(connection.recv(65536))
                        connection.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

        thread = threading.Thread(target=serve)
        thread.start()
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{listener.getsockname()[1]}")
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        yield asked
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def test_a_proxy_of_the_environment_is_used_for_https_and_does_not_see_the_token(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with (
        _proxy(monkeypatch) as asked,
        Webflow(MARKER, base_url="https://api.example/v2") as webflow,
        pytest.raises(TransportError, match="ProxyError") as caught,
    ):
        webflow.pages.get(PAGE)

    assert not caught.value.sent
    assert [request.split(b"\r\n")[0] for request in asked] == [b"CONNECT api.example:443 HTTP/1.1"]
    assert MARKER.encode() not in asked[0]


def test_no_proxy_of_the_environment_sees_what_goes_to_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        _listening(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n") as base_url,
        _proxy(monkeypatch) as asked,
        Webflow(MARKER, base_url=base_url) as webflow,
        pytest.raises(NotFoundError),
    ):
        webflow.pages.get(PAGE)

    assert asked == []


def test_a_malformed_proxy_variable_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "gopher://x")
    with (
        Webflow("token", base_url="https://api.example/v2") as webflow,
        pytest.raises(ConfigurationError, match=r"^Look at the variables for proxies and certificates: "),
    ):
        webflow.pages.get(PAGE)


@pytest.mark.parametrize("timeout", [0, -1, "5", True, float("nan"), float("inf"), 1e300])
def test_a_timeout_that_is_none_is_refused_at_once(timeout: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"^timeout has to be a number of seconds, above 0"):
        Webflow("token", timeout=timeout)


def test_what_is_no_client_or_no_base_url_is_refused_at_once() -> None:
    with pytest.raises(ConfigurationError, match=r"^http_client has to be an httpx\.Client, and is int"):
        Webflow("token", http_client=5)  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError, match=r"^The base URL has to be str, and is int"):
        Webflow("token", base_url=5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("variable", "value"),
    [("ALL_PROXY", "garbage://x"), ("ALL_PROXY", "socks5://127.0.0.1:9"), ("SSL_CERT_FILE", "/no/such/file")],
)
def test_surroundings_that_keep_httpx_from_sending_are_one_clear_error(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with (
        Webflow("token", base_url="https://localhost:9/v2") as webflow,
        pytest.raises(ConfigurationError, match=r"^Look at the variables for proxies and certificates"),
    ):
        webflow.sites.list()
