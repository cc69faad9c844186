"""Why a change cannot be taken over by a patch."""

from webflow_contract.contract.locations import Location
from webflow_contract.errors import ContractToolError


class FollowingError(ContractToolError):
    """A change cannot be taken over by a patch."""


class KnownError(FollowingError):
    """The contract says it already."""


class PresentError(FollowingError):
    """What the vendor's document has now is in the contract, alike or otherwise. ``location`` is where."""

    def __init__(self, location: Location) -> None:
        super().__init__("the contract has it in another way: compare them, and edit spec/openapi.yaml by hand")
        self.location = location


class MissingError(FollowingError):
    """The contract does not have what the change is about."""


def by_hand(why: str) -> FollowingError:
    """Return the error that says why somebody has to edit the contract."""
    return FollowingError(f"{why}: edit spec/openapi.yaml by hand")


def already() -> KnownError:
    """Return the error that says that the contract says it already."""
    return KnownError("the contract says it already")


def missing() -> MissingError:
    """Return the error that says that the contract does not have what the change is about."""
    return MissingError("the contract does not have what it is about")


def unwritable() -> FollowingError:
    """Return the error that says that the contract's text is not one of which only lines need to change."""
    return by_hand("the file is written there in a way that a patch might lose something of")
