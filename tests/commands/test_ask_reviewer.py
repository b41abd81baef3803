"""AskReviewer: a draft is shown to those who may decide, in a direct message with a poll."""

from __future__ import annotations

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.posts.queries import read_status
from coffeehouse.domain.publishing.asked import asks_about, desk_account
from coffeehouse.domain.publishing.asking import AskReviewer
from coffeehouse.domain.publishing.commands import ReviseDraft
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Conflict, NotFound
from tests.commands.asking import CHANGE, REFUSE, RELEASE, asks_of, letters, poll_of
from tests.commands.drafting import NOW, ROUTINE, Desk
from tests.commands.house import House, png


def ask(house: House, desk: Desk, held: int) -> AskReviewer:
    """What the worker asks Bevan."""
    return AskReviewer(
        held_id=held, content_hash=desk.hash(held), member_id=house.member("bevan"), text="Please look",
        options=("Release", "Change", "Refuse"),
    )  # fmt: skip


def test_one_entry_vouches_for_the_message_and_its_poll(house: House, desk: Desk) -> None:
    """The house asks, once: asking again while the poll is open leaves nothing."""
    held = desk.draft()
    done, fact = house.records(SYSTEM, ask(house, desk, held), "review.asked", f"held/{held}")
    post = int(done.result["post_id"])
    assert {("posts_post", post), ("posts_poll", post)} <= set(fact.states())
    house.leaves(SYSTEM, ask(house, desk, held))
    house.check()


def test_only_the_house_asks(house: House, desk: Desk) -> None:
    """Nobody makes the desk speak, be they administrator."""
    held = desk.draft()
    house.refuses("mair", ask(house, desk, held), Refused)


def test_everybody_who_may_decide_is_asked_and_nobody_else(house: House, desk: Desk) -> None:
    """Seats that review, release or may act in an emergency; not the author, nor a seat that only drafts."""
    desk.seat("rhys", "draft")
    held = desk.draft()
    desk.work(NOW)
    assert {ask.member_id for ask in asks_about(held)} == {
        house.member(name) for name in ("bevan", "fern", "gwyn", "hari")
    }
    assert letters(house, "ada") == letters(house, "rhys") == letters(house, "mair") == []


def test_the_message_is_for_one_person_alone_whomever_the_draft_names(house: House, desk: Desk) -> None:
    """A draft that names Cade is no word to Cade; nor does anybody else see the message or its hashtag."""
    held = desk.draft(f"{ROUTINE} @cade @mair #llyfrgell")
    desk.work(NOW)
    post = poll_of(house, held, "bevan")
    status = msgspec.json.decode(read_status(house.id("bevan"), post) or "{}")
    assert [mention["acct"] for mention in status["mentions"]] == ["bevan"]
    assert (status["visibility"], status["tags"]) == ("direct", [])
    assert [option["title"] for option in status["poll"]["options"]] == ["Release", "Change", "Refuse"]
    for name in ("ada", "cade", "mair", "fern"):
        assert read_status(house.id(name), post) is None
    assert house.notified("cade") == []


def test_the_message_says_what_would_be_published_and_why_it_waits(house: House, desk: Desk) -> None:
    """All of the words, the warning, what is said about pictures, the author, the rule's reason."""
    voice = desk.speaker("ada")
    picture = int(house.act(voice, posts.UploadMedia(data=png(), description="Silffoedd llawn")).result["id"])
    long = f"{ROUTINE} " + "llyfrau " * 55
    held = desk.draft(long, spoiler_text="Llyfrau", media_ids=(picture,))
    desk.work(NOW)
    said = letters(house, "bevan")[-1]
    for words in ("Mae'r llyfrgell", "Llyfrau", "Silffoedd llawn", "@<span>ada</span>", f"/review/{held}"):
        assert words.replace("'", "&#39;") in said or words in said, words
    reasons = msgspec.json.decode(desk.read(held, "verdict"))["reasons"]
    assert reasons
    assert said.count("llyfrau") == 55


def test_the_desk_is_made_once(house: House, desk: Desk) -> None:
    """A service of the house, under another name where somebody has the first."""
    house.add("review")
    first, second = desk.draft(), desk.draft("Ail ddrafft")
    desk.work(NOW)
    desk_id = desk_account()
    assert {row for row in sql.rows("SELECT acct, kind, is_bot FROM people_account WHERE id = %s", (desk_id,))} == {
        ("review_desk", "service", True)
    }
    authors = sql.rows("SELECT DISTINCT account_id FROM posts_post WHERE id IN (SELECT post_id FROM publishing_ask)")
    assert authors == [(desk_id,)]
    assert len(asks_about(first)) == len(asks_about(second)) == 4


