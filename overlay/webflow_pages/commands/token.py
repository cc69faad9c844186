"""The token: from the environment or from a file, never from the command line, which everybody can read."""

import os
import stat
from pathlib import Path
from typing import Final

from webflow_pages.commands.outcomes import NOT_AUTHORIZED, CommandError
from webflow_pages.commands.writing import hide, say

_LONGEST: Final = 65_536
"""Bytes to read of a file. No token is longer, and some files never end."""


def find_token(file: Path | None) -> str:
    """Return the token of a file, or else of ``WEBFLOW_TOKEN``, or else of the file in ``WEBFLOW_TOKEN_FILE``.

    Raises:
        CommandError: There is none, it is malformed, or the file cannot be used.
    """
    token, source = _given(file)
    hide(token)
    if not token:
        advice = "set WEBFLOW_TOKEN, or name a file that has it with --token-file"
        raise CommandError("there is no token", advice, NOT_AUTHORIZED)
    if not token.isascii() or not token.isprintable() or " " in token:
        advice = "copy it anew, as it has characters that a header cannot carry (not shown)"
        raise CommandError(f"the token in {source} is malformed", advice, NOT_AUTHORIZED)
    return token


def _given(file: Path | None) -> tuple[str, str]:
    if file is not None:
        return _in_file(file, "--token-file"), "--token-file"
    if token := os.environ.get("WEBFLOW_TOKEN"):
        return token, "WEBFLOW_TOKEN"
    if named := os.environ.get("WEBFLOW_TOKEN_FILE"):
        return _in_file(Path(named), "WEBFLOW_TOKEN_FILE"), "WEBFLOW_TOKEN_FILE"
    return "", ""


def _in_file(path: Path, source: str) -> str:
    """Return the first line of a file. No message names the file: who takes the option wrong gives a token."""
    try:
        with path.open("rb") as opened:
            mode = os.fstat(opened.fileno()).st_mode
            content = opened.read(_LONGEST)
    except OSError as error:
        raise CommandError(f"the file that {source} names cannot be read", str(error.strerror)) from error
    token = _first_line(content, source)
    if os.name == "posix" and mode & (stat.S_IRGRP | stat.S_IROTH):
        say(f"webflow-pages: others can read the file that {source} names: chmod 600 it")
    return token


def _first_line(content: bytes, source: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _no_token_in(source, "no text in UTF-8") from error
    if "\0" in text:
        raise _no_token_in(source, "no text")
    token = text.partition("\n")[0].strip()
    if not token:
        raise _no_token_in(source, "empty in its first line")
    return token


def _no_token_in(source: str, is_what: str) -> CommandError:
    return CommandError(f"the file that {source} names is {is_what}", "write the token into its first line")
