"""The README and its blocks, and a shell that runs them."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from webflow_contract.carriers.server import running
from webflow_contract.sandbox import Sandbox

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[str]:
    return [text for found, text in BLOCKS if found == language]


def block(start: str) -> str:
    (found,) = (text for _, text in BLOCKS if text.startswith(start))
    return found


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox()


@pytest.fixture
def environment(sandbox: Sandbox) -> Iterator[dict[str, str]]:
    with running(sandbox) as base_url:
        yield {**os.environ, **surroundings(sandbox, base_url)}


def surroundings(sandbox: Sandbox, base_url: str) -> dict[str, str]:
    return {
        "WEBFLOW_BASE_URL": base_url,
        "WEBFLOW_TOKEN": sandbox.token,
        "WEBFLOW_SITE_ID": sandbox.site_id,
        "WEBFLOW_PAGE_ID": sandbox.page_id,
    }


def shell(command: str, environment: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command of the README. Its ``.venv/bin`` is wherever these tests run."""
    command = command.replace(".venv/bin/", f"{Path(sys.executable).parent}/")
    return subprocess.run(
        ["sh", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