def test_a_vote_to_release_is_the_decision(house: House, desk: Desk) -> None:
    """The vote is counted and the post is out in one transaction: two entries, the decision first."""
    held = desk.draft()
    desk.work(NOW)
    before = house.size()
    done = house.act("bevan", posts.VoteInPoll(post_id=poll_of(house, held, "bevan"), choices=(RELEASE,)))
    assert [house.fact(sequence).kind for sequence in range(before, house.size())] == ["held.released", "poll.voted"]
    assert done.entry_sequence == before + 1
    assert desk.published() == [(ROUTINE, desk.voice_id)]
    assert desk.decisions(held) == [("release", house.member("bevan"))]
    house.check()


def test_a_vote_is_about_the_words_that_were_shown(house: House, desk: Desk) -> None:
    """W1: revised since, the vote says so and is not counted; the new words are asked about anew."""
    held = desk.draft()
    desk.work(NOW)
    old = poll_of(house, held, "bevan")
    house.act("ada", ReviseDraft(held_id=held, text="Ar agor tan ddeg"))
    problem = house.refuses("bevan", posts.VoteInPoll(post_id=old, choices=(RELEASE,)), Conflict)
    assert "revised" in problem.message
    desk.work(NOW)
    new = poll_of(house, held, "bevan")
    assert new != old
    assert sql.value("SELECT voters_count FROM posts_poll WHERE id = %s", (old,)) == 0
    house.refuses("bevan", posts.VoteInPoll(post_id=old, choices=(RELEASE,)), Conflict)
    house.act("bevan", posts.VoteInPoll(post_id=new, choices=(RELEASE,)))
    assert desk.published() == [("Ar agor tan ddeg", desk.voice_id)]


def test_a_vote_of_somebody_who_lost_the_seat_decides_nothing(house: House, desk: Desk) -> None:
    """P6: the message is still there, the power is not; nothing is counted."""
    held = desk.draft()
    desk.work(NOW)
    desk.leave("bevan")
    house.refuses("bevan", posts.VoteInPoll(post_id=poll_of(house, held, "bevan"), choices=(RELEASE,)), NotFound)
    assert desk.state(held) == "held"


def test_whoever_revised_it_does_not_decide_by_the_poll_they_got_before(house: House, desk: Desk) -> None:
    """W1: Fern, who was asked, writes a version of it: she is an author now and is not asked again."""
    held = desk.draft()
    desk.work(NOW)
    house.act("fern", ReviseDraft(held_id=held, text="Geiriau Fern"))
    desk.work(NOW)
    assert len(asks_of(house, held, "fern")) == 1
    house.refuses("fern", posts.VoteInPoll(post_id=poll_of(house, held, "fern"), choices=(RELEASE,)), Conflict)


def test_of_two_who_vote_the_second_is_told_what_happened(house: House, desk: Desk) -> None:
    """The poll was still open when both looked."""
    held = desk.draft()
    desk.work(NOW)
    house.act("bevan", posts.VoteInPoll(post_id=poll_of(house, held, "bevan"), choices=(RELEASE,)))
    vote = posts.VoteInPoll(post_id=poll_of(house, held, "fern"), choices=(REFUSE,))
    assert "released already" in house.refuses("fern", vote, Conflict).message
    assert (
        "decided about this already"
        in house.refuses(
            "bevan", posts.VoteInPoll(post_id=poll_of(house, held, "bevan"), choices=(RELEASE,)), Conflict
        ).message
    )


def test_two_approvals_by_poll(house: House, desk: Desk) -> None:
    """Where two are needed, the first vote publishes nothing."""
    held = desk.draft()
    desk.need_two(held)
    desk.work(NOW)
    house.act("bevan", posts.VoteInPoll(post_id=poll_of(house, held, "bevan"), choices=(RELEASE,)))
    assert desk.published() == []
    house.act("fern", posts.VoteInPoll(post_id=poll_of(house, held, "fern"), choices=(RELEASE,)))
    assert desk.published() == [(ROUTINE, desk.voice_id)]


def test_a_vote_for_a_change_tells_the_author_at_once(house: House, desk: Desk) -> None:
    """It blocks the draft from that moment; the reason follows with the reply."""
    held = desk.draft()
    desk.work(NOW)
    house.act("bevan", posts.VoteInPoll(post_id=poll_of(house, held, "bevan"), choices=(CHANGE,)))
    assert desk.state(held) == "changes_asked"
    desk.work(NOW)
    assert "The reason follows." in letters(house, "ada")[-1]
