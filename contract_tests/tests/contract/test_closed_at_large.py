"""The closed twin of any schema accepts what the schema accepts and knows, and nothing else."""

import json
from functools import cache
from typing import Any

import jsonschema_rs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from webflow_contract.contract.closed import close
from webflow_contract.contract.validators import Validators
from webflow_contract.contract.violations import violations

NAMES = ("a", "b", "x-c")
STRANGE = ("d",)
VALUES = (None, True, 1, 2.5, "p", "q")
TYPES = ("null", "boolean", "integer", "number", "string", "object", "array")
Schema = dict[str, Any] | bool
Components = dict[str, Schema]


# Schemas and values


def leaves() -> st.SearchStrategy[Schema]:
    values = st.lists(st.sampled_from(VALUES), min_size=1, max_size=3, unique_by=repr)
    types = st.sampled_from(TYPES) | st.lists(st.sampled_from(TYPES), min_size=1, max_size=3, unique=True)
    return st.one_of(
        st.just({}),
        st.just(True),
        types.map(lambda given: {"type": given}),
        values.map(lambda given: {"enum": given}),
        st.sampled_from(VALUES).map(lambda given: {"const": given}),
        values.map(lambda given: {"x-extensible-enum": given}),
        st.builds(lambda kind, given: {"type": kind, "x-extensible-enum": given}, types, values),
        st.just({"type": "string", "x-extensible-enum": ["p"], "enum": ["p", "q"]}),
    )


def plain() -> st.SearchStrategy[dict[str, Any]]:
    return leaves().map(lambda schema: schema if isinstance(schema, dict) else {})


def objects(inner: st.SearchStrategy[Schema]) -> st.SearchStrategy[Schema]:
    return st.builds(
        _object,
        st.dictionaries(st.sampled_from(NAMES), inner, max_size=3),
        st.sets(st.sampled_from(NAMES), max_size=1),
        st.sets(st.sampled_from(NAMES), max_size=1),
        st.none() | st.none() | st.fixed_dictionaries({"^x-": inner}),
        st.none() | st.none() | inner,
    )


def _object(
    properties: dict[str, Schema],
    required: set[str],
    always: set[str],
    patterns: dict[str, Schema] | None,
    more: Schema | None,
) -> Schema:
    described = {
        name: {**schema, "x-presence": "always"} if name in always and isinstance(schema, dict) else schema
        for name, schema in properties.items()
    }
    schema: Schema = {"properties": described}
    schema |= {"required": sorted(required)} if required else {}
    schema |= {} if patterns is None else {"patternProperties": patterns}
    return schema | ({} if more is None else {"additionalProperties": more})


def compositions(inner: st.SearchStrategy[Schema]) -> st.SearchStrategy[Schema]:
    several = st.lists(inner, min_size=1, max_size=3)
    condition = {"properties": {"a": {"const": 1}}, "required": ["a"]}
    return st.one_of(
        st.builds(lambda key, parts: {key: parts}, st.sampled_from(("anyOf", "oneOf", "allOf")), several),
        st.builds(
            lambda own, key, parts: {**own, key: parts},
            objects(inner),
            st.sampled_from(("anyOf", "oneOf", "allOf")),
            several,
        ),
        st.builds(
            lambda own, then, other: {**own, "if": condition, "then": then, "else": other}, objects(inner), inner, inner
        ),
        st.builds(lambda own, part: {**own, "dependentSchemas": {"a": part}}, objects(inner), inner),
        st.builds(lambda own, part: {**own, "not": part}, objects(inner) | plain(), inner),
    )


def arrays(inner: st.SearchStrategy[Schema]) -> st.SearchStrategy[Schema]:
    return st.one_of(
        inner.map(lambda item: {"type": "array", "items": item}),
        st.lists(inner, min_size=1, max_size=2).map(lambda items: {"prefixItems": items}),
        st.builds(lambda first, rest: {"prefixItems": [first], "items": rest}, inner, inner),
    )


def schemas(*components: str) -> st.SearchStrategy[Schema]:
    """Any schema that refers to the components named."""
    references = [{"$ref": f"#/components/schemas/{name}"} for name in components]
    leaf = leaves() if not references else leaves() | st.sampled_from(references)
    siblings = objects(leaves()) | plain()

    def grow(inner: st.SearchStrategy[Schema]) -> st.SearchStrategy[Schema]:
        grown = objects(inner) | compositions(inner) | arrays(inner)
        if not references:
            return grown
        return grown | st.builds(lambda own, reference: {**own, **reference}, siblings, st.sampled_from(references))

    return st.recursive(leaf, grow, max_leaves=8)


