"""Review in the browser: the queue, a draft, its revision, times, pairs, the emergency lane, the calendar."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from django.conf import settings

from coffeehouse.channels.web.comparing import compare
from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts.commands import PublishPost, UploadMedia
from coffeehouse.domain.publishing import commands as publishing
from coffeehouse.engine.act import act
from tests.cast import Cast, Person, latest_entry
from tests.channels.web.reader import Reader
from tests.commands.house import png

WORDS = "The library is open until eight tonight"


@pytest.fixture
def team(cast: Cast) -> Cast:
    """At the voice: Ada drafts, Bevan reviews, Sam and Faye may act in an emergency; Cade has no seat any more."""
    for person, powers in (
        (cast.ada, ("draft",)), (cast.bevan, ("review",)), (cast.sam, ("emergency",)), (cast.faye, ("emergency",)),
    ):  # fmt: skip
        command = people.GrantSeat(member_id=person.member_id, account_id=cast.voice_id, powers=powers)
        act(command, cast.wyn.actor(), "test")
    act(people.RevokeSeat(member_id=cast.cade.member_id, account_id=cast.voice_id), cast.wyn.actor(), "test")
    return cast


def draft(team: Cast, text: str = WORDS, who: Person | None = None, **members: object) -> int:
    """Words as the voice that wait."""
    person = who or team.ada
    done = act(PublishPost(text=text, **members), person.actor(team.voice_id), "test")  # type: ignore[arg-type]
    assert done.is_held
    return int(done.result["held_id"])


def press(reader: Reader, held: int, button: str, status: int = 200, **values: str) -> Reader:
    """Open the page of a draft and press one of its buttons, which must be there."""
    reader.open(f"/review/{held}")
    assert [each for each in reader.tree.iter("button") if each.get("value") == button], f"no button {button}"
    hidden = next(each.get("value") for each in reader.tree.iter("input") if each.get("name") == "content_hash")
    data = {"csrfmiddlewaretoken": reader.client.cookies["csrf"].value, "content_hash": hidden, "decision": button}
    reader.page = reader.client.post(f"/review/{held}", {**data, **values}, follow=True)
    assert reader.page.status_code == status, f"{button}: {reader.page.status_code} {reader.errors}"
    return reader


def state(held: int) -> str:
    """What became of it."""
    return str(sql.value("SELECT state FROM publishing_heldcommand WHERE id = %s", (held,)))


def local(ahead: timedelta) -> str:
    """A time from now as a browser's field sends it."""
    return f"{datetime.now(ZoneInfo(settings.TIME_ZONE)) + ahead:%Y-%m-%dT%H:%M}"


def test_from_the_queue_to_the_public_page(team: Cast, visitor: Reader) -> None:
    """Bevan finds it in the queue, reads why it waits, releases it; all see it; Ada sees who approved."""
    held = draft(team)
    bevan, ada = Reader(team.bevan), Reader(team.ada)
    bevan.open("/review")
    assert bevan.has(WORDS)
    assert bevan.has("@leedon_council, by @ada")
    press(bevan, held, "release")
    assert bevan.has("Your approval is recorded")
    assert visitor.open("/@leedon_council").has(WORDS)
    ada.open(f"/review/{held}")
    assert ada.has("@bevan approved it in the browser")
    assert ada.has("Open the post")
    assert latest_entry().entry.channel == "web"


def test_why_was_this_held(team: Cast) -> None:
    """Its author reads the rule, its reason, who can decide, and what to do."""
    held = draft(team)
    ada = Reader(team.ada).open(f"/review/{held}")
    verdict = msgspec.json.decode(sql.value("SELECT verdict FROM publishing_heldcommand WHERE id = %s", (held,)))
    for words in ("Why it waits", "What you can do", "Who may decide", "@bevan", "@faye", "@sam"):
        assert ada.has(words), words
    for reason in verdict["reasons"]:
        assert ada.has(reason["rule"])
        assert ada.has(" ".join(reason["because"].split()))
    assert not ada.has("Your decision")


