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
    """A rule: its id, its level, and what it means for callers.

    ``documented`` and ``observed`` are an example of the two sides, ``advice`` is what to do about such a finding, and
    ``oasdiff`` says whether the id is oasdiff's.
    """

    id: str
    level: Level
    meaning: str
    documented: str
    observed: str
    advice: str
    oasdiff: bool = True


_ALL = (
    Rule(
        "response-property-type-changed",
        "breaking",
        "A property has another type; code that uses it fails.",
        "string",
        "number 4711",
        "If the type is to stay, propose it, and mend the code that uses it. In an error's body it is a warning.",
    ),
    Rule(
        "response-property-became-nullable",
        "breaking",
        "A property is null where it never was; code that uses it fails.",
        "object",
        "null",
        "Propose it: what was null once will be again. Mend the code that uses it. In an error's body it is a warning.",
    ),
    Rule(
        "response-body-type-changed",
        "breaking",
        "The body is not what the contract says; it cannot be read.",
        "JSON",
        "no JSON: '<h1>Bad Gateway</h1>'",
        "Send the command again: if something in between answered, it passes. In an error's body it is a warning.",
    ),
    Rule(
        "response-required-property-removed",
        "breaking",
        "A required property is gone; the answer cannot be read.",
        "required",
        "absent",
        "If it is to stay away, propose it, and mend the code that uses it. In an error's body it is a warning.",
    ),
    Rule(
        "response-optional-property-removed",
        "warning",
        "A property that always came is gone; it reads as UNSET.",
        "in every answer known",
        "absent",
        "Look for the property under another name, new in the same place. If it is to stay away, propose it.",
    ),
    Rule(
        "response-optional-property-added",
        "information",
        "A property is new; it is kept and has no attribute.",
        "no such property",
        "boolean false",
        "Propose it: callers then have an attribute for it.",
    ),
    Rule(
        "response-property-enum-value-added",
        "information",
        "A value is new; it is passed on as text.",
        'one of "always", "optOut", "disabled"',
        'string "optIn"',
        "Propose it: the check then knows the value.",
    ),
    Rule(
        "response-property-pattern-changed",
        "warning",
        "A value is written in another way; parsing it may fail.",
        "text that matches ^[0-9a-f]{24}$",
        'string "63C720F9347C2139B248E552"',
        "Look for code that parses, compares or stores the value as text. If the spelling is to stay, propose it.",
    ),
    Rule(
        "response-success-status-added",
        "breaking",
        "A success has a status that is not in the contract; it raises.",
        "200, 400, 401, 403, 404, 429, 500",
        "201",
        "If the status is to stay, propose it: callers then get the answer instead of an error.",
    ),
    Rule(
        "response-success-status-removed",
        "breaking",
        "A request that succeeded is refused.",
        "200: the page as it is",
        "404",
        "Send the command again. If the request is refused for good, ask Webflow what replaces it.",
    ),
    Rule(
        "response-non-success-status-added",
        "warning",
        "A refusal has another status; it raises the class of its family.",
        "200, 400, 401, 403, 404, 429, 500",
        "409",
        "If the status is to stay, propose it, and accept the finding beside it that says which one was expected.",
    ),
    Rule(
        "response-non-success-status-removed",
        "warning",
        "A refusal no longer has its status; another class is raised.",
        "404: an unknown page is not found",
        "403",
        "Look for code that catches the class of the former status. Then accept it.",
    ),
    Rule(
        "response-server-error-intermittent",
        "warning",
        "Requests fail with a server error and succeed when they are sent again; callers wait longer.",
        "200: the page as it is",
        "500",
        "Leave max_retries as it is: reads and updates are retried. If it stays so, ask Webflow.",
        oasdiff=False,
    ),
    Rule(
        "retry-after-too-early",
        "warning",
        "After the seconds of a 429's Retry-After, requests are still refused; each window costs a further wait.",
        "an answer after Retry-After: 60",
        "429",
        "Nothing is lost: callers wait again. If it stays so, ask Webflow.",
        oasdiff=False,
    ),
    Rule(
        "error-code-changed",
        "warning",
        "A refusal has another code: another class is raised, and code that goes by it does something else.",
        "resource_not_found",
        'string "forbidden"',
        "Look for code that tells refusals apart by their code. Then accept it.",
        oasdiff=False,
    ),
    Rule(
        "quota-contradictory",
        "warning",
        "The headers of the quota contradict each other; pacing goes by them.",
        "at most X-RateLimit-Limit: 60",
        "X-RateLimit-Remaining: 61",
        "Slow down by yourself where the quota is tight.",
        oasdiff=False,
    ),
    Rule(
        "response-media-type-removed",
        "warning",
        "The body does not come as JSON; what stands in between may change it.",
        "application/json",
        "text/html",
        "Look at the body: if it is a page for browsers, something in between answered. If it is to stay, propose it.",
    ),
    Rule(
        "optional-response-header-removed",
        "warning",
        "A header that always came is gone; pacing loses its measure.",
        "Retry-After, always",
        "no Retry-After",
        "If the header is to stay away, propose it. Slow down by yourself where the quota is tight.",
    ),
    Rule(
        "response-header-type-changed",
        "warning",
        "A header's value is of another type; pacing loses its measure.",
        "Retry-After, an integer",
        "Retry-After: Wed, 21 Oct 2026 07:28:00 GMT",
        "If the header is to be written so, propose it. Slow down by yourself where the quota is tight.",
    ),
    Rule(
        "response-identity-changed",
        "breaking",
        "The answer is about another page, site or locale.",
        "5eed0000000000000000b002",
        'string "5eed0000000000000000b001"',
        "Write nothing in that locale until it is clear why: texts may land where they do not belong.",
        oasdiff=False,
    ),
    Rule(
        "response-list-disagrees",
        "breaking",
        "A list says something else than a read of the same thing.",
        'string "Pricing"',
        'string "Prices"',
        "Read each page by itself where it matters. If only a cache was late, the next run is without it.",
        oasdiff=False,
    ),
    Rule(
        "response-pagination-wrong",
        "breaking",
        "A list does not hold to its limit, offset or total.",
        "1 records",
        "2 records",
        "Do not rely on a listing being complete, or free of repetition.",
        oasdiff=False,
    ),
    Rule(
        "update-not-echoed",
        "breaking",
        "An update is answered with 200 and not applied.",
        'string "Prices"',
        'string "Pricing"',
        "Look at not_applied after each update: it names the fields that did not take.",
        oasdiff=False,
    ),
    Rule(
        "update-not-dated",
        "warning",
        "An update does not move lastUpdated on; what goes by it to find changes misses this one.",
        "later than 2026-02-23T09:12:47.201Z",
        'string "2026-02-23T09:12:47.201Z"',
        "Compare the texts themselves to find what has changed.",
        oasdiff=False,
    ),
    Rule(
        "update-not-persisted",
        "breaking",
        "A read does not show what the update answered.",
        'string "Prices"',
        'string "Pricing"',
        "Read after each update. If only a cache was late, the next run is without it.",
        oasdiff=False,
    ),
    Rule(
        "update-changes-untouched",
        "breaking",
        "An update changes what it left out.",
        'string "Pricing | Lantern & Loom"',
        'string ""',
        "Send every text with each update, those that stay as they are, too.",
        oasdiff=False,
    ),
    Rule(
        "update-crosses-locales",
        "breaking",
        "An update of one locale changes another.",
        'string "Pricing"',
        'string "Tarifs"',
        "Stop updating locales, and look at what the texts of the others have become.",
        oasdiff=False,
    ),
    Rule(
        "update-not-idempotent",
        "warning",
        "The same update twice has another result than once.",
        'string "Pricing"',
        'string "Pricing (2)"',
        "Use max_retries=0 for updates: a retry may do more than the first attempt.",
        oasdiff=False,
    ),
    Rule(
        "refused-update-applied",
        "breaking",
        "An update that was refused changed something.",
        'string "Pricing"',
        'string "Prices"',
        "Read the page after an update that failed: it may have been carried out.",
        oasdiff=False,
    ),
    Rule(
        "request-validation-ignored",
        "warning",
        "A body that used to be refused is accepted.",
        "400: a text has to be text",
        "200",
        "Check values before they are sent: the service no longer does.",
        oasdiff=False,
    ),
    Rule(
        "authentication-ignored",
        "breaking",
        "A request without a valid token is answered.",
        "401: a valid token is asked for",
        "200",
        "Tell Webflow at once: anybody may read or write the site.",
        oasdiff=False,
    ),
    Rule(
        "authorization-ignored",
        "breaking",
        "A token may do what it has no scope for.",
        "403: pages:write is asked for",
        "200",
        "Tell Webflow at once, and treat every token as one that may write.",
        oasdiff=False,
    ),
)

RULES: Mapping[str, Rule] = {rule.id: rule for rule in _ALL}

READ_OFF_SCHEMA = frozenset(
    {
        "response-body-type-changed",
        "response-optional-property-removed",
        "response-property-became-nullable",
        "response-property-type-changed",
        "response-required-property-removed",
    }
)
"""Rules about types and presence: what they mean for callers is tried out. Of behaviour, an answer shows nothing."""
