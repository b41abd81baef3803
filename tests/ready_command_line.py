"""The command line of a house in a process that stays: `main` runs in a fork, so all it needs is imported only once.

For setting a house up in tests; what a command does as a program of its own is asked through `RunningHouse.cli`.
The process ends when its standard input does.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Sequence
from contextlib import ExitStack
from typing import IO

from coffeehouse.site.cli import main


class ReadyCommandLine:
    """Runs commands with these settings."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = dict(environment)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.ready_command_line"], env=self.environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def run(self, *arguments: str, given: str = "") -> str:
        """What the command printed. One that fails fails the test."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([arguments, given]) + "\n")
        self._process.stdin.flush()
        status, said, complained = json.loads(self._process.stdout.readline())
        assert status == 0, f"coffeehouse {' '.join(arguments)} failed:\n{said}{complained}"
        return str(said)

    def end(self) -> None:
        """End the process."""
        self._process.communicate(timeout=30)


def _serve() -> None:
    from coffeehouse.site.cli import opening

    opening.load()
    for module in ("coffeehouse.engine.registry", "coffeehouse.site.cli.member", "coffeehouse.site.cli.token"):
        importlib.import_module(module)
    for line in sys.stdin:
        arguments, given = json.loads(line)
        with ExitStack() as stack:
            streams = [stack.enter_context(tempfile.TemporaryFile("w+")) for _ in range(3)]
            streams[0].write(given)
            streams[0].seek(0)
            status = _in_a_fork(arguments, streams)
            told = [stream.seek(0) or stream.read() for stream in streams[1:]]
        sys.stdout.write(json.dumps([status, *told]) + "\n")
        sys.stdout.flush()


def _in_a_fork(arguments: list[str], streams: Sequence[IO[str]]) -> int:
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    status = 1
    try:
        for number, stream in enumerate(streams):
            os.dup2(stream.fileno(), number)
        sys.stdin = open(0, closefd=False)  # noqa: SIM115  # for as long as this process lives
        status = main(arguments)
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    _serve()