def test_a_change_goes_back_with_the_reason_and_comes_back_revised(team: Cast) -> None:
    """Refused without a reason; the author revises; the reviewer sees what changed, word by word."""
    held = draft(team)
    bevan, ada = Reader(team.bevan), Reader(team.ada)
    press(bevan, held, "change", status=422)
    assert "the author is told it" in bevan.errors
    bevan.fill(f"/review/{held}", button="change", reason="Say which library.")
    assert state(held) == "changes_asked"
    ada.open(f"/review/{held}/revise")
    assert ada.has("Say which library.")
    ada.fill(f"/review/{held}/revise", text="The library in Splott is open until eight tonight")
    assert ada.has("The new version is sent to review.")
    assert state(held) == "held"
    bevan.open(f"/review/{held}")
    assert "<ins>" in bevan.html
    assert bevan.has("made version 2")
    bevan.fill(f"/review/{held}", button="release")
    assert state(held) == "released"


def test_w1_the_button_is_about_the_words_on_the_page(team: Cast) -> None:
    """Revised while Bevan reads: pressing the button publishes nothing, and the page says why."""
    held = draft(team)
    bevan = Reader(team.bevan).open(f"/review/{held}")
    act(publishing.ReviseDraft(held_id=held, text="Other words"), team.ada.actor(), "test")
    bevan.fill(f"/review/{held}", status=422, button="release")
    assert "changed since you looked" in bevan.errors
    assert state(held) == "held"


def test_for_whom_has_no_seat_there_is_no_draft(team: Cast, visitor: Reader) -> None:
    """404 for a stranger, the sign-in page for a visitor; nothing in the queue."""
    held = draft(team)
    eve = Reader(team.eve)
    for path in (f"/review/{held}", f"/review/{held}/revise"):
        eve.open(path, status=404)
        visitor.open(path)
        assert visitor.where.startswith("/sign-in")
    assert not eve.open("/review").has(WORDS)
    assert eve.has("No draft waits here.")


def test_the_queue_filters(team: Cast) -> None:
    """By voice, author, reason, weight and state; nonsense shows nothing instead of failing."""
    held = draft(team)
    bevan = Reader(team.bevan)
    assert bevan.open("/review?voice=%40leedon_council&author=%40ada&criticality=routine").has(WORDS)
    for query in ("voice=%40x", "author=%40bevan", "criticality=high", "rule=x", "state=approved", "state=%00"):
        assert not bevan.open(f"/review?{query}").has(WORDS), query
    sql.execute("UPDATE publishing_heldcommand SET criticality = 'high' WHERE id = %s", (held,))
    assert bevan.open("/review?criticality=high").has("Weight: High")


def test_the_most_urgent_comes_first(team: Cast) -> None:
    """An emergency, then what hangs more on, then what goes out soonest, then the longest waiting."""
    old, high, soon, emergency = (draft(team, f"Market day {number}") for number in range(4))
    sql.execute("UPDATE publishing_heldcommand SET criticality = 'high' WHERE id = %s", (high,))
    sql.execute("UPDATE publishing_heldcommand SET release_at = %s WHERE id = %s", (1 << 44, soon))
    sql.execute("UPDATE publishing_heldcommand SET emergency = TRUE WHERE id = %s", (emergency,))
    words = Reader(team.bevan).open("/review").words
    order = sorted(range(4), key=lambda number: words.index(f"Market day {number}"))
    assert order == [3, 1, 2, 0]
    assert old < high


