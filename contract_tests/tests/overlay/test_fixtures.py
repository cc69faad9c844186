"""A body counts only with its source."""

import datetime
import json
from pathlib import Path

import pytest

FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("*.json"))


def test_there_are_fixtures() -> None:
    assert len(FIXTURES) >= 12


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_each_carries_its_source(path: Path) -> None:
    fixture = json.loads(path.read_text(encoding="utf-8"))

    assert set(fixture) == {"source", "date", "confidence", "operation", "status", "headers", "body"}
    assert len(fixture["source"]) > 10
    assert fixture["confidence"] in {"documented", "recorded", "reported"}
    assert fixture["operation"]
    assert 200 <= fixture["status"] <= 599
    assert isinstance(fixture["headers"], dict)
    year, *rest = fixture["date"].split("-")
    assert datetime.date(int(year), *map(int, rest or ["1", "1"])) <= datetime.datetime.now(datetime.UTC).date()


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_each_is_of_the_service(path: Path) -> None:
    fixture = json.loads(path.read_text(encoding="utf-8"))
    envelope = {"message", "code", "externalReference", "details"}

    assert (set(fixture["body"]) == envelope) is (fixture["status"] >= 400)
