"""The version that a checkout says it is."""

import re
from pathlib import Path
from typing import Final

from webflow_contract import documents
from webflow_contract.errors import DocumentError

VERSION: Final = Path("overlay", "webflow_pages", "_version.py")
"""Where a checkout says its version."""


def current(root: Path) -> str:
    """Return the version of a checkout, which need not be the installed one.

    Raises:
        DocumentError: It says none.
    """
    found = re.search(r'^__version__ = "([^"]+)"$', documents.text_of(root / VERSION), re.MULTILINE)
    if found is None:
        raise DocumentError(f'{root / VERSION}: has no line such as __version__ = "1.2.3"')
    return found[1]
