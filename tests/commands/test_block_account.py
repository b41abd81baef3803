"""BlockAccount: neither seeing an account nor being seen by it."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts.queries import read_status
from coffeehouse.kernel.errors import Forbidden, NotFound, Problem
from tests.commands.house import VISIBILITIES, House


def test_both_follows_feeds_and_news_end(house: House) -> None:
    """Following ends both ways; neither feed nor notification of the other stays."""
    house.act("fern", people.FollowAccount(target_id=house.id("ada")))
    house.act("ada", people.FollowAccount(target_id=house.id("fern")))
    house.post()
    house.post("@ada helo", "fern")
    command = people.BlockAccount(target_id=house.id("fern"))
    house.records("ada", command, "account.blocked", f"account/{house.id('fern')}")
    assert sql.rows("SELECT account_id, target_id FROM people_block") == [(house.id("ada"), house.id("fern"))]
    assert (house.counts("ada")[:2], house.counts("fern")[:2]) == ((0, 0), (0, 0))
    assert house.notified("ada") == house.notified("fern") == []
    assert [len(house.feed(name)) for name in ("ada", "fern")] == [1, 1]
    house.leaves("ada", command)


@pytest.mark.parametrize("visibility", VISIBILITIES)
def test_p4_the_blocked_see_nothing(house: House, visibility: str) -> None:
    """P4: also where they are named."""
    post = house.post("@fern helo", visibility=visibility)
    house.act("ada", people.BlockAccount(target_id=house.id("fern")))
    assert read_status(house.id("fern"), post) is None


@pytest.mark.parametrize(("target", "problem"), [("ada", Forbidden), (None, NotFound)])
def test_neither_oneself_nor_nobody(house: House, target: str | None, problem: type[Problem]) -> None:
    """Refused, and not found."""
    house.refuses("ada", people.BlockAccount(target_id=house.id(target) if target else 1), problem)


def test_a_block_can_be_answered_with_a_block(house: House) -> None:
    """Who was blocked may block too."""
    house.act("ada", people.BlockAccount(target_id=house.id("fern")))
    house.records("fern", people.BlockAccount(target_id=house.id("ada")), "account.blocked")
