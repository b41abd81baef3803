"""What some tests need from the system, whether it is there, and how to get it. Nothing is left out without a word."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from tests import postgres_cluster, valkey_server, workshops
from tests.ledger import go_program

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """The path of a Chromium, or None."""
    return next((found for name in CHROMIUM if (found := shutil.which(name))), None)


def ffmpeg() -> bool:
    """Whether video and sound can be prepared."""
    return bool(shutil.which("ffmpeg") and shutil.which("ffprobe"))


def gcc() -> bool:
    """Whether a disk that fails on demand can be compiled."""
    return bool(shutil.which("gcc") and Path("/usr/include/dlfcn.h").exists())


def may_mount() -> bool:
    """Whether a small file system can be mounted, to be filled: the capability CAP_SYS_ADMIN (Linux)."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return False
    return bool(int(status.partition("CapEff:")[2].split()[0], 16) >> 21 & 1)


# What may be missing: name, whether it is there, and what is left out without it and how to get it.
WANTED: tuple[tuple[str, Callable[[], object], str], ...] = (
    (
        "chromium",
        chromium,
        "tests in a browser (pages, axe, keyboard): Chromium is missing. Debian and Ubuntu: apt install chromium",
    ),
    ("ffmpeg", ffmpeg, "tests of video and sound: ffmpeg is missing. Debian and Ubuntu: apt install ffmpeg"),
    (
        "npm",
        workshops.MASTO_JS.is_installed,
        "the test with masto.js: its packages are not installed; python -m tests.workshops fetches them with npm",
    ),
    (
        "fedify",
        workshops.FEDIFY.is_installed,
        "tests with a server on Fedify: its packages are not installed; python -m tests.workshops fetches them",
    ),
    (
        "bovine",
        workshops.BOVINE.is_installed,
        "tests with a server on bovine: its packages are not installed; python -m tests.workshops fetches them",
    ),
    (
        "pasture",
        workshops.PASTURE.is_installed,
        "262 notes of fediverse-pasture-inputs: it is not installed; python -m tests.workshops fetches it",
    ),
    (
        "go",
        go_program.is_installed,
        "the ledger read by an independent implementation: Go or its golang.org/x/mod is missing. "
        "Debian and Ubuntu: apt install golang-go golang-golang-x-mod-dev",
    ),
    ("gcc", gcc, "tests of a failing disk: gcc is missing. Debian and Ubuntu: apt install gcc libc6-dev"),
    ("tmpfs", may_mount, "the test of a full file system: this user may not mount one. Run the tests as root"),
    (
        "postgres",
        postgres_cluster.binaries,
        "the suite on PostgreSQL (make test DB=postgres): the server is missing. "
        "Debian and Ubuntu: apt install postgresql",
    ),
    (
        "valkey",
        valkey_server.binary,
        "tests of streaming over Valkey: the server is missing. Debian and Ubuntu: apt install valkey-server "
        "(or redis-server)",
    ),
)


def absent() -> dict[str, str]:
    """What is missing: name, and what is therefore left out and how to get it."""
    return {name: words for name, is_there, words in WANTED if not is_there()}


def required() -> list[str]:
    """What `REQUIRE=` asks for: its absence fails the run."""
    return [name.strip() for name in os.environ.get("COFFEEHOUSE_TESTS_REQUIRE", "").split(",") if name.strip()]
