"""The supervisor: starts, restarts, stops; nobody outlives it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROGRAM = """
import os, signal, sys, time
from coffeehouse.site import logs, supervisor
folder = sys.argv[1]
logs.configure("json")
supervisor.FIRST_PAUSE = 0.1
supervisor.GRACE = 1.0
def write(name):
    with open(os.path.join(folder, name), "a") as out:
        out.write(f"{os.getpid()}\\n")
def steady():
    stop = supervisor.stop_on_signal()
    write("steady")
    stop.wait()
    write("steady-stopped")
def fails():
    write("fails")
    raise RuntimeError("on purpose")
def deaf():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    write("deaf")
    while True:
        time.sleep(1)
runs = {"steady": steady, "fails": fails, "deaf": deaf}
children = [supervisor.Child(name, runs[name]) for name in sys.argv[2:]]
def is_ready():
    return os.path.exists(os.path.join(folder, sys.argv[2]))
status = supervisor.Supervisor(children, is_ready, lambda: write("ready"), patience=5.0).run()
write("over")
sys.exit(status)
"""


def _start(folder: Path, *children: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(folder), *children],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def _pids(folder: Path, name: str) -> list[int]:
    file = folder / name
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def _await(folder: Path, name: str, count: int = 1) -> list[int]:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if len(found := _pids(folder, name)) >= count:
            return found
        time.sleep(0.02)
    raise AssertionError(f"{name} was not written {count} times")


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split(") ")[1][0] != "Z"


def _await_death(pid: int) -> None:
    deadline = time.monotonic() + 10
    while _is_alive(pid):
        assert time.monotonic() < deadline, "it lives on"
        time.sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stops_cleanly(number: signal.Signals, tmp_path: Path) -> None:
    """SIGINT and SIGTERM let the children finish; then it ends with 0."""
    parent = _start(tmp_path, "steady")
    _await(tmp_path, "ready")
    parent.send_signal(number)
    assert parent.wait(10) == 0
    assert len(_pids(tmp_path, "steady-stopped")) == 1
    assert len(_pids(tmp_path, "over")) == 1


def test_ctrl_c_reaches_everybody_at_once(tmp_path: Path) -> None:
    """A terminal's Ctrl-C goes to the whole group; that too is a clean stop, without restarts."""
    parent = _start(tmp_path, "steady")
    _await(tmp_path, "ready")
    os.killpg(parent.pid, signal.SIGINT)
    assert parent.wait(10) == 0
    assert len(_pids(tmp_path, "steady")) == 1


def test_dead_child_is_started_again_later_each_time(tmp_path: Path) -> None:
    """A child that fails is started again, with growing pauses, and the log says so; the others go on."""
    parent = _start(tmp_path, "steady", "fails")
    _await(tmp_path, "fails", 3)
    parent.send_signal(signal.SIGTERM)
    _, log = parent.communicate(timeout=10)
    assert parent.returncode == 0
    assert '"starts_again_in_seconds": 0.1' in log
    assert '"starts_again_in_seconds": 0.2' in log
    assert "on purpose" in log
    assert len(_pids(tmp_path, "steady")) == 1


def test_killed_child_is_replaced(tmp_path: Path) -> None:
    """kill -9 of a child gives a new one."""
    parent = _start(tmp_path, "steady")
    (first,) = _await(tmp_path, "steady")
    os.kill(first, signal.SIGKILL)
    assert _await(tmp_path, "steady", 2)[1] != first
    parent.terminate()
    assert parent.wait(10) == 0


def test_nobody_outlives_the_parent(tmp_path: Path) -> None:
    """kill -9 of the parent ends its children within moments, even deaf ones."""
    parent = _start(tmp_path, "steady", "deaf")
    children = _await(tmp_path, "steady") + _await(tmp_path, "deaf")
    parent.kill()
    parent.wait(10)
    for pid in children:
        _await_death(pid)


def test_deaf_child_is_killed_in_the_end(tmp_path: Path) -> None:
    """A child that does not stop in time is killed, and the log says so."""
    parent = _start(tmp_path, "deaf")
    (deaf,) = _await(tmp_path, "deaf")
    parent.terminate()
    _, log = parent.communicate(timeout=10)
    assert parent.returncode == 0
    assert "process_killed" in log
    _await_death(deaf)
