"""The journal: what a page was before the first write, on disk until it is put back.

It holds texts and ids, and no token. An open journal stops the next check before it writes.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from attrs import Factory, field, frozen

from webflow_contract.check.findings import Place
from webflow_contract.check.subject import TEXTS, is_id
from webflow_contract.errors import ContractToolError

DEFAULT = Path("webflow-contract.journal.json")
_SCHEMA = 1


class JournalError(ContractToolError):
    """A journal cannot be read or written."""


class OpenJournalError(ContractToolError):
    """There is a journal already: a page has not been put back."""


@frozen
class Original:
    """A page in one locale, before the first write. ``locale_id`` None is the primary locale.

    ``texts`` are those that can be put back, of a secondary locale its own. ``written`` is which of them the check
    writes, and ``metadata`` is everything that an update can change.
    """

    locale_id: str | None
    texts: Mapping[Place, str]
    metadata: Mapping[str, Any]
    written: tuple[Place, ...] = field(default=Factory(lambda self: tuple(self.texts), takes_self=True))


@frozen
class Journal:
    """Which page to put back, where, and to what."""

    base_url: str
    page_id: str
    originals: tuple[Original, ...]

    def open(self, path: Path) -> None:
        """Write the journal to a new file.

        Raises:
            OpenJournalError: There is one already.
            JournalError: It cannot be written.
        """
        originals = [
            {
                "localeId": original.locale_id,
                "texts": [[list(place), text] for place, text in original.texts.items()],
                "metadata": original.metadata,
                "written": [list(place) for place in original.written],
            }
            for original in self.originals
        ]
        content: dict[str, Any] = {
            "schema": _SCHEMA,
            "base_url": self.base_url,
            "page_id": self.page_id,
            "originals": originals,
        }
        try:
            with open(path, "x", encoding="utf-8", opener=_private) as file:
                _fill(file, json.dumps(content, indent=2))
        except FileExistsError:
            raise OpenJournalError(is_open(path)) from None
        except OSError as error:
            raise JournalError(f"{path}: the journal cannot be written: {error.strerror}") from error


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)


def _fill(file: TextIO, text: str) -> None:
    """Write the whole text to the disk, or leave no file."""
    try:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    except OSError:
        Path(file.name).unlink()
        raise


def is_open(path: Path) -> str:
    """Return the line that says what to do about an open journal."""
    return f"{path}: an earlier check did not put its page back: run 'webflow-contract restore {path}' first"


def read(path: Path) -> Journal:
    """Read a journal.

    Raises:
        JournalError: There is none, or it is broken.
    """
    try:
        content: Any = json.loads(path.read_text(encoding="utf-8"))
        if content["schema"] != _SCHEMA:
            raise JournalError(f"{path}: the journal has schema {content['schema']}, and this version reads {_SCHEMA}")
        originals = tuple(_original(entry) for entry in content["originals"])
        return Journal(str(content["base_url"]), _id(content["page_id"]), originals)
    except OSError as error:
        raise JournalError(f"{path}: the journal cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        line = f"{path}: this is no journal of a check: name another, or look at the page and delete it"
        raise JournalError(line) from error


def _original(entry: Any) -> Original:  # noqa: ANN401  (JSON is any value)
    texts = {tuple(place): text for place, text in entry["texts"]}
    if not isinstance(entry["metadata"], dict):
        raise TypeError("no metadata")
    if not all(place in TEXTS and isinstance(text, str) for place, text in texts.items()):
        raise ValueError("a text that no check writes")
    locale_id = None if entry["localeId"] is None else _id(entry["localeId"])
    written = tuple(tuple(place) for place in entry.get("written", texts))
    if not texts.keys() >= set(written):
        raise ValueError("a text that is not there")
    return Original(locale_id, texts, entry["metadata"], written)


def _id(value: str) -> str:
    if not is_id(value):
        raise ValueError("no id")
    return value
