"""The commands for all pages of a site as files: what each takes and does.

Each loads what it needs when it runs, as start-up time counts.
"""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from webflow_pages.commands.outcomes import CommandError
from webflow_pages.commands.parameters import Json, Site, TokenFile

Permission = Literal["primary", "slugs", "templates", "bindings", "clearing", "overrides"]
"""As ``metadata.plan.model`` has it, which takes longer to load. A test holds the two equal."""

_Files = Annotated[Path, Parameter(help="A folder of YAML files, one for each page, or one .csv file.")]
_Locales = Annotated[
    list[str] | None,
    Parameter(name="--locale", help="A locale to take, such as fr-FR; again for more. Without it, all."),
]
_Config = Annotated[Path | None, Parameter(help="The settings. Without it: webflow-pages.toml, if there is one.")]
_Allow = Annotated[
    list[Permission] | None,
    Parameter(
        help="What may be touched beyond the ordinary; again for more: the primary locale, slugs of pages that "
        "may be published, templates, texts with bindings, clearing a text, and overrides of what a locale inherits."
    ),
]
_Guard = Annotated[
    float | None, Parameter(help="Percent of the site's pages and locales that may change at the most. Without it, 30.")
]
_Yes = Annotated[bool, Parameter(name=("--yes", "-y"), help="Do not ask.")]
_Bulk = Annotated[bool, Parameter(help="Write with the vendor's beta endpoint, 100 pages and locales in a request.")]
_Html = Annotated[Path | None, Parameter(help="Write it to one HTML file as well.")]
_Markdown = Annotated[Path | None, Parameter(help="Write it to a Markdown file as well, such as a job's summary.")]

DEFAULT = Path("pages")
"""The folder of the files."""


def pull(
    files: _Files = DEFAULT,
    /,
    *,
    locale: _Locales = None,
    prune: Annotated[bool, Parameter(help="Remove the files of pages that the site no longer has.")] = False,
    skip_inherited: Annotated[
        bool, Parameter(help="Leave out what a secondary locale shows just as the primary one.")
    ] = False,
    site: Site = None,
    json: Json = False,
    token_file: TokenFile = None,
) -> int:
    """Write the metadata of every page and locale into files. Comments in them stay."""
    from webflow_pages.commands.connecting import connect
    from webflow_pages.commands.finding import find_site
    from webflow_pages.commands.pulling import pull as pull_files

    with connect(token_file) as webflow:
        site_id, tags = find_site(webflow, site), tuple(locale or ())
        return pull_files(webflow, site_id, files, tags, prune=prune, skip_inherited=skip_inherited, json=json)


def lint(
    files: _Files = DEFAULT,
    /,
    *,
    form: Annotated[
        Literal["text", "json", "sarif", "github"], Parameter(name="--format", help="How the findings are told.")
    ] = "text",
    config: _Config = None,
) -> int:
    """Check the texts in files: missing, duplicate, too wide, placeholders, wrong script and more. Sends nothing."""
    from webflow_pages.commands.linting import lint as lint_files
    from webflow_pages.metadata.settings import read_settings

    return lint_files(files, read_settings(config), form)


def explain(
    rule: Annotated[str | None, Parameter(help="A rule's code or name. Without it, all are listed.")] = None, /
) -> int:
    """Explain a rule of lint."""
    from webflow_pages.commands.explaining import explain as explain_rule

    return explain_rule(rule)


def plan(
    files: _Files = DEFAULT,
    /,
    *,
    output: Annotated[Path | None, Parameter(name=("--output", "-o"), help="Keep the plan, for apply.")] = None,
    allow: _Allow = None,
    guard: _Guard = None,
    expect_no_changes: Annotated[bool, Parameter(help="Exit with 3 if anything would change.")] = False,
    markdown: _Markdown = None,
    html: _Html = None,
    site: Site = None,
    config: _Config = None,
    json: Json = False,
    token_file: TokenFile = None,
) -> int:
    """Show what would change for the site to be as the files say. Only reads are sent."""
    from webflow_pages.metadata.files.reading import read_wanted
    from webflow_pages.metadata.settings import read_settings

    settings, wanted = read_settings(config), read_wanted(files)

    from webflow_pages.commands.connecting import connect
    from webflow_pages.commands.finding import find_site_of
    from webflow_pages.commands.planning import Reports, check_reports, conclude, guard_of, make, show

    percent, reports = guard_of(guard, settings), Reports(output, markdown, html, json)
    check_reports(reports, files)
    with connect(token_file) as webflow:
        site_id = find_site_of(webflow, site, wanted.site_id)
        made = make(webflow, site_id, wanted, settings, allow or (), percent)
    show(made, reports)
    return conclude(made, reports, expect_no_changes=expect_no_changes)


def apply(
    source: Annotated[Path, Parameter(help="A plan that was kept, as .json; or files to make one of.")] = DEFAULT,
    /,
    *,
    allow: _Allow = None,
    guard: _Guard = None,
    yes: _Yes = False,
    bulk: _Bulk = False,
    site: Site = None,
    config: _Config = None,
    json: Json = False,
    token_file: TokenFile = None,
) -> int:
    """Change exactly what a plan says, and check each answer. The changes are staged, not live.

    A plan that was kept needs no --yes: it was looked at. A run that broke off goes on where it stopped.
    """
    from webflow_pages.commands.applying import apply_files, apply_plan

    if source.suffix == ".json":
        if allow or guard is not None or site is not None or config is not None:
            raise CommandError(
                "a plan is applied as it is", "give --allow, --guard, --site and --config when making it"
            )
        return apply_plan(source, bulk=bulk, json=json, token_file=token_file)
    return apply_files(
        source,
        allow=allow or (),
        guard=guard,
        yes=yes,
        bulk=bulk,
        site=site,
        config=config,
        json=json,
        token_file=token_file,
    )


def rollback(
    run: Annotated[str, Parameter(help="A run, as 'webflow-pages runs' lists them, or 'latest'.")],
    /,
    *,
    output: Annotated[
        Path | None, Parameter(name=("--output", "-o"), help="Keep the plan, for apply; send nothing.")
    ] = None,
    yes: _Yes = False,
    bulk: _Bulk = False,
    json: Json = False,
    token_file: TokenFile = None,
) -> int:
    """Undo a run: plan to put back what was there before it, show that, and apply it. Later changes stay."""
    from webflow_pages.commands.undoing import rollback as roll_back

    return roll_back(run, output=output, yes=yes, bulk=bulk, json=json, token_file=token_file)


def runs(*, json: Json = False) -> int:
    """List the runs of apply in this folder, the latest last."""
    from webflow_pages.commands.undoing import runs as list_runs

    return list_runs(json=json)


def audit(
    *,
    locale: _Locales = None,
    html: _Html = None,
    fail_on: Annotated[
        list[Literal["missing", "wide", "duplicate"]] | None,
        Parameter(help="Exit with 1 if there is one of these; again for more."),
    ] = None,
    site: Site = None,
    config: _Config = None,
    json: Json = False,
    token_file: TokenFile = None,
) -> int:
    """Show pages by locales: what is missing, inherited, mirrored, too wide or a duplicate. Only reads are sent."""
    from webflow_pages.metadata.settings import read_settings

    settings = read_settings(config)

    from webflow_pages.commands.auditing import audit as audit_site
    from webflow_pages.commands.connecting import connect
    from webflow_pages.commands.finding import find_site

    with connect(token_file) as webflow:
        site_id = find_site(webflow, site)
        return audit_site(webflow, site_id, tuple(locale or ()), settings, html, json, frozenset(fail_on or ()))
