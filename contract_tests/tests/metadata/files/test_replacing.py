"""Putting files in their places: whatever fails at whichever step, each page has one whole file, with its comments."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from webflow_pages.metadata.errors import WriteError
from webflow_pages.metadata.files.parts import parts_in
from webflow_pages.metadata.files.reading import read_wanted
from webflow_pages.metadata.files.writing import write_files

from .sites import id_of, site, told

BEFORE = {1: "/a", 2: "/b", 3: "/c", 4: "/ring/1", 5: "/ring/2", 6: "/ring/3", 7: "/stays"}
"""Files that are in each other's way: three in a row, and three in a ring."""

AFTER = {1: "/b", 2: "/c", 3: "/new/c", 4: "/ring/2", 5: "/ring/3", 6: "/ring/1", 7: "/stays", 8: "/d"}

STEPS = 3 + 4 + len(AFTER)
"""Moves of the row, moves of the ring, of which one file goes aside, and new contents."""


def filled(folder: Path) -> None:
    """Fill a folder with a file for each page, with a comment of its own."""
    write_files(site(BEFORE), folder)
    for number, path in BEFORE.items():
        file = folder / f"{path[1:]}.yaml"
        file.write_text(f"# of {number}.\n{file.read_text(encoding='utf-8')}", encoding="utf-8")


def comments(folder: Path) -> list[int]:
    """Return the pages whose comments are in files that are read, as often as they are there."""
    texts = [path.read_text(encoding="utf-8") for path in folder.rglob("*.yaml")]
    return sorted(int(text.partition(".")[0].removeprefix("# of ")) for text in texts if text.startswith("#"))


@pytest.mark.parametrize("killed", [False, True])
@pytest.mark.parametrize("fails_at", range(1, STEPS + 1))
def test_no_step_that_fails_loses_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int, killed: bool
) -> None:
    filled(tmp_path)
    state = site(AFTER, {"title": "New"})
    done = 0

    def replace(old: Path, new: Path) -> None:
        nonlocal done
        done += 1
        if done == fails_at:
            raise OSError(28, "No space left on device")
        old.rename(new)

    with monkeypatch.context() as context:
        context.setattr(os, "replace", replace)
        if killed:  # what was written out beside the files is still there
            context.setattr(shutil, "rmtree", lambda *_, **__: None)
        with pytest.raises(WriteError, match="No space left"):
            write_files(state, tmp_path)

    assert comments(tmp_path) == list(BEFORE)
    assert bool(list(tmp_path.glob(".pulling-*"))) is killed
    wanted = read_wanted(tmp_path)
    assert len(wanted.entries) >= len(BEFORE)

    write_files(state, tmp_path)
    assert comments(tmp_path) == list(BEFORE)
    assert told(read_wanted(tmp_path).entries) == told(state.entries())
    assert list(tmp_path.glob(".pulling-*")) == []
    assert list(tmp_path.rglob("*~*")) == []


def test_files_go_where_their_pages_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path)
    really, done = os.replace, []

    def replace(old: Any, new: Any) -> None:
        done.append((old, new))
        assert old.suffix == "" or not new.exists()
        really(old, new)

    monkeypatch.setattr(os, "replace", replace)
    write_files(site(AFTER, {"title": "New"}), tmp_path)

    assert len(done) == STEPS
    for number, path in AFTER.items():
        text = (tmp_path / f"{path[1:]}.yaml").read_text(encoding="utf-8")
        assert f"page: {id_of(number)}\n" in text
        assert text.startswith(f"# of {number}.") is (number in BEFORE)


def test_what_another_program_is_at_work_with_stays(tmp_path: Path) -> None:
    with parts_in(tmp_path) as theirs:
        write_files(site({1: "/a"}), tmp_path)
        assert theirs.is_dir()
    assert not theirs.exists()


def test_what_somebody_keeps_under_such_a_name_stays(tmp_path: Path) -> None:
    for name in ("notes.txt", "lock"):
        (tmp_path / ".pulling-mine").mkdir(exist_ok=True)
        (tmp_path / ".pulling-mine" / name).touch()
    (tmp_path / ".pulling-file").touch()
    write_files(site({1: "/a"}), tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == [".pulling-file", ".pulling-mine", "a.yaml"]
    (tmp_path / ".pulling-mine" / "notes.txt").unlink()
    write_files(site({1: "/a"}, {"title": "New"}), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".pulling-file", "a.yaml"]


def test_names_that_differ_in_case_alone_are_one(tmp_path: Path) -> None:
    write_files(site({1: "/team", 2: "/x"}), tmp_path)
    write_files(site({1: "/Team", 2: "/team2"}), tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["Team.yaml", "team2.yaml"]
