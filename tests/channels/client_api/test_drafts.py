"""A voice's drafts as apps see them: read, edited, taken back, scheduled; and what nobody else is shown."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from coffeehouse.database import sql
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.publishing import commands as publishing
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from coffeehouse.kernel.secrets import hash_secret, new_secret
from tests.cast import Cast, latest_entry
from tests.channels.client_api.api import Api
from tests.commands.house import png
from tests.protocols.schema import faults

WORDS = "The library is open until eight tonight"


def app_at(cast: Cast, name: str) -> Api:
    """An app of somebody of the team that acts as the voice."""
    person = getattr(cast, name)
    token = new_secret()
    command = people.IssueToken(
        account_id=cast.voice_id, scopes="read write follow", label="test", token_hash=hash_secret(token)
    )
    act(command, SYSTEM, "cli")
    # As the page of consent does: the token is the person's, at their seat.
    seat = "(SELECT id FROM people_seat WHERE member_id = %s AND account_id = %s)"
    sql.execute(
        f"UPDATE people_token SET member_id = %s, seat_id = {seat} WHERE token_hash = %s",
        (person.member_id, person.member_id, cast.voice_id, hash_secret(token)),
    )
    return Api(token)


@pytest.fixture
def voice(cast: Cast) -> Api:
    """Ada's app at the voice, where she drafts, Bevan reviews and Cade releases."""
    for person, power in ((cast.ada, "draft"), (cast.bevan, "review")):
        seat = people.GrantSeat(member_id=person.member_id, account_id=cast.voice_id, powers=(power,))
        act(seat, cast.wyn.actor(), "test")
    return app_at(cast, "ada")


def drafted(voice: Api, **more: object) -> str:
    """The id under which the app knows the draft."""
    reply = voice.post("/api/v1/statuses", {"status": WORDS, **more})
    assert reply.status == 200, reply.body
    return str(reply.json["id"])


def approve(cast: Cast, held: str) -> None:
    """Bevan releases it."""
    content_hash = sql.value("SELECT content_hash FROM publishing_heldcommand WHERE id = %s", (int(held),))
    act(publishing.ReleaseHeld(held_id=int(held), content_hash=content_hash), cast.bevan.actor(), "test")


def test_the_answer_is_a_status_that_says_it_is_held(voice: Api) -> None:
    """Well-formed, by the voice, for the team's eyes, with why it waits and where it stands."""
    reply = voice.post("/api/v1/statuses", {"status": WORDS})
    assert faults(reply.json, "Status") == []
    assert (reply.json["account"]["acct"], reply.json["visibility"]) == ("leedon_council", "direct")
    assert "Held for review" in reply.json["content"]
    assert reply.json["url"].endswith(f"/review/{reply.json['id']}")
    again = voice.get(f"/api/v1/statuses/{reply.json['id']}")
    assert (again.status, faults(again.json, "Status")) == (200, [])
    assert WORDS in again.json["content"]


def test_nobody_else_is_shown_it(cast: Cast, voice: Api) -> None:
    """404 as for what was never there: a stranger, nobody, a member of the team acting as themselves."""
    held = drafted(voice)
    for app in (Api(), Api(cast.sam.token()), Api(cast.ada.token()), Api(cast.bevan.token())):
        assert app.get(f"/api/v1/statuses/{held}").status == 404
    for method, path in (("PUT", ""), ("DELETE", ""), ("GET", "/source"), ("GET", "/context"), ("POST", "/favourite")):
        assert Api(cast.sam.token()).send(method, f"/api/v1/statuses/{held}{path}", {"status": "x"}).status == 404


def test_a_colleague_at_the_voice_reads_it(cast: Cast, voice: Api) -> None:
    """The team sees its drafts; when the seat is gone, nothing."""
    held = drafted(voice)
    bevan = app_at(cast, "bevan")
    assert WORDS in bevan.get(f"/api/v1/statuses/{held}").json["content"]
    act(people.RevokeSeat(member_id=cast.bevan.member_id, account_id=cast.voice_id), cast.wyn.actor(), "test")
    assert bevan.get(f"/api/v1/statuses/{held}").status in (401, 404)


def test_it_is_edited_as_a_post_is(cast: Cast, voice: Api) -> None:
    """The source has its words; a new version waits anew, and what was approved of the old one counts no more."""
    held = drafted(voice, spoiler_text="Books")
    assert voice.get(f"/api/v1/statuses/{held}/source").json == {"id": held, "text": WORDS, "spoiler_text": "Books"}
    old = sql.value("SELECT content_hash FROM publishing_heldcommand")
    reply = voice.put(f"/api/v1/statuses/{held}", {"status": "Until nine", "spoiler_text": ""})
    assert (reply.status, faults(reply.json, "Status")) == (200, [])
    assert "Until nine" in reply.json["content"]
    assert (latest_entry().kind, latest_entry().channel) == ("held.revised", "client_api")
    assert sql.value("SELECT content_hash FROM publishing_heldcommand") != old


