"""A program that has loaded everything, and forks for each command line it is told: no start-up is waited for.

Each line on stdin is a JSON object with ``arguments``; with ``torn``, a number of writes to the journal after which the
process kills itself in the middle of one; with ``most``, how many bytes a file can have, and with ``full``, the
journal. It answers with the process' id and, when that has ended, with how.
"""

import json
import os
import resource
import signal
import sys
from typing import Any

import webflow_pages.client
import webflow_pages.commands.applied
import webflow_pages.commands.applying
import webflow_pages.commands.connecting
import webflow_pages.commands.progressing
import webflow_pages.metadata.applying.applying  # noqa: F401  (all of these are loaded for the processes to come)
from webflow_pages.commands.app import run
from webflow_pages.metadata.applying import journal


def main() -> None:
    for line in sys.stdin:
        task = json.loads(line)
        child = os.fork()
        if not child:
            os._exit(_run(task))
        _tell(child)
        _, status = os.waitpid(child, 0)
        _tell(os.waitstatus_to_exitcode(status))


def _tell(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def _run(task: dict[str, Any]) -> int:
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    if "most" in task:
        _limit(task["most"])
    if "full" in task:
        _fill(task["full"])
    if "torn" in task:
        _tear(task["torn"])
    try:
        code = run(task["arguments"])
        sys.stderr.flush()
    except BaseException:  # noqa: BLE001  (the parent is to go on)
        return 99
    return code


def _limit(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def _fill(size: int) -> None:
    store = journal.store

    def full(file: int, content: bytes) -> None:
        _limit(size)  # no other file is written from now on
        store(file, content)

    journal.store = full


def _tear(after: int) -> None:
    store, left = journal.store, after

    def torn(file: int, content: bytes) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            os.write(file, content[: len(content) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        store(file, content)

    journal.store = torn


if __name__ == "__main__":
    main()
