"""RefuseHeld: somebody has looked and refuses."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.publishing import commands as publishing
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Conflict, Forbidden, Invalid, Problem
from tests.commands.house import House


@pytest.fixture
def held(house: House) -> int:
    """Words of a voice that policy holds."""
    voice = house.actor("ada", account_id=house.voice())
    return int(house.act(voice, posts.PublishPost(text="Rhif 943 476 5919")).result["held_id"])


def test_the_decision_is_kept_with_its_reason(house: House, held: int) -> None:
    """Nothing is published; a second decision is a conflict."""
    command = publishing.RefuseHeld(held_id=held, reason=" Rhif claf ")
    done, fact = house.records("mair", command, "held.refused", f"held/{held}")
    assert done.result == str(held)
    assert "content_hash" in fact.payload["kept"]
    row = sql.row("SELECT state, decision_reason, decided_by_id FROM publishing_heldcommand")
    assert row == ("refused", "Rhif claf", house.member("mair"))
    assert sql.rows("SELECT * FROM posts_post") == []
    house.refuses("mair", command, Conflict)


@pytest.mark.parametrize(("who", "problem"), [("bevan", Refused), ("cade", Refused), ("rhys", Refused)])
def test_only_administrators(house: House, held: int, who: str, problem: type[Problem]) -> None:
    """Policy refuses all others."""
    house.refuses(who, publishing.RefuseHeld(held_id=held, reason="x"), problem)


def test_a_reason_is_given(house: House, held: int) -> None:
    """The author is told it."""
    house.refuses("mair", publishing.RefuseHeld(held_id=held, reason=" "), Invalid)


def test_w1_nobody_decides_about_their_own_words(house: House, held: int) -> None:
    """W1: to take one's words back there is WithdrawHeld."""
    house.act("mair", people.ChangeRole(member_id=house.member("ada"), role="admin"))
    house.refuses("ada", publishing.RefuseHeld(held_id=held, reason="x"), Forbidden)
