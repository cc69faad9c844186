"""What a plan of a large site costs: seconds and memory, for more and more pages and locales. ``make bench-planning``.

The site is the sandbox in this process; its own share is measured apart. Each size is measured in a process of its own,
as memory that was once taken hides what is needed next.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import httpx
from rich.console import Console
from rich.table import Table

from webflow_contract.carriers.transport import SandboxTransport
from webflow_contract.sandbox import Sandbox
from webflow_contract.sandbox.seed import sized
from webflow_pages import Webflow
from webflow_pages.metadata.entries import Entry
from webflow_pages.metadata.fields import Field, Value

T = TypeVar("T")

SIZES = (12_500, 25_000, 50_000, 100_000)
"""Pages times locales."""

LOCALES = 5


def timed(call: Callable[[], T]) -> tuple[T, float]:
    """Return what a call returns, and its seconds of this process' time."""
    began = time.process_time()
    return call(), time.process_time() - began


def peak() -> float:
    """Return the most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(page_locales: int) -> dict[str, Any]:
    """Read a site, write it as CSV, change a tenth, read that and plan it."""
    from webflow_pages.metadata.files.reading import read_wanted
    from webflow_pages.metadata.files.writing import write_files
    from webflow_pages.metadata.plan.document import write_plan
    from webflow_pages.metadata.plan.making import make_plan
    from webflow_pages.metadata.resolving import resolve
    from webflow_pages.metadata.settings import Settings
    from webflow_pages.metadata.state import read_state

    sandbox = Sandbox(sized(pages=page_locales // LOCALES, locales=LOCALES), rate_limit="off")
    before = peak()
    with httpx.Client(transport=SandboxTransport(sandbox)) as http_client, tempfile.TemporaryDirectory() as folder:
        webflow = Webflow(sandbox.token, base_url="http://127.0.0.1/v2", http_client=http_client)
        state, reading = timed(lambda: read_state(webflow, sandbox.site_id))
        after_state = peak()
        csv = Path(folder) / "pages.csv"
        write_files(state, csv)
        wanted, parsing = timed(lambda: read_wanted(csv))
        entries, resolving = timed(lambda: resolve(wanted, state))
        changed = [_changed(entry) if at % 10 == 0 else entry for at, entry in enumerate(entries)]
        lint = Settings().lint
        plan, planning = timed(
            lambda: make_plan(state, changed, made="2026-11-26T03:00:00Z", allow=("primary", "slugs"), lint=lint)
        )
        _, keeping = timed(lambda: write_plan(plan, Path(folder) / "plan.json"))
    return {
        "page-locales": page_locales,
        "updates": len(plan.updates),
        "requests": state.requests,
        "read": reading,
        "csv": parsing,
        "resolve": resolving,
        "plan": planning,
        "keep": keeping,
        "sandbox MB": before,
        "state MB": after_state - before,
        "all MB": peak() - before,
    }


def _changed(entry: Entry) -> Entry:
    values: dict[Field, Value] = {**entry.values, "seo.title": f"{entry.values.get('seo.title')}, anew"}
    return Entry(entry.path, entry.page_id, entry.locale, values, entry.kind)


def main() -> None:
    """Measure each size and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one", type=int, help="measure this size here and print JSON")
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    given = parser.parse_args()
    if given.one is not None:
        print(json.dumps(measure(given.one)))  # noqa: T201  (for the process that asked)
        return
    rows = [_in_a_process(size) for size in given.sizes]
    table = Table(title="Planning, seconds and MB (the sandbox' share of 'read' included; MB beyond the sandbox')")
    for name in (*rows[0], "plan µs each"):
        table.add_column(name, justify="right")
    for row in rows:
        each = 1e6 * (row["csv"] + row["resolve"] + row["plan"]) / row["page-locales"]
        table.add_row(
            *(f"{value:,.2f}" if isinstance(value, float) else f"{value:,}" for value in row.values()), f"{each:.1f}"
        )
    Console(width=160).print(table)


def _in_a_process(size: int) -> dict[str, Any]:
    command = [sys.executable, __file__, "--one", str(size)]
    row: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return row


if __name__ == "__main__":
    main()
