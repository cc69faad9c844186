"""Which file a page is kept in: a name for each path that every file system takes and that tells the path."""

import re
from typing import Final
from unicodedata import category, normalize

_HOME: Final = "index"
_BY_ID: Final = "_by-id"
"""The folder of the pages without a path, and of those whose path is too long for a file's name."""

_ENDING: Final = ".yaml"

_LONGEST: Final = 180
"""Bytes of a name with its folders. Windows takes 260 characters with all that is in front (documented there)."""

_PLAIN: Final = "-_.+,=@()!"
"""Marks that are no trouble to any file system or shell, unless a dot is first or last."""

_DEVICE: Final = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])(\.|$)", re.IGNORECASE)
"""The names that Windows keeps for devices, whatever ending they have."""


def name_of(path: str | None, page_id: str) -> str:
    """Return the name of a page's file, with ``/`` between folders: ``a/team.yaml`` for ``/a/team``.

    Args:
        path: The page's path; None where it has none.
        page_id: Its id.
    """
    if path is None:
        return _by_id(page_id)
    *folders, last = [_HOME] if path == "/" else path.removeprefix("/").split("/")
    name = "/".join([*(_segment(one, folder=True) for one in folders), _segment(last) + _ENDING])
    return name if len(name.encode()) <= _LONGEST else _by_id(page_id)


def other_name(name: str, page_id: str) -> str:
    """Return the name of a page's file where another page has the usual one already."""
    other = f"{name.removesuffix(_ENDING)}~{_segment(page_id)}{_ENDING}"
    return other if len(other.encode()) <= _LONGEST else _by_id(page_id)


def key_of(name: str) -> str:
    """Return what two names have in common that are one on some file systems: in case, or in how accents are put."""
    return normalize("NFC", normalize("NFC", name).casefold())


def _by_id(page_id: str) -> str:
    return f"{_BY_ID}/{_segment(page_id)}{_ENDING}"


def _segment(segment: str, *, folder: bool = False) -> str:
    """Return a part of a path with percent signs for what is trouble. Different parts stay different."""
    name = "".join(character if _is_plain(character) else _percent(character) for character in segment)
    if not name:
        return "%"
    if name.startswith(".") or _DEVICE.match(name):  # hidden, or the folder itself or the one above; or a device
        name = _percent(name[0]) + name[1:]
    if name.endswith(".") or (folder and name.lower().endswith((_ENDING, ".yml"))):  # Windows drops a final dot
        stem, _, ending = name.rpartition(".")
        name = f"{stem}%2E{ending}"
    return name


def _is_plain(character: str) -> bool:
    return character in _PLAIN or character.isalnum() or category(character) in ("Mn", "Mc")


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))
