"""Where the token comes from, and that it goes nowhere but to the service."""

import json
import os
from pathlib import Path

import pytest

from webflow_contract.exchange import Request, Response
from webflow_contract.sandbox import Sandbox

from .conftest import TOKEN, Against, Cli


@pytest.fixture
def file(tmp_path: Path, sandbox: Sandbox) -> Path:
    path = tmp_path / "token"
    path.write_text(f"  {sandbox.token}\r\nwhat else there is\n", encoding="utf-8")
    path.chmod(0o600)
    return path


def test_the_first_line_of_a_file_is_the_token(cli: Cli, file: Path) -> None:
    got = cli("get", "/", "--token-file", str(file), WEBFLOW_TOKEN="")
    assert (got.code, got.stderr) == (0, "")


def test_a_byte_order_mark_is_no_part_of_the_token(cli: Cli, file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert cli("get", "/", "--token-file", str(file), WEBFLOW_TOKEN="").code == 0


def test_a_variable_names_the_file(cli: Cli, file: Path) -> None:
    assert cli("get", "/", WEBFLOW_TOKEN="", WEBFLOW_TOKEN_FILE=str(file)).code == 0


def test_the_option_goes_before_the_token_and_the_token_before_the_variable_of_the_file(cli: Cli, file: Path) -> None:
    assert cli("get", "/", "--token-file", str(file), WEBFLOW_TOKEN="wrong-token").code == 0
    assert cli("get", "/", WEBFLOW_TOKEN="wrong-token", WEBFLOW_TOKEN_FILE=str(file)).code == 4


@pytest.mark.parametrize("command", [("get", "/"), ("list",), ("locales",), ("doctor",)])
def test_every_command_takes_the_file(cli: Cli, file: Path, command: tuple[str, ...]) -> None:
    assert cli(*command, "--token-file", str(file), WEBFLOW_TOKEN="").code == 0


def test_update_takes_the_file(cli: Cli, file: Path) -> None:
    options = ("update", "/pricing", "--locale", "primary", "--title", "T", "--token-file", str(file))
    assert cli(*options, WEBFLOW_TOKEN="").code == 0


@pytest.mark.skipif(os.name != "posix", reason="these are permissions of POSIX")
@pytest.mark.parametrize(("mode", "warned"), [(0o600, False), (0o400, False), (0o640, True), (0o604, True)])
def test_a_file_that_others_can_read_is_warned_of(cli: Cli, file: Path, mode: int, warned: bool) -> None:
    file.chmod(mode)
    got = cli("get", "/", "--token-file", str(file), "--json", WEBFLOW_TOKEN="")
    warning = "webflow-pages: others can read the file that --token-file names: chmod 600 it\n"
    assert (got.code, got.stderr) == (0, warning if warned else "")
    assert got.json["page"]["title"] == "Home"


@pytest.mark.skipif(os.name != "posix", reason="there are no named pipes elsewhere")
def test_a_pipe_is_a_file_as_well(cli: Cli, sandbox: Sandbox) -> None:
    reading, writing = os.pipe()
    os.write(writing, sandbox.token.encode())
    os.close(writing)
    got = cli("get", "/", "--token-file", f"/dev/fd/{reading}", WEBFLOW_TOKEN="")
    os.close(reading)
    assert (got.code, got.stderr) == (0, "")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty in its first line"),
        (b" \n" + TOKEN.encode(), "is empty in its first line"),
        (b"\x7fELF\x00\x01", "is no text"),
        (b"\xff\xfet\x00o\x00", "is no text in UTF-8"),
    ],
)
def test_a_file_without_a_token_is_refused(cli: Cli, sandbox: Sandbox, file: Path, content: bytes, says: str) -> None:
    file.write_bytes(content)
    refused = cli("get", "/", "--token-file", str(file))
    assert (refused.code, refused.stdout) == (2, "")
    assert f"the file that --token-file names {says}" in refused.stderr
    assert not sandbox.requests()


@pytest.mark.parametrize("source", ["--token-file", "WEBFLOW_TOKEN_FILE"])
@pytest.mark.parametrize("what", ["missing", "folder"])
def test_a_file_that_cannot_be_read_is_refused(cli: Cli, tmp_path: Path, source: str, what: str) -> None:
    path = str(tmp_path / "no" if what == "missing" else tmp_path)
    options = ("--token-file", path) if source == "--token-file" else ()
    refused = cli("get", "/", *options, WEBFLOW_TOKEN="", WEBFLOW_TOKEN_FILE=path)
    assert (refused.code, refused.stdout) == (2, "")
    assert refused.stderr.startswith(f"webflow-pages: the file that {source} names cannot be read: ")


def test_a_token_in_the_place_of_the_file_is_not_told(cli: Cli) -> None:
    refused = cli("get", "/", "--token-file", TOKEN, WEBFLOW_TOKEN="")
    assert (refused.code, "cannot be read" in refused.stderr) == (2, True)


@pytest.mark.parametrize("options", [("--token", TOKEN), (f"--token={TOKEN}",)])
def test_there_is_no_option_for_the_token_itself(cli: Cli, options: tuple[str, ...]) -> None:
    refused = cli("get", "/", *options, WEBFLOW_TOKEN="")
    assert (refused.code, refused.stdout) == (2, "")
    assert refused.stderr.startswith("webflow-pages: there is no --token, as others can read a command line")