ANYTHING = st.tuples(
    st.fixed_dictionaries({"It": schemas("One", "Two"), "One": schemas("Two"), "Two": schemas()}),
    st.recursive(
        st.sampled_from(VALUES),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from((*NAMES, *NAMES, *STRANGE)), inner, max_size=3)
        ),
        max_leaves=6,
    ),
)


def records() -> st.SearchStrategy[Schema]:
    """Objects put together of others, such as most that come are accepted by."""
    leaf = st.sampled_from([{}, {}, True, {"x-extensible-enum": [1]}, {"const": 1}, {"type": "integer"}])
    flat = objects(leaf) | st.sampled_from([{"$ref": "#/components/schemas/One"}, {"required": ["a"]}, {}])
    return compositions(objects(leaf | flat) | flat | compositions(flat))


RECORDS = st.tuples(
    st.fixed_dictionaries({"It": records(), "One": objects(st.sampled_from([{}, {"x-extensible-enum": [1]}]))}),
    st.recursive(
        st.sampled_from((1, 1, "p")),
        lambda inner: st.dictionaries(st.sampled_from((*NAMES, *NAMES, *STRANGE)), inner, max_size=4),
        max_leaves=6,
    ),
)


# What it means to be known, said once more and in another way: by going along with one value


class Known:
    """Says whether a value that the open schemas accept is made of what they know."""

    def __init__(self, components: Components) -> None:
        self._components = components

    def whole(self, schema: Schema, value: Any) -> bool:
        """Whether a value is known, all its properties included."""
        knows, names = self.part(schema, value)
        if not knows or isinstance(schema, bool):
            return knows
        if isinstance(value, list) and "prefixItems" in schema and "items" not in schema:
            return len(value) <= len(schema["prefixItems"])
        if not isinstance(value, dict) or names is None or _only_conditions(self, schema):
            return True
        return value.keys() <= names

    def part(self, schema: Schema, value: Any, beside: bool = False) -> tuple[bool, set[str] | None]:
        """Whether a value is known apart from its properties, and which of these are; None: that is not said."""
        if isinstance(schema, bool):
            return schema, None
        if not is_valid(self._components, schema, value) or not self._values(schema, value):
            return False, None
        if isinstance(value, list) and not all(self.whole(inner, item) for inner, item in _items(schema, value)):
            return False, None
        names: set[str] | None = None
        if isinstance(value, dict):
            fine, names = self._own(schema, value)
            if not fine:
                return False, None
        return self._parts(schema, value, names, beside)

    def _values(self, schema: dict[str, Any], value: Any) -> bool:
        if "x-extensible-enum" not in schema:
            return True
        values, types = schema["x-extensible-enum"], schema.get("type", [])
        types = [types] if isinstance(types, str) else types
        others = [name for name in types if not any(is_valid({}, {"type": name}, one) for one in values)]
        listed = any(json.dumps(value) == json.dumps(one) for one in values)
        return listed or any(is_valid({}, {"type": name}, value) for name in others)

    def _own(self, schema: dict[str, Any], value: dict[str, Any]) -> tuple[bool, set[str] | None]:
        properties, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
        always = [name for name, inner in properties.items() if isinstance(inner, dict) and "x-presence" in inner]
        if not set(always) <= value.keys():
            return False, None
        names: set[str] = set()
        for name, inner in value.items():
            about = [properties[name]] if name in properties else []
            about += [one for one in patterns.values() if name.startswith("x-")]
            about = about or ([schema["additionalProperties"]] if "additionalProperties" in schema else [])
            if not all(self.whole(one, inner) for one in about):
                return False, None
            names |= {name} if about else set()
        says = {"properties", "patternProperties", "additionalProperties"} & schema.keys()
        return True, names if says else None

    def _parts(
        self, schema: dict[str, Any], value: Any, names: set[str] | None, beside: bool
    ) -> tuple[bool, set[str] | None]:
        beside = beside or any(key in schema for key in ("properties", "patternProperties"))
        all_of = list(schema.get("allOf", ()))
        if "$ref" in schema:
            all_of.append(self._target(schema))
        if "if" in schema:
            holds = is_valid(self._components, schema["if"], value)
            all_of += [schema["if"], schema["then"]] if holds else [schema["else"]]
        if isinstance(value, dict):
            all_of += [part for name, part in schema.get("dependentSchemas", {}).items() if name in value]
        every = self.in_place(schema)
        found = [names]
        for part in all_of:
            others = any(self.names(other) for other in every if other is not part)
            knows, more = self.part(part, value, beside or others)
            if not knows:
                return False, None
            found.append(more)
        for key in ("anyOf", "oneOf"):
            if key in schema:
                others = [part for part in every if all(part is not option for option in schema[key])]
                around = beside or any(self.names(part) for part in others)
                fits, more = self._union(schema[key], value, around)
                if not fits:
                    return False, None
                found.append(more)
        said = [one for one in found if one is not None]
        return True, set().union(*said) if said else None

    def _union(self, options: list[Schema], value: Any, beside: bool) -> tuple[bool, set[str] | None]:
        answers = [(option, *self.part(option, value, beside)) for option in options]
        fitting = [(option, names) for option, knows, names in answers if knows]
        if not fitting:
            return False, None
        if not any(self.names(option) for option in options):
            said = [names for _, names in fitting if names is not None]
            return True, set().union(*said) if said else None
        free = (
            isinstance(value, dict)
            and not beside
            and any(not self.names(option) and not _bounds(option) for option, _ in fitting)
        )
        said = [names for _, names in fitting if names is not None]
        return True, set(value) if free else set().union(*said)

    def in_place(self, schema: dict[str, Any]) -> list[Schema]:
        parts = [*schema.get("allOf", ()), *schema.get("anyOf", ()), *schema.get("oneOf", ())]
        parts += [schema[key] for key in ("if", "then", "else") if key in schema]
        parts += schema.get("dependentSchemas", {}).values()
        return [*parts, self._target(schema)] if "$ref" in schema else parts

    def names(self, schema: Schema) -> bool:
        if isinstance(schema, bool):
            return False
        own = "properties" in schema or "patternProperties" in schema
        return own or any(self.names(part) for part in self.in_place(schema))

    def _target(self, schema: dict[str, Any]) -> Schema:
        return self._components[schema["$ref"].rpartition("/")[2]]


