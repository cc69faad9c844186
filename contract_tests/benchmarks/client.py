"""What the client costs, against its peers in one run: ``make bench``.

One update of a page over loopback with keep-alive, typed answer included; importing, and making a first client; and the
memory that listing a large site takes. Absolute times do not travel from machine to machine: the ratios do.
"""

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx
import webflow as vendor
from rich.console import Console
from rich.table import Table
from webflow.environment import WebflowEnvironment

from webflow_api.api.pages import update_page_metadata
from webflow_api.client import AuthenticatedClient
from webflow_api.models.page_update import PageUpdate
from webflow_contract import observe
from webflow_pages import AsyncWebflow, Webflow

Samples = dict[str, tuple[list[float], list[float]]]
"""Seconds of wall time and of this process' own time, by contestant."""

RAW = "raw httpx"


@contextmanager
def serving() -> Iterator[Mapping[str, str]]:
    """Serve the sandbox in a process of its own, so that its time is not the client's."""
    command = [sys.executable, "-m", "webflow_contract", "sandbox", "--rate-limit", "off"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None  # noqa: S101  (it is piped)
        try:
            yield dict(process.stdout.readline().strip().split("=", 1) for _ in range(4))
        finally:
            process.terminate()


def of_vendor(base_url: str) -> WebflowEnvironment:
    """Return the vendor's environment at an address."""
    return WebflowEnvironment(base=base_url, data_api=base_url, content_delivery_api=base_url)


def updates(where: Mapping[str, str], calls: int, rounds: int) -> Samples:
    """Time updates with each client in turn."""
    base_url, token, page = where["WEBFLOW_BASE_URL"], where["WEBFLOW_TOKEN"], where["WEBFLOW_PAGE_ID"]
    headers, url = {"Authorization": f"Bearer {token}"}, f"{base_url}/pages/{page}"
    raw, sdk = httpx.Client(headers=headers), vendor.Webflow(access_token=token, environment=of_vendor(base_url))
    generated, ours = AuthenticatedClient(base_url=base_url, token=token), Webflow(token, base_url=base_url)
    observed = Webflow(token, base_url=base_url)
    observation = observe(observed, on_finding=print)
    contestants: dict[str, Callable[[], object]] = {
        RAW: lambda: raw.put(url, json={"title": "Pricing"}).json(),
        "generated client": lambda: update_page_metadata.sync(page, client=generated, body=PageUpdate(title="Pricing")),
        "webflow_pages": lambda: ours.pages.update(page, title="Pricing"),
        "webflow_pages, observed": lambda: observed.pages.update(page, title="Pricing"),
        "vendor's SDK": lambda: sdk.pages.update_page_settings(page, title="Pricing"),
    }
    samples: Samples = {name: ([], []) for name in contestants}
    for turn in range(rounds + 1):
        for name, call in contestants.items():
            for _ in range(calls):
                began, own = time.perf_counter(), time.process_time()
                call()
                if turn:  # the first round warms up
                    samples[name][0].append(time.perf_counter() - began)
                    samples[name][1].append(time.process_time() - own)
    for client in (raw, ours, observed):
        client.close()
    if not observation.exchanges or observation.findings:
        raise SystemExit("nothing was observed, or the sandbox has drifted")
    return samples


async def updates_async(where: Mapping[str, str], calls: int, rounds: int) -> Samples:
    """Time updates with each async client in turn, one at a time."""
    base_url, token, page = where["WEBFLOW_BASE_URL"], where["WEBFLOW_TOKEN"], where["WEBFLOW_PAGE_ID"]
    headers, url = {"Authorization": f"Bearer {token}"}, f"{base_url}/pages/{page}"
    sdk = vendor.AsyncWebflow(access_token=token, environment=of_vendor(base_url))
    generated = AuthenticatedClient(base_url=base_url, token=token)
    samples: Samples = {}
    async with httpx.AsyncClient(headers=headers) as raw, AsyncWebflow(token, base_url=base_url) as ours:

        async def by_hand() -> object:
            return (await raw.put(url, json={"title": "Pricing"})).json()

        contestants: dict[str, Callable[[], Awaitable[object]]] = {
            RAW: by_hand,
            "generated client": lambda: update_page_metadata.asyncio(
                page, client=generated, body=PageUpdate(title="Pricing")
            ),
            "webflow_pages": lambda: ours.pages.update(page, title="Pricing"),
            "vendor's SDK": lambda: sdk.pages.update_page_settings(page, title="Pricing"),
        }
        samples = {name: ([], []) for name in contestants}
        for turn in range(rounds + 1):
            for name, call in contestants.items():
                for _ in range(calls):
                    began, own = time.perf_counter(), time.process_time()
                    await call()
                    if turn:
                        samples[name][0].append(time.perf_counter() - began)
                        samples[name][1].append(time.process_time() - own)
    return samples


STARTS = {
    "import httpx": "import httpx",
    "import webflow_pages": "import webflow_pages",
    "webflow_pages, first client": (
        "from webflow_pages import Webflow\nwebflow = Webflow('t')\nwebflow._sender.pool.ready()"
    ),
    "generated client, first client": (
        "from webflow_api.client import AuthenticatedClient\n"
        "from webflow_api.api.pages import update_page_metadata\n"
        "AuthenticatedClient(base_url='https://api.webflow.com/v2', token='t').get_httpx_client()"
    ),
    "vendor's SDK, first client": ("from webflow import Webflow\nWebflow(access_token='t').pages"),
}
"""Programs whose running time is told, interpreter start not included. The second part makes a client ready to send."""


def starts(runs: int) -> dict[str, list[float]]:
    """Time imports and first clients, each in a process of its own, in turn."""
    timed = "import time\nbegan = time.perf_counter()\n{}\nprint(time.perf_counter() - began)"
    found: dict[str, list[float]] = {name: [] for name in STARTS}
    for turn in range(runs + 1):
        for name, program in STARTS.items():
            command = [sys.executable, "-c", timed.format(program)]
            printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            if turn:
                found[name].append(float(printed))
    return found


def listing(pages: int) -> tuple[float, float]:
    """List a large site page by page; return the most memory taken meanwhile and what is kept, in MiB."""
    site = "5eed0000000000000000a001"

    def portion(request: httpx.Request) -> httpx.Response:
        offset = int(request.url.params["offset"])
        listed = [
            {"id": f"{number:024x}", "siteId": site, "title": f"Page {number}"}
            for number in range(offset, offset + 100)
        ]
        content = {"pages": listed, "pagination": {"limit": 100, "offset": offset, "total": pages}}
        return httpx.Response(200, content=json.dumps(content).encode(), headers={"content-type": "application/json"})

    with httpx.Client(transport=httpx.MockTransport(portion)) as client:
        ours = Webflow("t", http_client=client)
        sum(1 for _ in zip(range(100), ours.pages.list(site), strict=False))  # what is made once is made
        tracemalloc.start()
        seen = sum(1 for _ in ours.pages.list(site))
        kept, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    if seen != pages:
        raise SystemExit(f"{seen} pages were listed, and not {pages}")
    return most / 2**20, kept / 2**20


def show_updates(console: Console, title: str, samples: Samples) -> None:
    """Print medians and their ratios to raw httpx."""
    table = Table("", "wall", "µs", "own time", "µs", title=title, title_justify="left")
    raw = [statistics.median(values) for values in samples[RAW]]
    for name, (wall, own) in samples.items():
        medians = [statistics.median(wall), statistics.median(own)]
        ratios = [f"{median / base:.2f}" for median, base in zip(medians, raw, strict=True)]
        times = [f"{1e6 * median:.0f}" for median in medians]
        table.add_row(name, ratios[0], times[0], ratios[1], times[1])
    console.print(table)


def show_starts(console: Console, found: Mapping[str, list[float]]) -> None:
    """Print medians and their ratios to importing httpx."""
    table = Table("", "ratio", "ms", title="To be ready, against importing httpx", title_justify="left")
    base = statistics.median(found["import httpx"])
    for name, seconds in found.items():
        median = statistics.median(seconds)
        table.add_row(name, f"{median / base:.2f}", f"{1e3 * median:.0f}")
    console.print(table)


def main(arguments: list[str] | None = None) -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description="Measure the client against its peers in one run.")
    parser.add_argument("--calls", type=int, default=100, help="updates a turn (%(default)s)")
    parser.add_argument("--rounds", type=int, default=15, help="turns of each client (%(default)s)")
    parser.add_argument("--starts", type=int, default=11, help="processes started for each import (%(default)s)")
    parser.add_argument("--pages", type=int, default=100_000, help="pages to list (%(default)s)")
    given: Any = parser.parse_args(arguments)
    console = Console(highlight=False)
    with serving() as where:
        show_updates(console, "One update, typed answer", updates(where, given.calls, given.rounds))
        found = asyncio.run(updates_async(where, given.calls, given.rounds))
        show_updates(console, "One update, typed answer, async", found)
    show_starts(console, starts(given.starts))
    most, kept = listing(given.pages)
    console.print(f"Listing {given.pages:,} pages takes {most:.1f} MiB at the most, and keeps {kept:.1f} MiB.")


if __name__ == "__main__":
    main()
