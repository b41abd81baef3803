"""ReleaseHeld: somebody has looked and lets it happen."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.publishing import commands as publishing
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Conflict, Forbidden, NotFound
from tests.commands.house import House, png

WORDS = "Rhif 943 476 5919 yw ei rhif hi"


@pytest.fixture
def voice(house: House) -> Actor:
    """Ada as a voice."""
    return house.actor("ada", account_id=house.voice())


@pytest.fixture
def held(house: House, voice: Actor) -> int:
    """Words of a voice that policy holds."""
    done, fact = house.records(voice, posts.PublishPost(text=WORDS), "command.held")
    assert done.is_held
    assert fact.object == f"held/{done.result['held_id']}"
    assert sql.rows("SELECT * FROM posts_post") == []
    return int(done.result["held_id"])


def release(held: int) -> publishing.ReleaseHeld:
    """With the hash of what is there."""
    found = sql.value("SELECT content_hash FROM publishing_heldcommand WHERE id = %s", (held,))
    return publishing.ReleaseHeld(held_id=held, content_hash=found)


def test_it_happens_as_its_author_and_both_are_recorded(house: House, voice: Actor, held: int) -> None:
    """One entry, by who released, with the author and the hash; the post is the author's."""
    done, fact = house.records("mair", release(held), "held.released")
    post = int(done.result["id"])
    assert fact.object == f"post/{post}"
    assert fact.payload["kept"]["author"] == voice.label
    assert fact.payload["kept"]["held"] == str(held)
    assert sql.row("SELECT account_id, text FROM posts_post") == (voice.account_id, WORDS)
    row = sql.row("SELECT state, decided_by_id, result_object FROM publishing_heldcommand")
    assert row == ("released", house.member("mair"), f"post/{post}")
    house.refuses("mair", release(held), Conflict)


@pytest.mark.parametrize("who", ["bevan", "cade", "rhys"])
def test_only_administrators(house: House, held: int, who: str) -> None:
    """Policy refuses all others, and that is recorded."""
    house.refuses(who, release(held), Refused)


@pytest.mark.parametrize("as_voice", [True, False])
def test_w1_nobody_releases_their_own_words(house: House, voice: Actor, held: int, as_voice: bool) -> None:
    """W1: neither as the voice nor as the person behind it, be they an administrator."""
    house.act("mair", people.ChangeRole(member_id=house.member("ada"), role="admin"))
    actor = house.actor("ada", account_id=voice.account_id if as_voice else None)
    house.refuses(actor, release(held), Forbidden)


def test_w1_only_the_words_that_were_looked_at(house: House, held: int) -> None:
    """W1: another hash than that of what is held is a conflict; so are words changed under the hash."""
    house.refuses("mair", publishing.ReleaseHeld(held_id=held, content_hash="0" * 64), Conflict)
    command = release(held)
    changed = sql.value("SELECT command FROM publishing_heldcommand").replace("ei rhif", "eich rhif")
    sql.execute("UPDATE publishing_heldcommand SET command = %s", (changed,))
    house.refuses("mair", command, Conflict)


def test_w1_pictures_count_as_words(house: House, voice: Actor) -> None:
    """W1: a description changed between the look and the release is a conflict."""
    picture = int(house.act(voice, posts.UploadMedia(data=png(), description="Te")).result["id"])
    held = int(house.act(voice, posts.PublishPost(text=WORDS, media_ids=(picture,))).result["held_id"])
    command = release(held)
    house.act(voice, posts.DescribeMedia(media_id=picture, description="Rhywbeth arall"))
    house.refuses("mair", command, Conflict)


def test_w1_the_rules_of_the_day_decide_again(house: House, voice: Actor, held: int) -> None:
    """W1: what would be refused by now is not released: its author was suspended, or lost the seat."""
    seat = people.RevokeSeat(member_id=house.member("ada"), account_id=voice.account_id or 0)
    house.act("mair", seat)
    house.refuses("mair", release(held), Conflict)
    house.act("mair", people.SuspendMember(member_id=house.member("ada"), reason="rheswm"))
    house.refuses("mair", release(held), Conflict)


def test_nothing_is_not_found(house: House) -> None:
    """An id that nothing held has."""
    house.refuses("mair", publishing.ReleaseHeld(held_id=1, content_hash=""), NotFound)
