"""Where in the documented contract a change belongs."""

from typing import Any

from attrs import frozen

from webflow_contract.contract import locations, media_types
from webflow_contract.contract.locations import Location, at
from webflow_contract.contract.operations import Operation, operations
from webflow_contract.diff.change import Change
from webflow_contract.diff.schemas.drafts import ITEMS
from webflow_contract.documents import Document
from webflow_contract.errors import ContractToolError


class FollowingError(ContractToolError):
    """A change cannot be taken over by a patch."""


class KnownError(FollowingError):
    """The contract says it already."""


class MissingError(FollowingError):
    """The contract does not have what the change is about."""


@frozen
class Context:
    """A change, and the documented contract that is to follow it."""

    change: Change
    contract: Document
    operation: Operation

    @property
    def location(self) -> Location:
        """Where the operation is."""
        return locations.responses_of(self.operation)[:-1]

    @property
    def place(self) -> list[str]:
        """Where in the body or value the change is, any item as the first."""
        return ["0" if part == ITEMS else part for part in self.change.place or ()]

    @property
    def holder(self) -> Location:
        """Where the answer, the request's body, the parameter or the header of the change is described."""
        if self.change.part == "response":
            return self.answer
        if self.change.part == "header":
            return self.header
        if self.change.part == "parameter":
            return self.parameter
        return locations.behind(self.contract, self.there((*self.location, "requestBody")))

    @property
    def answer(self) -> Location:
        """Where the answer is described."""
        key = self.change.status
        return locations.behind(self.contract, self.there((*self.location, "responses", key or "")))

    @property
    def header(self) -> Location:
        """Where the header is described."""
        names = self.node(self.answer).get("headers", {})
        name = next((one for one in names if one.lower() == (self.change.name or "").lower()), None)
        return locations.behind(self.contract, self.there((*self.answer, "headers", name or "")))

    @property
    def listed_parameter(self) -> Location:
        """Where the parameter is listed, be it itself or a reference."""
        where, _, name = (self.change.name or "").partition(" ")
        for begin in (self.location, self.location[:-1]):
            for index, _one in enumerate(self.node(begin).get("parameters", ())):
                found = self.node(locations.behind(self.contract, (*begin, "parameters", index)))
                if (found["in"], found["name"]) == (where, name):
                    return (*begin, "parameters", index)
        raise self.missing()

    @property
    def has_parameter(self) -> bool:
        """Whether the contract has the parameter."""
        try:
            return bool(self.listed_parameter)
        except MissingError:
            return False

    @property
    def parameter(self) -> Location:
        """Where the parameter is described."""
        return locations.behind(self.contract, self.listed_parameter)

    def schema(self, place: list[str] | None = None) -> Location:
        """Return where the schema of a value is; of the change's own without a place."""
        holder = self.holder
        if self.change.part in ("parameter", "header"):
            begin = (*holder, "schema")
        else:
            content = self.node(holder).get("content", {})
            name = self.change.media_type if self.change.media_type in content else None
            name = name or next(filter(media_types.is_json, content), None)
            begin = (*holder, "content", name or "", "schema")
        found = locations.value(self.contract, self.there(begin), self.place if place is None else place)
        if found is None:
            raise self.missing()
        return found

    def within(self, keyword: str) -> Location:
        """Return where the schema is that has the property of the change: the one with this keyword, else the first."""
        options = list(locations.options(self.contract, self.schema(self.place[:-1])))
        return next((one for one in options if keyword in self.node(one)), options[0])

    def node(self, location: Location) -> Any:  # noqa: ANN401  (JSON is any value)
        """Return what stands at a location."""
        return at(self.contract, location)

    def there(self, location: Location) -> Location:
        """Refuse to go on where the contract has nothing."""
        try:
            self.node(location)
        except (KeyError, IndexError):
            raise self.missing() from None
        return location

    def refusal(self, why: str) -> FollowingError:
        """Return the error that says why there is no patch."""
        return FollowingError(why)

    def already(self) -> KnownError:
        """Return the error that says that the contract says it already."""
        return KnownError("the contract says it already")

    def missing(self) -> MissingError:
        """Return the error that says that the contract does not have what the change is about."""
        return MissingError("the contract does not have what it is about")


def context(change: Change, contract: Document) -> Context:
    """Return a change with what it belongs to.

    Raises:
        FollowingError: The contract has no such operation.
    """
    known = operations(contract).get(change.operation)
    if known is None:
        raise MissingError(f"the contract has no operation {change.operation!r}")
    return Context(change, contract, known)
