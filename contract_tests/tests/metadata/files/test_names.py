"""The names of files: the path is in them, every file system takes them, and no two are one."""

from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_pages.metadata.files.names import key_of, name_of
from webflow_pages.metadata.files.reading import read_wanted
from webflow_pages.metadata.files.writing import write_files

from .sites import id_of, site


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "index.yaml"),
        ("/pricing", "pricing.yaml"),
        ("/a/team", "a/team.yaml"),
        ("/über/日本", "über/日本.yaml"),
        (None, "_by-id/ID.yaml"),
        ("/../etc/passwd", "%2E%2E/etc/passwd.yaml".replace("%2E%2E", "%2E%2E")),
        ("/.well-known/x", "%2Ewell-known/x.yaml"),
        ("/a//b", "a/%/b.yaml"),
        ("/con/aux.txt/COM1", "%63on/%61ux.txt/%43OM1.yaml"),
        ("/a:b\\c*?", "a%3Ab%5Cc%3F".replace("c%3F", "c%2A%3F") + ".yaml"),
        ("/a b%20~", "a%20b%2520%7E.yaml"),
        ("/x.yaml/y.", "x%2Eyaml/y%2E.yaml"),
        (f"/{'x' * 300}", "_by-id/ID.yaml"),
        ("/\ud800", "%ED%A0%80.yaml"),
    ],
)
def test_a_name_tells_the_path(path: str | None, name: str) -> None:
    assert name_of(path, "ID") == name


_paths = st.lists(
    st.one_of(
        st.sampled_from(
            ["..", ".", "", "con", "COM1.x", "index", "A", "a", "é", "e\u0301", "a.yaml", "~", "_by-id", " "]
        ),
        st.text(max_size=4),
    ),
    min_size=1,
    max_size=3,
).map(lambda parts: "/" + "/".join(parts).replace("\0", ""))


@given(st.lists(st.one_of(st.none(), _paths), min_size=1, max_size=6))
def test_every_page_has_a_file_of_its_own_below_the_folder(
    tmp_path_factory: pytest.TempPathFactory, paths: list[str | None]
) -> None:
    folder = tmp_path_factory.mktemp("names") / "pages"
    # A path of surrogates has a name, and no file can say it.
    every = {number: None if path is None else path.rstrip("/") or "/" for number, path in enumerate(paths)}
    state = site({n: path.encode("utf-8", "replace").decode() if path else path for n, path in every.items()})

    written = write_files(state, folder).written
    names = [Path(one).relative_to(folder).as_posix() for one in written]

    assert len({key_of(name) for name in names}) == len(paths)
    assert {one.page_id for one in read_wanted(folder).entries} == set(state.pages)
    for name in names:
        assert not PureWindowsPath(name).is_reserved()
        assert not any(part.endswith((".", " ")) or part.startswith(".") for part in name.split("/"))
    assert write_files(state, folder).unchanged == len(paths)


def test_names_do_not_depend_on_the_order_of_the_listing(tmp_path: Path) -> None:
    paths = {1: "/team", 2: "/Team", 3: "/team", 4: "/", 5: "/index"}
    one = write_files(site(paths), tmp_path / "one")
    other = write_files(site(dict(reversed(paths.items()))), tmp_path / "other")

    assert [Path(name).name for name in one.written] == [Path(name).name for name in other.written]
    assert sorted(Path(name).name for name in one.written) == [
        "Team.yaml",
        "index.yaml",
        f"index~{id_of(5)}.yaml",
        f"team~{id_of(1)}.yaml",
        f"team~{id_of(3)}.yaml",
    ]


def test_what_else_has_the_name_stays(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").mkdir()

    assert write_files(site({1: "/a"}), tmp_path).written == (str(tmp_path / f"a~{id_of(1)}.yaml"),)
