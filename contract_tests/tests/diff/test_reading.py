"""A document is read from a path or over https; over http from this machine only. No token goes along."""

import gzip
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from webflow_contract.diff import reading
from webflow_contract.diff.reading import read
from webflow_contract.errors import DocumentError

DOCUMENT = b'{"openapi": "3.1.0"}'


class Service(ThreadingHTTPServer):
    """A service that answers by path, and remembers the headers of each request."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.seen: list[dict[str, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Answering(BaseHTTPRequestHandler):
    """What is at each path."""

    server: Service

    def do_GET(self) -> None:
        self.server.seen.append({name.lower(): value for name, value in self.headers.items()})
        path = self.path.partition("?")[0]
        status, headers, body = ANSWERS.get(path, (404, {}, b"no"))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (http.server's name)
        pass


ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/api.json": (200, {}, DOCUMENT),
    "/api.yaml": (200, {}, b"openapi: 3.1.0\n"),
    "/zipped": (200, {"Content-Encoding": "gzip"}, gzip.compress(DOCUMENT)),
    "/moved": (302, {"Location": "/api.json"}, b""),
    "/round": (301, {"Location": "/round"}, b""),
    "/elsewhere": (302, {"Location": "http://example.com/api.json"}, b""),
    "/nowhere": (302, {}, b""),
    "/latin": (200, {}, "title: caf\u00e9\n".encode("latin-1")),
    "/page": (200, {}, b"<html>no</html>"),
    "/large": (200, {}, b"a: b\n" * 1000),
    "/bomb": (200, {"Content-Encoding": "gzip"}, gzip.compress(b"a: b\n" * 1000)),
    "/broken": (500, {}, DOCUMENT),
}


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    service = Service()
    Thread(target=service.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield service
    service.shutdown()
    service.server_close()


@pytest.mark.parametrize("path", ["/api.json", "/api.yaml", "/moved", "/zipped", "/api.json?secret=1"])
def test_a_document_is_read(service: Service, path: str) -> None:
    source = read(service.url + path)
    assert source.document == {"openapi": "3.1.0"}
    assert source.name == service.url + path


def test_no_token_goes_along(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEBFLOW_TOKEN", "a-token")
    read(f"{service.url}/moved")
    assert len(service.seen) == 2
    for headers in service.seen:
        assert not {"authorization", "cookie"} & headers.keys()
        assert "a-token" not in str(headers)


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/unknown", "cannot be read: the answer is 404"),
        ("/broken", "cannot be read: the answer is 500"),
        ("/nowhere", "cannot be read: the answer is 302"),
        ("/round", "cannot be read: more than 5 redirects"),
        ("/latin", "is not UTF-8 at byte 10"),
        ("/unknown?secret=1", "cannot be read: the answer is 404"),
    ],
)
def test_what_is_no_answer_is_an_error_with_its_address(service: Service, path: str, problem: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(service.url + path)
    assert str(caught.value) == f"{service.url}{path.partition('?')[0]}: {problem}"


def test_a_page_is_no_document(service: Service) -> None:
    with pytest.raises(DocumentError, match="/page: has to be an object at the top level, and is str"):
        read(f"{service.url}/page")


@pytest.mark.parametrize("path", ["/large", "/bomb"])
def test_what_is_too_large_is_not_read_on(service: Service, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_LARGEST", 1000)
    with pytest.raises(DocumentError, match=f"{path}: is larger than 0 MiB"):
        read(service.url + path)


def test_no_answer_is_an_error() -> None:
    with Service() as service:
        gone = service.url
    with pytest.raises(DocumentError, match=r"^http://127\.0\.0\.1:\d+/api\.json: cannot be read: "):
        read(f"{gone}/api.json")


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://example.com/api.json", "http://example.com/api.json: has to be an https address, or a path"),
        ("ftp://127.0.0.1/api.json", "ftp://127.0.0.1/api.json: has to be an https address, or a path"),
        ("http://127.0.0.1.example.com/a", "http://127.0.0.1.example.com/a: has to be an https address, or a path"),
        ("https://user:secret@example.com/a", "example.com/a: an address with a name or a password in it is not asked"),
        ("https://[x/a", "https://[x/a: is no address: Invalid IPv6 URL"),
    ],
)
def test_an_address_that_is_not_asked(url: str, problem: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(url)
    assert str(caught.value) == problem
    assert "secret" not in str(caught.value)


def test_a_redirect_leads_nowhere_that_is_not_asked(service: Service) -> None:
    with pytest.raises(DocumentError, match=r"^http://example\.com/api\.json: has to be an https address"):
        read(f"{service.url}/elsewhere")


def test_a_path_is_read(tmp_path: Path) -> None:
    (tmp_path / "api.yaml").write_bytes(b"openapi: 3.1.0\n")
    assert read(str(tmp_path / "api.yaml")).document == {"openapi": "3.1.0"}


def test_a_path_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes("title: caf\u00e9\n".encode("latin-1"))
    for name, problem in (("none", "No such file or directory"), ("", "Is a directory"), ("latin.yaml", "not UTF-8")):
        with pytest.raises(DocumentError, match=problem):
            read(str(tmp_path / name))
