"""A code opens once, also when many type it at the same moment, on a real database with threads."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.engine.racing_codes import TOGETHER
from tests.running_house import RunningHouse

ROOT = Path(__file__).resolve().parents[2]


def test_of_many_at_once_one_gets_in(tmp_path: Path) -> None:
    """Codes of an app and recovery codes; everybody else is refused, nobody meets an error."""
    environment = RunningHouse(tmp_path / "house").environment
    (tmp_path / "house").mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "tests.engine.racing_codes"],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for kind, told in json.loads(done.stdout).items():
        assert (sum(told), len(told)) == (1, TOGETHER), kind
