"""Whatever comes back, it is a value or an error of this package."""

import copy
import json
import pickle
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import webflow_pages
from webflow_pages import ResponseError, Webflow, WebflowError

from .conftest import FakeClock

PAGE = "5eed0000000000000000d003"
SITE = "5eed0000000000000000a001"

CALLS: list[Callable[[Webflow], object]] = [
    lambda webflow: webflow.pages.get(PAGE),
    lambda webflow: webflow.pages.get(PAGE, locale="fr-FR"),
    lambda webflow: webflow.pages.update(PAGE, title="x"),
    lambda webflow: webflow.pages.update(PAGE, locale="fr-FR", title="x"),
    lambda webflow: [page.id for page, _ in zip(webflow.pages.list(SITE), range(500), strict=False)],
    lambda webflow: [page.id for page, _ in zip(webflow.pages.list(SITE, locale="fr-FR"), range(500), strict=False)],
    lambda webflow: webflow.sites.get(SITE),
    lambda webflow: webflow.sites.list(),
]

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from([PAGE, SITE, "fr-FR"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def _objects(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Objects with any of these fields, each as it should be or not."""
    return st.fixed_dictionaries({}, optional={name: value | JSON for name, value in fields.items()})


TEXTS = _objects(title=st.text(), description=st.text())
PAGES = _objects(id=st.just(PAGE), siteId=st.just(SITE), localeId=st.none(), seo=TEXTS, openGraph=TEXTS, slug=st.none())
LOCALE = _objects(id=st.just(PAGE), tag=st.just("fr-FR"), cmsLocaleId=st.just(SITE))
LOCALES = _objects(primary=LOCALE, secondary=st.lists(LOCALE, max_size=2))
SITES = _objects(id=st.just(SITE), locales=LOCALES, customDomains=st.lists(JSON, max_size=2))
PAGINATION = _objects(limit=st.just(100), offset=st.integers(), total=st.integers())
LISTINGS = _objects(pages=st.lists(PAGES, max_size=2), sites=st.lists(SITES, max_size=2), pagination=PAGINATION)
ERRORS = _objects(code=st.text(), message=st.text(), details=st.lists(JSON, max_size=2))

OBJECTS = PAGES | SITES | LISTINGS | ERRORS
BODIES = (
    st.binary(max_size=50)
    | st.builds(lambda value: json.dumps(value).encode(), OBJECTS | JSON)
    | st.builds(lambda value, end: json.dumps(value).encode()[:end], OBJECTS, st.integers(0, 60))
    | st.sampled_from(
        [b"[" * 100_000, b"1" * 5000, b"\xef\xbb\xbf{}", "{}".encode("utf-16"), b'{"id":NaN}', b'"\\ud800"']
    )
)
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "Content-Type": st.sampled_from(
            ["application/json", "text/html", "application/json; charset=nonsense", "x", ""]
        ),
        "Content-Encoding": st.sampled_from(["gzip", "deflate", "br", "zstd", "identity", "nonsense"]),
        "Location": st.sampled_from(["https://evil.example", "/", "", "//", "https://xn--0/", "http://[", "\x80"]),
        "Set-Cookie": st.sampled_from(["a=b", "=", ";;;"]),
        "Retry-After": st.text(st.characters(codec="latin-1", exclude_categories=["Cc"])),
    },
)
STATUSES = st.sampled_from([200, 200, 200, 400, 401, 403, 404, 429, 500]) | st.integers(200, 999)


class Anything:
    """Answers each request with the next of some bodies, and then the last one again."""

    def __init__(self, status: int, headers: dict[str, str], bodies: list[bytes]) -> None:
        self.status = status
        self.headers = {name: value.encode("latin-1") for name, value in headers.items()}
        self.bodies = bodies
        self.answered = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        content = self.bodies[min(self.answered, len(self.bodies) - 1)]
        self.answered += 1
        assert self.answered <= 600, "this has no end"
        # A stream, or httpx would decode it before it is sent.
        return httpx.Response(self.status, headers=self.headers, stream=httpx.ByteStream(content))


@settings(max_examples=400, deadline=None)
@given(call=st.sampled_from(CALLS), status=STATUSES, headers=HEADERS, bodies=st.lists(BODIES, min_size=1, max_size=3))
def test_any_bytes_of_any_status_are_a_value_or_an_error_of_this_package(
    call: Callable[[Webflow], object], status: int, headers: dict[str, str], bodies: list[bytes]
) -> None:
    with httpx.Client(transport=httpx.MockTransport(Anything(status, headers, bodies))) as client:
        webflow = Webflow("token-of-the-tests", base_url="https://a.example", http_client=client, clock=FakeClock())
        try:
            call(webflow)
        except WebflowError as caught:
            error = caught
        else:
            assert status == 200
            return

    assert str(error).isprintable()
    assert "token-of-the-tests" not in str(error)
    if isinstance(error, ResponseError):
        assert error.status == status
        assert set(map(str.lower, headers)) <= set(error.headers)
        assert len(error.body) <= 1000
        _assert_the_same(error, pickle.loads(pickle.dumps(error)))  # noqa: S301  (its own)


@settings(max_examples=100, deadline=None)
@given(call=st.sampled_from(CALLS), status=st.integers(201, 999), body=BODIES)
def test_any_other_status_is_an_error_about_the_answer(
    call: Callable[[Webflow], object], status: int, body: bytes
) -> None:
    with httpx.Client(transport=httpx.MockTransport(Anything(status, {"X-Kept": "yes"}, [body]))) as client:
        webflow = Webflow("token", base_url="https://a.example", http_client=client, clock=FakeClock())
        with pytest.raises(ResponseError) as caught:
            call(webflow)

    error = caught.value
    family = {4: webflow_pages.ClientError, 5: webflow_pages.ServerError}.get(status // 100)
    assert isinstance(error, family or webflow_pages.UnexpectedResponseError)
    assert error.headers["x-kept"] == "yes"
    assert error.body == body.decode(errors="replace")[:1000]
    assert str(error).isprintable()
    assert len(str(error)) < 1000


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (200, webflow_pages.UnexpectedResponseError),
        (403, webflow_pages.ForbiddenError),
        (502, webflow_pages.ServerError),
    ],
)
def test_a_body_that_is_not_encoded_as_it_says_keeps_status_and_headers(status: int, kind: type[ResponseError]) -> None:
    answer = Anything(status, {"Content-Encoding": "gzip", "X-Kept": "yes"}, [b"no gzip"])
    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        webflow = Webflow("token", http_client=client)
        with pytest.raises(kind) as caught:
            webflow.pages.get(PAGE)

    assert (caught.value.status, caught.value.headers["x-kept"], caught.value.body) == (status, "yes", "")


@pytest.mark.parametrize("location", ["https://xn--0/", "http://[", "https://1.2.3.999"])
def test_a_redirect_to_nowhere_is_an_error_of_this_package(location: str) -> None:
    with httpx.Client(transport=httpx.MockTransport(Anything(302, {"Location": location}, [b""]))) as client:
        webflow = Webflow("token", http_client=client)
        with pytest.raises(WebflowError) as caught:
            webflow.pages.get(PAGE)

    assert str(caught.value).isprintable()


# Errors as values.

ABOUT_AN_ANSWER = [
    getattr(webflow_pages, name)
    for name in webflow_pages.__all__
    if name.endswith("Error") and issubclass(getattr(webflow_pages, name), ResponseError)
]
OTHERS = [
    getattr(webflow_pages, name)
    for name in webflow_pages.__all__
    if name.endswith("Error") and not issubclass(getattr(webflow_pages, name), ResponseError)
]
COPIES: list[Callable[[Any], Any]] = [
    lambda error: pickle.loads(pickle.dumps(error)),  # noqa: S301  (its own)
    copy.copy,
    copy.deepcopy,
]
every_copy = pytest.mark.parametrize("duplicate", COPIES, ids=["pickle", "copy", "deepcopy"])


def _assert_the_same(error: ResponseError, other: ResponseError) -> None:
    assert type(other) is type(error)
    assert str(other) == str(error)
    for name in ("advice", "status", "code", "message", "body"):
        assert getattr(other, name) == getattr(error, name)
    assert repr(other.details) == repr(error.details)  # NaN is not equal to itself.
    assert dict(other.headers) == dict(error.headers)


def test_every_error_is_exported_and_descends_from_the_root() -> None:
    from webflow_pages import errors

    classes = {value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, Exception)}
    assert classes == {*ABOUT_AN_ANSWER, *OTHERS}
    assert all(issubclass(kind, WebflowError) for kind in classes)


@pytest.mark.parametrize("kind", ABOUT_AN_ANSWER)
@every_copy
def test_an_error_about_an_answer_survives_copying(
    kind: type[ResponseError], duplicate: Callable[[ResponseError], ResponseError]
) -> None:
    error = kind(
        "Look.",
        status=418,
        code="odd",
        message="Odd",
        details=[{"param": None}],
        headers=httpx.Headers({"X-Kept": "yes"}),
        body="…",
    )
    other = duplicate(error)

    _assert_the_same(error, other)
    assert other.headers["x-kept"] == "yes"
    assert str(other) == "Look. Webflow answered 418, odd: Odd"


@pytest.mark.parametrize("kind", OTHERS)
@every_copy
def test_another_error_survives_copying(
    kind: type[WebflowError], duplicate: Callable[[WebflowError], WebflowError]
) -> None:
    needed = {"retry_after": 5.0} if kind is webflow_pages.QuotaError else {}
    error = kind("Look.", **needed)
    other = duplicate(error)

    assert type(other) is kind
    assert str(other) == "Look."
    assert vars(other) == vars(error)


def test_an_error_about_an_answer_without_a_body_says_so() -> None:
    assert str(ResponseError("Look.", status=404)) == "Look. Webflow answered 404, no body"
    assert ResponseError("Look.", status=404).headers == {}
