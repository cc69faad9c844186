"""The names of ``webflow_pages.metadata``, and what importing it loads."""

import subprocess
import sys

import pytest

from webflow_pages import metadata


def test_every_name_is_there() -> None:
    for name in metadata.__all__:
        assert getattr(metadata, name) is not None
    assert set(dir(metadata)) == set(metadata.__all__)
    with pytest.raises(AttributeError, match="no attribute 'planned'"):
        _ = metadata.planned  # type: ignore[attr-defined]


def test_importing_it_loads_none_of_its_parts() -> None:
    program = "import sys, webflow_pages.metadata; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert [name for name in done.stdout.split() if name.startswith(("webflow_pages.metadata.", "httpx", "yaml"))] == []
