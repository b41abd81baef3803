"""What is on hold survives its author's deletion, out of everybody's sight, until the hold is lifted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.delivery import deliveries
from coffeehouse.delivery.worker import drain
from coffeehouse.domain import files
from coffeehouse.domain.federation.moving_commands import ForgetActor, ForgetPosts
from coffeehouse.domain.people.commands import NoteAccount
from coffeehouse.domain.posts.commands import ClearMedia, DeletePost, DescribeMedia
from coffeehouse.domain.posts.writing_commands import CancelScheduled
from coffeehouse.domain.records import commands, holds, preserved
from coffeehouse.domain.requests.contents import read_content
from coffeehouse.kernel import clock
from tests.commands.house import House
from tests.commands.test_clear_media import after_a_day
from tests.commands.test_schedule_post import LATER, NOW, schedule
from tests.federation.elsewhere import stranger


@pytest.fixture
def house(db: None, settings: Any, tmp_path: Path) -> Iterator[House]:
    """A house of its own; afterwards ledger, rows and counts agree."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.INCOMING_FOLDER = tmp_path / "incoming"
    deliveries.register_all()
    found = House()
    yield found
    found.check()


def a_day_later(house: House) -> None:
    """What a deleted post had is its author's to use again for a day; then uploads that nothing uses are removed."""
    house.act("system", ClearMedia(media_ids=tuple(after_a_day())))
    drain()


def test_deleting_what_is_held_hides_it_and_keeps_it(house: House) -> None:
    """The author's wish is done, and the record is not destroyed: words and picture stay for those who keep records."""
    picture = house.picture()
    key = sql.value("SELECT file FROM posts_media WHERE id = %s", (picture,))
    one = house.post("Tystiolaeth", media_ids=(picture,))
    hold_id = int(house.act("rhys", commands.PlaceHold(because="Request 7.", account_id=house.id("ada"))).result)
    house.act("ada", DeletePost(post_id=one))
    drain()
    assert sql.value("SELECT COUNT(*) FROM posts_post WHERE id = %s", (one,)) == 0
    (kept,) = preserved.preserved_of(f"post/{one}")
    assert (kept.reason, kept.account_id, kept.value()["text"]) == ("hold", house.id("ada"), "Tystiolaeth")
    sequence = sql.value("SELECT MAX(sequence) FROM ledger_entry WHERE object = %s", (f"post/{one}",))
    assert "preserved" not in str(house.fact(sequence).payload), "an author's entry tells of no hold"
    assert files.path_of(key).is_file()
    house.act("rhys", commands.LiftHold(hold_id=hold_id, because="Answered."))
    drain()
    assert preserved.list_preserved() == []
    a_day_later(house)
    assert not files.path_of(key).is_file()


def test_another_hold_keeps_it_on(house: House) -> None:
    """Only when no hold names it any more does it go."""
    one = house.post("Tystiolaeth")
    name = f"post/{one}"
    first, second = (
        int(house.act("rhys", commands.PlaceHold(because=why, objects=(name,))).result) for why in ("One.", "Two.")
    )
    house.act("ada", DeletePost(post_id=one))
    house.act("rhys", commands.LiftHold(hold_id=first, because="Answered."))
    assert len(preserved.preserved_of(name)) == 1
    house.act("rhys", commands.LiftHold(hold_id=second, because="Answered."))
    assert preserved.preserved_of(name) == []


def test_what_is_free_goes(house: House) -> None:
    """A post on no hold leaves nothing behind."""
    one = house.post("Dim byd", media_ids=(house.picture(),))
    house.act("ada", DeletePost(post_id=one))
    assert preserved.list_preserved() == []
    assert sql.value("SELECT COUNT(*) FROM records_preservedfile") == 0


def hold(house: House, **what: Any) -> int:
    """Rhys places a hold; its id."""
    return int(house.act("rhys", commands.PlaceHold(because="Request 7.", **what)).result)


def lift(house: House, hold_id: int) -> None:
    """Rhys lifts it, and the worker does what that asks for."""
    house.act("rhys", commands.LiftHold(hold_id=hold_id, because="Answered."))
    drain()


def test_a_scheduled_post_on_hold_is_cancelled_and_kept(house: House) -> None:
    """It is not published, as its author wants; what it would have said stays, with its picture."""
    picture = house.picture()
    key = sql.value("SELECT file FROM posts_media WHERE id = %s", (picture,))
    with clock.at(NOW):
        scheduled_id = int(house.act("ada", schedule("Yfory", media_ids=(picture,))).result["scheduled_id"])
        name = f"scheduled/{scheduled_id}"
        hold_id = hold(house, objects=(name,))
        house.act("ada", CancelScheduled(scheduled_id=scheduled_id))
        assert sql.rows("SELECT id FROM posts_scheduled") == []
        (kept,) = preserved.preserved_of(name)
        assert (kept.reason, kept.account_id, kept.class_id) == ("hold", house.id("ada"), "members-drafts")
        assert "Yfory" in kept.value()["command"]
        assert preserved.preserved_files([key]) == {key}
        lift(house, hold_id)
    assert preserved.list_preserved() == []


