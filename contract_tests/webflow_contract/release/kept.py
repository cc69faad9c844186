"""The last release's contract, kept in the package: what the next one is compared with.

It is written by ``webflow-contract release keep`` when a release is out, and committed.
"""

from importlib import resources
from pathlib import Path
from typing import Final

from attrs import frozen

from webflow_contract import documents
from webflow_contract.documents import Document
from webflow_contract.errors import DocumentError

FILE: Final = Path("contract_tests", "webflow_contract", "release", "last.yaml")
"""Where it is in a checkout."""

_COMMENT: Final = "# The contract of the last release. Written by 'webflow-contract release keep'; do not edit.\n"


@frozen
class Release:
    """A release: the package's version, the day, and the effective contract that it came with."""

    version: str
    date: str
    contract: Document


def last(root: Path | None = None) -> Release | None:
    """Return the last release: of a checkout, or the one that the installed package knows. None before the first.

    Raises:
        DocumentError: What is kept is broken.
    """
    place = resources.files("webflow_contract.release").joinpath(FILE.name) if root is None else root / FILE
    if not place.is_file():
        return None
    content = documents.parse(place.read_text(encoding="utf-8"), f"{place}")
    if not isinstance(content.get("contract"), dict) or not all(
        isinstance(content.get(key), str) for key in ("version", "date")
    ):
        raise DocumentError(f"{place}: has to have version, date and contract: restore it from the last release")
    return Release(content["version"], content["date"], content["contract"])


def keep(root: Path, release: Release) -> Path:
    """Keep a release as the last one, and return the file.

    Raises:
        DocumentError: It cannot be written.
    """
    path = root / FILE
    content = {"version": release.version, "date": release.date, "contract": release.contract}
    try:
        path.write_text(_COMMENT + documents.dump(content), encoding="utf-8")
    except OSError as error:
        raise DocumentError(f"{path}: cannot be written: {error.strerror}") from error
    return path
