"""Held posts, requests to follow, notifications, voices: what waits for somebody, and what becomes of it."""

from __future__ import annotations

import re

from coffeehouse.domain.publishing import queries
from coffeehouse.ledger.queries import counts
from tests.cast import Cast, latest_entry
from tests.channels.web.reader import Reader

DRAFT = re.compile(r"/review/\d+")
STRANGERS = " ".join(f"@stranger{number}" for number in range(9)) + " look at this"


def draft_in_queue(reader: Reader) -> str:
    """The address of the one draft that the queue shows."""
    reader.open("/review")
    (address,) = {str(link.get("href")) for link in reader.tree.iter("a") if DRAFT.fullmatch(link.get("href") or "")}
    return address


def test_a_held_post_says_why_and_is_released(ada: Reader, wyn: Reader, visitor: Reader) -> None:
    """Its author sees the rule and its reason; the administrator sees the words and releases them; then all see it."""
    ada.open("/compose").fill("/compose", text=STRANGERS)
    assert ada.where.startswith("/waiting")
    assert ada.has("waiting for a person to look at it")
    assert ada.has("safety.young-account-many-strangers")
    assert not visitor.open("/public").has("look at this")
    waiting = draft_in_queue(wyn)
    assert wyn.has("look at this")
    wyn.open(waiting).fill(waiting, button="release")
    assert wyn.has("Your approval is recorded.")
    assert visitor.open("/public").has("look at this")
    assert ada.open("/waiting").has("Released")


def test_a_refusal_needs_a_reason_and_its_author_reads_it(ada: Reader, wyn: Reader) -> None:
    """Without one it is not done; with one it stands on the author's page."""
    ada.open("/compose").fill("/compose", text=STRANGERS)
    waiting = draft_in_queue(wyn)
    wyn.open(waiting).fill(waiting, status=422, button="refuse")
    assert "the author is told it" in wyn.errors
    wyn.open(waiting).fill(waiting, button="refuse", reason="Please ask fewer people at once.")
    assert ada.open("/waiting").has("Please ask fewer people at once.")


def test_its_author_can_take_it_back(ada: Reader, wyn: Reader) -> None:
    """Then nobody has to look at it."""
    ada.open("/compose").fill("/compose", text=STRANGERS)
    ada.fill("/waiting")
    assert ada.has("Taken back")
    assert wyn.open("/review").has("No draft waits here.")


def test_nobody_releases_their_own(wyn: Reader) -> None:
    """The administrator's own held post waits for somebody else: no button, and a typed request is refused."""
    wyn.open("/compose").fill("/compose", text=STRANGERS)
    waiting = draft_in_queue(wyn)
    wyn.open(waiting)
    assert not [button for button in wyn.tree.iter("button") if button.get("value") == "release"]
    held = queries.read_held(int(waiting.rsplit("/", 1)[1]))
    assert held is not None
    form = {
        "csrfmiddlewaretoken": wyn.client.cookies["csrf"].value,
        "content_hash": held["content_hash"],
        "decision": "release",
    }
    assert wyn.client.post(waiting, form).status_code == 422
    assert not wyn.open("/public").has("look at this")


def test_turning_somebody_away_needs_a_reason(visitor: Reader, wyn: Reader) -> None:
    """422 without; with one they can no longer sign in."""
    visitor.open("/register").fill(
        "/register", username="gwen", email="gwen@example.org", password="three random words", reason="Buy my watches"
    )
    wyn.open("/admin/approvals").fill("/admin/approvals", status=422, button="reject")
    wyn.open("/admin/approvals").fill("/admin/approvals", button="reject", reason="Advertising")
    assert wyn.has("They were turned away")
    visitor.open("/sign-in").fill("/sign-in", status=422, email="gwen@example.org", password="three random words")
    assert "gwen" not in visitor.open("/public").html


def test_a_locked_account_is_asked(sam: Reader, cast: Cast) -> None:
    """Sam asks to follow Bevan, whose account is locked; Bevan accepts; Sam follows."""
    sam.open("/@bevan").fill(f"/accounts/{cast.bevan.account_id}/follow")
    assert sam.has("Withdraw request")
    bevan = Reader(cast.bevan)
    assert bevan.open("/notifications").has("1 person asks to follow you")
    bevan.open("/follow-requests").fill(f"/follow-requests/{cast.sam.account_id}/authorize")
    assert bevan.has("Nobody is asking")
    assert sam.open("/@bevan").has("Following")


def test_a_block_hides_both_ways_and_ends(ada: Reader, sam: Reader, cast: Cast) -> None:
    """Blocked from the menu of the profile; Sam's followers-only view of Ada is gone; unblocking restores it."""
    block = f"/accounts/{cast.sam.account_id}/block"
    post_id = cast.ada.says("Hello")
    ada.open("/@sam").fill(block, button=block)
    assert ada.has("You no longer see each other")
    sam.open(f"/@ada/{post_id}", status=404)
    unblock = f"/accounts/{cast.sam.account_id}/unblock"
    ada.open("/@sam").fill(unblock, button=unblock)
    sam.open(f"/@ada/{post_id}")


def test_notifications_are_new_until_marked_read(ada: Reader, cast: Cast) -> None:
    """Looking twice leaves them new; the button makes them read."""
    cast.sam.says("@ada hello there")
    for _look in range(2):
        ada.open("/notifications")
        assert "note--new" in ada.html
        assert ada.has("hello there")
    ada.fill("/notifications/read")
    assert "note--new" not in ada.html


def test_a_voice_speaks_through_the_member_who_holds_a_seat(cade: Reader, visitor: Reader, cast: Cast) -> None:
    """Cade changes to the voice, posts, and the post carries the mark; the ledger knows the capacity."""
    cade.open("/home").fill("/act-as", account_id=str(cast.voice_id))
    cade.open("/compose").fill("/compose", text="The bridge is open.")
    visitor.open("/@leedon_council")
    assert visitor.has("The bridge is open.")
    assert "tag--official" in visitor.html
    assert latest_entry().entry.capacity == "voice"


def test_nobody_acts_as_an_account_they_hold_no_seat_at(ada: Reader, cast: Cast) -> None:
    """A number typed into the form is 404."""
    ada.open("/home")
    token = ada.client.cookies["csrf"].value
    answer = ada.client.post("/act-as", {"csrfmiddlewaretoken": token, "account_id": str(cast.voice_id)})
    assert answer.status_code == 404


def test_an_anonymous_click_leaves_no_trace(visitor: Reader, cast: Cast) -> None:
    """Without signing in nothing is recorded."""
    post_id = cast.ada.says("Hello")
    before = counts().entries
    visitor.open("/sign-in")
    token = visitor.client.cookies["csrf"].value
    for path in (f"/posts/{post_id}/favourite", f"/accounts/{cast.ada.account_id}/follow", "/compose"):
        assert visitor.client.post(path, {"csrfmiddlewaretoken": token, "text": "x"}).status_code == 302
    assert counts().entries == before
