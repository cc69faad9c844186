"""The package: what importing it costs, what it gives, and values that survive."""

import copy
import pickle
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import yaml

import webflow_api
import webflow_pages
from webflow_pages import UNSET, OpenGraph, Page, Seo, Unset


def run(code: str) -> str:
    """Run code in a fresh interpreter. Warnings are errors there, too."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()


def test_importing_it_loads_no_dependency() -> None:
    code = (
        "import sys, webflow_pages; "
        "print(sorted({'httpx', 'attr', 'attrs', 'langcodes', 'webflow_api'} & set(sys.modules)))"
    )

    assert run(code) == "[]"


def test_importing_an_error_loads_no_dependency() -> None:
    code = "import sys; from webflow_pages import NotFoundError; print('httpx' in sys.modules, 'attr' in sys.modules)"

    assert run(code) == "False False"


def test_the_contract_is_named_without_loading_the_client() -> None:
    code = (
        "import sys, webflow_pages; before = set(sys.modules);"
        "print(webflow_pages.contract_version, webflow_pages.contract_date);"
        "print(sorted({'httpx', 'attr', 'webflow_api'} & set(sys.modules)), 'webflow_pages._contract' in before)"
    )
    document = yaml.safe_load(resources.files("webflow_api").joinpath("openapi.yaml").read_text("utf-8"))
    days = [one["x-source"]["read"] for item in document["paths"].values() for one in item.values()]

    assert run(code).splitlines() == [f"{document['info']['version']} {max(days)}", "[] False"]


def test_a_package_without_its_generated_part_says_what_to_do() -> None:
    code = (
        "import sys, webflow_pages; sys.modules['webflow_api'] = None\n"
        "try: webflow_pages.contract_version\n"
        "except ModuleNotFoundError as error: print(error)"
    )

    assert run(code) == "webflow_api is not installed: install webflow-pages anew"


def test_a_client_loads_no_language_data() -> None:
    code = "import sys, webflow_pages; webflow_pages.Webflow('token'); print('langcodes' in sys.modules)"

    assert run(code) == "False"


def test_every_name_is_there() -> None:
    assert webflow_pages.__all__ == sorted(webflow_pages.__all__, key=lambda name: (not name.isupper(), name))
    for name in webflow_pages.__all__:
        assert getattr(webflow_pages, name) is not None
    assert set(dir(webflow_pages)) == set(webflow_pages.__all__)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'webflow_pages' has no attribute 'Wobflow'"):
        _ = webflow_pages.Wobflow  # type: ignore[attr-defined]


def test_a_star_import_brings_every_name() -> None:
    code = "import webflow_pages; from webflow_pages import *; print(set(webflow_pages.__all__) <= set(globals()))"

    assert run(code) == "True"


COPIES: list[Callable[[Any], Any]] = [
    copy.copy,
    copy.deepcopy,
    lambda value: pickle.loads(pickle.dumps(value)),  # noqa: S301  (its own)
]


@pytest.mark.parametrize("duplicate", COPIES, ids=["copy", "deepcopy", "pickle"])
def test_a_page_survives_copying(duplicate: Callable[[Page], Page], fixture: Callable[[str], dict[str, Any]]) -> None:
    body = fixture("page-home")["body"]
    page = duplicate(Page.from_dict({**body, "unknown": [None]}))

    assert page.should_publish is UNSET
    assert page.to_dict() == {**body, "unknown": [None]}


@pytest.mark.parametrize("duplicate", COPIES, ids=["copy", "deepcopy", "pickle"])
def test_there_is_one_unset(duplicate: Callable[[Unset], Unset]) -> None:
    assert duplicate(UNSET) is UNSET
    assert not UNSET
    assert repr(duplicate(UNSET)) == str(UNSET) == "UNSET"


@pytest.mark.parametrize("name", ["Page", "Seo", "OpenGraph", "Locale"])
def test_a_model_can_be_copied_before_anything_else_is_imported(name: str) -> None:
    code = (
        f"import copy; from webflow_pages import {name} as Model; "
        "print(copy.deepcopy(Model.from_dict({'id': '1'})).to_dict())"
    )

    assert run(code) == "{'id': '1'}"


def test_models_are_compared_by_value() -> None:
    assert Seo(title="x") == Seo(title="x")
    assert OpenGraph(title="x") != OpenGraph(title="x", title_copied=False)


def test_the_public_types_are_what_callers_rely_on(tmp_path: Path) -> None:
    api = Path(__file__).parent / "typing_api.py"
    folders = {str(Path(package.__file__).parents[1]) for package in (webflow_api, webflow_pages)}

    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={tmp_path}", str(api)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={"MYPYPATH": ":".join(folders - {sysconfig.get_path("purelib")})},
    )

    assert checked.stdout == "Success: no issues found in 1 source file\n"


def test_a_usual_tag_needs_no_langcodes() -> None:
    program = (
        "import sys; from webflow_pages.calls.locales import SiteLocales, check_locale;"
        "site = {'primary': {'id': 'a' * 24, 'tag': 'en-US'}, 'secondary': [{'id': 'b' * 24, 'tag': 'fr-FR'}]};"
        "assert SiteLocales.of_locales(site).id_to_send(check_locale('FR_fr')) == 'b' * 24;"
        "assert 'langcodes' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
