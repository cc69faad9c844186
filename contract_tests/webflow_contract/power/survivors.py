"""Why the check does not find a mutant: what one check of one page cannot know, or what is no part of the contract."""

import re
from collections.abc import Sequence

from attrs import frozen

from webflow_contract.check.report import Verdict
from webflow_contract.power.mutants import Mutant

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
    Reason(r".* /message", "The wording of messages is no part of the contract, and an empty one conforms."),
    Reason(r".* /details", "Details may be of any shape (documented as unknown[])."),
    Reason(r".* list-sites 200 /sites/\*", "Which other sites a token reaches is not known."),
    Reason(
        r".* list-pages 200 /pages/\*/(parentId|collectionId)",
        "Of the pages of a list, only the one that is checked is read by itself, and it has neither.",
    ),
    Reason(r".* update-page-metadata 200 /lastUpdated", "When a page was last updated moves with every update."),
    Reason(r"header dropped: \S+ 401 .*", "Whether a 401 has the quota's headers is unknown."),
    Reason(r"update (not applied|refused): /slug", "A slug is not written: the page would have another address."),
    Reason(r"update not applied: /openGraph/\w+Copied", "No flag is flipped: nothing is known to restore mirroring."),
    Reason(r"no token needed: .*", "Each operation is asked either without a token or with a wrong one."),
    Reason(r"records the other way round: .*", "No document says in which order pages are listed."),
)


def reason(mutant: Mutant, verdict: Verdict) -> str:
    """Return why a mutant was not found."""
    if verdict != "clean":
        return f"Not judged, and so not green either: {verdict}."
    return next((known.why for known in REASONS if known.matches(mutant)), UNEXPLAINED)