def test_what_a_scheduled_post_on_hold_becomes_is_on_hold(house: House) -> None:
    """The post and what it was; by an act of the house, of which the author's entry says nothing. Lifting it removes
    nothing of the post."""
    picture = house.picture()
    key = sql.value("SELECT file FROM posts_media WHERE id = %s", (picture,))
    with clock.at(NOW):
        held, free = (
            int(house.act("ada", schedule(text, media_ids=media)).result["scheduled_id"])
            for text, media in (("Yfory", (picture,)), ("Heddiw", ()))
        )
        hold_id = hold(house, objects=(f"scheduled/{held}",))
    with clock.at(LATER):
        drain()
        posts = {text: post_id for post_id, text in sql.rows("SELECT id, text FROM posts_post")}
        name = f"post/{posts['Yfory']}"
        assert holds.objects_of_hold(hold_id) == [name, f"scheduled/{held}"]
        assert not holds.is_on_hold(f"post/{posts['Heddiw']}")
        (kept,) = preserved.preserved_of(f"scheduled/{held}")
        assert kept.value()["published"] == name
        assert preserved.preserved_of(f"scheduled/{free}") == []
        sequence = sql.value("SELECT sequence FROM ledger_entry WHERE object = %s", (name,))
        assert "hold" not in str(house.fact(sequence).payload)
        widened = house.fact(sequence - 1)
        assert (widened.kind, widened.actor, widened.object) == ("hold.widened", "system", f"hold/{hold_id}")
        lift(house, hold_id)
        assert preserved.list_preserved() == []
        assert files.path_of(key).is_file()


@pytest.mark.parametrize("comment", ["o'r clwb", ""])
def test_a_remark_on_hold_is_changed_or_removed_and_kept(house: House, comment: str) -> None:
    """As it was; by its number, and where all of the person it is about is held."""
    target = house.id("gwyn")
    house.act("ada", NoteAccount(target_id=target, comment="o'r côr"))
    name = f"note/{sql.value('SELECT id FROM people_accountnote')}"
    first, second = hold(house, objects=(name,)), hold(house, account_id=target)
    house.act("ada", NoteAccount(target_id=target, comment=comment))
    (kept,) = preserved.preserved_of(name)
    assert (kept.account_id, kept.value()) == (house.id("ada"), {"target_id": str(target), "comment": "o'r côr"})
    lift(house, first)
    assert len(preserved.preserved_of(name)) == 1
    lift(house, second)
    assert preserved.preserved_of(name) == []


def test_a_remark_that_nobody_holds_goes(house: House) -> None:
    """And one that is said again is no change."""
    target = house.id("gwyn")
    house.act("ada", NoteAccount(target_id=target, comment="o'r côr"))
    house.act("ada", NoteAccount(target_id=target, comment="o'r clwb"))
    hold(house, account_id=target)
    house.leaves("ada", NoteAccount(target_id=target, comment="o'r clwb"))
    assert preserved.list_preserved() == []


def test_a_picture_of_what_was_held_may_be_in_use_again(house: House) -> None:
    """Cancelling gives it back to its author: lifting the hold takes it from no other post."""
    picture = house.picture()
    key = sql.value("SELECT file FROM posts_media WHERE id = %s", (picture,))
    with clock.at(NOW):
        scheduled_id = int(house.act("ada", schedule(media_ids=(picture,))).result["scheduled_id"])
        hold_id = hold(house, objects=(f"scheduled/{scheduled_id}",))
        house.act("ada", CancelScheduled(scheduled_id=scheduled_id))
        house.post("Eto", media_ids=(picture,))
        lift(house, hold_id)
    assert files.path_of(key).is_file()


def test_a_file_stays_for_whatever_still_needs_it(house: House) -> None:
    """Two preserved objects had the same picture; it goes with the second."""
    picture = house.picture()
    key = sql.value("SELECT file FROM posts_media WHERE id = %s", (picture,))
    with clock.at(NOW):
        scheduled_id = int(house.act("ada", schedule(media_ids=(picture,))).result["scheduled_id"])
        first = hold(house, objects=(f"scheduled/{scheduled_id}",))
        house.act("ada", CancelScheduled(scheduled_id=scheduled_id))
        one = house.post("Eto", media_ids=(picture,))
        second = hold(house, objects=(f"post/{one}",))
        house.act("ada", DeletePost(post_id=one))
        lift(house, first)
        assert files.path_of(key).is_file()
        a_day_later(house)
        assert files.path_of(key).is_file()
        lift(house, second)
    assert not files.path_of(key).is_file()


def test_a_description_on_hold_is_changed_and_kept(house: House) -> None:
    """What was said of the picture of a scheduled post, as it was; what is on no hold leaves nothing."""
    with clock.at(NOW):
        held, free = house.picture(description="Fel yr oedd"), house.picture(description="Fel yr oedd")
        scheduled_id = int(house.act("ada", schedule(media_ids=(held,))).result["scheduled_id"])
        house.act("ada", schedule(media_ids=(free,)))
        hold(house, objects=(f"scheduled/{scheduled_id}",))
        for picture in (held, free):
            house.act("ada", DescribeMedia(media_id=picture, description="Fel y mae"))
    (kept,) = preserved.list_preserved()
    assert (kept.name, kept.value()["media"][0]["description"]) == (f"scheduled/{scheduled_id}", "Fel yr oedd")
    assert read_content(kept.name).files[0].description == "Fel y mae"


def test_what_another_server_takes_back_is_kept(house: House) -> None:
    """Posts of an account elsewhere that is no more, and what was remarked about it here."""
    dee = stranger()
    account_id, theirs = dee.account_id, dee.says(1)
    house.act("ada", NoteAccount(target_id=account_id, comment="o'r clwb"))
    name = f"note/{sql.value('SELECT id FROM people_accountnote')}"
    hold(house, objects=(f"post/{theirs}", name))
    house.act("system", ForgetActor(account_id=account_id))
    house.act("system", ForgetPosts(account_id=account_id))
    assert sql.rows("SELECT id FROM people_accountnote UNION SELECT id FROM posts_post") == []
    assert preserved.preserved_of(name)[0].value()["comment"] == "o'r clwb"
    assert preserved.preserved_of(f"post/{theirs}")[0].reason == "hold"
