"""The server in its process: a stop counts at whatever moment it comes."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.postgres_cluster import free_port

# The signal comes from the process itself, so that it falls into exactly the moment that is meant.
PROGRAM = """
import os, signal, sys, threading
from granian.constants import Interfaces
from coffeehouse.site import serving
moment, interface, port = sys.argv[1], Interfaces[sys.argv[2]], int(sys.argv[3])
def stop():
    os.kill(os.getpid(), signal.SIGTERM)
def application(*_):
    raise AssertionError("nobody asks")
if moment == "late":
    threading.Timer(1.0, stop).start()
else:
    spawn = serving.OneProcessServer._spawn_worker
    startup = serving.OneProcessServer.startup
    def early(self, *given, **named):
        stop()
        return (startup if moment == "first" else spawn)(self, *given, **named)
    setattr(serving.OneProcessServer, "startup" if moment == "first" else "_spawn_worker", early)
serving.serve(application, interface, "127.0.0.1", port)
print("ended", flush=True)
# As the supervisor's children end: threads of the server may still be there when an interpreter is taken down.
os._exit(0)
"""


@pytest.mark.parametrize("interface", ["WSGI", "ASGINL"])
@pytest.mark.parametrize("moment", ["first", "while the worker is made", "late"])
def test_stop_counts_at_any_moment(moment: str, interface: str) -> None:
    """SIGTERM before the server has its handlers, between them, or while it serves: it ends, and in order."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, moment, interface, str(free_port())],
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "ended\n"), done.stderr
