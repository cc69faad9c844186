"""The world that the sandbox starts with. It is the same every time."""

from attrs import evolve

from webflow_contract.sandbox.model import (
    MIRRORED,
    CustomDomain,
    Layer,
    Locale,
    LocalizationPlan,
    OpenGraphText,
    Page,
    Seed,
    Site,
    Token,
)

# Told to everybody, so these are no secrets.
TOKEN = "sandbox-token-full"  # noqa: S105  (see above)
TOKEN_WITHOUT_WRITE = "sandbox-token-without-pages-write"  # noqa: S105  (see above)
TOKEN_WITHOUT_SITES_READ = "sandbox-token-without-sites-read"  # noqa: S105  (see above)

WORKSPACE_ID = "5eed0000000000000000e001"
OTHER_WORKSPACE_ID = "5eed0000000000000000e002"

SITE_ID = "5eed0000000000000000a001"
UNLOCALIZED_SITE_ID = "5eed0000000000000000a002"
FOREIGN_SITE_ID = "5eed0000000000000000a003"

ENGLISH = Locale(
    id="5eed0000000000000000b001",
    cms_locale_id="5eed0000000000000000c001",
    tag="en-US",
    display_name="English (United States)",
    subdirectory="",
)
FRENCH = Locale(
    id="5eed0000000000000000b002",
    cms_locale_id="5eed0000000000000000c002",
    tag="fr-FR",
    display_name="French (France)",
    subdirectory="fr",
)
# Not enabled only means not published to its subdirectory: it is read and written like the others (reported).
GERMAN = Locale(
    id="5eed0000000000000000b003",
    cms_locale_id="5eed0000000000000000c003",
    tag="de-DE",
    display_name="German (Germany)",
    subdirectory="de",
    enabled=False,
)
PORTUGUESE = Locale(
    id="5eed0000000000000000b004",
    cms_locale_id="5eed0000000000000000c004",
    tag="pt-BR",
    display_name="Portuguese (Brazil)",
    subdirectory="pt",
)

HOME_PAGE_ID = "5eed0000000000000000d001"
ABOUT_PAGE_ID = "5eed0000000000000000d002"
WRITABLE_PAGE_ID = "5eed0000000000000000d003"
MIRRORED_PAGE_ID = "5eed0000000000000000d004"
TEMPLATE_PAGE_ID = "5eed0000000000000000d005"
UTILITY_PAGE_ID = "5eed0000000000000000d006"
FOLDER_ID = "5eed0000000000000000d007"
PAGE_IN_FOLDER_ID = "5eed0000000000000000d008"
PAGE_WITHOUT_DESCRIPTION_ID = "5eed0000000000000000d009"
UNLOCALIZED_PAGE_ID = "5eed0000000000000000d00a"
FOREIGN_PAGE_ID = "5eed0000000000000000d00b"

COLLECTION_ID = "5eed0000000000000000f001"

BINDING = '{{wf {"path":"slug","type":"PlainText"} }}'

_CREATED = "2026-01-12T09:06:25.279Z"
_UPDATED = "2026-02-23T15:53:18.252Z"
_PUBLISHED = "2026-02-23T16:04:41.810Z"

_ALL_MIRRORED = {"title": MIRRORED, "description": MIRRORED}


def _own(title: str, description: str) -> dict[str, OpenGraphText]:
    return {
        "title": OpenGraphText(text=title, copied=False),
        "description": OpenGraphText(text=description, copied=False),
    }


_SITE = Site(
    id=SITE_ID,
    workspace_id=WORKSPACE_ID,
    display_name="Lantern & Loom",
    short_name="lantern-loom",
    created_on=_CREATED,
    last_updated=_UPDATED,
    last_published=_PUBLISHED,
    primary=ENGLISH,
    secondary=(FRENCH, GERMAN, PORTUGUESE),
    custom_domains=(
        CustomDomain(
            id="5eed00000000000000001001",
            url="lantern-loom.example",
            last_published=_PUBLISHED,
            full_site_compiled_at=_PUBLISHED,
        ),
        CustomDomain(
            id="5eed00000000000000001002",
            url="www.lantern-loom.example",
            last_published=_PUBLISHED,
            full_site_compiled_at=None,
        ),
    ),
    full_site_compiled_at=_PUBLISHED,
)

