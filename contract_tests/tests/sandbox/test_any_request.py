"""Whatever is asked, the answer is a documented one."""

import json
from collections.abc import Callable

from hypothesis import example, given, settings
from hypothesis import strategies as st

from webflow_contract.exchange import Request, Response
from webflow_contract.sandbox import Assumptions, Sandbox, register
from webflow_contract.sandbox.seed import default

Make = Callable[..., Sandbox]

STATUSES = {
    "bad_request": {400, 405},
    "validation_error": {400},
    "not_authorized": {401},
    "missing_scopes": {403},
    "forbidden": {403},
    "resource_not_found": {404},
    "conflict": {409},
    "too_many_requests": {429},
    "internal_error": {500},
}

# What only the alternative of an assumption answers.
BY_ASSUMPTION = {405, 409, 500}

SEED = default()
ENGLISH, FRENCH, GERMAN, _ = SEED.sites[0].primary, *SEED.sites[0].secondary
TOKEN, PRICING = Sandbox().token, Sandbox().page_ids["/pricing"]
KNOWN_IDS = [
    *(page.id for page in SEED.pages),
    *(site.id for site in SEED.sites),
    ENGLISH.id,
    FRENCH.id,
    GERMAN.cms_locale_id,
    "0" * 24,
    "",
]
SEGMENT = st.one_of(
    st.sampled_from([*KNOWN_IDS, "v2", "pages", "sites", "..", "%2e%2e", "%00", "%"]),
    st.text(max_size=8),
)
PATH = st.one_of(
    st.sampled_from(KNOWN_IDS).map(lambda known: f"/v2/pages/{known}"),
    st.sampled_from(KNOWN_IDS).map(lambda known: f"/v2/sites/{known}"),
    st.sampled_from(KNOWN_IDS).map(lambda known: f"/v2/sites/{known}/pages"),
    st.sampled_from(["/v2/sites", "/v2/token/authorized_by", "/beta/pages", "/v2/pages", "/beta/sites"]),
    st.lists(SEGMENT, max_size=5).map("/".join),
    st.lists(SEGMENT, max_size=3).map(lambda segments: "/v2/" + "/".join(segments)),
)
QUERY = st.lists(
    st.tuples(
        st.one_of(st.sampled_from(["localeId", "locale", "limit", "offset"]), st.text(max_size=4)),
        st.one_of(st.sampled_from(KNOWN_IDS), st.integers().map(str), st.text(max_size=8)),
    ),
    max_size=4,
).map(tuple)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)),
    max_leaves=6,
)
ANY_TEXT = st.one_of(st.text(st.characters(), max_size=8), JSON)
COPIED = st.one_of(st.booleans(), JSON)
BODY = st.fixed_dictionaries(
    {},
    optional={
        "title": ANY_TEXT,
        "slug": st.one_of(st.sampled_from(["about", "press", "company"]), ANY_TEXT),
        "seo": st.one_of(JSON, st.fixed_dictionaries({}, optional={"title": ANY_TEXT, "description": ANY_TEXT})),
        "openGraph": st.one_of(
            JSON,
            st.fixed_dictionaries(
                {},
                optional={
                    "title": ANY_TEXT,
                    "titleCopied": COPIED,
                    "description": ANY_TEXT,
                    "descriptionCopied": COPIED,
                },
            ),
        ),
    },
)
BULK = st.fixed_dictionaries(
    {
        "pages": st.one_of(
            JSON,
            st.lists(
                st.one_of(
                    JSON,
                    st.builds(
                        lambda update, ids: update | ids,
                        BODY,
                        st.fixed_dictionaries(
                            {"id": st.one_of(st.sampled_from(KNOWN_IDS), JSON)},
                            optional={"localeId": st.one_of(st.sampled_from(KNOWN_IDS), JSON)},
                        ),
                    ),
                ),
                max_size=4,
            ),
        )
    }
)
CONTENT = st.one_of(
    (BODY | BULK).map(lambda body: json.dumps(body).encode()), JSON.map(json.dumps).map(str.encode), st.binary()
)
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "authorization": st.one_of(
            st.sampled_from([f"Bearer {token.value}" for token in SEED.tokens]),
            st.text(max_size=12),
        ),
        "content-type": st.one_of(st.just("application/json"), st.text(max_size=12)),
    },
)
REQUEST = st.builds(
    Request,
    method=st.one_of(st.sampled_from(["GET", "PUT", "PATCH", "HEAD", "OPTIONS"]), st.text(max_size=5)),
    path=PATH,
    query=QUERY,
    headers=HEADERS,
    content=CONTENT,
)
ASSUMPTIONS = st.fixed_dictionaries(
    {assumption.name: st.sampled_from(assumption.alternatives) for assumption in register()}
).map(lambda chosen: Assumptions(**chosen))

FULL = {"authorization": f"Bearer {TOKEN}"}


def _check(answer: Response, *, by_default: bool = False) -> None:
    assert not (by_default and answer.status in BY_ASSUMPTION)
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    body = json.loads(answer.content.decode("utf-8"))
    if answer.status == 200:
        assert isinstance(body, dict)
        return
    assert set(body) == {"message", "code", "externalReference", "details"}
    assert answer.status in STATUSES[body["code"]]
    assert isinstance(body["message"], str)
    assert (body["externalReference"], body["details"]) == (None, [])


@settings(max_examples=150, deadline=None)
@given(requests=st.lists(REQUEST, min_size=1, max_size=6))
@example([Request("PUT", f"/v2/pages/{PRICING}", headers=FULL, content=b'{"title":"\\udc80"}')])
@example([Request("PUT", f"/v2/pages/{PRICING}", headers=FULL, content=b'{"a":' * 90_000)])
@example([Request("GET", "*", headers=FULL)])
@example([Request("GET", "/v2/pages/\ud800", headers=FULL)])
def test_no_request_gets_an_undocumented_answer(make: Make, requests: list[Request]) -> None:
    sandbox = make(rate_limit=5)
    for request in requests:
        _check(sandbox(request), by_default=True)


@settings(max_examples=100, deadline=None)
@given(requests=st.lists(REQUEST, min_size=1, max_size=4), assumptions=ASSUMPTIONS)
def test_nor_does_it_under_any_assumptions(make: Make, requests: list[Request], assumptions: Assumptions) -> None:
    sandbox = make(rate_limit=3, **{one.name: getattr(assumptions, one.name) for one in register()})
    for request in requests:
        _check(sandbox(request))
