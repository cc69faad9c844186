"""What the methods return: the contract's models, with the answer that they came in."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs
from attrs import define, field, frozen

from webflow_api.models import page as page_model
from webflow_api.models import site as site_model
from webflow_pages.errors import ResponseError, TransportError, WebflowError, request_id
from webflow_pages.unset import Unset

_DIGITS = re.compile(r"[0-9]{1,9}")


class Headers(Mapping[str, str]):
    """The headers of an answer, found in any case. Those that came several times are joined (RFC 9110, 5.3)."""

    __slots__ = ("_values",)

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._values: dict[str, str] = {}
        for name, value in pairs:
            name = name.lower()
            self._values[name] = f"{self._values[name]}, {value}" if name in self._values else value

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Headers({list(self._values.items())!r})"


@frozen
class Quota:
    """Where the token stands in its quota of requests, as an answer tells it. None is what it does not tell.

    Args:
        limit: Requests in a window of 60 seconds.
        remaining: Requests left in this window.
        resets_in: Seconds until the window ends, counted from the answer (recorded: ``Retry-After`` counts them down).
    """

    limit: int | None
    remaining: int | None
    resets_in: int | None

    @classmethod
    def of(cls, headers: Mapping[str, str]) -> "Quota":
        """Read the headers of an answer. Those that are no whole numbers count as missing."""
        return cls(
            _whole(headers.get("x-ratelimit-limit")),
            _whole(headers.get("x-ratelimit-remaining")),
            _whole(headers.get("retry-after")),
        )


def _whole(value: str | None) -> int | None:
    return int(value) if value is not None and _DIGITS.fullmatch(value) else None


@frozen
class Response:
    """The answer that a result came in, without its body.

    Args:
        status: The HTTP status.
        headers: The headers, whose names are found in any case.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)

    @property
    def quota(self) -> Quota:
        """Where the token stands in its quota."""
        return Quota.of(self.headers)

    @property
    def request_id(self) -> str | None:
        """What the service, or the CDN in front of it, calls this request; None where it has no name."""
        return request_id(self.headers)


_NO_ANSWER = Response(0, Headers())
"""What a model has as its response that somebody made by hand."""


@define(repr=False)
class Page(page_model.Page):
    """A page's metadata in one locale.

    Attributes:
        response: The answer that it came in; its status is 0 for a page that was made by hand.
        not_applied: The fields of an update that the answer does not show as they were sent, such as ``"slug"`` or
            ``"seo.title"``. Webflow ignores some without a word. Empty for a page that was only read.
    """

    response: Response = field(init=False, default=_NO_ANSWER, eq=False, repr=False)
    not_applied: tuple[str, ...] = field(init=False, default=(), eq=False, repr=False)

    def __repr__(self) -> str:
        return _shown(self)


@define(repr=False)
class Site(site_model.Site):
    """A site.

    Attributes:
        response: The answer that it came in; its status is 0 for a site that was made by hand.
    """

    response: Response = field(init=False, default=_NO_ANSWER, eq=False, repr=False)

    def __repr__(self) -> str:
        return _shown(self)


def _shown(value: Any) -> str:  # noqa: ANN401  (a model, or what it has in it)
    """Return a repr of what is there. What is absent would take most of the room."""
    if isinstance(value, list):
        return f"[{', '.join(map(_shown, value))}]"
    if not attrs.has(type(value)):
        return repr(value)
    values = {known.name: getattr(value, known.name) for known in attrs.fields(type(value)) if known.repr}
    unknown = values.pop("additional_properties")
    shown = [f"{name}={_shown(one)}" for name, one in values.items() if not isinstance(one, Unset)]
    shown += [f"additional_properties={unknown!r}"] if unknown else []
    return f"{type(value).__name__}({', '.join(shown)})"


class SiteList(list[Site]):
    """The sites that a token reaches, and the ``response`` that they came in."""

    response: Response = _NO_ANSWER


@frozen
class LocaleUpdate:
    """What became of the update of one locale.

    Args:
        locale: The locale as it was given.
        page: The page as Webflow answered; None where it did not, or where nothing was sent.
        error: Why there is no page; None where there is one, or where nothing was sent.
    """

    locale: str
    page: Page | None = None
    error: WebflowError | None = None

    @property
    def sent(self) -> bool:
        """Whether the update was sent, or may have been. It is not after an error that would hit the others as well."""
        if isinstance(self.error, TransportError):
            return self.error.sent
        return self.page is not None or isinstance(self.error, ResponseError)

    @property
    def outcome(self) -> str:
        """What became of it, in words."""
        if self.error is not None:
            return str(self.error)
        if self.page is None:
            return "not sent"
        return f"not applied: {', '.join(self.page.not_applied)}" if self.page.not_applied else "applied"

    @property
    def applied(self) -> bool:
        """Whether the answer shows all of the update."""
        return self.page is not None and not self.page.not_applied


@frozen
class LocalesUpdate(Mapping[str, LocaleUpdate]):
    """What became of an update of several locales, by locale as they were given, in that order."""

    _by_locale: Mapping[str, LocaleUpdate]

    def __getitem__(self, locale: str) -> LocaleUpdate:
        return self._by_locale[locale]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_locale)

    def __len__(self) -> int:
        return len(self._by_locale)

    @property
    def applied(self) -> bool:
        """Whether all of it was applied."""
        return all(update.applied for update in self.values())
