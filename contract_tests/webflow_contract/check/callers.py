"""What this package's callers make of an answer: the generated client and the overlay are run on it."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import httpx
from attrs import frozen

from webflow_contract.exchange import Response
from webflow_pages.calls import reading
from webflow_pages.calls.call import Answer
from webflow_pages.errors import ResponseError

_GENERATED = {
    "get-page-metadata": "pages.get_page_metadata",
    "update-page-metadata": "pages.update_page_metadata",
    "list-pages": "pages.list_pages",
    "get-site": "sites.get_site",
    "list-sites": "sites.list_sites",
}

_OVERLAY: dict[str, Callable[[Answer], object]] = {
    "get-page-metadata": reading.read_page,
    "update-page-metadata": reading.read_page,
    "list-pages": reading.read_pages,
    "get-site": reading.read_site,
    "list-sites": reading.read_sites,
}

READS = "reads it"


@frozen
class Callers:
    """What was made of an answer: that it is read, or which error it raises.

    ``pointer`` is where in the body the overlay stumbled; None where it did not, or not over the body.
    """

    generated: str
    overlay: str
    pointer: str | None = None

    @property
    def overlay_reads(self) -> bool:
        """Whether the overlay made a value of it."""
        return self.overlay == READS


def try_out(operation: str, response: Response) -> Callers:
    """Have both clients read an answer to an operation."""
    generated = _of_generated(operation, response)
    try:
        _OVERLAY[operation](Answer(response.status, response.headers, response.content))
    except ResponseError as error:
        return Callers(generated, f"raises {type(error).__name__}", error.pointer)
    return Callers(generated, READS)


def _of_generated(operation: str, response: Response) -> str:
    module: Any = import_module(f"webflow_api.api.{_GENERATED[operation]}")
    client = import_module("webflow_api.client").Client(base_url="http://127.0.0.1")
    # The body has been decoded already, whatever its encoding was.
    kept = [(name, value) for name, value in response.headers.items() if name != "content-encoding"]
    headers = [(name.encode(), value.encode("latin-1", "replace")) for name, value in kept]
    answer = httpx.Response(response.status, headers=headers, content=response.content)
    try:
        parsed = module._build_response(client=client, response=answer).parsed  # noqa: SLF001  (what its calls end in)
    except Exception as error:  # noqa: BLE001  (that it raises anything at all is what is asked)
        return f"raises {type(error).__name__}"
    return f"returns {type(parsed).__name__}" if response.status >= 300 or parsed is None else READS
