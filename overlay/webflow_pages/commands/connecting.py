"""The client as commands use it: with the token that is found, and saying so when it has to wait."""

import logging
import time
from pathlib import Path
from typing import Final

from webflow_pages import AsyncWebflow, Webflow
from webflow_pages.commands.token import find_token
from webflow_pages.commands.writing import say

_LONG: Final = 2.0
"""Seconds that are waited for without a word."""


def connect(token_file: Path | None) -> Webflow:
    """Return a client.

    Raises:
        CommandError: There is no token, it is malformed, or its file cannot be used.
        ConfigurationError: The base URL is none to send a token to.
    """
    # Libraries log for programs. Python writes their warnings to stderr if nobody takes them.
    logging.basicConfig(handlers=[logging.NullHandler()])
    return Webflow(find_token(token_file), clock=_TellingClock())


def connect_async(token: str, site_id: str) -> AsyncWebflow:
    """Return an async client for one site. It does not say that it waits: whoever uses it shows how far it is."""
    logging.basicConfig(handlers=[logging.NullHandler()])
    return AsyncWebflow(token, site_id=site_id)


class _TellingClock:
    """The machine's clock. It says once that it waits: for the quota, or because Webflow asks for it."""

    def __init__(self) -> None:
        self._waited = 0.0

    def seconds(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        self._tell(seconds)
        time.sleep(seconds)

    async def sleep_async(self, seconds: float) -> None:
        import asyncio

        self._tell(seconds)
        await asyncio.sleep(seconds)

    def _tell(self, seconds: float) -> None:
        before, self._waited = self._waited, self._waited + seconds
        if before < _LONG <= self._waited:
            say("webflow-pages: waiting, as the token's quota is used up or Webflow asks for it (Ctrl-C stops)")