def _bounds(option: Schema) -> bool:
    return isinstance(option, dict) and "additionalProperties" in option


def _only_conditions(known: Known, schema: dict[str, Any]) -> bool:
    own = {"properties", "patternProperties", "additionalProperties"} & schema.keys()
    naming = [part for part in known.in_place(schema) if known.names(part)]
    return not own and not naming


def _items(schema: dict[str, Any], value: list[Any]) -> list[tuple[Schema, Any]]:
    first = list(zip(schema.get("prefixItems", ()), value, strict=False))
    rest = value[len(schema.get("prefixItems", ())) :] if "items" in schema else []
    return [*first, *((schema["items"], item) for item in rest)]


@cache
def validator(schema: str) -> Any:
    return jsonschema_rs.Draft202012Validator(json.loads(schema))


def is_valid(components: Components, schema: Schema, value: Any) -> bool:
    return bool(validator(json.dumps({"allOf": [schema], "components": {"schemas": components}})).is_valid(value))


IT = {"$ref": "#/components/schemas/It"}
at_large = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


@given(ANYTHING | RECORDS)
@at_large
def test_the_twin_accepts_what_is_accepted_and_known_and_nothing_else(case: tuple[Components, Any]) -> None:
    components, value = case
    twin = close({"components": {"schemas": components}})
    accepted = is_valid(components, IT, value)
    known = accepted and Known(components).whole(components["It"], value)
    assert Validators(twin).of(IT).is_valid(value) is known


@given(ANYTHING | RECORDS)
@at_large
def test_there_is_a_violation_wherever_the_twin_refuses(case: tuple[Components, Any]) -> None:
    components, value = case
    validators = Validators(close({"components": {"schemas": components}}))
    found = violations(validators, IT, value)
    assert bool(found) is not validators.of(IT).is_valid(value)
    for one in found:
        inner, place = value, list(one.place)
        last = place.pop() if one.keyword in ("required", "x-presence") else None
        for part in place:
            inner = inner[part]
        assert last is None or last not in inner
        assert inner == one.value
