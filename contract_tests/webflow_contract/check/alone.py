"""Keep two checks of one page apart, as far as one machine can: a lock that ends with its process.

On another machine, only the marker in a probe's text tells that a check is at work.
"""

import hashlib
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from filelock import FileLock, Timeout

from webflow_pages.configuration import is_loopback


class BusyError(Exception):
    """Something else is at work on the page."""


@contextmanager
def alone(base_url: str, page_id: str) -> Generator[None, None, None]:
    """Have a page for oneself, among what runs on this machine.

    Raises:
        BusyError: A check of the page runs, or it is being put back.
    """
    name = hashlib.sha256(f"{_one_spelling(base_url)} {page_id.lower()}".encode()).hexdigest()[:16]
    lock = FileLock(Path(tempfile.gettempdir()) / f"webflow-contract-{name}.lock", timeout=0, mode=0o666)
    try:
        lock.acquire()
    except Timeout:
        raise BusyError("Another check of this page runs on this machine: wait for it.") from None
    except OSError:
        pass  # there is no place for a lock: the marker in a probe's text has to do
    try:
        yield
    finally:
        lock.release()


def _one_spelling(base_url: str) -> str:
    """Return an address as everybody spells it who means the same one."""
    parts = urlsplit(base_url.lower())
    host = "localhost" if is_loopback(parts.hostname or "") else parts.hostname
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    return f"{parts.scheme}://{host}:{port}{parts.path.rstrip('/')}"
