"""Corrections in the browser: the form, the page under the corrected post, the public pages and their feeds."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from coffeehouse.channels.web import correcting
from coffeehouse.database import sql
from coffeehouse.domain.people.commands import GrantSeat
from coffeehouse.domain.posts.commands import DeletePost, PublishPost
from coffeehouse.engine.act import act
from tests.cast import Cast
from tests.channels.web.reader import Reader

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def post(cast: Cast) -> int:
    """A wrong post of the council's."""
    actor = cast.cade.actor(cast.voice_id)
    return int(act(PublishPost(text="The pool opens at 7.", language="en"), actor, "test").result["id"])


@pytest.fixture
def council(cast: Cast, cade: Reader) -> Reader:
    """Cade at the council's seat."""
    cade.open("/home").fill("/act-as", button=str(cast.voice_id))
    return cade


def test_a_voice_corrects_in_public(post: int, council: Reader, visitor: Reader) -> None:
    """From the post's menu to the page of corrections; the post says that it was corrected, and what was wrong."""
    path = f"/posts/{post}/correct"
    assert path in council.open(f"/@leedon_council/{post}").html
    council.open(path).fill(path, text="The pool opens at 8.", what_was_wrong="We said 7 o'clock.")
    assert council.has("The correction is out.")
    for page in (f"/@leedon_council/{post}", "/corrections", "/@leedon_council/corrections"):
        assert visitor.open(page).has("We said 7 o'clock."), page
    assert visitor.open(f"/@leedon_council/{post}").has("This post was corrected")
    assert visitor.open(f"/@leedon_council/{post}/history").has("The pool opens at 7.")
    assert "/@leedon_council/corrections" in visitor.open("/@leedon_council").html
    assert visitor.open("/@ada/corrections").has("Nothing had to be corrected yet.")


def test_an_apology_starts_from_a_pattern(post: int, council: Reader, visitor: Reader) -> None:
    """It is filled in: brackets that are left over are not published. The page calls it an apology."""
    path = f"/posts/{post}/correct"
    council.open(f"{path}?apology=1").fill(path, status=422, text="The pool opens at 8.")
    assert "Fill in what stands between square brackets." in council.errors
    council.fill(path, what_was_wrong="We said 7. That was wrong. We are sorry.")
    assert visitor.open("/corrections").has("Correction and apology")


def test_what_is_missing_stands_at_its_field(post: int, council: Reader) -> None:
    """No words, no change."""
    path = f"/posts/{post}/correct"
    council.open(path).fill(path, status=422, text=" ")
    assert "Say what was wrong" in council.errors
    assert "Write something" in council.errors
    council.open(path).fill(path, status=422, what_was_wrong="The time.")
    assert "This is what the post says already." in council.errors


def test_whoever_reviews_a_correction_reads_all_of_it(cast: Cast, post: int, council: Reader) -> None:
    """Held, it shows the new text and what was wrong: nobody approves words they have not seen (attack W1)."""
    seat = GrantSeat(member_id=cast.ada.member_id, account_id=cast.voice_id, powers=("review", "release"))
    act(seat, cast.wyn.actor(), "test")
    path = f"/posts/{post}/correct"
    council.open(path).fill(path, text="The pool opens at 8.", what_was_wrong="We wrote to 943 476 5919 by mistake.")
    held_id = int(sql.value("SELECT id FROM publishing_heldcommand"))
    ada = Reader(cast.ada)
    assert ada.open(f"/review/{held_id}").has("The pool opens at 8.")
    assert ada.has("We wrote to 943 476 5919 by mistake.")


def test_only_the_voice_itself(cast: Cast, post: int, ada: Reader, visitor: Reader) -> None:
    """For others the form is not there; a persona edits."""
    ada.open(f"/posts/{post}/correct", 404)
    ada.open(f"/posts/{cast.ada.says('Mine')}/correct", 404)
    visitor.open(f"/posts/{post}/correct")
    assert visitor.where.startswith("/sign-in")


def test_feeds_carry_every_correction(cast: Cast, post: int, council: Reader, visitor: Reader) -> None:
    """As Atom, of the house and of the voice; what is gone is still listed, without its link."""
    path = f"/posts/{post}/correct"
    council.open(path).fill(path, text="The pool opens at 8.", what_was_wrong="We said 7 & meant 8.")
    for feed in ("/corrections.atom", "/@leedon_council/corrections.atom"):
        answer = visitor.client.get(feed)
        assert answer["Content-Type"].startswith("application/atom+xml")
        entry = ElementTree.fromstring(answer.content).find(f"{ATOM}entry")  # noqa: S314  # our own
        assert entry is not None
        assert "We said 7 & meant 8." in (entry.findtext(f"{ATOM}summary") or "")
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert link.get("href", "").endswith(f"/@leedon_council/{post}")
    act(DeletePost(post_id=post), cast.cade.actor(cast.voice_id), "test")
    assert visitor.open("/corrections").has("The post is gone.")


def test_long_lists_have_pages(cast: Cast, council: Reader, visitor: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many on one; the next begins where it ended."""
    monkeypatch.setattr(correcting, "PAGE", 2)
    actor = cast.cade.actor(cast.voice_id)
    for number in range(3):
        post = int(act(PublishPost(text=f"The pool opens at {number}."), actor, "test").result["id"])
        path = f"/posts/{post}/correct"
        council.open(path).fill(path, text=f"The pool opens at {number}.30.", what_was_wrong=f"Wrong {number}.")
    assert visitor.open("/corrections").has("Wrong 2.")
    assert not visitor.has("Wrong 0.")
    older = next(link.get("href") for link in visitor.tree.iter("a") if link.get("rel") == "next")
    assert visitor.open(f"/corrections{older}").has("Wrong 0.")
