"""What all of these start with."""

import os
from pathlib import Path

import pytest

from ..applying.stage import Stage


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path / "runs")


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files be as they are read."""
    monkeypatch.setattr(os, "fsync", lambda file: None)
