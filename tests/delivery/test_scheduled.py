"""Scheduled posts at their time: published once, as their author, by the rules of that moment."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail

from coffeehouse.database import sql
from coffeehouse.delivery import deliveries, scheduled
from coffeehouse.delivery.worker import drain
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.posts import writing_commands as commands
from coffeehouse.domain.records import commands as records
from coffeehouse.domain.records import holds
from coffeehouse.kernel import clock
from tests.commands.conftest import house  # noqa: F401  # the fixture
from tests.commands.house import House, png

NOW = 1_763_772_000_000
DUE = NOW + clock.HOUR


@pytest.fixture(autouse=True)
def _deliveries() -> None:
    deliveries.register_all()


def wait(house: House, text: str = "Yfory", who: Any = "ada", **members: Any) -> int:  # noqa: F811
    """Schedule something for DUE; its id."""
    command = commands.SchedulePost(post=posts.PublishPost(text=text, **members), scheduled_at=DUE)
    with clock.at(NOW):
        return int(house.act(who, command).result["scheduled_id"])


def work(at: int = DUE) -> None:
    """The worker does what is due at this time."""
    with clock.at(at):
        drain()


def texts() -> list[tuple[str, int]]:
    """(text, author) of every post."""
    return sql.rows("SELECT text, account_id FROM posts_post ORDER BY id")


def test_it_is_published_at_its_time_and_not_before(house: House) -> None:  # noqa: F811
    """As an ordinary post of its author: recorded as theirs, told, counted; the row is gone."""
    picture = house.picture()
    scheduled_id = wait(house, "@bevan bore da", media_ids=(picture,), visibility="unlisted")
    work(DUE - 1)
    assert texts() == []
    work()
    assert texts() == [("@bevan bore da", house.id("ada"))]
    post, at, visibility = sql.rows("SELECT id, created_at, visibility FROM posts_post")[0]
    assert (at, visibility) == (DUE, "unlisted")
    assert sql.row("SELECT post_id, scheduled_id FROM posts_media WHERE id = %s", (picture,)) == (post, None)
    assert house.notified("bevan") == [("mention", house.id("ada"), post)]
    assert sql.rows("SELECT id FROM posts_scheduled WHERE id = %s", (scheduled_id,)) == []
    fact = house.fact(house.size() - 1)
    assert (fact.kind, fact.actor, fact.channel) == ("post.published", f"account/{house.id('ada')}", "worker")


def test_a_worker_that_does_it_twice_publishes_once(house: House) -> None:  # noqa: F811
    """At least once from the outbox is once here, also with the idempotency key forgotten."""
    scheduled_id = wait(house)
    payload = {"scheduled_id": scheduled_id, "scheduled_at": DUE}
    with clock.at(DUE):
        scheduled.deliver_scheduled(payload)
        sql.execute("DELETE FROM engine_idempotency")
        scheduled.deliver_scheduled(payload)
    work()
    assert len(texts()) == 1


def test_a_crash_before_the_commit_leaves_it_for_the_next_try(
    house: House,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was not committed did not happen: neither the post nor the end of the row."""
    from coffeehouse.domain.posts.handlers import writing

    scheduled_id = wait(house)
    insert = writing.link_words
    monkeypatch.setattr(writing, "link_words", lambda *_: (_ for _ in ()).throw(MemoryError))
    with clock.at(DUE), pytest.raises(MemoryError):
        scheduled.deliver_scheduled({"scheduled_id": scheduled_id, "scheduled_at": DUE})
    assert (texts(), sql.value("SELECT COUNT(*) FROM posts_scheduled")) == ([], 1)
    monkeypatch.setattr(writing, "link_words", insert)
    work()
    assert len(texts()) == 1


def test_a_new_time_makes_the_old_call_idle(house: House) -> None:  # noqa: F811
    """Only the call for the time it has now publishes."""
    scheduled_id = wait(house)
    with clock.at(NOW):
        house.act("ada", commands.ReschedulePost(scheduled_id=scheduled_id, scheduled_at=DUE + clock.DAY))
    work()
    assert texts() == []
    work(DUE + clock.DAY)
    assert len(texts()) == 1


