"""Questions about locales: which one a request means, and what one without texts of its own shows."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from webflow_contract.check.plan import AFTER_IN, IN_LOCALE, MALFORMED_ID, NO_SUCH_ID
from webflow_contract.check.probes import Exchange, Past, Probe
from webflow_contract.check.questions.question import (
    MISSING,
    Asking,
    Question,
    asked,
    at,
    is_applied,
    one_text,
    read,
    refusal,
)
from webflow_contract.check.quota import is_success
from webflow_contract.check.subject import TEXTS


def _primary_id(past: Past) -> Any:  # noqa: ANN401  (JSON is any value)
    return at(past, "site", "locales", "primary", "id")


def _secondary(past: Past) -> list[dict[str, Any]]:
    listed = at(past, "site", "locales", "secondary")
    return [locale for locale in listed if isinstance(locale, dict)] if isinstance(listed, list) else []


def _locale_of(exchange: Exchange) -> Any:  # noqa: ANN401  (JSON is any value)
    return exchange.body.get("localeId") if isinstance(exchange.body, dict) else MISSING


def _policy(question: str, of_primary: str = "ignored") -> Callable[[Past], str | None]:
    """Read what a locale leads to: a refusal, the primary locale, or another one."""

    def answer(past: Past) -> str | None:
        exchange = asked(past, question)
        if exchange is None:
            return None
        if not is_success(exchange):
            return refusal(exchange)
        if _locale_of(exchange) not in (None, _primary_id(past)):
            return f"localeId {_locale_of(exchange)}"
        return of_primary if not exchange.probe.writes or is_applied(exchange) else "answered, and not applied"

    return answer


def _with_locale(question: str, reason: str) -> Callable[[Asking], Sequence[Probe]]:
    """Ask for an update with the primary locale's id: it is the question."""

    def probes(asking: Asking) -> Sequence[Probe]:
        locale_id = asking.primary_id()
        if locale_id is None or not asking.writing.locales:
            return ()
        return one_text(question, reason, query=(("localeId", locale_id),))(asking)

    return probes


def _cms_id(asking: Asking, locale_id: str | None) -> str | None:
    for locale in _secondary(asking.past):
        if locale_id in (None, locale.get("id")):
            found = locale.get("cmsLocaleId")
            return found if isinstance(found, str) else None
    return None


def _read_with_cms_id(asking: Asking) -> Sequence[Probe]:
    found = _cms_id(asking, None)
    question = "get_with_cms_locale_id"
    return () if found is None else read(question, "a read with a cmsLocaleId", ("localeId", found))(asking)


def _update_with_cms_id(asking: Asking) -> Sequence[Probe]:
    """Ask with the id of the locale that may be written: should it be taken for its own, no other one is written."""
    found = None if asking.writing.locale_id is None else _cms_id(asking, asking.writing.locale_id)
    if found is None:
        return ()
    query, reason = (("localeId", found),), "an update with a cmsLocaleId"
    return one_text("put_with_cms_locale_id", reason, localized=True, query=query)(asking)


def _two(asking: Asking) -> tuple[str, str] | None:
    ids = [*asking.writing.locales.values(), *filter(None, [asking.primary_id()])]
    return (ids[0], ids[1]) if len(ids) > 1 else None


def _both_parameters(asking: Asking) -> Sequence[Probe]:
    two = _two(asking)
    if two is None:
        return ()
    query = (("localeId", two[0]), ("locale", two[1]))
    return read("both_locale_parameters", "a read with localeId and locale, of two locales", *query)(asking)


def _repeated(asking: Asking) -> Sequence[Probe]:
    two = _two(asking)
    if two is None:
        return ()
    query = (("localeId", two[0]), ("localeId", two[1]))
    return read("repeated_parameter", "a read with localeId twice, of two locales", *query)(asking)


def _which(question: str, first: str, second: str) -> Callable[[Past], str | None]:
    """Read which of the two locales that a request names was taken."""

    def answer(past: Past) -> str | None:
        exchange = asked(past, question)
        if exchange is None:
            return None
        if not is_success(exchange):
            return refusal(exchange)
        came, (one, other) = _locale_of(exchange), (value for _, value in exchange.probe.query)
        return first if came == one else second if came == other else f"localeId {came}"

    return answer


def _malformed(past: Past) -> str | None:
    exchange, unknown = asked(past, "malformed_locale_id"), asked(past, "get_with_unknown_locale_id")
    if exchange is None:
        return None
    if not is_success(exchange) and refusal(exchange) == "validation_error":
        return "validation_error"
    if unknown is None:
        return None
    alike = (unknown.response.status, unknown.body) == (exchange.response.status, exchange.body)
    return "as_unknown" if alike else "another answer than for an unknown id"


