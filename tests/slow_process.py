"""The server of the house with a small application of its own, for tests of slow visitors: short times, seen inside.

python -m tests.slow_process PORT LIMITS-AS-JSON FILE. GET / tells what the process holds, GET /file is FILE, GET /wait
answers after half a second, any POST is answered with the SHA-256 of its body.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse
from granian.constants import Interfaces

from coffeehouse.site import serving, turns
from coffeehouse.site.bodies import Limits


class Application:
    """Behind its own gate, as the server sees the house. Counts what it was asked, and whether by two at once."""

    def __init__(self) -> None:
        self.answered = self.inside = self.most_inside = 0
        self.connections: set[int] = set()

    def refusal(self, environ: dict[str, Any]) -> tuple[str, str] | None:
        environ["REMOTE_ADDR"] = environ.get("HTTP_X_FORWARDED_FOR", environ["REMOTE_ADDR"])
        return ("413 Content Too Large", "Too large.") if environ["PATH_INFO"] == "/refused" else None

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/file":
            response = FileResponse(Path(sys.argv[3]).open("rb"))  # noqa: SIM115  # closed when it has been sent
            start_response("200 OK", list(response.items()))
            return response
        if environ["PATH_INFO"] == "/wait":
            time.sleep(0.5)
        return self._say(start_response, json.dumps(seen()).encode())

    def let_in(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.inside += 1
        self.most_inside = max(self.most_inside, self.inside)
        read, total = environ["wsgi.input"], hashlib.sha256()
        while piece := read.read(100_000):
            total.update(piece)
        time.sleep(0.001)  # whoever could come in between does so here
        self.answered += 1
        self.inside -= 1
        return self._say(start_response, total.hexdigest().encode())

    def _say(self, start_response: Any, words: bytes) -> list[bytes]:
        start_response("200 OK", [("Content-Length", str(len(words)))])
        return [words]


class Runner(turns.Runner):
    """Kept, so that the application can tell what is inside."""

    def __init__(self, *given: Any, **named: Any) -> None:
        global runner
        super().__init__(*given, **named, share=lambda: turns._nothing)
        runner = self


runner: Runner
application = Application()


def seen() -> dict[str, Any]:
    """What the process holds at this moment."""
    files = [_what(name) for name in os.listdir("/proc/self/fd")]
    return {
        "answered": application.answered,
        "most_inside": application.most_inside,
        "bodies": len(runner.bodies.under_way),
        "places": runner.bodies.places.taken,
        "expected": runner.bodies.expected,
        "downloads": runner.downloads.taken,
        "threads": len(os.listdir("/proc/self/task")),
        "python_threads": sorted(thread.name for thread in threading.enumerate()),
        "temporary": [name for name in files if name.endswith("(deleted)")],
    }


def _what(name: str) -> str:
    """What an open file is called; nothing where it has been closed meanwhile."""
    try:
        return os.readlink(f"/proc/self/fd/{name}")
    except OSError:
        return ""


if __name__ == "__main__":
    settings.configure()
    vars(serving)["Runner"] = Runner
    limits = Limits(**json.loads(sys.argv[2]))
    serving.serve(application, Interfaces.WSGI, "127.0.0.1", int(sys.argv[1]), limits)
    sys.stdout.write("ended\n")
