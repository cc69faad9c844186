"""What commands say: data to stdout, messages to stderr."""

import sys
from contextlib import suppress


def progress(line: str) -> None:
    """Say what is going on, where somebody is watching."""
    if sys.stderr.isatty():
        say(line)


def tell(line: str) -> None:
    """Write a line of data."""
    sys.stdout.write(f"{line}\n")


def say(line: str) -> None:
    """Write a message. That nobody can read it must not keep the page from being put back."""
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"{line}\n")


def line(error: Exception) -> str:
    """Return an error's text on one line."""
    return " ".join(str(error).split())
