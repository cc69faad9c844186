"""What no schema can say: that an answer is about what was asked, and that an update does what an update does.

Facts: an update changes what it names and leaves the rest (inferred from several clients; documented for the bulk
endpoint that takes the same body). What is only inferred, and a list's agreement with a read is, makes a finding that
says so and is no more than a warning. What the contract does not know is left to the schema.
"""

from webflow_contract.check.judges.identity import is_page, is_same_page, is_site, refuses
from webflow_contract.check.judges.lists import (
    lists_as_before,
    lists_locale,
    lists_once,
    lists_page,
    lists_portion_of,
    lists_site,
    lists_texts_of,
    paginates,
    same_total,
)
from webflow_contract.check.judges.updates import dates, echoes, keeps, same_as, stays_apart

__all__ = [
    "dates",
    "echoes",
    "is_page",
    "is_same_page",
    "is_site",
    "keeps",
    "lists_as_before",
    "lists_locale",
    "lists_once",
    "lists_page",
    "lists_portion_of",
    "lists_site",
    "lists_texts_of",
    "paginates",
    "refuses",
    "same_as",
    "same_total",
    "stays_apart",
]
