"""The last release: its contract, kept in the package, is what the next one is compared with.

It is written by ``webflow-contract release keep`` when a release is out, and committed.
"""

from importlib import resources
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from webflow_contract import documents
from webflow_contract.contract.validation import validate
from webflow_contract.documents import Document
from webflow_contract.errors import DocumentError
from webflow_contract.release.surface import Surface
from webflow_contract.writing import write_whole

FILE: Final = Path("contract_tests", "webflow_contract", "release", "last.yaml")
"""Where it is in a checkout."""

_COMMENT: Final = "# The last release. Written by 'webflow-contract release keep'; do not edit.\n"


@frozen
class Release:
    """A release: the package's version, the day, its effective contract, and the surface of its generated client."""

    version: str
    date: str
    contract: Document
    surface: Surface


def last(root: Path | None = None) -> Release | None:
    """Return the last release: of a checkout, or the one that the installed package knows. None before the first.

    Raises:
        DocumentError: What is kept is broken.
    """
    if root is not None:
        path = root / FILE
        return _read(path) if path.exists() else None
    place = resources.files("webflow_contract.release").joinpath(FILE.name)
    with resources.as_file(place) as path:
        return _read(path) if path.exists() else None


def _read(path: Path) -> Release:
    content = documents.read(path)
    if not _is_whole(content):
        raise DocumentError(f"{path}: has to have version, date, contract and surface: take it back from git")
    validate(content["contract"], f"{path}: contract")
    return Release(content["version"], content["date"], content["contract"], content["surface"])


def _is_whole(content: dict[str, Any]) -> bool:
    texts = all(isinstance(content.get(key), str) for key in ("version", "date"))
    surface = content.get("surface")
    named = isinstance(surface, dict) and all(isinstance(one, str) for one in surface.values())
    return texts and named and isinstance(content.get("contract"), dict)


def keep(root: Path, release: Release) -> Path:
    """Keep a release as the last one, whole or not at all, and return the file.

    Raises:
        DocumentError: It cannot be written.
    """
    content = {
        "version": release.version,
        "date": release.date,
        "contract": release.contract,
        "surface": dict(release.surface),
    }
    write_whole(root / FILE, _COMMENT + documents.dump(content), "last release")
    return root / FILE
