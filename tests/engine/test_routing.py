"""Routing: which way an official post takes hangs on its words and on its author's record, and the author is told."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.publishing import commands as publishing
from coffeehouse.domain.publishing.record import read_record, route_of
from coffeehouse.engine.act import Done
from coffeehouse.engine.routing import words_of
from coffeehouse.kernel import clock
from coffeehouse.policy.questions import from_kept
from coffeehouse.policy.verdicts import Route
from tests.commands.house import House

ROUTINE = "The library opens at nine."
PRICE = "A swim costs £4.20 from Monday."
ADVICE = "If you feel dizzy, stop taking your tablets."


@pytest.fixture
def voice(house: House) -> Actor:
    """Ada as a voice."""
    return house.actor("ada", account_id=house.voice())


def route_in(done: Done) -> Route:
    """The way an official post took."""
    assert done.verdict.route is not None
    return done.verdict.route


def released(actor: Actor, count: int, now: int = 0) -> None:
    """A record, without saying all of it."""
    for number in range(count):
        sql.execute(
            "INSERT INTO publishing_directrelease (post_id, voice_id, member_id, criticality, route, created_at)"
            " VALUES (%s, %s, %s, 'routine', '', %s)",
            (number + 1, actor.account_id, actor.member_id, now or clock.now_ms()),
        )


def test_routine_is_released_directly_and_the_author_is_told(house: House, voice: Actor) -> None:
    """The sentence is in the verdict, in the ledger, and beside the post for those with a seat."""
    done, fact = house.records(voice, posts.PublishPost(text=ROUTINE), "post.published")
    told = "Released directly: 0 released, 0 changed in 90 days."
    assert done.verdict.explain_route() == told
    assert fact.payload["route"] == told
    assert route_of(int(done.result["id"]), house.member("ada")) == told
    assert route_of(int(done.result["id"]), house.member("gwyn")) == ""
    assert route_in(house.act(voice, posts.PublishPost(text=f"{ROUTINE} Again."))).released == 1


def test_advice_on_health_waits_whoever_writes_it(house: House, voice: Actor) -> None:
    """The draft has what it was taken for and why."""
    released(voice, 40)
    done, fact = house.records(voice, posts.PublishPost(text=ADVICE), "command.held")
    assert done.verdict.rule_ids[0] == "routing.high"
    row = sql.row("SELECT criticality, route, needs FROM publishing_heldcommand")
    assert row is not None
    assert (row[0], row[2]) == ("high", 1)
    assert row[1] == fact.payload["route"]
    assert "it may be read as health advice" in row[1]
    assert row[1].endswith("Your record here: 40 released, 0 changed in 90 days.")


def test_a_record_opens_the_way_for_a_price(house: House, voice: Actor) -> None:
    """Nine released are not enough, ten are; those of another member, or older than 90 days, do not count."""
    released(voice, 60, clock.now_ms() - 91 * clock.DAY)
    assert house.act(voice, posts.PublishPost(text=PRICE)).is_held
    sql.execute("DELETE FROM publishing_directrelease")
    released(voice, 9)
    assert house.act(voice, posts.PublishPost(text=f"{PRICE} 1")).is_held
    house.act(voice, posts.PublishPost(text=ROUTINE))
    done = house.act(voice, posts.PublishPost(text=f"{PRICE} 2"))
    assert not done.is_held
    assert done.verdict.explain_route() == "Released directly: 10 released, 0 changed in 90 days."
    sql.execute("UPDATE publishing_directrelease SET member_id = %s", (house.member("bevan"),))
    assert house.act(voice, posts.PublishPost(text=f"{PRICE} 3")).is_held


def test_what_colleagues_decide_is_the_record(house: House, voice: Actor) -> None:
    """Released as written counts for the author, changed and refused against; waiting and withdrawn for nothing."""
    ids = [int(house.act(voice, posts.PublishPost(text=f"{ADVICE} {n}")).result["held_id"]) for n in range(5)]
    hashes = [sql.value("SELECT content_hash FROM publishing_heldcommand WHERE id = %s", (each,)) for each in ids]
    house.act("mair", publishing.ReleaseHeld(held_id=ids[0], content_hash=hashes[0]))
    house.arrange("UPDATE publishing_heldcommand SET state = 'released' WHERE id = %s", ids[0])
    house.act("mair", publishing.AskForChange(held_id=ids[1], content_hash=hashes[1], reason="Say which."))
    house.act("mair", publishing.RefuseHeld(held_id=ids[2], content_hash=hashes[2], reason="No."))
    house.act(voice, publishing.WithdrawHeld(held_id=ids[3]))
    record = read_record(voice.member_id, voice.account_id, None, None, 90, clock.now_ms())
    assert (record.released, record.changed, record.refused) == (1, 1, 1)
    elsewhere = read_record(voice.member_id, 1, None, None, 90, clock.now_ms())
    assert (elsewhere.released, elsewhere.changed, elsewhere.refused) == (0, 0, 0)


def test_a_correction_in_public_counts_as_a_change(house: House, voice: Actor) -> None:
    """What went out directly and had to be put right is no longer released as written."""
    post = int(house.act(voice, posts.PublishPost(text=ROUTINE)).result["id"])
    sql.execute(
        "INSERT INTO publishing_correction (id, post_id, account_id, visibility, language, what_was_wrong, is_apology,"
        " created_at) VALUES (1, %s, %s, 'public', '', 'Ten, not nine.', FALSE, %s)",
        (post, voice.account_id, clock.now_ms()),
    )
    record = read_record(voice.member_id, voice.account_id, None, None, 90, clock.now_ms())
    assert (record.released, record.changed, record.refused) == (0, 1, 0)


def test_an_answer_to_a_complaint_is_seen(house: House, voice: Actor) -> None:
    """What is answered counts, in a new post and in an edit of one."""
    angry = int(house.act("bevan", posts.PublishPost(text="Third time my bin was missed. A disgrace.")).result["id"])
    done = house.act(voice, posts.PublishPost(text="We have told the crew.", in_reply_to_id=angry))
    assert done.is_held
    assert "it answers somebody who is not content" in route_in(done).why
    released(voice, 12)
    first = house.act(voice, posts.PublishPost(text="We have told the crew today.", in_reply_to_id=angry))
    assert not first.is_held
    edited = house.act(voice, posts.EditPost(post_id=int(first.result["id"]), text="We have told the crew twice."))
    assert route_in(edited).criticality == "raised"


def test_ones_own_words_are_not_routed(house: House) -> None:
    """A person says what they like; nothing is looked up for it."""
    with CaptureQueriesContext(connection) as asked:
        done, fact = house.records("ada", posts.PublishPost(text=ADVICE), "post.published")
    assert done.verdict.route is None
    assert "route" not in fact.payload
    assert not [each for each in asked.captured_queries if "publishing_decision" in each["sql"]]


def test_what_was_asked_is_kept(house: House, voice: Actor) -> None:
    """The question comes back from the ledger as it was: every fact, who, on what."""
    released(voice, 12)
    _, fact = house.records(voice, posts.PublishPost(text=PRICE), "post.published")
    question = from_kept(fact.payload["judged"])
    assert question is not None
    assert question.is_current
    assert (question.principal.id, question.resource.id) == (str(voice.member_id), str(voice.account_id))
    assert question.facts["criticality_cues"] == "|money|"
    assert question.facts["recent_released_count"] == 12
    assert question.facts["may_release"] is True
    assert question.kept() == fact.payload["judged"]


def test_all_words_of_a_post_count() -> None:
    """Warning, text and the answers of a poll."""
    poll = posts.PollDraft(options=("Tablets", "Rest"), expires_in=None)
    assert words_of(posts.PublishPost(text="b", spoiler_text="a", poll=poll)) == "a\nb\nTablets\nRest"
    assert words_of(posts.DeletePost(post_id=1)) == ""
