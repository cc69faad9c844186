"""Every mutant there is."""

from collections.abc import Callable, Iterator, Sequence

from webflow_contract.power.mutants import Mutant, Recording
from webflow_contract.power.operators import (
    afterwards,
    echoes,
    encodings,
    envelopes,
    heads,
    lists,
    locales,
    names,
    now_and_then,
    quota,
    rights,
    storing,
    texts,
    updates,
    validation,
    values,
    wholes,
)

Operator = Callable[[Recording], Iterator[Mutant]]

ANSWERS: Sequence[Operator] = (
    values.mutants,
    names.mutants,
    wholes.mutants,
    encodings.mutants,
    envelopes.mutants,
    heads.statuses,
    heads.redirects,
    heads.media_types,
    heads.headers,
)
"""Those that change how an answer looks, wherever one is of its kind."""

BEHAVIOUR: Sequence[Operator] = (
    updates.mutants,
    storing.mutants,
    echoes.mutants,
    afterwards.mutants,
    texts.mutants,
    locales.mutants,
    rights.mutants,
    validation.mutants,
    lists.mutants,
    quota.mutants,
    now_and_then.mutants,
)
"""Those that change what the service does."""


def mutants(recording: Recording) -> Iterator[Mutant]:
    """Yield every mutant of the service that was recorded."""
    for operator in (*ANSWERS, *BEHAVIOUR):
        yield from operator(recording)