def test_pictures_stand_there_with_what_is_said_of_them(team: Cast) -> None:
    """Whoever decides sees the picture and its description, or that there is none; the author can mend that."""
    speaker = team.ada.actor(team.voice_id)
    picture = int(act(UploadMedia(data=png(), description="Full shelves"), speaker, "test").result["id"])
    held = draft(team, media_ids=(picture,))
    bevan, ada = Reader(team.bevan), Reader(team.ada)
    assert bevan.open(f"/review/{held}").has("Described as: Full shelves")
    ada.open(f"/review/{held}/revise").fill(
        f"/review/{held}/revise", 200, "", **{f"description-{picture}": "Empty shelves"}
    )
    assert bevan.open(f"/review/{held}").has("Described as: Empty shelves")
    bevan.fill(f"/review/{held}", button="release")
    assert state(held) == "released"


def test_an_embargo_holds_it_back_and_can_be_undone(team: Cast, visitor: Reader) -> None:
    """A time is chosen, approved for, shown in the calendar of its week; stopped before it goes out."""
    held = draft(team)
    ada, bevan = Reader(team.ada), Reader(team.bevan)
    press(ada, held, "schedule", release_at=local(timedelta(days=2)))
    assert ada.has("The time is set.")
    press(bevan, held, "release")
    assert state(held) == "approved"
    assert not visitor.open("/@leedon_council").has(WORDS)
    day = (datetime.now(ZoneInfo(settings.TIME_ZONE)) + timedelta(days=2)).date()
    assert bevan.open(f"/review/calendar?from={day}").has(WORDS)
    assert not bevan.open(f"/review/calendar?from={day + timedelta(days=7)}").has(WORDS)
    press(bevan, held, "undo")
    assert state(held) == "held"


def test_the_two_languages_go_out_together(team: Cast, visitor: Reader) -> None:
    """Tied together, one approval publishes nothing; the second publishes both."""
    first, second = draft(team, language="en"), draft(team, "Mae'r llyfrgell ar agor", language="cy")
    ada, bevan = Reader(team.ada), Reader(team.bevan)
    press(ada, first, "pair", other_id=str(second))
    assert ada.has("Tied to its other language")
    press(bevan, first, "release")
    assert not visitor.open("/@leedon_council").has(WORDS)
    press(bevan, second, "release")
    visitor.open("/@leedon_council")
    assert visitor.has(WORDS)
    assert visitor.has("Mae'r llyfrgell ar agor")


def test_an_emergency_needs_two_and_is_looked_at_afterwards(team: Cast, visitor: Reader) -> None:
    """The first changes nothing outside; the second publishes; a third person looks, and says what to correct."""
    held = draft(team, "Do not drink the water")
    sam, faye, bevan = Reader(team.sam), Reader(team.faye), Reader(team.bevan)
    press(sam, held, "emergency")
    assert not visitor.open("/@leedon_council").has("Do not drink")
    press(faye, held, "emergency")
    assert visitor.open("/@leedon_council").has("Do not drink")
    bevan.open("/review")
    assert bevan.has("must still be looked at")
    press(bevan, held, "after_ok")
    assert not bevan.open("/review").has("must still be looked at")


def test_an_author_takes_it_back(team: Cast) -> None:
    """From the page of the draft; then it is nobody's task."""
    held = draft(team)
    press(Reader(team.ada), held, "withdraw")
    assert state(held) == "withdrawn"
    assert not Reader(team.bevan).open("/review").has(WORDS)


@pytest.mark.parametrize("written", ["", "x", "2026-13-45", "0001-01-01", "9999-12-31", "2026-W48", "%00"])
def test_the_calendar_shows_a_week_whatever_is_asked(team: Cast, written: str) -> None:
    """Seven days, and ways to the weeks beside it."""
    bevan = Reader(team.bevan).open(f"/review/calendar?from={written}")
    assert bevan.html.count("<h2>") >= 7
    assert bevan.has("Week after")


