"""A release is refused when its version, its changelog or its generated tree do not fit its contract."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from webflow_contract import documents
from webflow_contract.commands.app import run
from webflow_contract.release import kept
from webflow_contract.release.checking import problems
from webflow_contract.release.current import current

from .conftest import ROOT, Checkout, Edit

Printed = pytest.CaptureFixture[str]


def refused(checkout: Checkout) -> list[str]:
    return list(problems(checkout.root, current(checkout.root)))


def add_property(document: dict[str, Any]) -> None:
    document["components"]["schemas"]["Page"]["properties"]["noindex"] = {"type": "boolean"}


def remove_parameter(document: dict[str, Any]) -> None:
    document["paths"]["/pages/{page_id}"]["put"]["parameters"].pop()


@pytest.mark.usefixtures("current_tree")
class TestVersions:
    def test_a_fix_of_the_package_alone_may_go_out(self, checkout: Checkout) -> None:
        assert refused(checkout) == []

    @pytest.mark.parametrize("version", ["1.2.0", "1.1.9", "0.9.0"])
    def test_the_version_has_to_rise(self, checkout: Checkout, version: str) -> None:
        checkout.set_version(version)
        checkout.write_changelog(version, "A fix.")
        (problem,) = refused(checkout)
        assert f"version {version} after 1.2.0: contract and client are the same: set 1.2.1 or more" in problem

    @pytest.mark.parametrize(
        ("edit", "too_small", "enough", "contract"),
        [(add_property, "1.2.9", "1.3.0", "1.1.0"), (remove_parameter, "1.9.0", "2.0.0", "2.0.0")],
    )
    def test_the_step_is_as_large_as_the_contract_asks(
        self, checkout: Checkout, edit: Edit, too_small: str, enough: str, contract: str
    ) -> None:
        entry = "`noindex` is new, and `localeId` has gone."
        checkout.edit(edit, contract)
        for version, count in ((too_small, 1), (enough, 0)):
            checkout.set_version(version)
            checkout.write_changelog(version, entry)
            found = refused(checkout)
            assert len(found) == count, found
            assert all(f"set {enough} or more in overlay/webflow_pages/_version.py" in problem for problem in found)

    def test_the_contract_has_a_version_of_its_own(self, checkout: Checkout) -> None:
        checkout.edit(add_property)
        checkout.set_version("1.3.0")
        checkout.write_changelog("1.3.0", "`noindex` is new.")
        (problem,) = refused(checkout)
        assert "contract 1.0.0 after 1.0.0: what it says asks for an addition: set info.version to 1.1.0" in problem

    def test_it_moves_only_when_the_contract_does(self, checkout: Checkout) -> None:
        checkout.edit(lambda document: None, "7.0.0")
        (problem,) = refused(checkout)
        assert "contract 7.0.0 after 1.0.0: it says what it said: set info.version back to 1.0.0" in problem

    def test_an_operation_that_comes_is_an_addition(self, checkout: Checkout) -> None:
        operation = {"operationId": "token", "summary": "Token", "responses": {"200": {"description": "It."}}}
        operation |= {"x-source": {"read": "2026-11-26"}, "security": [{"bearer": []}]}
        checkout.edit(lambda document: document["paths"].update({"/token": {"get": operation}}), "1.1.0")
        checkout.write_changelog("1.2.1", "`token` is new.")
        (problem,) = refused(checkout)
        assert "the contract asks for an addition: set 1.3.0 or more" in problem

    def test_a_change_that_is_undone_asks_for_nothing(self, checkout: Checkout) -> None:
        before = (checkout.root / "spec" / "openapi.yaml").read_text(encoding="utf-8")
        checkout.edit(remove_parameter)
        assert refused(checkout)
        (checkout.root / "spec" / "openapi.yaml").write_text(before, encoding="utf-8")
        assert refused(checkout) == []


@pytest.mark.usefixtures("current_tree")
class TestClient:
    """The contract does not show what generated code is called."""

    @pytest.mark.parametrize(
        ("path", "old", "new", "gone"),
        [
            ("models/pagination.py", "class Pagination:", "class Paging:", "models.pagination.Pagination"),
            (
                "models/page.py",
                "    last_updated: str |",
                "    last_updated: datetime |",
                "models.page.Page.last_updated",
            ),
            ("api/sites/get_site.py", "    site_id: str,", "    id: str,", "sync_detailed(site_id)"),
        ],
    )
    def test_a_name_or_a_type_that_goes_is_breaking(
        self, checkout: Checkout, path: str, old: str, new: str, gone: str
    ) -> None:
        module = checkout.client / path
        text = module.read_text(encoding="utf-8")
        assert old in text
        module.write_text(text.replace(old, new), encoding="utf-8")
        checkout.write_changelog("1.2.9", "A fix.")
        checkout.set_version("1.2.9")
        (problem,) = refused(checkout)
        assert "the generated client has another " in problem
        assert gone in problem
        assert "which asks for a breaking step: set 2.0.0 or more" in problem

    def test_a_module_that_is_called_otherwise_is_breaking(self, checkout: Checkout) -> None:
        (checkout.client / "api/sites/list_sites.py").rename(checkout.client / "api/sites/sites.py")
        (problem,) = refused(checkout)
        assert "api.sites.list_sites." in problem

    def test_a_type_that_is_only_wider_is_the_contracts_to_judge(self, checkout: Checkout) -> None:
        module = checkout.client / "models/page.py"
        text = module.read_text(encoding="utf-8")
        module.write_text(text.replace("    title: str |", "    title: None | str |"), encoding="utf-8")
        assert refused(checkout) == []

    def test_a_name_that_comes_is_an_addition(self, checkout: Checkout) -> None:
        (checkout.client / "models/robots.py").write_text("class Robots:\n    index: bool\n", encoding="utf-8")
        (problem,) = refused(checkout)
        assert "the generated client has new models.robots.Robots, models.robots.Robots.index" in problem
        assert "set 1.3.0 or more" in problem


@pytest.mark.usefixtures("current_tree")
class TestChangelog:
    def test_it_names_what_the_contract_has_changed(self, checkout: Checkout) -> None:
        checkout.edit(add_property, "1.1.0")
        checkout.set_version("1.3.0")
        checkout.write_changelog("1.3.0", "Pages have one more property.")
        (problem,) = refused(checkout)
        assert "no entry of 1.3.0 names `noindex`, as code: see 'webflow-contract release draft'" in problem

    def test_it_has_a_section_with_date_and_entry(self, checkout: Checkout) -> None:
        path = checkout.root / "CHANGELOG.md"
        path.write_text("# Changelog\n\n## [Unreleased]\n\n- A fix.\n", encoding="utf-8")
        assert [problem.partition(":")[0] for problem in refused(checkout)] == [
            "CHANGELOG.md has no section '## [1.2.1] - YYYY-MM-DD'"
        ]
        path.write_text("# Changelog\n\n## [1.2.1]\n\nWords.\n", encoding="utf-8")
        assert [problem.split(": ", 1)[1][:32] for problem in refused(checkout)] == [
            "the section of 1.2.1 has no day ",
            "the section of 1.2.1 has no entr",
        ]

    def test_before_the_first_release_it_is_all_that_is_asked(self, checkout: Checkout) -> None:
        (checkout.root / kept.FILE).unlink()
        checkout.edit(remove_parameter)
        assert refused(checkout) == []


def test_a_stale_tree_is_refused(checkout: Checkout) -> None:
    shutil.rmtree(checkout.client)
    found = refused(checkout)
    assert any("generated/webflow_api does not exist: run 'make generate'" in problem for problem in found)


@pytest.mark.usefixtures("current_tree")
class TestCommands:
    def test_the_way_of_a_release(self, checkout: Checkout, monkeypatch: pytest.MonkeyPatch, capsys: Printed) -> None:
        monkeypatch.chdir(checkout.root)
        checkout.edit(add_property, "1.1.0")
        assert run(["release", "check"]) == 1
        output = capsys.readouterr().out
        assert output.count("refused  ") == 2
        assert run(["release", "draft"]) == 0
        printed = capsys.readouterr()
        assert "The package goes to 1.3.0 at the least, the contract to 1.1.0." in printed.err
        draft = printed.out
        assert draft.startswith("## [1.3.0] - 20")
        checkout.set_version("1.3.0")
        Path("CHANGELOG.md").write_text(f"# Changelog\n\n## [Unreleased]\n\n{draft}", encoding="utf-8")
        assert run(["release", "check"]) == 0, capsys.readouterr().out
        assert capsys.readouterr().out.startswith("ready    1.3.0")
        assert run(["release", "keep"]) == 2
        assert "there is no wheel of 1.3.0: run 'make build'" in capsys.readouterr().err
        checkout.build("1.3.0")
        assert run(["release", "keep"]) == 0
        capsys.readouterr()
        release = kept.last(checkout.root)
        assert release is not None
        assert (release.version, release.contract["info"]["version"]) == ("1.3.0", "1.1.0")
        assert "noindex" in release.contract["components"]["schemas"]["Page"]["properties"]
        assert run(["release", "check"]) == 1  # it is out: the next one needs another version
        assert "version 1.3.0 after 1.3.0" in capsys.readouterr().out
        assert run(["release", "draft"]) == 0
        assert "Contract and generated client are as they were at 1.3.0." in capsys.readouterr().err

    def test_what_is_kept_is_what_went_out(
        self, checkout: Checkout, monkeypatch: pytest.MonkeyPatch, capsys: Printed
    ) -> None:
        monkeypatch.chdir(checkout.root)
        checkout.build("1.2.1")
        before = (checkout.root / kept.FILE).read_bytes()
        checkout.edit(add_property, "1.1.0")
        checkout.set_version("1.2.1")
        checkout.write_changelog("1.3.0", "`noindex` is new.")
        checkout.set_version("1.3.0")
        checkout.build("1.3.0").rename(checkout.root / "dist" / "other.whl")
        (checkout.root / "dist" / "webflow_pages-1.2.1-py3-none-any.whl").rename(
            checkout.root / "dist" / "webflow_pages-1.3.0-py3-none-any.whl"
        )
        assert run(["release", "keep"]) == 2
        assert "has another contract than spec/: check out what was released" in capsys.readouterr().err
        (checkout.root / "dist" / "webflow_pages-1.3.0-py3-none-any.whl").write_bytes(b"no zip")
        assert run(["release", "keep"]) == 2
        assert "is no wheel of this package" in capsys.readouterr().err
        assert (checkout.root / kept.FILE).read_bytes() == before

    def test_what_may_not_be_released_is_not_kept(
        self, checkout: Checkout, monkeypatch: pytest.MonkeyPatch, capsys: Printed
    ) -> None:
        monkeypatch.chdir(checkout.root)
        checkout.edit(remove_parameter)
        before = (checkout.root / kept.FILE).read_bytes()
        assert run(["release", "keep"]) == 2
        assert "1.2.1 may not be released: " in capsys.readouterr().err
        assert (checkout.root / kept.FILE).read_bytes() == before

    def test_bad_input_is_told(self, checkout: Checkout, monkeypatch: pytest.MonkeyPatch, capsys: Printed) -> None:
        monkeypatch.chdir(checkout.root)
        checkout.set_version("one")
        assert run(["release", "check"]) == 2
        assert "_version.py: 'one' is no version such as 1.2.3" in capsys.readouterr().err
        checkout.set_version("1.2.1")
        for text, problem in (
            (b"version: 1.2.0\n", "has to have version, date, contract and surface"),
            (b"version: 1.2.0\ndate: '2026'\ncontract: {}\nsurface: {}\n", "contract: is no OpenAPI 3.1 document"),
            (b"version: 1.2.0\ndate: '2026'\ncontract: {openapi: 3.1.0, paths: 3}\nsurface: {}\n", "not valid OpenAPI"),
            (b"\xff", "is not UTF-8"),
        ):
            (checkout.root / kept.FILE).write_bytes(text)
            assert run(["release", "draft"]) == 2
            assert problem in capsys.readouterr().err
        assert run(["release", "check", "--root", "nowhere"]) == 2
        assert "nowhere/overlay/webflow_pages/_version.py: cannot be read" in capsys.readouterr().err


@pytest.mark.checkout("compares with what it keeps")
def test_what_is_kept_here_is_what_the_package_has() -> None:
    assert kept.last() == kept.last(ROOT)


def test_what_is_kept_here_is_a_contract() -> None:
    release = kept.last()
    assert release is not None
    assert release.contract["openapi"].startswith("3.1")
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{release.version}] - {release.date}" in text


def test_documents_of_a_release_are_read_back_as_they_were(checkout: Checkout) -> None:
    release = kept.last(checkout.root)
    assert release is not None
    assert release.contract == documents.parse(documents.dump(release.contract), "contract.yaml")
