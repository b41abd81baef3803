"""WithdrawHeld: the author takes back what waits."""

from __future__ import annotations

import pytest

from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.publishing import commands as publishing
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, Forbidden, NotFound
from tests.commands.drafting import Desk
from tests.commands.house import House


@pytest.mark.parametrize("as_voice", [True, False])
def test_it_is_gone_from_the_queue(house: House, desk: Desk, as_voice: bool) -> None:
    """It cannot be released any more, nor withdrawn again; the person counts, not the account they act as."""
    held = desk.draft()
    actor = desk.speaker("ada") if as_voice else house.actor("ada")
    command = publishing.WithdrawHeld(held_id=held)
    done, _ = house.records(actor, command, "held.withdrawn", f"held/{held}")
    assert done.result == str(held)
    assert desk.state(held) == "withdrawn"
    house.refuses(actor, command, Conflict)
    assert "taken this back" in house.refuses("bevan", desk.release(held), Conflict).message


def test_a_colleague_who_drafts_may(house: House, desk: Desk) -> None:
    """A draft is the team's."""
    held = desk.draft()
    house.act("fern", publishing.WithdrawHeld(held_id=held))
    assert desk.state(held) == "withdrawn"


def test_who_only_suggests_takes_back_only_their_own(house: House, desk: Desk) -> None:
    """Others' words are not theirs to end."""
    desk.seat("cade", "suggest")
    held, own = desk.draft(), desk.draft("Awgrym", "cade")
    assert house.refuses("cade", publishing.WithdrawHeld(held_id=held), Forbidden).code == "seat"
    house.act("cade", publishing.WithdrawHeld(held_id=own))
    assert desk.state(own) == "withdrawn"


@pytest.mark.parametrize("who", ["cade", "rhys", "mair"])
def test_p1_anothers_is_not_found(house: House, desk: Desk, who: str) -> None:
    """P1: it belongs to the team of the voice."""
    house.refuses(who, publishing.WithdrawHeld(held_id=desk.draft()), NotFound)


def test_a_leaver_takes_nothing_along(house: House, desk: Desk) -> None:
    """Their drafts stay with the team."""
    held = desk.draft()
    desk.leave("ada")
    house.refuses("ada", publishing.WithdrawHeld(held_id=held), NotFound)


def test_p1_ones_own_words_are_ones_own(house: House) -> None:
    """P1: only their author takes them back."""
    with clock.at(clock.now_ms() + clock.DAY):
        house.add("nia")
        text = " ".join(f"@{name}" for name in house.people if name != "nia") + " @a @b @c"
        held = int(house.act("nia", posts.PublishPost(text=text)).result["held_id"])
        for who in ("ada", "cade"):
            house.refuses(who, publishing.WithdrawHeld(held_id=held), NotFound)
        house.records("nia", publishing.WithdrawHeld(held_id=held), "held.withdrawn")
