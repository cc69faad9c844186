"""Use the wheel with the newest dependencies that it allows, and not those that are locked: ``make test-wheel``.

A fresh environment gets the wheel with all extras, as ``pip install`` resolves them today.
"""

import tempfile
from pathlib import Path

from fresh import Environment, build

USE = """
from importlib.metadata import distributions

import httpx
import webflow_api
import webflow_contract.suite
import webflow_pages
from webflow_contract.carriers.transport import SandboxTransport
from webflow_contract.sandbox import Sandbox

sandbox = Sandbox()
http_client = httpx.Client(transport=SandboxTransport(sandbox))
with http_client, webflow_pages.Webflow(sandbox.token, http_client=http_client) as webflow:
    page = webflow.pages.update(sandbox.page_id, locale="fr-FR", title="Nos tarifs")
    assert (page.title, page.not_applied) == ("Nos tarifs", ()), page
print(*sorted(f"{one.name} {one.version}" for one in distributions()), sep=", ")
"""


def main() -> None:
    """Install, and use client, check and suite once."""
    with tempfile.TemporaryDirectory(prefix="webflow-pages-") as work:
        folder = Path(work)
        environment = Environment(folder / "venv")
        environment.install(f"{build(folder / 'dist')}[cli,contract,suite]")
        environment.python("-W", "error", "-c", USE, folder=folder)
        environment.run("webflow-contract", "check", folder=folder)
        environment.python("-m", "pytest", "--quiet", "--pyargs", "webflow_contract.suite", folder=folder)


if __name__ == "__main__":
    main()