def test_a_cancelled_one_is_not_published(house: House) -> None:  # noqa: F811
    """The worker finds nothing and says nothing."""
    scheduled_id = wait(house)
    with clock.at(NOW):
        house.act("ada", commands.CancelScheduled(scheduled_id=scheduled_id))
    work()
    assert texts() == []
    assert mail.outbox == []


@pytest.mark.parametrize("what", ["suspended", "its parent is gone"])
def test_what_cannot_be_published_is_set_aside_and_mailed(house: House, what: str) -> None:  # noqa: F811
    """Nothing appears; the author hears why and finds it in the list; it is not tried again by itself."""
    parent = house.post("Cwestiwn", "gwyn")
    wait(house, "Ateb", in_reply_to_id=parent)
    if what == "suspended":
        house.act("mair", people.SuspendMember(member_id=house.member("ada"), reason="x"))
    else:
        house.act("gwyn", posts.DeletePost(post_id=parent))
    before = texts()
    work()
    work(DUE + clock.DAY)
    assert texts() == before
    assert sql.rows("SELECT state FROM posts_scheduled") == [("failed",)]
    assert [message.to for message in mail.outbox] == [["ada@example.org"]]
    assert "not published" in mail.outbox[0].subject


def test_policy_decides_anew_at_its_time(house: House, settings: Any) -> None:  # noqa: F811
    """An incident stop that came meanwhile holds a voice's words; they are with the reviewers, not in the list."""
    voice = house.actor("ada", account_id=house.voice())
    wait(house, "Ar agor tan naw", voice)
    settings.INCIDENT_STOP = True
    work()
    assert [text for text in texts() if text[1] == voice.account_id] == []
    assert sql.rows("SELECT state FROM posts_scheduled") == [("held",)]
    held = sql.row("SELECT name, account_id FROM publishing_heldcommand")
    assert held == ("PublishPost", voice.account_id)


def test_a_draft_that_was_scheduled_goes_or_stays_with_it(house: House, settings: Any) -> None:  # noqa: F811
    """On hold together, by an act of the house; erased together, with the picture, once the hold is lifted."""
    voice_id = house.voice()
    voice = house.actor("ada", account_id=voice_id)
    picture = int(house.act(voice, posts.UploadMedia(data=png(), description="Y llyfrgell")).result["id"])
    waiting = f"scheduled/{wait(house, 'Ar agor tan naw', voice, media_ids=(picture,))}"
    hold_id = int(house.act("rhys", records.PlaceHold(because="Request 7.", objects=(waiting,))).result)
    settings.INCIDENT_STOP = True
    work()
    draft = f"held/{sql.value('SELECT id FROM publishing_heldcommand')}"
    assert holds.objects_of_hold(hold_id) == [draft, waiting]
    house.act("rhys", records.LiftHold(hold_id=hold_id, because="Answered."))
    erasure_id = int(house.act("rhys", records.RequestErasure(account_id=voice_id, objects=(draft,))).result)
    choose = records.ChooseOutcome(erasure_id=erasure_id, object=draft, outcome="erase", because="By mistake.")
    house.act("mair", choose)
    house.act("mair", records.CarryOutErasure(erasure_id=erasure_id))
    for table in ("posts_scheduled", "publishing_heldcommand", "posts_media"):
        assert sql.value(f"SELECT COUNT(*) FROM {table}") == 0


def test_a_seat_that_was_revoked_publishes_nothing(house: House) -> None:  # noqa: F811
    """Who may no longer speak for a voice does not speak for it later either."""
    account_id = house.voice()
    wait(house, "Ar agor tan naw", house.actor("ada", account_id=account_id))
    house.act("mair", people.RevokeSeat(member_id=house.member("ada"), account_id=account_id))
    work()
    assert texts() == []
    assert sql.rows("SELECT state FROM posts_scheduled") == [("failed",)]
