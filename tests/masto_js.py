"""masto.js for the tests: its locked packages, installed once into build/. `python -m tests.masto_js` installs them.

`make test` does so before the tests begin; where npm reaches no registry, the test is left out and the run says so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from coffeehouse.channels.web.assets.build import CannotBuild, node, npm

SOURCES = Path(__file__).parent / "clients" / "masto_js"
WORKSHOP = Path(__file__).parents[1] / "build" / "masto-js"
MARK = WORKSHOP / "node_modules" / ".installed"
FILES = ("package.json", "package-lock.json", ".npmrc")


def is_installed() -> bool:
    """Whether the packages of this very lock file are there."""
    return MARK.is_file() and MARK.read_bytes() == (SOURCES / "package-lock.json").read_bytes()


def install() -> str:
    """Install them where they are not; what went wrong, or nothing."""
    if is_installed():
        return ""
    WORKSHOP.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copyfile(SOURCES / name, WORKSHOP / name)
    try:
        binary = node()
        program = npm(binary)
    except CannotBuild as problem:
        return str(problem)
    command = [str(binary), str(program), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    environment = {**os.environ, "PATH": f"{binary.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run(command, cwd=WORKSHOP, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        return f"npm ci failed:\n{done.stdout}{done.stderr}"
    MARK.write_bytes((SOURCES / "package-lock.json").read_bytes())
    return ""


def run(program: str, *arguments: str, seconds: float = 300) -> subprocess.CompletedProcess[str]:
    """A program of ours beside the packages, which Node looks for where the program lies."""
    for path in SOURCES.glob("*.mjs"):
        shutil.copyfile(path, WORKSHOP / path.name)
    return subprocess.run(
        [node(), WORKSHOP / program, *arguments], cwd=WORKSHOP, capture_output=True, text=True, check=False,
        timeout=seconds,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(install() or None)