def test_it_is_taken_back_as_a_post_is_deleted(voice: Api) -> None:
    """The answer has the text for a new draft; then it can no longer be edited, and says what became of it."""
    held = drafted(voice)
    reply = voice.delete(f"/api/v1/statuses/{held}")
    assert (reply.status, reply.json["text"]) == (200, WORDS)
    assert "Taken back" in voice.get(f"/api/v1/statuses/{held}").json["content"]
    assert voice.put(f"/api/v1/statuses/{held}", {"status": "x"}).status == 409
    assert voice.get(f"/api/v1/statuses/{held}/source").status == 404


def test_it_says_what_became_of_it(cast: Cast, voice: Api) -> None:
    """A change that is asked for, with the reason; and that it was released, once it was."""
    held, other = drafted(voice), drafted(voice)
    content_hash = sql.value("SELECT content_hash FROM publishing_heldcommand WHERE id = %s", (int(held),))
    change = publishing.AskForChange(held_id=int(held), content_hash=content_hash, reason="Say which library")
    act(change, cast.bevan.actor(), "test")
    said = voice.get(f"/api/v1/statuses/{held}").json["content"]
    assert "asks for a change" in said
    assert "Say which library" in said
    approve(cast, other)
    assert "Released" in voice.get(f"/api/v1/statuses/{other}").json["content"]


def test_a_held_post_for_later_is_listed_as_scheduled(cast: Cast, voice: Api) -> None:
    """The answer is a ScheduledStatus; it is listed until it is published and says for what it waits."""
    at = clock.iso(clock.now_ms() + clock.HOUR)
    picture = voice.client.post(
        "/api/v2/media", {"file": SimpleUploadedFile("a.png", png()), "description": "Shelves"}, headers=voice.headers
    ).json()["id"]
    reply = voice.post("/api/v1/statuses", {"status": WORDS, "scheduled_at": at, "media_ids": [picture]})
    assert (reply.status, faults(reply.json, "ScheduledStatus")) == (200, []), reply.body
    assert (reply.json["scheduled_at"], reply.json["params"]["text"]) == (at, WORDS)
    assert [media["description"] for media in reply.json["media_attachments"]] == ["Shelves"]
    assert reply.json["review"] == {"state": "held"}
    path = f"/api/v1/scheduled_statuses/{reply.json['id']}"
    assert voice.get("/api/v1/scheduled_statuses").json == [reply.json] == [voice.get(path).json]
    approve(cast, reply.json["id"])
    assert voice.get(path).json["review"] == {"state": "approved"}
    for app in (Api(cast.ada.token()), Api(cast.sam.token())):
        assert app.get("/api/v1/scheduled_statuses").json == []
        assert app.get(path).status == app.delete(path).status == 404


def test_another_time_and_not_at_all(voice: Api) -> None:
    """PUT chooses another time, DELETE takes it back."""
    at, later = (clock.iso(clock.now_ms() + hours * clock.HOUR) for hours in (1, 5))
    held = str(voice.post("/api/v1/statuses", {"status": WORDS, "scheduled_at": at}).json["id"])
    path = f"/api/v1/scheduled_statuses/{held}"
    assert voice.put(path, {"scheduled_at": later}).json["scheduled_at"] == later
    assert voice.delete(path).json == {}
    assert voice.get(path).status == 404
    assert sql.value("SELECT state FROM publishing_heldcommand") == "withdrawn"


def test_pages_of_drafts_and_posts_in_one_list(cast: Cast, voice: Api) -> None:
    """Newest first, by either cursor, nothing twice and nothing missing, whichever kind each is."""
    at = clock.iso(clock.now_ms() + clock.HOUR)
    cade = app_at(cast, "cade")
    made = []
    for number in range(6):
        app = voice if number % 2 else cade
        reply = app.post("/api/v1/statuses", {"status": f"The market opens at {number}", "scheduled_at": at})
        assert faults(reply.json, "ScheduledStatus") == [], reply.body
        made.append(int(reply.json["id"]))
    expected = sorted(made, reverse=True)
    assert voice.get("/api/v1/scheduled_statuses").ids == expected
    first = voice.get("/api/v1/scheduled_statuses", limit=4).ids
    assert first == expected[:4]
    assert voice.get("/api/v1/scheduled_statuses", limit=4, max_id=first[-1]).ids == expected[4:]
    assert voice.get("/api/v1/scheduled_statuses", limit=2, min_id=expected[-1]).ids == expected[3:5]
