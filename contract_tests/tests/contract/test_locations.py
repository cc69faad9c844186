"""Where references lead."""

import pytest

from webflow_contract.contract.locations import at, pointed_to
from webflow_contract.contract.operations import target

CONTRACT = {"paths": {"/pages/{id}": {"get": [{"~": 1}]}}}


@pytest.mark.parametrize("path", ["~1pages~1{id}", "~1pages~1%7Bid%7D"])
def test_a_reference_leads_to_the_same_place_whoever_follows_it(path: str) -> None:
    reference = f"#/paths/{path}/get"
    assert pointed_to({"$ref": reference}) == ("paths", "/pages/{id}", "get")
    assert at(CONTRACT, pointed_to({"$ref": reference})) == target(CONTRACT, reference) == [{"~": 1}]
    assert target(CONTRACT, f"{reference}/0/~0") == 1
