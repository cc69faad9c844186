"""The journal only grows, a torn end is no harm, and what else cannot be read stops before anything is sent."""

import errno
import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webflow_pages.metadata.applying import journal
from webflow_pages.metadata.applying.history import run_ids
from webflow_pages.metadata.applying.journal import Journal
from webflow_pages.metadata.applying.log import Head
from webflow_pages.metadata.applying.outcomes import FieldOutcome, Outcome
from webflow_pages.metadata.applying.run import begin, read_run
from webflow_pages.metadata.errors import FileError, MetadataError, WriteError
from webflow_pages.metadata.fields import CLEARED, FIELDS, MIRROR, MIRRORING, Value, Values
from webflow_pages.metadata.plan.document import plan_id, write_plan

from .stage import NOW, Stage, Wanted, outcomes

WANTED: Wanted = {("/about", "fr-FR"): {"title": "Nous"}, ("/pricing", "fr-FR"): {"title": "Prix"}}

HEAD = Head("R", "P", "S", "files", 3, 1, ("Q",))

texts = st.one_of(st.text(st.characters(exclude_categories=[]), max_size=8), st.just(CLEARED))
values_of = st.fixed_dictionaries(
    {}, optional={field: st.one_of(texts, st.just(MIRROR)) if field in MIRRORING else texts for field in FIELDS}
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("journal") / "journal.jsonl"


def written(path: Path, *lines: journal.Line) -> bytes:
    content = journal.encode((journal.head(HEAD), *lines))
    path.write_bytes(content)
    return content


@settings(max_examples=50)
@given(values_of, values_of)
def test_what_is_written_down_is_read_again(path: Path, sent: Values, before: Values) -> None:
    written(path, journal.sending(("page", "fr-FR"), sent, before))
    record = journal.read(path).records["page", "fr-FR"]
    assert (record.sent, record.before, record.unknown, record.wrote) == (sent, before, True, True)


@settings(max_examples=50)
@given(st.data())
def test_wherever_the_end_is_torn_the_rest_is_read(path: Path, data: st.DataObject) -> None:
    lines = [journal.sending((str(number), "fr-FR"), {"title": "é\n\u2028"}, {}) for number in range(3)]
    content = written(path, *lines)
    first = content.index(b"\n") + 1
    cut = data.draw(st.integers(first, len(content)))
    garbage = data.draw(st.binary(max_size=4).filter(lambda garbage: b"\n" not in garbage))
    path.write_bytes(content[:cut] + garbage)
    opened, log = Journal.open(path, [(str(number), "fr-FR") for number in range(3)])
    try:
        whole = content[:cut].count(b"\n") - 1
        assert list(log.records) == [(str(number), "fr-FR") for number in range(whole)]
        opened.append(journal.ended(is_open=False))
    finally:
        opened.close()
    assert not journal.read(path).open


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"what":"sneezed"}',
        b'{"what":"sending"}',
        b'{"what":"sending","page":"p","locale":"l","send":{"title":"x"},"before":{}}',
        b'{"what":"sending","page":"p","locale":"l","send":{"title":1},"before":{}}',
        b'{"what":"answered","page":"p","locale":"l","fields":{"title":{"outcome":"lost","now":null}}}',
        b'{"what":"answered","page":"p","locale":"l","fields":[]}',
        b'{"what":"failed","page":["p"],"locale":"l","unknown":true}',
        b"\xff\xfe",
        b"\0\0\0",
        b"[" * 100_000,
    ],
)
def test_a_line_in_the_middle_that_cannot_be_read_is_named_and_nothing_is_sent(stage: Stage, line: bytes) -> None:
    plan = stage.plan(WANTED)
    with begin(stage.runs, plan, at=NOW) as run:
        path = run.folder / "journal.jsonl"
    path.write_bytes(path.read_bytes() + line + b"\n" + journal.encode((journal.resumed(),)))
    stage.sandbox.forget_requests()
    with pytest.raises(FileError, match="journal") as caught:
        stage.apply(plan)
    assert caught.value.place is not None
    assert (caught.value.place.file, caught.value.place.line) == (str(path), 2)
    assert not stage.asked()


