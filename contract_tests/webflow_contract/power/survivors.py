"""Why the check does not find a mutant: what one check of one page cannot know, or what is no part of the contract."""

import re
from collections.abc import Sequence

from attrs import frozen

from webflow_contract.power.mutants import Mutant
from webflow_contract.power.trials import Trial

UNEXPLAINED = "Nobody has said why: look into it."


@frozen
class Reason:
    """Why mutants whose name matches are not found."""

    pattern: str
    why: str

    def matches(self, mutant: Mutant) -> bool:
        """Return whether it is about a mutant."""
        return re.fullmatch(self.pattern, mutant.name) is not None


REASONS: Sequence[Reason] = (
    # What is no part of the contract.
    Reason(r".* /message", "The wording of messages is no part of the contract, and an empty one conforms."),
    Reason(r".* /details", "Details may be of any shape (documented as unknown[])."),
    Reason(
        r"null as (an empty text|the word null): .* /externalReference",
        "What an external reference says is not known: nobody has seen another than null.",
    ),
    Reason(
        r"error code of another error: \S+ 400 bad_request",
        "Which of the two codes of a 400 a malformed value has is not documented.",
    ),
    Reason(r"header (dropped|renamed): \S+ 401 .*", "Whether a 401 has the quota's headers is unknown."),
    Reason(r"quota grows: .*", "A quota grows when its window ends."),
    Reason(r"quota of an hour: .*", "How many requests a token may make is its plan's to say."),
    Reason(r"now and then 429: .*", "A 429 is waited for: others may have used up the quota."),
    Reason(
        r"(list|records) (the other way round|one on)\b.*",
        "No document says in which order sites and pages are listed.",
    ),
    Reason(
        r"text (trimmed|with single spaces|with simple spaces|without line breaks|with other line breaks|without tabs"
        r"|without control characters|cut at its first line): .*|text refused: line breaks",
        "No document says what becomes of white space.",
    ),
    Reason(
        r"locale has another: /(slug|archived|draft|canBranch|publishedPath)|locale without its subdirectory: .*",
        "Which of a page's properties are the same in every locale is not documented.",
    ),
    Reason(r"locale told, and another one's texts: list-pages, .*", "Whose texts a list has is an open question."),
    Reason(
        r"status changed: \S+ 404 as 40[13]",
        "Whether what is unknown is answered with 401, 403 or 404 is an open question.",
    ),
    Reason(r"text refused: (words of SQL|addresses)", "What a firewall takes for an attack has no end."),
    # What one check of one page cannot know.
    Reason(
        r".* list-sites 200 /sites/\*.*|(last record missing|record of somewhere else(, too)?): list-sites",
        "Of the sites that a token reaches, only the one that is checked is read by itself.",
    ),
    Reason(
        r".* list-pages 200 /pages/\*/(parentId|collectionId)|.* in the last record: list-pages 200 /pages/\*/.*"
        r"|null as (an empty text|the word null): list-pages 200 /pages/\*/(slug|openGraph/\w+)",
        "Of the pages of a list, only the one that is checked is read by itself, and it is none of these.",
    ),
    Reason(
        r"(record twice in place of another|records all the first|records with one another's ids) in a locale: .*",
        "In a locale, one page alone is listed.",
    ),
    Reason(
        r"update (refused|not (applied|stored).*|answered without it): /slug",
        "A slug is not written: the page would have another address.",
    ),
    Reason(
        r"update not (applied|stored).*: /openGraph/\w+Copied",
        "No flag is flipped: nothing is known to restore mirroring.",
    ),
    Reason(
        r"now and then another title: the \d\w+",
        "What a page is called in a locale that is not written is read once.",
    ),
    Reason(r"update refused: of nothing that it knows", "Unknown fields are only sent along with known ones."),
    Reason(
        r"text (that is a number read as one|without its zeros|capitalized): .*",
        "Each text that is written is the page's own, with something behind it.",
    ),
    Reason(
        r"(update never seen|answers kept whatever the query): (get-site|list-sites)|update removes the site: .*",
        "An update of a page changes nothing that is known of its site.",
    ),
    Reason(
        r"(another value|date zero): get-site 200 /(lastPublished|lastUpdated|fullSiteCompiledAt)"
        r"|date (in the local time|to come): list-pages 200 /pages/\*/lastUpdated",
        "What is later in a list than in the read before it may have been published or edited in between.",
    ),
    Reason(r"update (duplicates|removes) the page: .*", "Pages that come and go may be somebody's work."),
    # What there is no room for: requests are scarce.
    Reason(
        r"no token needed: (list-pages|get-site|list-sites)|any token will do: get-page-metadata",
        "Each operation is asked either without a token or with a wrong one.",
    ),
    Reason(
        r"update not applied alone: .*|update wipes what it left out beside it: .*",
        "One text is sent alone, and of each object one without the other.",
    ),
    Reason(
        r"update of a locale crosses: .*, /seo/title",
        "What the next update of the primary locale writes is not written in a locale: it would cover what crosses.",
    ),
    Reason(r"validation ignored: a (boolean|list)", "Of the wrong types, a number and null are sent."),
    Reason(
        r"malformed id answered otherwise: (update-page-metadata|get-site) \d+",
        "One malformed id is sent, that of a page that is read, unless the budget allows for more.",
    ),
)


def reason(mutant: Mutant, trial: Trial) -> str:
    """Return why a mutant was not found, given what the check made of it."""
    if trial.verdict == "failed":
        return UNEXPLAINED
    if trial.verdict != "clean":
        return f"Not judged, and so not green either: {trial.verdict}."
    if trial.unconfirmed:
        return "Told, and no finding: a server error that does not come again."
    return next((known.why for known in REASONS if known.matches(mutant)), UNEXPLAINED)
