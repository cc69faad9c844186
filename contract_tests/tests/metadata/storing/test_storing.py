"""Reading files as text, and writing them whole: ordinary ones, pipes, and what is neither."""

import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from webflow_pages.metadata.errors import FileError, WriteError
from webflow_pages.metadata.storing import read_bytes, read_text, write_whole


def test_a_file_is_written_whole_and_read(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    write_whole(path, "Über\r\n")
    path.chmod(0o640)
    write_whole(path, "\ufeffÜber\n")

    assert path.read_bytes() == "\ufeffÜber\n".encode()
    assert read_text(path) == "Über\n"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "file")
    write_whole(tmp_path / "link", b"A")

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes() == b"A"


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    found: list[str] = []
    reader = threading.Thread(target=lambda: found.append(pipe.read_text(encoding="utf-8")))
    reader.start()
    write_whole(pipe, "Ü")
    reader.join()

    assert found == ["Ü"]


def test_what_has_no_path_of_its_own_is_written_to() -> None:
    """Such as /dev/stdout behind a pipe, which leads to ``pipe:[123]``, a name that is in no folder."""
    reading, writing = os.pipe()
    write_whole(Path(f"/dev/fd/{writing}"), "Ü")
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as stream:
        assert stream.read() == "Ü"


def test_stdout_behind_a_pipe_is_written_to() -> None:
    code = (
        "from pathlib import Path\n"
        "from webflow_pages.metadata.storing import write_whole\n"
        "write_whole(Path('/dev/stdout'), 'A')"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"A"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("nowhere/a", "A", "it cannot be written: No such file or directory"),
        ("loop/a", "A", "it cannot be written: "),
        ("loop", "A", "it cannot be written: "),
        ("folder", "A", "it cannot be written: Is a directory"),
        ("a\0b", "A", "it cannot be written: "),
        (
            "a",
            "half \udc00",
            "it cannot be written: half a character (U+DC00) is in it, which no file in UTF-8 can hold",
        ),
        ("x" * 300, "A", "it cannot be written: File name too long"),
    ],
)
def test_what_cannot_be_written_is_told(tmp_path: Path, name: str, text: str, says: str) -> None:
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "folder").mkdir()
    before = sorted(tmp_path.iterdir())

    with pytest.raises(WriteError, match=re.escape(says)):
        write_whole(tmp_path / name, text)
    assert sorted(tmp_path.iterdir()) == before


def test_a_long_name_is_no_trouble(tmp_path: Path) -> None:
    write_whole(tmp_path / ("ü" * 120), "A")

    assert len(list(tmp_path.iterdir())) == 1


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "a"
    write_whole(path, "before")
    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(WriteError, match="No space left"):
        write_whole(path, "after")

    assert path.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("nothing", "nothing: there is no such file"),
        ("folder", "folder: it cannot be read: Is a directory"),
        ("large", "large: it is too large: it may have 9 bytes"),
        ("latin", "latin:2:3: it is not UTF-8: save it as such"),
        ("a\0b", "it cannot be read: "),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "large").write_bytes(b"0123456789")
    (tmp_path / "latin").write_bytes(b"A\nBC\xfc")

    with pytest.raises(FileError) as caught:
        read_text(tmp_path / name, largest=9)
    assert says in str(caught.value).replace(f"{tmp_path}{os.sep}", "")
    assert isinstance(caught.value.__cause__, FileNotFoundError) is (name == "nothing")


def test_what_never_ends_is_too_large(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="too large"):
        read_text(Path("/dev/zero"), largest=1000)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileError, match="no ordinary file"):
        read_bytes(tmp_path / "pipe", ordinary=True)


def test_as_many_bytes_as_there_may_be_are_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 2**21)

    assert len(read_bytes(tmp_path / "a", largest=2**21)) == 2**21
