"""Keep two checks of one page apart, as far as one machine can: a lock that ends with its process.

On another machine, only the marker in a probe's text tells that a check is at work.
"""

import hashlib
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout


class BusyError(Exception):
    """Something else is at work on the page."""


@contextmanager
def alone(base_url: str, page_id: str) -> Generator[None, None, None]:
    """Have a page for oneself, among what runs on this machine.

    Raises:
        BusyError: A check of the page runs, or it is being put back.
    """
    name = hashlib.sha256(f"{base_url.rstrip('/').lower()} {page_id}".encode()).hexdigest()[:16]
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
