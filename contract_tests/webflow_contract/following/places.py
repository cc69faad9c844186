"""Where in the documented contract a change belongs."""

from typing import Any

from attrs import frozen

from webflow_contract.contract import locations, media_types
from webflow_contract.contract.locations import Location, at
from webflow_contract.contract.operations import Operation, operations
from webflow_contract.diff.change import Change
from webflow_contract.diff.schemas.drafts import ITEMS
from webflow_contract.documents import Document
from webflow_contract.following.edits import Edit
from webflow_contract.following.errors import FollowingError, MissingError, already, by_hand, missing


@frozen
class PlacedChange:
    """A change of the vendor's document, and the operation of the documented contract that is to follow it."""

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
    def name(self) -> str:
        """The name of the property that the change is about."""
        if not self.change.place or self.change.place[-1] == ITEMS:
            raise by_hand("the report does not say which property it is about")
        return self.change.place[-1]

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
        return locations.behind(self.contract, self.there(self.listed_header))

    @property
    def listed_header(self) -> Location:
        """Where the answer has the header, be it itself or a reference."""
        names = self.node(self.answer).get("headers", {})
        name = next((one for one in names if one.lower() == (self.change.name or "").lower()), "")
        return (*self.answer, "headers", name)

    @property
    def listed_parameter(self) -> Location:
        """Where the parameter is listed, be it itself or a reference."""
        where, _, name = (self.change.name or "").partition(" ")
        for begin in (self.location, self.location[:-1]):
            for index, _one in enumerate(self.node(begin).get("parameters", ())):
                found = self.node(locations.behind(self.contract, (*begin, "parameters", index)))
                if (found["in"], found["name"]) == (where, name):
                    return (*begin, "parameters", index)
        raise missing()

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
            raise missing()
        return found

    def within(self, keyword: str) -> Location:
        """Return where the schema is that has the property of the change: the one with this keyword, else the first."""
        options = list(locations.options(self.contract, self.schema(self.place[:-1])))
        return next((one for one in options if keyword in self.keywords(one)), options[0])

    def node(self, location: Location) -> Any:  # noqa: ANN401  (JSON is any value)
        """Return what stands at a location."""
        return at(self.contract, location)

    def keywords(self, location: Location) -> dict[str, Any]:
        """Return the schema at a location, if it has keywords: true and false have none.

        Raises:
            FollowingError: It has none.
        """
        found = self.node(location)
        if not isinstance(found, dict):
            raise by_hand("the contract has no more than true or false there")
        return found

    def there(self, location: Location) -> Location:
        """Refuse to go on where the contract has nothing."""
        try:
            self.node(location)
        except (KeyError, IndexError):
            raise missing() from None
        return location

    def removed(self, location: Location) -> Edit:
        """Return the edit that removes what is at a location, if anything is."""
        if location[-1] not in self.node(self.there(location[:-1])):
            raise already()
        return Edit("remove", location)


def placed(change: Change, contract: Document) -> PlacedChange:
    """Return a change with the operation that it belongs to.

    Raises:
        FollowingError: The contract has no such operation.
    """
    known = operations(contract).get(change.operation)
    if known is None:
        raise FollowingError(f"the contract has no operation {change.operation!r}")
    return PlacedChange(change, contract, known)
