"""What nobody has shown about the service, and what the sandbox does instead of knowing.

Each field of ``Assumptions`` is one open question with the answers that the sandbox can give. The rules read
the chosen answer from here and decide nothing open themselves.
"""

from functools import cache
from typing import Any, Final, Literal, get_args

from attrs import evolve, field, fields, frozen

from webflow_contract.errors import ContractToolError, unknown

Confidence = Literal["inferred", "unknown"]

LocalePolicy = Literal["bad_request", "not_found", "ignored"]
"""What a locale that is not one of the site's leads to. Ignored means that the primary locale is used."""

_CONFIDENCE: Final = "confidence"
_REASON: Final = "reason"


def _because(confidence: Confidence, reason: str) -> dict[str, str]:
    return {_CONFIDENCE: confidence, _REASON: reason}


class AssumptionError(ContractToolError):
    """There is no such question, or no such answer to it."""


@frozen
class Assumption:
    """One open question: its name, the answer taken unless told otherwise, all answers, and why."""

    name: str
    default: str
    alternatives: tuple[str, ...]
    confidence: str
    reason: str


@frozen(kw_only=True)
class Assumptions:
    """The answers that the sandbox takes to the open questions.

    Raises:
        AssumptionError: A value is none of the question's alternatives.
    """

    # Which locale is meant.

    put_with_primary_locale_id: Literal["bad_request", "writes_primary"] = field(
        default="bad_request",
        metadata=_because(
            "unknown", "Another page endpoint refuses it, and the bulk endpoint demands a secondary locale."
        ),
    )
    put_with_unknown_locale_id: LocalePolicy = field(
        default="bad_request",
        metadata=_because("unknown", "A neighbouring endpoint refuses what is not a locale of the site."),
    )
    get_with_unknown_locale_id: LocalePolicy = field(
        default="bad_request",
        metadata=_because("unknown", "Taken to be the same as for a write. Holds for listings too."),
    )
    put_with_cms_locale_id: LocalePolicy = field(
        default="bad_request",
        metadata=_because(
            "inferred", "A neighbouring endpoint answers so; a CMS endpoint ignored a locale it did not know."
        ),
    )
    get_with_cms_locale_id: LocalePolicy = field(
        default="bad_request",
        metadata=_because("inferred", "A neighbouring endpoint answers so. Holds for listings too."),
    )
    empty_locale_id: Literal["primary", "validation_error"] = field(
        default="primary",
        metadata=_because("inferred", "The vendor's published file allows the parameter to be empty."),
    )
    malformed_locale_id: Literal["validation_error", "as_unknown"] = field(
        default="validation_error",
        metadata=_because("inferred", "Malformed ids in a path are refused in this way."),
    )
    both_locale_parameters: Literal["locale_id_wins", "locale_wins"] = field(
        default="locale_id_wins",
        metadata=_because("unknown", "The new name is the documented one; the old one is still accepted."),
    )
    locale_id_of_primary: Literal["id", "null"] = field(
        default="id",
        metadata=_because("inferred", "On a site with localization every page belongs to some locale."),
    )
    repeated_parameter: Literal["validation_error", "first", "last"] = field(
        default="validation_error",
        metadata=_because("unknown", "A parameter given twice reads as a list where a string is expected."),
    )
    upper_case_id: Literal["validation_error", "accepted"] = field(
        default="validation_error",
        metadata=_because("unknown", "Every id seen is in lower case; the hex digits would mean the same."),
    )

    # What a secondary locale holds.

    read_without_override: Literal["primary_texts", "null_texts"] = field(
        default="primary_texts",
        metadata=_because("inferred", "A locale without an override is published with the primary texts."),
    )
    first_override: Literal["fields", "whole_page"] = field(
        default="fields",
        metadata=_because("unknown", "An update is partial, so what it leaves out goes on being inherited."),
    )
    override_like_primary: Literal["kept", "inherits"] = field(
        default="kept",
        metadata=_because("inferred", "What was sent is the locale's own from then on, whatever it says."),
    )
    published_path_of_disabled_locale: Literal["with_subdirectory", "without_subdirectory"] = field(
        default="with_subdirectory",
        metadata=_because("unknown", "The subdirectory is configured, only not published to."),
    )
    listed_texts: Literal["of_requested_locale", "of_primary"] = field(
        default="of_requested_locale",
        metadata=_because("inferred", "A listing returns page objects and takes the same locale parameter."),
    )

    # What a body does.

    left_out_fields: Literal["kept", "cleared_in_sent_objects", "cleared"] = field(
        default="kept",
        metadata=_because(
            "inferred",
            "Several clients rely on it, and the bulk endpoint is a PATCH with the same body. Cleared: SEO texts "
            "become null and Open Graph texts mirrored; a title and a slug stay.",
        ),
    )
    empty_body: Literal["accepted", "bad_request"] = field(
        default="accepted",
        metadata=_because("unknown", "A partial update may leave everything out."),
    )
    missing_body: Literal["as_empty_object", "bad_request"] = field(
        default="as_empty_object",
        metadata=_because("unknown", "The documentation does not say that a body is required."),
    )
    non_object_body: Literal["bad_request", "validation_error"] = field(
        default="bad_request",
        metadata=_because("unknown", "It is JSON but no request; the 400 for a malformed request fits."),
    )
    content_type_not_json: Literal["parsed", "bad_request"] = field(
        default="parsed",
        metadata=_because("unknown", "Nobody reports being refused for it."),
    )
    several_problems: Literal["all_listed", "first_listed"] = field(
        default="all_listed",
        metadata=_because("inferred", "The message carries a list."),
    )
    empty_title: Literal["validation_error", "stored", "ignored"] = field(
        default="validation_error",
        metadata=_because("unknown", "A page without a name could not be found again in the Designer."),
    )
    empty_string_clears: Literal["stored", "clears", "ignored", "validation_error"] = field(
        default="stored",
        metadata=_because("unknown", "It is a string, and nothing is known to clear an SEO or Open Graph text."),
    )
    text_without_copied_flag: Literal["stops_mirroring", "stays_mirrored"] = field(
        default="stops_mirroring",
        metadata=_because("unknown", "Whoever sends a text wants it shown."),
    )
    text_with_copied_flag: Literal["flag_wins", "text_wins"] = field(
        default="flag_wins",
        metadata=_because("unknown", "While the flag is true no text was ever seen."),
    )
    unmirrored_without_text: Literal["copies_seo_text", "null_text"] = field(
        default="copies_seo_text",
        metadata=_because("unknown", "What was shown until then goes on being shown."),
    )

    # Slugs and dates.

    duplicate_slug: Literal["validation_error", "conflict", "accepted", "made_unique"] = field(
        default="validation_error",
        metadata=_because("unknown", "Two pages cannot share an address. Status and message are guesses."),
    )
    malformed_slug: Literal["validation_error", "normalised", "accepted"] = field(
        default="validation_error",
        metadata=_because("unknown", "It cannot be part of an address. The pattern is a guess."),
    )
    published_path_after_slug_write: Literal["unchanged", "follows_slug"] = field(
        default="unchanged",
        metadata=_because("inferred", "Writes are staged, and the path is documented as the published one."),
    )
    last_updated_of_locales: Literal["shared", "separate"] = field(
        default="shared",
        metadata=_because("unknown", "The date is documented as the page's, not as a locale's."),
    )
    write_without_change: Literal["updates_date", "keeps_date"] = field(
        default="updates_date",
        metadata=_because("unknown", "The date is known to move without any change of the metadata."),
    )
    site_after_page_write: Literal["keeps_date", "updates_date"] = field(
        default="keeps_date",
        metadata=_because("unknown", "A site's lastUpdated is documented as the site's, and pages have their own."),
    )

    # What cannot be found, and what is looked at first.

    unknown_page: Literal["not_found", "not_found_with_reason"] = field(
        default="not_found",
        metadata=_because("unknown", "The bare message was recorded elsewhere; for sites a reason is added."),
    )
    page_of_another_site: Literal["not_found", "forbidden", "not_authorized"] = field(
        default="not_found",
        metadata=_because("unknown", "What a token may not see does not exist for it. Holds for the site itself too."),
    )
    put_on_folder: Literal["accepted", "not_found"] = field(
        default="accepted",
        metadata=_because("inferred", "A folder's id is answered when a page is read."),
    )
    unknown_route: Literal["not_found_after_authentication", "not_found"] = field(
        default="not_found_after_authentication",
        metadata=_because("unknown", "Without a token everything else is refused first."),
    )
    other_method: Literal["not_found", "bad_request", "method_not_allowed"] = field(
        default="not_found",
        metadata=_because("unknown", "No 405 is documented anywhere, so that a method reads as another path."),
    )
    scope_or_validation_first: Literal["scope", "validation"] = field(
        default="scope",
        metadata=_because("unknown", "A scope is known before the request has been looked into."),
    )
    body_or_page_first: Literal["body", "page"] = field(
        default="body",
        metadata=_because("unknown", "A body is checked against a schema, without looking anything up."),
    )
    empty_pagination_value: Literal["validation_error", "default"] = field(
        default="validation_error",
        metadata=_because("inferred", "An empty value does not match the pattern that messages name."),
    )
    offset_beyond_exact_numbers: Literal["clamped", "validation_error"] = field(
        default="clamped",
        metadata=_because("inferred", "A number is echoed, and 2^53 - 1 is the largest that JavaScript keeps exactly."),
    )
    locales_without_localization: Literal["primary_only", "secondary_empty", "null", "absent"] = field(
        default="primary_only",
        metadata=_because("inferred", "All four forms were reported or follow from it; which site has which is open."),
    )
    should_publish: Literal["true", "false"] = field(
        default="true",
        metadata=_because("inferred", "The property was reported, and not what decides it."),
    )
    authorized_by_nobody: Literal["forbidden", "internal_error"] = field(
        default="forbidden",
        metadata=_because(
            "unknown", "A site's own token has no user. Another token endpoint answered such a token with 500."
        ),
    )
    unseen_messages: Literal["like_seen_ones", "bare"] = field(
        default="like_seen_ones",
        metadata=_because(
            "inferred", "Where a refusal is known and its words are not, they follow the pattern of words that are."
        ),
    )

    # The beta's bulk update.

    bulk_refusal: Literal["validation_error", "bad_request"] = field(
        default="validation_error",
        metadata=_because(
            "inferred",
            "400 is documented. The example beside it is bad_request, as for every operation, also for those of which "
            "validation_error was seen.",
        ),
    )
    bulk_with_a_refused_entry: Literal["nothing_applied", "applied_until_it"] = field(
        default="nothing_applied",
        metadata=_because("unknown", "One answer for all entries suggests that they stand or fall together."),
    )
    bulk_of_several_sites: Literal["bad_request", "accepted"] = field(
        default="bad_request",
        metadata=_because("inferred", "All pages must belong to one site; what happens otherwise is not said."),
    )

    # Quota and headers.

    quota_window: Literal["with_first_request", "with_the_minute"] = field(
        default="with_first_request",
        metadata=_because(
            "inferred", "So it was in 44 recorded answers: the window opens with a token's first request."
        ),
    )
    limit_of_several_plans: Literal["lowest", "highest"] = field(
        default="lowest",
        metadata=_because(
            "unknown", "A limit is the plan's and counted per token, and a token may reach several sites."
        ),
    )
    etag: Literal["present", "absent"] = field(
        default="present",
        metadata=_because(
            "inferred", "Recorded on 200, 202, 400 and 404 as a hash of the body; taken to be on every answer."
        ),
    )
    enterprise_limit: Literal["240", "600"] = field(
        default="240",
        metadata=_because("unknown", "More than on other plans is all that is documented."),
    )
    unauthorized_requests: Literal["counted", "not_counted"] = field(
        default="counted",
        metadata=_because(
            "unknown",
            "Whatever is refused is known to be counted, but per token. Counted: requests without a valid one share a "
            "window of 60.",
        ),
    )
    headers_on_401: Literal["present", "absent"] = field(
        default="present",
        metadata=_because("unknown", "They are documented for every answer."),
    )
    headers_on_429: Literal["present", "retry_after_only", "absent"] = field(
        default="present",
        metadata=_because("unknown", "They are documented for every answer; no real 429 was published."),
    )

    def __attrs_post_init__(self) -> None:
        """Refuse a value that is not among the alternatives."""
        for assumption in register():
            value = getattr(self, assumption.name)
            if value not in assumption.alternatives:
                known = ", ".join(assumption.alternatives)
                raise AssumptionError(f"{assumption.name} is {value!r}, but must be one of: {known}")

    def flipped(self, /, **values: str) -> "Assumptions":
        """Return these assumptions with other answers to some questions.

        Raises:
            AssumptionError: There is no such question, or no such answer to it.
        """
        known = [assumption.name for assumption in register()]
        for name in values:
            if name not in known:
                raise AssumptionError(unknown("assumption", name, known))
        changed: Any = values
        return evolve(self, **changed)


@cache
def register() -> tuple[Assumption, ...]:
    """Return every open question, in the order in which ``Assumptions`` names them."""
    return tuple(
        Assumption(
            name=attribute.name,
            default=str(attribute.default),
            alternatives=get_args(attribute.type),
            confidence=attribute.metadata[_CONFIDENCE],
            reason=attribute.metadata[_REASON],
        )
        for attribute in fields(Assumptions)
    )
