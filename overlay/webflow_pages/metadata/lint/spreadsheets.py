"""What a spreadsheet shows instead of a text, where a formula fails or a column is too narrow."""

import re
from typing import Final

from webflow_pages.metadata.lint.words import spreadsheet_errors

_NUMBERED: Final = re.compile(r"#{3,}|Err:5[0-9]{2}")
"""A column that is too narrow, and errors of LibreOffice."""

_LONGEST: Final = 300
"""Characters beyond which no text is one. A column is 255 characters wide at the most."""


def is_spreadsheet_error(text: str) -> bool:
    """Return whether a text is nothing but what a spreadsheet shows instead of one."""
    if "#" not in text[:_LONGEST] and "Err:" not in text[:_LONGEST]:
        return False
    bare = text.strip() if len(text) < _LONGEST else ""
    return bare.upper() in spreadsheet_errors() or _NUMBERED.fullmatch(bare) is not None
