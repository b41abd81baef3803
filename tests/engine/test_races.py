"""Two at once, on a real database with threads: one wins, the other is told."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.running_house import RunningHouse

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 20
# For each race: (what both were told, the state, how many posts) as it may end. Nothing else may.
ENDS = {
    "refuse": [({"bevan": "done", "fern": "conflict"}, "released", 1),
               ({"bevan": "conflict", "fern": "done"}, "refused", 0)],
    "revise": [({"bevan": "done", "ada": "conflict"}, "released", 1),
               ({"bevan": "conflict", "ada": "done"}, "held", 0)],
    "approve": [({"bevan": "done", "fern": "done"}, "released", 1)],
    "hurry": [({"gwyn": "done", "hari": "done"}, "released", 1)],
    "undo": [({"system": "done", "ada": "conflict"}, "released", 1),
             ({"system": "done", "ada": "done"}, "held", 0)],
}  # fmt: skip


@pytest.fixture(scope="module")
def races(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Every race, twenty times."""
    folder = tmp_path_factory.mktemp("races") / "house"
    environment = RunningHouse(folder).environment
    folder.mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "tests.engine.racing", str(ROUNDS)],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    assert len(found) == ROUNDS * len(ENDS)
    return found


@pytest.mark.parametrize("kind", ENDS)
def test_w2_two_act_on_one_draft_at_once(races: list[dict[str, Any]], kind: str) -> None:
    """W2: release and refusal, release and revision, two approvals, two in a hurry, its time and an undo, at the same
    moment: one of the ends that are right, and never words that nobody approved.
    """
    for race in races:
        if race["kind"] == kind:
            assert (race["told"], race["state"], race["posts"]) in ENDS[kind]
        assert race["others"] == 0
