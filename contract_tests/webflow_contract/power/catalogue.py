"""Every mutant there is."""

from collections.abc import Iterator

from webflow_contract.power.mutants import Mutant, Recording
from webflow_contract.power.operators import behaviour, bodies, heads

OPERATORS = (
    bodies.values,
    bodies.names,
    bodies.wholes,
    heads.statuses,
    heads.media_types,
    heads.headers,
    behaviour.mutants,
)


def mutants(recording: Recording) -> Iterator[Mutant]:
    """Yield every mutant of the service that was recorded."""
    for operator in OPERATORS:
        yield from operator(recording)
