"""SchedulePost: saying something later."""

from __future__ import annotations

from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.posts import writing_commands as commands
from coffeehouse.domain.posts.handlers.scheduling import MOST, MOST_A_DAY
from coffeehouse.domain.publishing import commands as publishing
from coffeehouse.domain.publishing import queries
from coffeehouse.engine.act import Refused
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, Invalid, NotFound
from tests.commands.house import House, png

NOW = 1_763_772_000_000
LATER = NOW + clock.HOUR


def schedule(text: str = "Yfory", at: int = LATER, **members: Any) -> commands.SchedulePost:
    """The command."""
    return commands.SchedulePost(post=posts.PublishPost(text=text, **members), scheduled_at=at)


def test_it_waits_and_the_worker_is_called_at_its_time(house: House) -> None:
    """A row, a job, and an entry that holds the words; no post, no count, nobody told."""
    with clock.at(NOW):
        done, fact = house.records("ada", schedule("@bevan yfory"), "post.scheduled")
    scheduled_id = int(done.result["scheduled_id"])
    assert fact.object == f"scheduled/{scheduled_id}"
    assert fact.payload["command"]["post"]["text"] == "@bevan yfory"
    row = sql.row("SELECT id, account_id, scheduled_at, state FROM posts_scheduled")
    assert row == (scheduled_id, house.id("ada"), LATER, "waiting")
    assert sql.rows("SELECT kind, run_at FROM engine_outbox") == [("publish_scheduled", LATER)]
    assert sql.value("SELECT COUNT(*) FROM posts_post") == 0
    assert house.notified("bevan") == []
    assert house.counts("ada")[2] == 0


@pytest.mark.parametrize("at", [0, NOW - clock.DAY, NOW, NOW + 5 * clock.MINUTE - 1, NOW + 10 * 366 * clock.DAY])
def test_it_must_be_five_minutes_ahead(house: House, at: int) -> None:
    """A time in the past, too soon or beyond all plans is refused with the field named."""
    with clock.at(NOW):
        assert house.refuses("ada", schedule(at=at), Invalid).field == "scheduled_at"
        house.act("ada", schedule(at=NOW + 5 * clock.MINUTE))


def test_as_many_as_mastodon_takes(house: House) -> None:
    """25 a day and 300 together, counted for each account by itself."""
    with clock.at(NOW):
        house.act("ada", schedule())
        row = sql.row("SELECT * FROM posts_scheduled")
        assert row is not None
        marks = sql.marks(len(row))
        for number in range(1, MOST_A_DAY):
            sql.execute(f"INSERT INTO posts_scheduled VALUES ({marks})", (row[0] - number, *row[1:]))
        house.refuses("ada", schedule(), Invalid)
        house.act("bevan", schedule())
        at = sql.value("SELECT COUNT(*) FROM posts_scheduled WHERE account_id = %s", (house.id("ada"),))
        assert at == MOST_A_DAY
        column = [d[0] for d in _columns()].index("scheduled_at")
        for number in range(MOST_A_DAY, MOST):
            moved = list(row)
            moved[0], moved[column] = row[0] - number, LATER + (1 + number // 20) * clock.DAY
            sql.execute(f"INSERT INTO posts_scheduled VALUES ({marks})", moved)
        house.refuses("ada", schedule(at=LATER + 100 * clock.DAY), Invalid)


def _columns() -> list[tuple[str]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM posts_scheduled LIMIT 1")
        return [(column[0],) for column in cursor.description]


def test_its_pictures_are_kept_for_it(house: House) -> None:
    """A picture that waits is no other post's, scheduled or not, and is not deleted; another's cannot be had."""
    picture, theirs = house.picture(), house.picture("gwyn")
    with clock.at(NOW):
        house.refuses("ada", schedule(media_ids=(theirs,)), Invalid)
        scheduled = int(house.act("ada", schedule(media_ids=(picture,))).result["scheduled_id"])
        house.refuses("ada", schedule(media_ids=(picture,)), Invalid)
        house.refuses("ada", posts.PublishPost(text="Nawr", media_ids=(picture,)), Invalid)
        house.refuses("ada", posts.DeleteMedia(media_id=picture), Invalid)
    assert sql.value("SELECT scheduled_id FROM posts_media WHERE id = %s", (picture,)) == scheduled


def test_what_cannot_be_published_cannot_be_scheduled(house: House) -> None:
    """Told at once, not at its time: too long, an answer to what is not seen, what policy forbids."""
    hidden = house.post("Cudd", "gwyn", visibility="direct")
    with clock.at(NOW):
        house.refuses("ada", schedule(""), Invalid)
        house.refuses("ada", schedule("x" * 5_001), Invalid)
        house.refuses("ada", schedule(in_reply_to_id=hidden), NotFound)
        house.refuses("ada", schedule(" ".join(f"@p{number}" for number in range(150))), Refused)


def test_the_same_key_schedules_once(house: House) -> None:
    """A client that did not hear the answer asks again and gets the same one."""
    with clock.at(NOW):
        first = house.act("ada", schedule(), key="k")
        again = house.act("ada", schedule(), key="k")
    assert first.result == again.result
    assert sql.value("SELECT COUNT(*) FROM posts_scheduled") == 1


def test_what_policy_holds_is_reviewed_before_it_waits(house: House) -> None:
    """W1: held with its pictures as they are, as the post it will be; it waits for its time in the drafts."""
    account_id = house.voice()
    voice = house.actor("ada", account_id=account_id)
    with clock.at(NOW):
        picture = int(house.act(voice, posts.UploadMedia(data=png(), description="Tea")).result["id"])
        done = house.act(voice, schedule("Patient 943 476 5919 waits", media_ids=(picture,)))
        assert done.is_held
        held = queries.read_held(int(done.result["held_id"]))
        assert held is not None
        assert (held["command"]["text"], held["command"]["scheduled_at"]) == ("Patient 943 476 5919 waits", LATER)
        release = publishing.ReleaseHeld(held_id=held["id"], content_hash=held["content_hash"])
        house.act(voice, posts.DescribeMedia(media_id=picture, description="Other"))
        house.refuses("mair", release, Conflict)
        house.act(voice, posts.DescribeMedia(media_id=picture, description="Tea"))
        house.act("mair", release)
    assert sql.rows("SELECT state, release_at FROM publishing_heldcommand") == [("approved", LATER)]
    assert sql.rows("SELECT * FROM posts_scheduled") == []
    with clock.at(LATER):
        house.act("system", publishing.PublishDraft(held_id=held["id"], release_at=LATER))
    assert sql.rows("SELECT account_id, created_at FROM posts_post") == [(account_id, LATER)]
