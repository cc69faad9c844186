"""One measurement of a sample, for whatever holds something against it."""

import pytest

from webflow_contract.contract import effective
from webflow_contract.power.measure import Power, measure
from webflow_contract.power.mutants import Mutant
from webflow_contract.power.trials import Bench

EVERY = 41
"""The suite tries one mutant of so many: 'webflow-contract power' tries them all."""


@pytest.fixture(scope="session")
def power() -> Power:
    return measure(effective.load(), every=EVERY)


@pytest.fixture(scope="session")
def every() -> list[Mutant]:
    return list(Bench(effective.load()).chosen(1))
