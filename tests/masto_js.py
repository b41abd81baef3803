"""masto.js for the tests: our programs beside its packages (`workshops`)."""

from __future__ import annotations

import subprocess

from tests.workshops import MASTO_JS


def run(program: str, *arguments: str, seconds: float = 300) -> subprocess.CompletedProcess[str]:
    """Run one of `tests/clients/masto_js`."""
    return subprocess.run(
        MASTO_JS.command(program, *arguments), cwd=MASTO_JS.folder, capture_output=True, text=True, check=False,
        timeout=seconds,
    )  # fmt: skip