def test_the_calendar_shows_what_was_let_through_too(team: Cast) -> None:
    """A scheduled post of one's own needs no review and still stands in the week."""
    from coffeehouse.domain.posts.writing_commands import SchedulePost
    from coffeehouse.kernel import clock

    command = SchedulePost(post=PublishPost(text="Tomorrow"), scheduled_at=clock.now_ms() + clock.DAY)
    act(command, team.ada.actor(), "test")
    day = (datetime.now(ZoneInfo(settings.TIME_ZONE)) + timedelta(days=1)).date()
    assert Reader(team.ada).open(f"/review/calendar?from={day}").has("Tomorrow")


def test_stop_and_election_are_switched_with_a_reason(team: Cast, cade: Reader) -> None:
    """By administrators alone; recorded; the page says what holds."""
    cade.open("/admin/modes", status=404)
    wyn = Reader(team.wyn).open("/admin/modes")
    wyn.fill("/admin/modes", status=422, button="stop-on")
    assert "Give a reason" in wyn.errors
    wyn.fill("/admin/modes", button="stop-on", stop_reason="Flood in Splott")
    assert wyn.has("Official words are stopped")
    assert wyn.has("Flood in Splott")
    assert latest_entry().entry.actor == f"account/{team.wyn.account_id}"
    wyn.fill("/admin/modes", button="stop-off", stop_reason="Over")
    assert not wyn.has("Official words are stopped")
    form = {"starts_at": local(timedelta(days=-1)), "ends_at": local(timedelta(days=9)), "election_reason": "Senedd"}
    token = wyn.client.cookies["csrf"].value
    wyn.client.post("/admin/modes", {"csrfmiddlewaretoken": token, "change": "election-set", **form})
    assert wyn.open("/admin/modes").has("The rules before an election hold since")


def test_who_may_act_in_an_emergency_stops_official_words(team: Cast, cade: Reader) -> None:
    """With a seat for emergencies, with a reason, in one step; for everybody else the page is not there."""
    cade.open("/review/stop", status=404)
    assert "/review/stop" not in Reader(team.bevan).open("/review").html
    sam = Reader(team.sam).open("/review")
    assert 'href="/review/stop"' in sam.html
    sam.open("/review/stop").fill("/review/stop", status=422, button="stop-on")
    assert "Give a reason" in sam.errors
    sam.fill("/review/stop", button="stop-on", stop_reason="A false alarm went out")
    assert sam.has("Official words are stopped")
    assert latest_entry().object == "mode/incident_stop"
    sam.fill("/review/stop", button="stop-off", stop_reason="Corrected")
    assert not sam.has("Official words are stopped")


def test_drafts_of_any_voice_stand_among_ones_own(team: Cast) -> None:
    """The author finds what they wrote as a voice without changing accounts, and the way to its page."""
    held = draft(team)
    ada = Reader(team.ada).open("/waiting")
    assert ada.has(WORDS)
    assert f'href="/review/{held}"' in ada.html


def test_own_words_are_looked_at_by_moderators(cast: Cast, cade: Reader) -> None:
    """What a person says for themselves and a rule holds stands in the moderators' queue; its author sees why."""
    strangers = " ".join(f"@stranger{number}" for number in range(9)) + " look at this"
    done = act(PublishPost(text=strangers), cast.sam.actor(), "test")
    held = int(done.result["held_id"])
    assert cade.open("/review").has("look at this")
    assert Reader(cast.sam).open(f"/review/{held}").has("What you can do")
    press(cade, held, "refuse", reason="Ask fewer people")
    assert Reader(cast.sam).open(f"/review/{held}").has("Ask fewer people")


def test_what_changed_is_said_word_by_word() -> None:
    """Nothing is lost, whichever side is read; very long texts are shown whole."""
    parts = compare("The library is open", "The library in Splott is open late")
    assert "".join(words for kind, words in parts if kind != "new") == "The library is open"
    assert "".join(words for kind, words in parts if kind != "gone") == "The library in Splott is open late"
    assert compare("a", "a") == [("same", "a")]
    assert compare("x " * 3_000, "y") == [("gone", "x " * 3_000), ("new", "y")]
