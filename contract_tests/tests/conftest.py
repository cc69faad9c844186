"""What holds for all tests."""

import gc
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[2]
SOURCES = ("generated/webflow_api", "overlay/webflow_pages", "contract_tests/webflow_contract")


# An example that takes long says something of the machine, and nothing of the code.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


FIRST = ("readme", "workflow", "suite", "following", "power", "check", "artefact", "commands", "diff")
"""The folders whose files take longest. They go first, so that at the end no processor waits long for another one."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what takes longest go first. Within a folder, the order stays."""
    places = {folder: place for place, folder in enumerate(FIRST)}
    items.sort(key=lambda item: places.get(item.path.parent.name, len(FIRST)))


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "checkout(what): needs the checkout and not what is installed, for what it does")


def pytest_collection_finish() -> None:
    """Let nobody look for garbage among the thousands of tests themselves, which stay until the end."""
    gc.collect()
    gc.freeze()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what is about the checkout where the tests run without one: see ``make test-wheel``."""
    marker = item.get_closest_marker("checkout")
    if marker is not None and not all((ROOT / source).is_dir() for source in SOURCES):
        pytest.skip(f"needs the checkout: it {marker.args[0]}")