@pytest.mark.parametrize("content", [b"", b'{"schema":1,"run":"R"', b'{"schema":2,"run":"R","plan":"P"}\n'])
def test_a_journal_without_its_first_line_is_none(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(FileError, match=r"journal\.jsonl:1: "):
        journal.read(path)


@pytest.mark.parametrize(
    "head",
    [
        {"updates": "3"},
        {"updates": True},
        {"leftOut": None},
        {"supersedes": "Q"},
        {"supersedes": [1]},
        {"origin": None},
        {"schema": 2},
    ],
)
def test_a_first_line_that_is_none_is_told(path: Path, head: dict[str, object]) -> None:
    path.write_bytes(journal.encode(({**journal.head(HEAD), **head},)))
    for read in (journal.read, journal.read_head):
        with pytest.raises(FileError, match=r"journal\.jsonl:1: "):
            read(path)


def test_the_first_line_says_what_a_list_of_runs_needs(path: Path) -> None:
    written(path, journal.resumed())
    assert journal.read_head(path) == journal.read(path).head == HEAD


def test_a_journal_is_over_with_its_last_whole_line(path: Path) -> None:
    content = written(path, journal.ended(is_open=False))
    assert journal.is_over(path)
    for end in (content[:-1], content + b"t", content + journal.encode((journal.ended(is_open=True),)), b"", b"\n"):
        path.write_bytes(end)
        assert not journal.is_over(path)


def test_after_a_write_that_failed_the_rest_is_as_it_was_and_nothing_else_is_written(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(path)
    opened, _ = Journal.open(path, [])
    try:
        opened.append(journal.resumed())
        before = path.read_bytes()
        with monkeypatch.context() as context:
            context.setattr(journal, "store", _half_of_it)
            with pytest.raises(WriteError, match="No space left on device"):
                opened.append(journal.ended(is_open=False))
        assert path.read_bytes() == before
        with pytest.raises(WriteError, match="No space left on device"):  # although there would be room again
            opened.append(journal.ended(is_open=False))
    finally:
        opened.close()
    assert path.read_bytes() == before
    assert journal.read(path).open


def _half_of_it(file: int, content: bytes) -> None:
    os.write(file, content[: len(content) // 2])
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_after_a_write_that_was_interrupted_nothing_else_is_written(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = written(path)
    opened, _ = Journal.open(path, [])
    try:
        with monkeypatch.context() as context:
            context.setattr(os, "write", _interrupted)
            with pytest.raises(KeyboardInterrupt):
                opened.append(journal.resumed())
        with pytest.raises(WriteError, match="run this again"):
            opened.append(journal.resumed())
    finally:
        opened.close()
    assert path.read_bytes() == before


def _interrupted(file: int, content: bytes) -> int:
    raise KeyboardInterrupt


def test_what_the_system_writes_in_parts_is_written_in_full(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, write = written(path), os.write
    monkeypatch.setattr(os, "write", lambda file, content: write(file, content[:7]))
    line = journal.ended(is_open=False)
    opened, _ = Journal.open(path, [])
    try:
        opened.append(line)
    finally:
        opened.close()
    assert path.read_bytes() == before + journal.encode((line,))


def test_what_was_written_and_what_may_have_been_are_counted_apart(path: Path) -> None:
    keys = [(name, "fr-FR") for name in ("done", "out", "ignored")]
    told: list[Outcome] = ["changed", "changed", "ignored"]
    lines = [journal.sending(key, {"title": "x"}, {"title": "y"}) for key in keys]
    for key, outcome in zip(keys, told, strict=True):
        if key[0] != "out":
            one = FieldOutcome(key[0], None, key[1], "title", outcome, "y", "x", "x")
            lines.append(journal.answered(key, (one,), {"title": "x", "open_graph.title": MIRROR}))
    written(path, *lines)
    log = journal.read(path)
    assert (log.written, log.unknown, log.wrote) == (1, 1, True)
    assert log.records[keys[0]].left == {"title": "x", "open_graph.title": MIRROR}


def test_a_run_of_another_plan_whose_id_begins_alike_is_another_run(stage: Stage) -> None:
    one, other = stage.plan(WANTED), stage.plan({("/about", "fr-FR"): {"title": "Vous"}})
    with begin(stage.runs, one, at=NOW) as run:
        pass
    run.folder.rename(run.folder.with_name(f"20260101T000000.000Z-{plan_id(other)[:8]}"))
    with begin(stage.runs, other, at=NOW) as run:
        assert not run.goes_on
    with begin(stage.runs, other, at=NOW) as again:
        assert (again.goes_on, again.id) == (True, run.id)


def test_an_unreadable_run_of_another_plan_is_in_nobodys_way(stage: Stage) -> None:
    applied = stage.apply(stage.plan({("/404", "fr-FR"): {"title": "x"}}))
    (stage.runs / applied.run / "journal.jsonl").write_bytes(b"sneezed\n")
    assert set(outcomes(stage.apply(stage.plan(WANTED))).values()) == {"changed"}


def test_another_plan_in_the_folder_of_a_run_is_refused(stage: Stage) -> None:
    applied = stage.apply(stage.plan(WANTED))
    other = stage.plan({("/about", "fr-FR"): {"title": "Vous"}, ("/pricing", "fr-FR"): {"title": "Prix"}})
    write_plan(other, stage.runs / applied.run / "plan.json")
    with pytest.raises(FileError, match="not the plan that the run was begun with"):
        read_run(stage.runs, applied.run)


def test_each_line_is_on_the_disk_before_what_it_announces_is_sent(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = stage.plan(WANTED)
    written: dict[int, bytes] = {}
    synced: list[str] = []
    write = os.write

    def spy(file: int, content: bytes) -> int:
        written[file] = written.get(file, b"") + content
        return write(file, content)

    monkeypatch.setattr(os, "write", spy)
    monkeypatch.setattr(os, "fsync", lambda file: synced.extend(written.pop(file, b"").decode().splitlines()))
    sandbox = stage.sandbox
    seen = []

    def answer(request: object) -> object:
        if getattr(request, "method", "") == "PUT":
            announced = {json.loads(line)["page"] for line in synced if '"sending"' in line}
            seen.append(str(getattr(request, "path", "")).rpartition("/")[2] in announced)
        return sandbox(request)  # type: ignore[arg-type]

    from webflow_contract.carriers.transport import SandboxTransport

    stage.transport = SandboxTransport(answer, sleep_async=sandbox.clock.sleep_async)  # type: ignore[arg-type]
    stage.apply(plan)
    assert seen == [True, True]
    assert '"ended"' in synced[-1]


def test_two_at_once_do_not_interleave(stage: Stage) -> None:
    plan = stage.plan(WANTED)
    stage.sandbox.forget_requests()
    with begin(stage.runs, plan, at=NOW), pytest.raises(MetadataError, match=r"is at work in .*: wait"):
        stage.apply(plan)
    assert not stage.asked()
    assert set(outcomes(stage.apply(plan)).values()) == {"changed"}


def test_a_folder_that_cannot_be_written_is_an_error_before_anything_is_sent(stage: Stage) -> None:
    plan = stage.plan(WANTED)
    stage.runs.parent.joinpath("runs").write_text("a file", encoding="utf-8")
    stage.sandbox.forget_requests()
    with pytest.raises(WriteError, match="runs: it cannot be written"):
        stage.apply(plan)
    assert not stage.asked()


def test_what_was_left_of_a_run_that_never_began_is_no_run(stage: Stage) -> None:
    plan = stage.plan(WANTED)
    stage.runs.mkdir()
    (stage.runs / ".new-20260131T101500.000Z-01234567").mkdir()
    applied = stage.apply(plan)
    assert run_ids(stage.runs) == [applied.run]
    assert sorted(path.name for path in stage.runs.iterdir()) == sorted([".lock", applied.run])


def test_runs_of_one_second_have_ids_of_their_own(stage: Stage) -> None:
    plan = stage.plan(WANTED)
    ids = [stage.apply(plan).run for _ in range(3)]
    assert ids == [ids[0], f"{ids[0]}-2", f"{ids[0]}-3"]
    assert run_ids(stage.runs) == sorted(ids)


def test_a_plan_that_was_changed_in_its_run_is_refused(stage: Stage) -> None:
    applied = stage.apply(stage.plan(WANTED))
    path = stage.runs / applied.run / "plan.json"
    path.write_text(path.read_text(encoding="utf-8").replace("Nous", "Vous"), encoding="utf-8")
    with pytest.raises(FileError, match=r"plan\.json: this plan was changed"):
        read_run(stage.runs, applied.run)


@pytest.mark.parametrize("name", ["nope", "..", "20260131T101500.000Z-00000000", ""])
def test_a_run_that_is_not_there_is_told_with_the_latest_one(stage: Stage, name: str) -> None:
    applied = stage.apply(stage.plan(WANTED))
    with pytest.raises(MetadataError, match=applied.run):
        read_run(stage.runs, name)


def test_a_snapshot_has_all_fields_of_what_was_written(stage: Stage) -> None:
    before = stage.state().values[stage.paths["/about"], "fr-FR"]
    applied = stage.apply(stage.plan(WANTED))
    record = read_run(stage.runs, applied.run).records[stage.paths["/about"], "fr-FR"]
    assert record.before == before
    sent: dict[str, Value] = {"title": "Nous"}
    assert record.sent == sent
