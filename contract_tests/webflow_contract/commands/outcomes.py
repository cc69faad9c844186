"""Exit codes beside 0 and those of a verdict."""

from typing import Final

USAGE: Final = 2
NOT_JUDGED: Final = 3
NOT_RESTORED: Final = 4