def _of_primary(past: Past) -> str | None:
    came = at(past, "page", "localeId")
    if not _secondary(past) or came is MISSING:
        return None
    return "null" if came is None else "id" if came == _primary_id(past) else f"{came}"


def _localized(past: Past) -> Iterator[str]:
    yield from (name for name in past if name.startswith(IN_LOCALE))


def _without_override(past: Past) -> str | None:
    """Read what a locale shows that has no text of its own.

    That a text is the same in both proves nothing: it has to follow when the primary locale is updated.
    """
    found = set()
    for name in _localized(past):
        after = AFTER_IN + name.removeprefix(IN_LOCALE)
        for place in (tuple(map(str, place)) for place in TEXTS[:3]):
            primary, here = at(past, "page", *place), at(past, name, *place)
            updated, then = at(past, "read after all", *place), at(past, after, *place)
            if isinstance(primary, str) and primary and here is None:
                found.add("null_texts")
            if here == primary and isinstance(updated, str) and updated != primary and then == updated:
                found.add("primary_texts")
    return "null_texts" if "null_texts" in found else next(iter(found), None)


def _disabled(past: Past) -> str | None:
    for locale in _secondary(past):
        path = at(past, f"{IN_LOCALE}{locale.get('tag')}", "publishedPath")
        subdirectory = locale.get("subdirectory")
        if locale.get("enabled") is False and isinstance(subdirectory, str) and subdirectory and isinstance(path, str):
            return "with_subdirectory" if f"{path}/".startswith(f"/{subdirectory}/") else "without_subdirectory"
    return None


def _listed(past: Past) -> str | None:
    """Read whose texts a list in a locale has, if it has the page and the two locales differ in a text."""
    if "one page" not in past:
        return None
    records = at(past, "one page", "pages")
    locale_id = dict(past["one page"].probe.query).get("localeId")
    name = next((name for name in _localized(past) if _locale_of(past[name]) == locale_id), None)
    if name is None or not isinstance(records, list):
        return None
    for record in records:
        if isinstance(record, dict) and record.get("id") == at(past, "page", "id"):
            here, primary = at(past, name, "title"), at(past, "page", "title")
            if here != primary and record.get("title") in (here, primary):
                return "of_requested_locale" if record["title"] == here else "of_primary"
    return None


def _without_localization(past: Past) -> str | None:
    if "site" not in past or not isinstance(past["site"].body, dict) or _secondary(past):
        return None
    listed = at(past, "site", "locales")
    if listed is MISSING:
        return "absent"
    if listed is None:
        return "null"
    return "secondary_empty" if isinstance(listed, dict) and "secondary" in listed else "primary_only"


QUESTIONS = (
    Question(
        "put_with_primary_locale_id",
        _policy("put_with_primary_locale_id", "writes_primary"),
        _with_locale("put_with_primary_locale_id", "an update with the primary locale's id"),
    ),
    Question(
        "put_with_unknown_locale_id",
        _policy("put_with_unknown_locale_id"),
        one_text("put_with_unknown_locale_id", "an update in no locale", query=(("localeId", NO_SUCH_ID),)),
    ),
    Question("put_with_cms_locale_id", _policy("put_with_cms_locale_id"), _update_with_cms_id),
    Question(
        "empty_locale_id",
        _policy("empty_locale_id", "primary"),
        read("empty_locale_id", "a read with an empty localeId", ("localeId", "")),
    ),
    Question(
        "get_with_unknown_locale_id",
        _policy("get_with_unknown_locale_id"),
        read("get_with_unknown_locale_id", "a read in no locale", ("localeId", NO_SUCH_ID)),
    ),
    Question(
        "malformed_locale_id",
        _malformed,
        read("malformed_locale_id", "a read with a malformed localeId", ("localeId", MALFORMED_ID)),
    ),
    Question("get_with_cms_locale_id", _policy("get_with_cms_locale_id"), _read_with_cms_id),
    Question(
        "both_locale_parameters",
        _which("both_locale_parameters", "locale_id_wins", "locale_wins"),
        _both_parameters,
    ),
    Question("repeated_parameter", _which("repeated_parameter", "first", "last"), _repeated),
    Question("locale_id_of_primary", _of_primary),
    Question("read_without_override", _without_override),
    Question("published_path_of_disabled_locale", _disabled),
    Question("listed_texts", _listed),
    Question("locales_without_localization", _without_localization),
)
