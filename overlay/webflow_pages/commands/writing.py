"""Data to stdout, messages to stderr. Nothing that a terminal would obey goes out as it is, and no token at all."""

import json
import sys
from contextlib import suppress
from typing import Final

from webflow_pages.commands.outcomes import FAILED, CommandError
from webflow_pages.printable import printable

_SHORTEST: Final = 8
"""A shorter text is no token, and hiding it would hide half of everything."""

_tokens: set[str] = set()


def hide(token: str) -> None:
    """Keep a token out of all that is written from now on. A service may well repeat it in a text."""
    if len(token) >= _SHORTEST:
        # As it is, as it looks within JSON, and as errors quote it.
        _tokens.update((token, json.dumps(token)[1:-1], repr(token)[1:-1]))


def visible(text: str) -> str:
    """Return a text on one line, with JSON's escapes for what a terminal would obey, and without a token."""
    text = printable(text)
    for token in _tokens:
        text = text.replace(token, "[token]")
    return text


def say(text: str) -> None:
    """Write a message of one line. That nobody can read it is no reason to fail."""
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"{visible(text)}\n")


def tell(lines: str) -> None:
    """Write lines, all of whose texts are ``visible``.

    Raises:
        CommandError: There is no stdout.
        OSError: It cannot be written to. That a reader has gone who had enough is fine.
    """
    if sys.stdout is None:
        raise CommandError("the output cannot be written", "there is no stdout to write to", FAILED)
    try:
        sys.stdout.write(lines)
        sys.stdout.flush()
    except BrokenPipeError:
        leave_stdout()


def tell_json(document: object) -> None:
    """Write a document as JSON, as ``tell`` does. Letters stay letters where stdout is UTF-8."""
    encoding = getattr(sys.stdout, "encoding", None) or ""
    ascii_only = encoding.lower().replace("-", "") != "utf8"
    lines = json.dumps(document, ensure_ascii=ascii_only, indent=2).split("\n")
    tell("".join(f"{visible(line)}\n" for line in lines))


def leave_stdout() -> None:
    """Write no more to stdout, and nothing that is still waiting: Python would complain at the end."""
    sys.stdout = None
