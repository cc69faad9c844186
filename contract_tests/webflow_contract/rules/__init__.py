"""The rules of findings and of differences: what each means for callers of this package, and how bad it is."""

from webflow_contract.rules.answers import READ_OFF_SCHEMA, RULES
from webflow_contract.rules.rule import LEVELS, Level, Rule

__all__ = ["LEVELS", "READ_OFF_SCHEMA", "RULES", "Level", "Rule"]
