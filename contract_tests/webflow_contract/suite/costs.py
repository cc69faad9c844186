"""What a property costs, what it takes, and how many examples of each a budget of requests is enough for."""

from collections.abc import Iterable, Iterator
from typing import Literal

import pytest
from attrs import frozen

from webflow_contract.suite.service import Service

MARK = "webflow_requests"

Need = Literal["nothing", "locale", "secondary locale", "second token", "sandbox"]


@frozen
class Cost:
    """Requests once, and requests for each example."""

    once: int
    each: int


def requests(*, each: int, once: int = 0, needs: Need = "nothing") -> pytest.MarkDecorator:
    """Say what a property costs, and what it takes beside a page and a token."""
    mark: pytest.MarkDecorator = getattr(pytest.mark, MARK)
    return mark(each=each, once=once, needs=needs)


def unmet(item: pytest.Item, service: Service) -> str | None:
    """Return why a property cannot be asked of a service, or None where it can."""
    mark = item.get_closest_marker(MARK)
    needs: Need = "nothing" if mark is None else mark.kwargs["needs"]
    if needs == "sandbox" and service.is_live:
        return "it would not be harmless on somebody's page"
    if needs == "locale" and not any(service.texts[locale] for locale in service.texts if locale is not None):
        return "no secondary locale may be written: name one with --live-locale"
    if needs == "secondary locale" and not service.locales:
        return "the site has no secondary locale"
    if needs == "second token" and not service.has_second_token:
        return "there is no second token: set WEBFLOW_TOKEN_WITHOUT_WRITE"
    return None


def costs(items: Iterable[pytest.Item], service: Service) -> Iterator[Cost]:
    """Yield what the properties cost that are to be asked."""
    for item in items:
        mark = item.get_closest_marker(MARK)
        if mark is not None and unmet(item, service) is None:
            yield Cost(mark.kwargs["once"], mark.kwargs["each"])


def examples(left: int, costs: Iterable[Cost]) -> int:
    """Return how many examples of each property the requests that are left are enough for."""
    known = list(costs)
    once, each = sum(cost.once for cost in known), sum(cost.each for cost in known)
    return (left - once) // each if each else 1


def fewest(costs: Iterable[Cost]) -> int:
    """Return how many requests it takes to look at one example of each property."""
    return sum(cost.once + cost.each for cost in costs)
