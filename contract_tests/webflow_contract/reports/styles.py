"""How the terminal shows levels."""

from collections.abc import Mapping
from typing import Final

STYLES: Final[Mapping[str, str]] = {"breaking": "bold red", "warning": "yellow", "information": "cyan"}
