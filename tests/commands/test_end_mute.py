"""EndMute: the time of a mute is over."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.delivery import deliveries, worker
from coffeehouse.domain.people.commands import FollowAccount, MuteAccount
from coffeehouse.domain.people.relation_commands import EndMute
from coffeehouse.engine.act import Refused
from coffeehouse.kernel import clock
from tests.commands.house import House

NOW = 1_763_772_000_000


@pytest.fixture
def command(house: House) -> EndMute:
    """Fern follows Ada and mutes her for a minute."""
    with clock.at(NOW):
        house.act("fern", FollowAccount(target_id=house.id("ada")))
        house.act("fern", MuteAccount(target_id=house.id("ada"), duration=60))
    return EndMute(account_id=house.id("fern"), target_id=house.id("ada"))


def test_what_was_said_meanwhile_comes_back(house: House, command: EndMute) -> None:
    """At its time the row goes, recorded as the house's own act; again there is nothing to do."""
    with clock.at(NOW + 30_000):
        post = house.post()
        house.leaves("system", command)
    assert house.feed("fern") == []
    with clock.at(NOW + 60_000):
        house.records("system", command, "mute.ended", f"account/{house.id('ada')}")
        house.leaves("system", command)
    assert sql.value("SELECT COUNT(*) FROM people_mute") == 0
    assert house.feed("fern") == [post]


def test_the_worker_does_it_in_time(house: House, command: EndMute) -> None:
    """Without anybody asking; a mute prolonged meanwhile stays."""
    deliveries.register_all()
    with clock.at(NOW + 30_000):
        house.act("fern", MuteAccount(target_id=house.id("ada"), duration=60))
    with clock.at(NOW + 60_000):
        worker.drain()
        assert sql.value("SELECT COUNT(*) FROM people_mute") == 1
    with clock.at(NOW + 90_000):
        worker.drain()
        assert sql.value("SELECT COUNT(*) FROM people_mute") == 0


@pytest.mark.parametrize("who", ["fern", "mair"])
def test_only_the_house_says_so(house: House, command: EndMute, who: str) -> None:
    """People unmute."""
    with clock.at(NOW + 60_000):
        house.refuses(who, command, Refused)
