"""A property holds for whatever hypothesis draws: from the sandbox with shrinking, from a service within its budget."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy

from webflow_contract.suite.service import Service

EXAMPLES = 50
"""Of each property in the sandbox, unless the profile in use says how many."""

Property = Callable[..., None]
ForAll = Callable[..., Callable[[Property], None]]

_TOO_SLOW = (HealthCheck.too_slow,)  # a machine that is busy is no reason to fail


def for_all_in_sandbox(service: Service) -> ForAll:
    """Return a decorator that proves a property at once, as the consumer's own properties are proven."""
    theirs = settings.get_profile(settings.get_current_profile_name())
    builtin = settings.get_current_profile_name() in ("default", "ci") and theirs.max_examples == 100
    chosen = settings(
        theirs,
        max_examples=EXAMPLES if builtin else theirs.max_examples,
        deadline=None,
        suppress_health_check=[*theirs.suppress_health_check, *_TOO_SLOW],
    )

    def for_all(*strategies: SearchStrategy[Any]) -> Callable[[Property], None]:
        def prove(holds: Property) -> None:
            @wraps(holds)
            def example(*drawn: Any, **named: Any) -> None:  # noqa: ANN401  (whatever the strategies draw)
                service.begin()
                holds(*drawn, **named)

            chosen(given(*strategies)(example))()

        return prove

    return for_all


def for_all_live(examples: int) -> ForAll:
    """Return a decorator that tries a property on a number of examples, the same ones each time.

    The first that fails ends it: nothing is sent again, neither to shrink it nor to see it fail twice.
    """
    chosen = settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=_TOO_SLOW,
    )

    def for_all(*strategies: SearchStrategy[Any]) -> Callable[[Property], None]:
        def prove(holds: Property) -> None:
            failures: list[BaseException] = []

            @wraps(holds)
            def example(*drawn: Any, **named: Any) -> None:  # noqa: ANN401  (whatever the strategies draw)
                if failures:
                    return
                try:
                    holds(*drawn, **named)
                except pytest.fail.Exception as failure:
                    failures.append(failure)

            chosen(given(*strategies)(example))()
            if failures:
                raise failures[0]

        return prove

    return for_all
