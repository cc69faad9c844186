"""What commands take: arguments and options that several of them have."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

AnyPage = Annotated[str, Parameter(help="The page's id, or its path in the primary locale, such as /pricing.")]
Site = Annotated[
    str | None,
    Parameter(help="The site's id. Without it: WEBFLOW_SITE_ID, else the only site that the token reaches."),
]
Locale = Annotated[
    str | None, Parameter(help="A locale's tag, such as fr-FR, or its id. Without it, the primary locale.")
]
LocaleToWrite = Annotated[
    str | None, Parameter(help="Needed: a locale's tag, such as fr-FR, or its id; 'primary' for the primary one.")
]
Json = Annotated[bool, Parameter(name="--json", help="Print JSON for programs.")]
TokenFile = Annotated[Path | None, Parameter(help="A file whose first line is the token.")]
Title = Annotated[str | None, Parameter(help="The page's title.")]
Slug = Annotated[str | None, Parameter(help="The last part of the page's path.")]
SeoTitle = Annotated[str | None, Parameter(help="The title for search engines.")]
SeoDescription = Annotated[str | None, Parameter(help="The description for search engines.")]
OpenGraphTitle = Annotated[str | None, Parameter(help="The title for social networks.")]
OpenGraphDescription = Annotated[str | None, Parameter(help="The description for social networks.")]
TitleCopied = Annotated[
    bool | None,
    Parameter(negative="--no-open-graph-title-copied", help="Whether --open-graph-title mirrors --seo-title."),
]
DescriptionCopied = Annotated[
    bool | None,
    Parameter(
        negative="--no-open-graph-description-copied",
        help="Whether --open-graph-description mirrors --seo-description.",
    ),
]
DryRun = Annotated[bool, Parameter(help="Write nothing, and show what would change. Exits with 3 if anything would.")]
