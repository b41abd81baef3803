"""DeliverCorrection: those whom a correction concerns are told some at a time, however many they are."""

from __future__ import annotations

from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.publishing.correcting import CorrectPost, DeliverCorrection
from coffeehouse.domain.publishing.handlers import correcting
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House


@pytest.fixture
def notice(house: House) -> int:
    """A correction of a post that Bevan and Gwyn boosted; Hari did too, and blocks the voice since."""
    account_id = house.voice()
    command = people.GrantSeat(member_id=house.member("ada"), account_id=account_id, powers=("draft", "release"))
    house.act("mair", command)
    voice = house.actor("ada", account_id=account_id)
    post = house.post("The clinic opens on 2 June.", who=voice)
    for name in ("bevan", "gwyn", "hari"):
        house.act(name, posts.BoostPost(post_id=post))
    house.act("hari", people.BlockAccount(target_id=account_id))
    corrected = CorrectPost(post_id=post, text="It opens on 3 June.", what_was_wrong="We gave the wrong day.")
    return int(house.act(voice, corrected).result["notice_id"])


def test_some_at_a_time_until_all_are_told(house: House, notice: int, monkeypatch: Any) -> None:
    """Each step asks for the next; the last finds nobody and records nothing. Who blocks the voice is not told."""
    monkeypatch.setattr(correcting, "AT_ONCE", 1)
    _done, fact = house.records("system", DeliverCorrection(correction_id=notice), "correction.delivered")
    assert fact.payload["kept"] == {"told": 1}
    after = house.id("bevan")
    assert house.notified("bevan")[-1][::2] == ("mention", notice)
    assert "correction.published" in house.jobs()
    house.records("system", DeliverCorrection(correction_id=notice, after_id=after), "correction.delivered")
    assert house.notified("gwyn")[-1][::2] == ("mention", notice)
    house.act("system", DeliverCorrection(correction_id=notice, after_id=house.id("gwyn")))
    assert [told for told in house.notified("hari") if told[2] == notice] == []
    house.leaves("system", DeliverCorrection(correction_id=notice, after_id=house.id("hari")))
    assert sql.value("SELECT COUNT(*) FROM posts_notification WHERE post_id = %s", (notice,)) == 2


def test_only_the_house_delivers(house: House, notice: int) -> None:
    """Nobody else sends mentions in a voice's name, and of what is no correction nobody is told."""
    house.refuses("mair", DeliverCorrection(correction_id=notice), Refused)
    house.refuses("system", DeliverCorrection(correction_id=1), NotFound)
