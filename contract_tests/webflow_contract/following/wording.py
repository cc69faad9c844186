"""What the contract says of what nobody has described yet."""

from typing import Final

NOT_DESCRIBED: Final = "Not described yet."
