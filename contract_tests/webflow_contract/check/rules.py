"""The catalogue of rules. An id is oasdiff's wherever it has one; the others are what only a live service can show.

The level is what a drift means for callers of this package: ``breaking``, they fail or read something wrong;
``warning``, they may; ``information``, they do not notice.
"""

from collections.abc import Mapping
from typing import Literal

from attrs import frozen

Level = Literal["breaking", "warning", "information"]


@frozen
class Rule:
    """A rule: its id, its level, what it means for callers, and whether the id is oasdiff's."""

    id: str
    level: Level
    meaning: str
    oasdiff: bool = True


_ALL = (
    Rule("response-property-type-changed", "breaking", "A property has another type; code that uses it fails."),
    Rule(
        "response-property-became-nullable",
        "breaking",
        "A property is null where it never was; code that uses it fails.",
    ),
    Rule("response-body-type-changed", "breaking", "The body is not what the contract says; it cannot be read."),
    Rule("response-required-property-removed", "breaking", "A required property is gone; the answer cannot be read."),
    Rule("response-optional-property-removed", "warning", "A property that always came is gone; it reads as UNSET."),
    Rule("response-optional-property-added", "information", "A property is new; it is kept and has no attribute."),
    Rule("response-property-enum-value-added", "information", "A value is new; it is passed on as text."),
    Rule("response-property-pattern-changed", "warning", "A value is written in another way; parsing it may fail."),
    Rule("response-success-status-added", "breaking", "A success has a status that is not in the contract; it raises."),
    Rule("response-success-status-removed", "breaking", "A request that succeeded is refused."),
    Rule(
        "response-non-success-status-added",
        "warning",
        "A refusal has another status; it raises the class of its family.",
    ),
    Rule(
        "response-non-success-status-removed", "warning", "A refusal no longer has its status; another class is raised."
    ),
    Rule(
        "response-media-type-removed",
        "warning",
        "The body does not come as JSON; what stands in between may change it.",
    ),
    Rule("optional-response-header-removed", "warning", "A header that always came is gone; pacing loses its measure."),
    Rule("response-header-type-changed", "warning", "A header's value is of another type; pacing loses its measure."),
    Rule("response-identity-changed", "breaking", "The answer is about another page, site or locale.", oasdiff=False),
    Rule(
        "response-list-disagrees",
        "breaking",
        "A list says something else than a read of the same thing.",
        oasdiff=False,
    ),
    Rule("response-pagination-wrong", "breaking", "A list does not hold to its limit, offset or total.", oasdiff=False),
    Rule("update-not-echoed", "breaking", "An update is answered with 200 and not applied.", oasdiff=False),
    Rule("update-not-persisted", "breaking", "A read does not show what the update answered.", oasdiff=False),
    Rule("update-changes-untouched", "breaking", "An update changes what it left out.", oasdiff=False),
    Rule("update-crosses-locales", "breaking", "An update of one locale changes another.", oasdiff=False),
    Rule("update-not-idempotent", "warning", "The same update twice has another result than once.", oasdiff=False),
    Rule("refused-update-applied", "breaking", "An update that was refused changed something.", oasdiff=False),
    Rule("request-validation-ignored", "warning", "A body that used to be refused is accepted.", oasdiff=False),
    Rule("authentication-ignored", "breaking", "A request without a valid token is answered.", oasdiff=False),
    Rule("authorization-ignored", "breaking", "A token may do what it has no scope for.", oasdiff=False),
)

RULES: Mapping[str, Rule] = {rule.id: rule for rule in _ALL}
