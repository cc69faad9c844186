"""What may be wrong with the token, its scopes, the site, its locales and the quota. Only reads are sent."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Literal

from attrs import define, frozen

from webflow_pages import (
    ConfigurationError,
    ForbiddenError,
    MissingScopesError,
    Quota,
    QuotaError,
    Response,
    ResponseError,
    Site,
    Webflow,
    WebflowError,
)
from webflow_pages.commands.finding import check_site, listed, only_site
from webflow_pages.commands.locales import locales_of
from webflow_pages.commands.outcomes import FAILED, NOT_AUTHORIZED, CommandError, code_of
from webflow_pages.commands.token import find_token
from webflow_pages.commands.writing import visible

NAMES: Final = ("token", "base-url", "sites", "site", "locales", "pages", "quota", "pages:write")
"""The checks, in the order in which they are told."""

_SCOPES: Final = {"sites": "sites:read", "locales": "sites:read", "pages": "pages:read"}


@frozen
class Check:
    """What one check found. ``advice`` says what to do, and ``code`` is the exit code of a problem."""

    name: str
    state: Literal["ok", "problem", "unproven"]
    says: str
    advice: str | None = None
    code: int = FAILED


def diagnose(file: Path | None, site: str | None) -> list[Check]:
    """Return all checks. One that a problem before it keeps from being tried is unproven."""
    found = {check.name: check for check in _checks(file, site)}
    return [found.get(name) or Check(name, "unproven", "not tried, because of a problem above") for name in NAMES]


def exit_code(checks: Sequence[Check]) -> int:
    """Return 0 without a problem, 4 where the token or a scope is one, and otherwise 1."""
    codes = {check.code for check in checks if check.state == "problem"}
    if not codes:
        return 0
    return NOT_AUTHORIZED if NOT_AUTHORIZED in codes else FAILED


def _checks(file: Path | None, site: str | None) -> Iterator[Check]:
    base_url = _base_url()
    yield base_url
    try:
        token = find_token(file)
    except CommandError as error:
        yield Check("token", "problem", error.what, error.advice, NOT_AUTHORIZED)
        return
    yield Check("token", "ok", "there is one, and it is well-formed")
    if base_url.state == "ok":
        # What is to be told is how it is now: nothing is waited for, and so nothing tried again.
        with Webflow(token, max_wait=0) as webflow:
            yield from _Examination(webflow, site).checks()


def _base_url() -> Check:
    try:
        Webflow("none-is-needed").close()
    except ConfigurationError as error:
        return Check("base-url", "problem", str(error), "correct WEBFLOW_BASE_URL, or leave it out for Webflow itself")
    given = os.environ.get("WEBFLOW_BASE_URL")
    return Check("base-url", "ok", f"{given}, from WEBFLOW_BASE_URL" if given else "Webflow itself")


@define
class _Examination:
    """The checks that ask the service. Each goes on from what those before it found."""

    webflow: Webflow
    named: str | None
    sites: Sequence[Site] | None = None
    site: str = ""
    quota: Quota | None = None

    def checks(self) -> Iterator[Check]:
        """Ask one thing after the other, until nothing further can be asked. A missing scope stops nothing else."""
        asking = {
            "sites": self._read_sites,
            "site": self._find_site,
            "locales": self._read_locales,
            "pages": self._read_pages,
        }
        for name, ask in asking.items():
            try:
                yield ask()
            except CommandError as error:
                advice = "\n".join([error.advice, *map(visible, error.listing)])
                yield Check(name, "problem", error.what, advice, error.code)
                break
            except WebflowError as error:
                self._learn(error)
                yield _problem(name, error)
                if not isinstance(error, ForbiddenError):
                    break
        yield self._tell_quota()
        yield _WRITING

    def _read_sites(self) -> Check:
        self.sites = found = self.webflow.sites.list()
        self._learn(found.response)
        return Check("sites", "ok", f"the token reaches {len(found)} site{'' if len(found) == 1 else 's'}")

    def _find_site(self) -> Check:
        named = check_site(self.named)
        if self.sites is None:
            if named is None:
                advice = "name the site with --site or WEBFLOW_SITE_ID"
                raise CommandError("which one it is cannot be known without sites:read", advice)
            self.site = named
            return Check("site", "unproven", f"{named}, which was not looked up without sites:read")
        self.site = named or only_site(self.sites)
        names = {site.id: site.display_name or "" for site in self.sites}
        if self.site not in names:
            raise CommandError(f"the token does not reach {self.site}", "name another one", listing=listed(self.sites))
        return Check("site", "ok", f"{names[self.site]} ({self.site})")

    def _read_locales(self) -> Check:
        site = self.webflow.sites.get(self.site)
        self._learn(site.response)
        tags = [locale.tag or "one without a tag" for locale, _ in locales_of(site)]
        if len(tags) > 1:
            return Check("locales", "ok", f"{tags[0]}, and besides {', '.join(tags[1:])}")
        return Check("locales", "ok", f"{tags[0] if tags else 'none'}: the site has one language, which is fine")

    def _read_pages(self) -> Check:
        pages = self.webflow.pages.list(self.site)
        first = next(pages, None)
        self._learn(pages.response)
        return Check("pages", "ok", "can be read" if first else "can be read, and there are none")

    def _learn(self, answer: Response | WebflowError | None) -> None:
        """Keep what an answer tells of the quota."""
        if isinstance(answer, Response | ResponseError):
            self.quota = Quota.of(answer.headers)

    def _tell_quota(self) -> Check:
        quota = self.quota
        if quota is None or quota.remaining is None:
            return Check("quota", "unproven", "the answers do not tell it")
        left = f"{quota.remaining} of {quota.limit or 'an unknown number of'} requests are left in this minute"
        if quota.remaining > 0:
            return Check("quota", "ok", left)
        return Check("quota", "problem", left, f"wait {60 if quota.resets_in is None else quota.resets_in} s")


_WRITING: Final = Check(
    "pages:write",
    "unproven",
    "nothing is written to find out",
    "an update of a page that nobody needs would prove it: webflow-pages update PAGE --locale primary --title …",
)


def _problem(name: str, error: WebflowError) -> Check:
    """Return what an error of the client says, and what to do about it."""
    what, advice = str(error), "check the network, the variables for proxies and certificates, and WEBFLOW_BASE_URL"
    if isinstance(error, QuotaError):
        what, advice = "the token's quota is used up", f"run it again in {error.retry_after:.0f} s"
    if isinstance(error, ResponseError):
        said = ": ".join(part for part in (error.code, error.message) if part)
        what, advice = f"Webflow answered {error.status} {said}".rstrip(), _lowered(error.advice)
    if isinstance(error, MissingScopesError):
        advice = f"use a token that has {', '.join(error.scopes) or _SCOPES[name]}"
    return Check(name, "problem", what, advice, code_of(error) or FAILED)


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].rstrip(".")
