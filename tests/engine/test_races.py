"""Two at once, on a real database file with threads: one wins, the other is told."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.running_house import RunningHouse

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 20


def test_w2_two_decide_at_once(tmp_path: Path) -> None:
    """W2: release and refusal at the same moment, twenty times: one is done, the other a conflict; never both."""
    environment = RunningHouse(tmp_path / "house").environment
    (tmp_path / "house").mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "tests.engine.racing", str(ROUNDS)],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    rounds = json.loads(done.stdout)
    assert len(rounds) == ROUNDS
    for race in rounds:
        won = "released" if race["told"]["mair"] == "done" else "refused"
        assert sorted(race["told"].values()) == ["conflict", "done"]
        assert (race["state"], race["posts"]) == (won, 1 if won == "released" else 0)
