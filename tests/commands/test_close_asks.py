"""CloseAsks: polls about words that no longer wait are closed."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.publishing.asked import asks_about
from coffeehouse.domain.publishing.asking import CloseAsks
from coffeehouse.domain.publishing.commands import RefuseHeld, UndoRelease
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Conflict
from tests.commands.asking import RELEASE, asks_of, poll_of
from tests.commands.drafting import NOW, Desk
from tests.commands.house import House


def test_decided_elsewhere_every_poll_ends(house: House, desk: Desk) -> None:
    """One entry vouches for all of them; while the words wait there is nothing to close."""
    held = desk.draft()
    desk.work(NOW)
    house.leaves(SYSTEM, CloseAsks(held_id=held))
    house.act("fern", RefuseHeld(held_id=held, reason="Dim heno"))
    _, fact = house.records(SYSTEM, CloseAsks(held_id=held), "review.closed", f"held/{held}")
    assert fact.states().keys() == {("posts_poll", ask.post_id) for ask in asks_about(held)}
    open_polls = "SELECT COUNT(*) FROM posts_poll WHERE expires_at > %s OR closed_at IS NULL"
    assert sql.value(open_polls, (NOW * 2,)) == 0
    house.leaves(SYSTEM, CloseAsks(held_id=held))
    house.check()


def test_the_worker_closes_them(house: House, desk: Desk) -> None:
    """Whichever way it was decided; a vote then says what happened."""
    held = desk.draft()
    desk.work(NOW)
    desk.approve("gwyn", held)
    desk.work(NOW)
    assert all(ask.closed_at is not None for ask in asks_about(held))
    vote = posts.VoteInPoll(post_id=poll_of(house, held, "bevan"), choices=(RELEASE,))
    assert "released already" in house.refuses("bevan", vote, Conflict).message


def test_what_waits_anew_is_asked_anew(house: House, desk: Desk) -> None:
    """Approved for a later time, then stopped: the same words need new approvals, so there are new polls."""
    held = desk.draft()
    house.arrange("UPDATE publishing_heldcommand SET embargo_at = %s WHERE id = %s", 1 << 45, held)
    house.arrange("UPDATE publishing_heldcommand SET release_at = embargo_at WHERE id = %s", held)
    from coffeehouse.domain.publishing.handlers.drafts import seal

    seal(held)
    desk.work(NOW)
    house.act("bevan", posts.VoteInPoll(post_id=poll_of(house, held, "bevan"), choices=(RELEASE,)))
    assert desk.state(held) == "approved"
    house.act("fern", UndoRelease(held_id=held))
    desk.work(NOW)
    assert len(asks_of(house, held, "bevan")) == 2
    house.act("bevan", posts.VoteInPoll(post_id=poll_of(house, held, "bevan"), choices=(RELEASE,)))
    assert desk.state(held) == "approved"


@pytest.mark.parametrize("who", ["mair", "bevan"])
def test_only_the_house_closes_them(house: House, desk: Desk, who: str) -> None:
    """Nobody takes a question from somebody else."""
    house.refuses(who, CloseAsks(held_id=desk.draft()), Refused)
