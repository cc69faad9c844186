"""The rules about what a document says otherwise than an earlier one. Ids are oasdiff's wherever it has one.

The level is what the change means for callers of a client that was generated from the earlier document: for what they
send, a narrower contract breaks them; for what they get, a wider one.
"""

from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Final, NamedTuple

from webflow_contract.rules.rule import Level, Rule

_B: Final[Level] = "breaking"
_W: Final[Level] = "warning"
_I: Final[Level] = "information"


class _Aspect(NamedTuple):
    """What may be different about a value: the level in what is sent, in what is got, and what it is about."""

    sent: Level
    got: Level
    about: str


_TYPES: Final = {
    "type-changed": _Aspect(_B, _B, "has another type"),
    "type-generalized": _Aspect(_I, _B, "may be of more types"),
    "type-specialized": _Aspect(_B, _I, "may be of fewer types"),
    "list-of-types-widened": _Aspect(_I, _B, "may be of more types"),
    "list-of-types-narrowed": _Aspect(_B, _I, "may be of fewer types"),
    "became-nullable": _Aspect(_I, _B, "may be null"),
    "became-not-nullable": _Aspect(_B, _I, "may no longer be null"),
}
_VALUES: Final = {
    "became-enum": _Aspect(_B, _I, "has to be one of a list"),
    "enum-removed": _Aspect(_I, _I, "is no longer one of a list"),
    "enum-became-extensible": _Aspect(_I, _I, "may have values beside those listed"),
    "enum-became-closed": _Aspect(_B, _I, "has only the values listed"),
    "enum-value-added": _Aspect(_I, _I, "may have one more value"),
    "enum-value-removed": _Aspect(_B, _I, "may have one value less"),
    "const-added": _Aspect(_B, _I, "has one value only"),
    "const-changed": _Aspect(_B, _I, "has one value only, which is another"),
    "const-removed": _Aspect(_I, _I, "may have other values than the only one it had"),
    "default-value-added": _Aspect(_I, _I, "has a default"),
    "default-value-changed": _Aspect(_I, _I, "has another default"),
    "default-value-removed": _Aspect(_I, _I, "has no default any more"),
}
_BOUNDS: Final = {
    "unique-items-set": _Aspect(_B, _I, "may not have the same item twice"),
    "unique-items-unset": _Aspect(_I, _W, "may have the same item twice"),
    "multiple-of-set": _Aspect(_B, _I, "has to be a multiple of a number"),
    "multiple-of-unset": _Aspect(_I, _W, "need not be a multiple of a number any more"),
    "multiple-of-changed": _Aspect(_B, _W, "has to be a multiple of another number"),
    "multiple-of-generalized": _Aspect(_I, _W, "may be a multiple of a smaller number"),
    "multiple-of-specialized": _Aspect(_B, _I, "has to be a multiple of a larger number"),
    "pattern-added": _Aspect(_B, _I, "has to match a pattern"),
    "pattern-removed": _Aspect(_I, _W, "need not match a pattern any more"),
    "pattern-changed": _Aspect(_W, _W, "has to match another pattern"),
}
_PARTS: Final = {
    "prefix-items-added": _Aspect(_W, _I, "has one more item described by its position"),
    "prefix-items-removed": _Aspect(_I, _W, "has one item less described by its position"),
    "additional-properties-refused": _Aspect(_I, _I, "may have no property beside those known"),
    "additional-properties-allowed": _Aspect(_I, _I, "may have properties beside those known"),
    "additional-properties-changed": _Aspect(_I, _I, "says otherwise what further properties are"),
    "any-of-added": _Aspect(_I, _B, "may have one more shape"),
    "any-of-removed": _Aspect(_B, _I, "may have one shape less"),
    "one-of-added": _Aspect(_I, _B, "may have one more shape"),
    "one-of-removed": _Aspect(_B, _I, "may have one shape less"),
    "discriminator-property-name-changed": _Aspect(_W, _W, "tells its shape by another property"),
    "discriminator-mapping-added": _Aspect(_I, _W, "has one more name for a shape"),
    "discriminator-mapping-deleted": _Aspect(_W, _I, "has one name for a shape less"),
    "discriminator-mapping-changed": _Aspect(_W, _W, "has another shape by the same name"),
    "became-required": _Aspect(_B, _I, "is required"),
    "became-optional": _Aspect(_I, _B, "is no longer required"),
    "always-comes": _Aspect(_I, _I, "comes in every answer known"),
    "may-be-absent": _Aspect(_I, _W, "no longer comes in every answer known"),
    "deprecated": _Aspect(_W, _W, "is deprecated"),
    "reactivated": _Aspect(_I, _I, "is no longer deprecated"),
}
_LIMITS: Final = {
    "length": "length",
    "": "value",
    "items": "number of items",
    "properties": "number of properties",
    "contains": "number of items of a kind",
}
_WHOLE: Final = (
    "all-of",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "pattern-property",
    "property-names",
    "dependent-required",
    "dependent-schema",
    "unevaluated-properties",
    "unevaluated-items",
    "content-schema",
    "content-media-type",
    "content-encoding",
    "discriminator",
)