@pytest.mark.parametrize("command", [("get", "/"), ("list",), ("locales",)])
def test_without_a_token_nothing_is_sent(cli: Cli, sandbox: Sandbox, command: tuple[str, ...]) -> None:
    refused = cli(*command, WEBFLOW_TOKEN="")
    assert (refused.code, refused.stdout) == (4, "")
    assert refused.stderr == (
        "webflow-pages: there is no token: set WEBFLOW_TOKEN, or name a file that has it with --token-file\n"
    )
    assert not sandbox.requests()


@pytest.mark.parametrize("token", ["with space", "with\nline", "with-ü", "with\x1b[31m"])
def test_a_malformed_token_is_not_sent(cli: Cli, sandbox: Sandbox, token: str) -> None:
    refused = cli("list", WEBFLOW_TOKEN=token)
    assert (refused.code, refused.stdout) == (4, "")
    assert refused.stderr.startswith("webflow-pages: the token in WEBFLOW_TOKEN is malformed: ")
    assert token not in refused.stderr
    assert not sandbox.requests()


@pytest.mark.parametrize(
    "arguments",
    [
        ("get", TOKEN),
        ("get", f"/{TOKEN}"),
        ("get", "/", TOKEN),
        (TOKEN,),
        (f"--{TOKEN}",),
        ("get", "/", "--site", TOKEN),
        ("get", "/", "--locale", TOKEN),
        ("list", "--locale", TOKEN),
        ("update", "/", "--locale", TOKEN, "--title", TOKEN),
        ("update", "/", "--locale", "primary", "--open-graph-title-copied=" + TOKEN),
        ("doctor", "--site", TOKEN),
    ],
    ids=lambda arguments: " ".join(arguments).replace(TOKEN, "TOKEN"),
)
def test_a_token_in_the_wrong_place_is_not_told(against: Against, arguments: tuple[str, ...]) -> None:
    site = {"id": "5eed0000000000000000a001", "displayName": "Shop"}

    def service(request: Request) -> Response:
        return answer(200, {"sites": [site], "pages": [], **site})

    told = against(service)(*arguments, WEBFLOW_TOKEN=TOKEN)  # which looks for the token in whatever is told
    assert told.code != 0
    assert told.stderr or told.stdout


def answer(status: int, body: object) -> Response:
    return Response(status, {"content-type": "application/json"}, json.dumps(body).encode())


def test_a_service_that_repeats_the_token_in_its_texts_is_not_repeated(against: Against) -> None:
    page = {"id": "5eed0000000000000000d001", "siteId": "5eed0000000000000000a001", "title": f"Bearer {TOKEN}"}
    site = {"id": "5eed0000000000000000a001", "displayName": TOKEN, "locales": {"primary": {"tag": TOKEN}}}

    def service(request: Request) -> Response:
        if request.path.endswith("/pages"):
            return answer(200, {"pages": [{**page, "publishedPath": f"/{TOKEN}"}]})
        if "/pages/" in request.path:
            return answer(200, {**page, "seo": {"title": TOKEN}})
        return answer(200, {"sites": [site], **site})

    cli = against(service)
    for arguments in (
        ("get", "5eed0000000000000000d001"),
        ("list",),
        ("locales",),
        ("doctor",),
        ("update", "5eed0000000000000000d001", "--locale", "primary", "--title", "T"),
        ("update", "5eed0000000000000000d001", "--locale", "primary", "--title", "T", "--dry-run"),
    ):
        table, document = cli(*arguments, WEBFLOW_TOKEN=TOKEN), cli(*arguments, "--json", WEBFLOW_TOKEN=TOKEN)
        assert "[token]" in table.stdout
        assert document.json["schema"] == 1
        assert "[token]" in document.stdout or arguments[0] == "doctor"


def test_a_token_of_a_file_is_not_repeated_either(against: Against, file: Path) -> None:
    file.write_text(TOKEN, encoding="utf-8")
    cli = against(lambda request: answer(200, {"id": "5eed0000000000000000d001", "title": TOKEN}))
    got = cli("get", "5eed0000000000000000d001", "--token-file", str(file), WEBFLOW_TOKEN="")
    assert ["Title", "[token]"] in got.lines


def test_a_token_of_a_file_in_the_wrong_place_is_not_told_either(cli: Cli, file: Path) -> None:
    file.write_text(TOKEN, encoding="utf-8")
    refused = cli("get", f"x{TOKEN}", "--token-file", str(file), WEBFLOW_TOKEN="")
    assert (refused.code, "'x[token]' is neither" in refused.stderr) == (2, True)


@pytest.mark.parametrize("status", [302, 400, 401, 403, 404, 409, 418])
def test_an_error_that_repeats_the_token_is_not_repeated(against: Against, status: int) -> None:
    refused = against(lambda request: answer(status, {"code": TOKEN, "message": f"no: {TOKEN}", "details": [TOKEN]}))
    told = refused("list", "--site", "5eed0000000000000000a001", WEBFLOW_TOKEN=TOKEN)
    assert (told.code, told.stdout) == (4 if status in (401, 403) else 1, "")
    assert "[token]" in told.stderr


def test_a_token_in_the_place_of_the_base_url_is_not_told(bare: Cli) -> None:
    refused = bare("list", WEBFLOW_TOKEN=TOKEN, WEBFLOW_BASE_URL=f"http://{TOKEN}")
    assert (refused.code, refused.stdout) == (2, "")


def test_the_token_is_sent_as_it_is(against: Against) -> None:
    seen: list[str] = []

    def service(request: Request) -> Response:
        seen.append(request.headers["authorization"])
        return answer(200, {"sites": []})

    against(service)("list", WEBFLOW_TOKEN=TOKEN)
    assert seen == [f"Bearer {TOKEN}"]
