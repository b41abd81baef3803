"""ClosePoll: the time of a poll is over."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.posts import commands as posts
from coffeehouse.engine.act import Refused
from coffeehouse.kernel import clock
from tests.commands.house import House

NOW = 1_763_772_000_000


@pytest.fixture
def poll(house: House) -> int:
    """A poll of five minutes, in which Gwyn voted."""
    with clock.at(NOW):
        draft = posts.PollDraft(options=("Te", "Coffi"), expires_in=300)
        post = house.post("Beth?", poll=draft)
        house.act("gwyn", posts.VoteInPoll(post_id=post, choices=(0,)))
    return post


def test_author_and_voters_are_told_once(house: House, poll: int) -> None:
    """At its time it is marked as closed and both hear of it; again there is nothing to do."""
    with clock.at(NOW + 300_000):
        house.records("system", posts.ClosePoll(post_id=poll), "poll.closed", f"post/{poll}")
        assert sql.value("SELECT closed_at FROM posts_poll") == NOW + 300_000
        assert house.notified("ada") == [("poll", house.id("ada"), poll)]
        assert house.notified("gwyn") == [("poll", house.id("ada"), poll)]
        house.leaves("system", posts.ClosePoll(post_id=poll))


def test_not_before_its_time(house: House, poll: int) -> None:
    """A millisecond early nothing happens; nor for a post that is gone."""
    with clock.at(NOW + 299_999):
        house.leaves("system", posts.ClosePoll(post_id=poll))
    house.leaves("system", posts.ClosePoll(post_id=1))


@pytest.mark.parametrize("who", ["ada", "cade", "mair"])
def test_only_the_house_closes_polls(house: House, poll: int, who: str) -> None:
    """Not even an administrator."""
    with clock.at(NOW + 300_000):
        house.refuses(who, posts.ClosePoll(post_id=poll), Refused)
