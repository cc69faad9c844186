"""Every question that is asked, the more important first, and why the others are not."""

from collections.abc import Mapping

from webflow_contract.check.questions import answers, bodies, locales
from webflow_contract.check.questions.question import Question

QUESTIONS: Mapping[str, Question] = {
    question.name: question for question in (*locales.QUESTIONS, *bodies.QUESTIONS, *answers.QUESTIONS)
}

URGENT = ("put_with_primary_locale_id", "put_with_unknown_locale_id")
"""Questions for which requests are kept back: whether an update can land in a locale that nobody meant."""

_OVERRIDE = "It takes an override that may be there for good."
_MIRRORING = "Nothing is known to bring mirroring back."
_ADDRESS = "A slug is the page's address: it is not written."
_METHODS = "Only GET and PUT are sent."
_ONE_PAGE = "Only the page that was named is written."
_OUTSIDE = "It concerns no operation of the contract."

NOT_ASKED: Mapping[str, str] = {
    "first_override": _OVERRIDE,
    "override_like_primary": _OVERRIDE,
    "should_publish": "One page does not tell what decides it.",
    "text_without_copied_flag": _MIRRORING,
    "text_with_copied_flag": _MIRRORING,
    "unmirrored_without_text": _MIRRORING,
    "duplicate_slug": _ADDRESS,
    "malformed_slug": _ADDRESS,
    "published_path_after_slug_write": _ADDRESS,
    "page_of_another_site": "It takes the id of a page that the token does not reach.",
    "put_on_folder": _ONE_PAGE,
    "other_method": _METHODS,
    "limit_of_several_plans": "It takes a token that reaches sites of several plans.",
    "unseen_messages": "It is about many refusals, each with words of its own.",
    "authorized_by_nobody": _OUTSIDE,
    "bulk_refusal": _OUTSIDE,
    "bulk_with_a_refused_entry": _OUTSIDE,
    "bulk_of_several_sites": _OUTSIDE,
}
