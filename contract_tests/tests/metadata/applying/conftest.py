"""What all of these start with."""

import os
from pathlib import Path

import pytest

from .stage import Stage


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path / "runs")


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files be as they are read, which is all that processes see of each other: half of the time went there."""
    monkeypatch.setattr(os, "fsync", lambda file: None)