def _limits() -> Iterator[tuple[str, _Aspect]]:
    names = {f"max{'-' * bool(what)}{what}": ("largest", what) for what in _LIMITS}
    names |= {f"min{'-' * bool(what)}{what}": ("smallest", what) for what in _LIMITS}
    names |= {"exclusive-max": ("largest", ""), "exclusive-min": ("smallest", "")}
    for name, (end, what) in names.items():
        tighter, looser = ("decreased", "increased") if end == "largest" else ("increased", "decreased")
        called = f"{end} {_LIMITS[what]}"
        yield f"{name}-set", _Aspect(_B, _I, f"has a {called}")
        yield f"{name}-{tighter}", _Aspect(_B, _I, f"has a narrower {called}")
        yield f"{name}-{looser}", _Aspect(_I, _W, f"has a wider {called}")
        yield f"{name}-unset", _Aspect(_I, _W, f"has no {called} any more")


def _whole() -> Iterator[tuple[str, _Aspect]]:
    for name in _WHOLE:
        yield f"{name}-added", _Aspect(_W, _I, f"has a condition ({name})")
        yield f"{name}-changed", _Aspect(_W, _W, f"has another condition ({name})")
        yield f"{name}-removed", _Aspect(_I, _W, f"has no condition ({name}) any more")


_ASPECTS: Final = {**_TYPES, **_VALUES, **_BOUNDS, **_PARTS, **dict(_limits()), **dict(_whole())}

SUBJECTS: Final = {
    "request-body": ("The body that is sent", True),
    "request-property": ("A property that is sent", True),
    "request-parameter": ("A parameter", True),
    "request-parameter-property": ("A property of a parameter", True),
    "response-body": ("The body of an answer", False),
    "response-property": ("A property of an answer", False),
    "response-header": ("A header of an answer", False),
    "response-header-property": ("A property of a header", False),
}
"""What a rule may be about: what it is called, and whether it is sent."""

_READ_ONLY: Final = (
    "enum-value-removed",
    "exclusive-max-decreased",
    "exclusive-min-increased",
    "max-decreased",
    "max-items-decreased",
    "max-length-decreased",
    "max-properties-decreased",
    "min-increased",
)
_WRITE_ONLY: Final = ("became-optional", "became-required", "enum-value-added")

_LEVELS: Final[Mapping[str, Level]] = {
    "request-parameter-default-value-added": _W,
    "request-parameter-default-value-changed": _W,
    "request-parameter-default-value-removed": _W,
    "request-body-became-required": _I,  # an update always has a body
    "response-header-type-changed": _W,
    "response-header-type-generalized": _W,
    "response-header-list-of-types-widened": _W,
    "response-header-became-nullable": _W,
    "response-header-became-optional": _W,
}
"""Where the level is not the aspect's: headers tell of the quota, and pacing lives without them."""

