"""What ``--live`` was given: the service, the page, and how far the suite may go."""

import os
from pathlib import Path

from attrs import frozen

from webflow_contract.check.connecting import base_url, token
from webflow_contract.check.journal import is_open
from webflow_contract.check.subject import Credentials, Subject, is_id
from webflow_contract.errors import ContractToolError
from webflow_pages.calls.locales import check_locale
from webflow_pages.errors import LocaleError

NEEDED = ("WEBFLOW_BASE_URL", "WEBFLOW_TOKEN", "WEBFLOW_SITE_ID", "WEBFLOW_PAGE_ID")


@frozen
class Given:
    """A page of a service, the tokens for it, the most requests of the session, and where the journal goes."""

    subject: Subject
    credentials: Credentials
    budget: int
    journal: Path


def given(budget: int, locale: str | None, journal: Path) -> Given:
    """Return what options and variables say.

    Raises:
        ContractToolError: Something is missing or malformed, or a page of an earlier run has not been put back.
    """
    missing = [name for name in NEEDED if not os.environ.get(name)]
    if missing:
        raise ContractToolError(f"--live needs {', '.join(missing)}: 'webflow-contract sandbox' prints all four")
    for name in ("WEBFLOW_SITE_ID", "WEBFLOW_PAGE_ID"):
        if not is_id(os.environ[name]):
            raise ContractToolError(f"{name} has to be an id such as 63c720f9347c2139b248e552: {os.environ[name]!r}")
    if budget < 1:
        raise ContractToolError(f"--live-budget is a number of requests, 1 or more: {budget}")
    if journal.exists():
        raise ContractToolError(is_open(journal))
    where, site, page = (
        base_url(os.environ["WEBFLOW_BASE_URL"]),
        os.environ["WEBFLOW_SITE_ID"],
        os.environ["WEBFLOW_PAGE_ID"],
    )
    credentials = Credentials(token("WEBFLOW_TOKEN"), token("WEBFLOW_TOKEN_WITHOUT_WRITE") or None)
    return Given(Subject(where, site, page, _locale(locale)), credentials, budget, journal)


def _locale(tag: str | None) -> str | None:
    try:
        return check_locale(tag)
    except LocaleError as error:
        raise ContractToolError(f"--live-locale: {error}") from error
