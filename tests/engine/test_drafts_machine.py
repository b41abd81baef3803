"""Any sequence of writing, changing, approving, timing, pairing, taking back, revoking seats, emergencies and stops:
nothing is ever published without the approvals it needs, of exactly those words (attack W1).
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import get_state_machine_test

from coffeehouse.domain.publishing import queries
from coffeehouse.domain.publishing.handlers import drafts, permitting
from coffeehouse.engine import holding_release
from tests.engine.drafting_machine import Team

WAYS = {"by one", "by two", "in a hurry", "in a pair", "at its time", "returned", "refused"}


def run(teams: int, acts: int, part: int = 0, **more: Any) -> None:
    """So many teams, so many acts each, in one house; the same ones for the same part."""
    Team.move_in()
    chosen = settings(
        max_examples=teams,
        stateful_step_count=acts,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        **more,
    )
    seed(part)(get_state_machine_test(Team, settings=chosen))()


@pytest.mark.django_db
def test_w1_sequences_of_acts() -> None:
    """W1: eighty teams of up to thirty acts, and every way out is taken by some."""
    run(80, 30)
    assert Team.seen.keys() >= WAYS


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("part", range(1, 5))
def test_w1_ten_thousand_interleavings(part: int) -> None:
    """W1: ten thousand teams together, up to fifteen acts each, some of which are several."""
    run(2_500, 15, part)
    assert Team.seen.keys() >= WAYS


def _approvals_outlive_changes(draft: drafts.Draft, decision: str, now: int) -> list[int]:
    """A hole: whoever ever approved counts for whatever it says by now."""
    from coffeehouse.database import sql

    statement = "SELECT member_id FROM publishing_decision WHERE held_id = %s AND decision = %s"
    return [row[0] for row in sql.rows(statement, (draft.id, decision))]


HOLES = {
    "approvals outlive changes": (permitting, "standing_approvals", _approvals_outlive_changes),
    "powers are not looked at": (permitting, "_still_may", lambda *_: True),
    "a stop is not looked at": (queries, "is_stopped", lambda _: False),
    "one is enough": (holding_release, "_enough", lambda approvals, _: bool(approvals)),
}


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("hole", HOLES)
def test_it_finds_a_hole(monkeypatch: pytest.MonkeyPatch, hole: str) -> None:
    """A house with one of its checks taken out is found to publish what it may not."""
    monkeypatch.setattr(*HOLES[hole])
    with pytest.raises(AssertionError):
        run(600, 30, phases=[Phase.generate], report_multiple_bugs=False)
