"""What some tests need from the system, whether it is there, and how to get it. Nothing is left out without a word."""

from __future__ import annotations

import os
import shutil

from tests import masto_js, postgres_cluster, valkey_server
from tests.ledger import go_program

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """The path of a Chromium, or None."""
    return next((found for name in CHROMIUM if (found := shutil.which(name))), None)


def ffmpeg() -> bool:
    """Whether video and sound can be prepared."""
    return bool(shutil.which("ffmpeg") and shutil.which("ffprobe"))


def absent() -> dict[str, str]:
    """What is missing: name, and what is therefore left out and how to get it."""
    found = {}
    if chromium() is None:
        found["chromium"] = (
            "tests in a browser (pages, axe, keyboard): Chromium is missing. Debian and Ubuntu: apt install chromium"
        )
    if not ffmpeg():
        found["ffmpeg"] = "tests of video and sound: ffmpeg is missing. Debian and Ubuntu: apt install ffmpeg"
    if not go_program.is_installed():
        found["go"] = (
            "the ledger read by an independent implementation: Go or its golang.org/x/mod is missing. "
            "Debian and Ubuntu: apt install golang-go golang-golang-x-mod-dev"
        )
    if not masto_js.is_installed():
        found["npm"] = (
            "the test with masto.js: its packages are not installed; python -m tests.masto_js fetches them with npm"
        )
    if postgres_cluster.binaries() is None:
        found["postgres"] = (
            "the suite on PostgreSQL (make test DB=postgres): the server is missing. "
            "Debian and Ubuntu: apt install postgresql"
        )
    if valkey_server.binary() is None:
        found["valkey"] = (
            "tests of streaming over Valkey: the server is missing. Debian and Ubuntu: apt install valkey-server "
            "(or redis-server)"
        )
    return found


def required() -> list[str]:
    """What `REQUIRE=` asks for: its absence fails the run."""
    return [name.strip() for name in os.environ.get("COFFEEHOUSE_TESTS_REQUIRE", "").split(",") if name.strip()]