_OTHERS: Final[tuple[tuple[str, Level, str], ...]] = (
    ("new-required-request-property", _B, "A property has to be sent that nobody sends yet; every update is refused."),
    ("new-required-request-property-with-default", _B, "A property has to be sent, though it has a default."),
    ("request-property-became-required-with-default", _B, "A property has to be sent, though it has a default."),
    ("new-optional-request-property", _I, "One more property can be sent."),
    ("new-required-request-parameter-property", _B, "A property of a parameter has to be sent."),
    ("new-optional-request-parameter-property", _I, "One more property of a parameter can be sent."),
    ("request-property-removed", _B, "A property is sent that is no longer known; what it says is dropped or refused."),
    ("request-parameter-property-removed", _B, "A property of a parameter is sent that is no longer known."),
    ("response-required-property-removed", _B, "A required property is gone; the answer cannot be read."),
    ("response-optional-property-removed", _W, "A property is gone; it reads as UNSET."),
    ("response-required-property-added", _I, "A property is new, in every answer; it is kept and has no attribute."),
    ("response-optional-property-added", _I, "A property is new; it is kept and has no attribute."),
    ("response-required-write-only-property-removed", _I, "A property is gone that was never in answers."),
    ("response-optional-write-only-property-removed", _I, "A property is gone that was never in answers."),
    ("response-required-write-only-property-added", _I, "A property is new that is never in answers."),
    ("response-optional-write-only-property-added", _I, "A property is new that is never in answers."),
    ("response-header-required-property-removed", _W, "A required property of a header is gone."),
    ("response-header-optional-property-removed", _W, "A property of a header is gone."),
    ("response-header-required-property-added", _I, "A header has one more property."),
    ("response-header-optional-property-added", _I, "A header has one more property."),
    ("request-required-property-became-read-only", _W, "A property that is sent is for answers only; it is dropped."),
    ("request-optional-property-became-read-only", _W, "A property that is sent is for answers only; it is dropped."),
    ("request-required-property-became-not-read-only", _B, "A property has to be sent that was for answers only."),
    ("request-optional-property-became-not-read-only", _I, "A property can be sent that was for answers only."),
    ("request-required-property-became-write-only", _I, "A property that is sent does not come back."),
    ("request-optional-property-became-write-only", _I, "A property that is sent does not come back."),
    ("request-required-property-became-not-write-only", _I, "A property that is sent comes back."),
    ("request-optional-property-became-not-write-only", _I, "A property that is sent comes back."),
    ("response-required-property-became-read-only", _I, "A property of an answer cannot be sent."),
    ("response-optional-property-became-read-only", _I, "A property of an answer cannot be sent."),
    ("response-required-property-became-not-read-only", _I, "A property of an answer can be sent."),
    ("response-optional-property-became-not-read-only", _I, "A property of an answer can be sent."),
    ("response-required-property-became-write-only", _B, "A required property is no longer in answers."),
    ("response-optional-property-became-write-only", _W, "A property is no longer in answers; it reads as UNSET."),
    ("response-required-property-became-not-write-only", _I, "A property is in answers, too."),
    ("response-optional-property-became-not-write-only", _I, "A property is in answers, too."),
    ("new-required-request-parameter", _B, "A parameter has to be sent that nobody sends yet; every call is refused."),
    ("new-optional-request-parameter", _I, "One more parameter can be sent."),
    ("new-request-path-parameter", _I, "A part of the path is described as a parameter."),
    ("new-required-request-header-property", _B, "A property of a header has to be sent."),
    ("request-header-property-became-required", _B, "A property of a header that is sent is required."),
    ("request-header-property-became-enum", _B, "A property of a header that is sent has to be one of a list."),
    ("request-parameter-x-extensible-enum-value-removed", _B, "A parameter may have one value less."),
    ("request-property-x-extensible-enum-value-removed", _B, "A property that is sent may have one value less."),
    (
        "request-parameter-removed",
        _B,
        "A parameter is sent that is no longer known; if it is ignored, the call means something else: an update of "
        "one locale writes the primary one.",
    ),
    (
        "request-parameter-removed-with-deprecation",
        _B,
        "A parameter is sent that is no longer known, as its deprecation had announced.",
    ),
    ("request-parameter-serialization-changed", _B, "A parameter is written in another way."),
    ("request-parameter-empty-value-allowed", _I, "A parameter may be empty."),
    ("request-parameter-empty-value-refused", _I, "A parameter may no longer be empty. No caller sends it so."),
    ("request-body-added-required", _B, "A body has to be sent that nobody sends yet."),
    ("request-body-added-optional", _I, "A body can be sent."),
    ("request-body-removed", _B, "There is no body any more; what is sent in it is dropped or refused."),
    ("request-body-media-type-added", _I, "A body can be sent under one more media type."),
    ("request-body-media-type-removed", _B, "A body can no longer be sent under a media type."),
    ("request-body-media-type-schema-added", _W, "The body that is sent is described."),
    ("request-body-media-type-schema-removed", _I, "The body that is sent is no longer described."),
    ("request-body-wrapped-in-one-of", _B, "The body that is sent has to be of one of other shapes."),
    ("request-body-wrapped-in-one-of-original-preserved", _W, "The body that is sent may have other shapes, too."),
    ("response-body-wrapped-in-one-of", _B, "The body of an answer has one of other shapes; it cannot be read."),
    ("response-body-wrapped-in-one-of-original-preserved", _B, "The body of an answer may have other shapes, too."),
    ("response-mediatype-enum-value-removed", _I, "The body of an answer may have one value less."),
    ("response-success-status-added", _B, "A success may have one more status; it raises."),
    ("response-success-status-removed", _B, "A success no longer has a status."),
    ("response-non-success-status-added", _W, "A refusal may have one more status; it raises the class of its family."),
    ("response-non-success-status-removed", _W, "A refusal no longer has a status; another class is raised."),
    ("response-media-type-added", _W, "An answer may come under one more media type; only JSON is read."),
    ("response-media-type-removed", _W, "An answer no longer comes under a media type."),
    ("response-media-type-name-changed", _I, "An answer's media type has other parameters."),
    ("response-media-type-name-generalized", _I, "An answer's media type has parameters less."),
    ("response-media-type-name-specialized", _I, "An answer's media type has further parameters."),
    ("response-body-media-type-schema-added", _I, "An answer's body is described."),
    ("response-body-media-type-schema-removed", _W, "An answer's body is no longer described."),
    ("response-header-added", _I, "An answer has one more header."),
    ("required-response-header-removed", _W, "A required header is gone; pacing loses its measure."),
    ("optional-response-header-removed", _W, "A header is gone; pacing loses its measure."),
    ("endpoint-added", _I, "An operation of this package is documented."),
    ("endpoint-deprecated", _W, "An operation is deprecated; it will go."),
    ("endpoint-reactivated", _I, "An operation is no longer deprecated."),
    ("api-removed-without-deprecation", _B, "An operation is gone, and nothing had announced it."),
    ("api-removed-with-deprecation", _B, "An operation is gone, as its deprecation had announced."),
    ("api-path-removed-without-deprecation", _B, "An operation is gone with its path, and nothing had announced it."),
    ("api-path-removed-with-deprecation", _B, "An operation is gone with its path, as its deprecation had announced."),
    ("api-operation-id-removed", _I, "An operation's id is gone or another: generated code has other names."),
    ("api-operation-id-added", _I, "An operation has an id."),
    ("api-tag-removed", _I, "A tag is gone: generated code may be in another folder."),
    ("api-tag-added", _I, "A tag is new: generated code may be in another folder."),
    ("api-server-changed", _W, "The service is at another address."),
    ("api-security-added", _B, "A way to authenticate is asked for where there was none."),
    ("api-security-alternative-added", _I, "There is one more way to authenticate."),
    ("api-security-alternative-removed", _B, "A way to authenticate is gone."),
    ("api-security-removed", _I, "No authentication is asked for any more."),
    ("api-security-scope-added", _B, "One more scope is needed; tokens without it are refused."),
    ("api-security-scope-removed", _I, "One scope less is needed."),
)