_UNLOCALIZED_SITE = Site(
    id=UNLOCALIZED_SITE_ID,
    workspace_id=WORKSPACE_ID,
    display_name="One Tongue",
    short_name="one-tongue",
    created_on=_CREATED,
    last_updated=_UPDATED,
    last_published=_PUBLISHED,
    primary=evolve(ENGLISH, id="5eed0000000000000000b005", cms_locale_id="5eed0000000000000000c005"),
)

# No token reaches this one. It is there so that somebody else's page can be asked for.
_FOREIGN_SITE = Site(
    id=FOREIGN_SITE_ID,
    workspace_id=OTHER_WORKSPACE_ID,
    display_name="Somebody Else",
    short_name="somebody-else",
    created_on=_CREATED,
    last_updated=_UPDATED,
    last_published=_PUBLISHED,
    primary=evolve(ENGLISH, id="5eed0000000000000000b006", cms_locale_id="5eed0000000000000000c006"),
)

_PAGES = (
    Page(
        id=HOME_PAGE_ID,
        site_id=SITE_ID,
        kind="home",
        created_on=_CREATED,
        last_updated=_UPDATED,
        metadata=Layer(
            texts={
                "title": "Home",
                "slug": None,
                "seo.title": "Lantern & Loom",
                "seo.description": "Hand-woven lamps, lit by people who weave.",
            },
            open_graph=_ALL_MIRRORED,
        ),
    ),
    Page(
        id=ABOUT_PAGE_ID,
        site_id=SITE_ID,
        kind="static",
        created_on="2026-01-12T09:31:02.279Z",
        last_updated=_UPDATED,
        metadata=Layer(
            texts={
                "title": "About",
                "slug": "about",
                "seo.title": "About Lantern & Loom",
                "seo.description": "Who weaves the lamps, and where.",
            },
            open_graph={"title": OpenGraphText(text="The weavers", copied=False), "description": MIRRORED},
        ),
        overrides={FRENCH.id: Layer(texts={"title": "À propos"})},
    ),
    Page(
        id=WRITABLE_PAGE_ID,
        site_id=SITE_ID,
        kind="static",
        created_on="2026-01-13T10:15:44.279Z",
        last_updated="2026-02-20T08:12:09.641Z",
        metadata=Layer(
            texts={
                "title": "Pricing",
                "slug": "pricing",
                "seo.title": "Pricing | Lantern & Loom",
                "seo.description": "What a lamp costs, and why.",
            },
            open_graph=_own("Lamps at a fair price", "Three sizes, one price list."),
        ),
        overrides={
            FRENCH.id: Layer(
                texts={
                    "title": "Tarifs",
                    "seo.title": "Tarifs | Lantern & Loom",
                    "seo.description": "Le prix de chaque lampe, et pourquoi.",
                },
                open_graph=_own("Des lampes à prix juste", "Trois tailles, une grille de tarifs."),
            ),
            GERMAN.id: Layer(
                texts={
                    "title": "Preise",
                    "seo.title": "Preise | Lantern & Loom",
                    "seo.description": "Was eine Leuchte kostet, und warum.",
                },
                open_graph=_own("Leuchten zum fairen Preis", "Drei Größen, eine Preisliste."),
            ),
        },
    ),
    Page(
        id=MIRRORED_PAGE_ID,
        site_id=SITE_ID,
        kind="static",
        created_on="2026-01-14T11:20:31.279Z",
        last_updated=_UPDATED,
        metadata=Layer(
            texts={
                "title": "Contact",
                "slug": "contact",
                "seo.title": "Write to us",
                "seo.description": "We answer letters within a week.",
            },
            open_graph=_ALL_MIRRORED,
        ),
    ),
    Page(
        id=TEMPLATE_PAGE_ID,
        site_id=SITE_ID,
        kind="template",
        created_on="2026-01-15T12:45:07.279Z",
        last_updated=_UPDATED,
        collection_id=COLLECTION_ID,
        can_branch=False,
        metadata=Layer(
            texts={
                "title": "Posts Template",
                "slug": "detail_posts",
                "seo.title": f"{BINDING} | Lantern & Loom",
                "seo.description": f"A story: {BINDING} ",
            },
            open_graph=_ALL_MIRRORED,
        ),
    ),
    Page(
        id=UTILITY_PAGE_ID,
        site_id=SITE_ID,
        kind="utility",
        created_on=_CREATED,
        last_updated=_UPDATED,
        can_branch=False,
        metadata=Layer(
            texts={
                "title": "404",
                "slug": "404",
                "seo.title": "Not found",
                "seo.description": "There is nothing at this address.",
            },
            open_graph=_ALL_MIRRORED,
        ),
    ),
    Page(
        id=FOLDER_ID,
        site_id=SITE_ID,
        kind="folder",
        created_on="2026-01-16T13:00:00.279Z",
        last_updated=_UPDATED,
        can_branch=False,
        metadata=Layer(texts={"title": "Company", "slug": "company"}, open_graph=_ALL_MIRRORED),
    ),
    Page(
        id=PAGE_IN_FOLDER_ID,
        site_id=SITE_ID,
        kind="static",
        created_on="2026-01-16T13:05:12.279Z",
        last_updated=_UPDATED,
        parent_id=FOLDER_ID,
        metadata=Layer(
            texts={
                "title": "Press",
                "slug": "press",
                "seo.title": "Press",
                "seo.description": "Pictures and sentences to print.",
            },
            open_graph=_ALL_MIRRORED,
        ),
    ),
    Page(
        id=PAGE_WITHOUT_DESCRIPTION_ID,
        site_id=SITE_ID,
        kind="static",
        created_on="2026-01-17T14:30:59.279Z",
        last_updated=_UPDATED,
        metadata=Layer(
            texts={"title": "Imprint", "slug": "imprint", "seo.title": "Imprint"},
            open_graph=_ALL_MIRRORED,
        ),
    ),
    Page(
        id=UNLOCALIZED_PAGE_ID,
        site_id=UNLOCALIZED_SITE_ID,
        kind="home",
        created_on=_CREATED,
        last_updated=_UPDATED,
        metadata=Layer(
            texts={
                "title": "Home",
                "slug": None,
                "seo.title": "One Tongue",
                "seo.description": "A site in one language.",
            },
            open_graph=_ALL_MIRRORED,
        ),
    ),
    Page(
        id=FOREIGN_PAGE_ID,
        site_id=FOREIGN_SITE_ID,
        kind="home",
        created_on=_CREATED,
        last_updated=_UPDATED,
        metadata=Layer(texts={"title": "Home", "slug": None}, open_graph=_ALL_MIRRORED),
    ),
)


def _token(value: str, *scopes: str) -> Token:
    return Token(value=value, scopes=frozenset(scopes), site_ids=frozenset({SITE_ID, UNLOCALIZED_SITE_ID}))


_TOKENS = (
    _token(TOKEN, "pages:read", "pages:write", "sites:read"),
    _token(TOKEN_WITHOUT_WRITE, "pages:read", "sites:read"),
    _token(TOKEN_WITHOUT_SITES_READ, "pages:read", "pages:write"),
)


def seed(*, localization_plan: LocalizationPlan) -> Seed:
    """Return the seeded world, its localized site under the given plan."""
    site = evolve(_SITE, localization_plan=localization_plan)
    return Seed(sites=(site, _UNLOCALIZED_SITE, _FOREIGN_SITE), pages=_PAGES, tokens=_TOKENS)
