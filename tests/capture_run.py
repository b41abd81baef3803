"""Is every line of the matrix of capture really seen? Runs the tests of the channels and says which way was never seen
to lead to a command that the matrix promises of it.

    python -m tests.capture_run            (some minutes; exits as the tests do)

A line is no fault by itself: what a function that several addresses share leads to is promised of each of them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.capturing import SEEN

CHANNELS = ("web", "client_api")


def seen_in(folder: Path) -> set[tuple[str, str]]:
    """(name of the address, command) of every act that was seen."""
    found = set()
    for file in folder.glob("*.txt"):
        for line in file.read_text("utf-8").splitlines():
            # The name of an address may have blanks in it; the three words after it do not.
            name, _method, command, _told = line.rsplit(" ", 3)
            found.add((name, command))
    return found


def never_seen(seen: set[tuple[str, str]]) -> list[str]:
    """What the matrix promises and no test showed."""
    from coffeehouse.site.capture import ways

    promised = {
        (way.name, command): f"{' '.join(way.methods)} {way.address}: {command}".strip()
        for way in ways()
        if way.channel in CHANNELS
        for command in way.commands
    }
    return sorted(line for key, line in promised.items() if key not in seen)


def main() -> int:
    """Run, compare, tell."""
    with tempfile.TemporaryDirectory(prefix="coffeehouse-capture-") as name:
        tests = ["tests/channels/web", "tests/channels/client_api", *sys.argv[1:]]
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-n", "2", *tests], env={**os.environ, SEEN: name}, check=False
        )
        from coffeehouse.site.cli import opening

        opening.load()
        missing = never_seen(seen_in(Path(name)))
    for line in missing:
        sys.stdout.write(f"NEVER SEEN  {line}\n")
    sys.stdout.write(f"{len(missing)} of the matrix were never seen.\n")
    return done.returncode


if __name__ == "__main__":
    raise SystemExit(main())