_OASDIFF: Final = frozenset(
    resources.files("webflow_contract.rules").joinpath("oasdiff-ids.txt").read_text("utf-8").split()
)
"""Every id that oasdiff has: the keys of its checker/localizations_src/en/messages.yaml that name a rule."""


def _all() -> Iterator[Rule]:
    for subject, (called, sent) in SUBJECTS.items():
        for name, aspect in _ASPECTS.items():
            id_ = f"{subject}-{name}"
            level = _LEVELS.get(id_) or (aspect.sent if sent else aspect.got)
            yield _rule(id_, level, f"{called} {aspect.about}.")
    for name in _READ_ONLY:
        yield _rule(f"request-read-only-property-{name}", _I, f"A property for answers only {_ASPECTS[name].about}.")
    for name in _WRITE_ONLY:
        yield _rule(f"response-write-only-property-{name}", _I, f"A property that is only sent {_ASPECTS[name].about}.")
    for other in _OTHERS:
        yield _rule(*other)


def _rule(id_: str, level: Level, meaning: str) -> Rule:
    return Rule(id_, level, meaning, "", "", _ADVICE[level], oasdiff=id_ in _OASDIFF)


_ADVICE: Final[Mapping[Level, str]] = {
    "breaking": "Take it over into spec/, generate, mend what does not fit any more, and release a breaking version.",
    "warning": "Look at the code that relies on it, take it over into spec/ and generate.",
    "information": "Take it over into spec/ and generate, so that the contract stays whole.",
}

CHANGES: Final[Mapping[str, Rule]] = {rule.id: rule for rule in _all()}
"""The rules by id."""
