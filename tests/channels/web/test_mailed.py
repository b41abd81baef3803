"""The link in a mail about a draft: GET shows, POST acts; bound to one person and one version; used once."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.delivery import deliveries
from coffeehouse.delivery.worker import drain
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts.commands import PublishPost
from coffeehouse.domain.publishing import commands as publishing
from coffeehouse.domain.publishing.asked import asks_about
from coffeehouse.domain.publishing.mailed import code_of
from coffeehouse.engine.act import act
from coffeehouse.ledger.queries import counts
from tests.cast import Cast, latest_entry
from tests.channels.web.reader import Reader

WORDS = "The library is open until eight tonight"


@pytest.fixture
def held(cast: Cast) -> int:
    """A draft of Ada's for the voice, about which Cade and Bevan were asked."""
    deliveries.register_all()
    for person, power in ((cast.ada, "draft"), (cast.bevan, "review")):
        command = people.GrantSeat(member_id=person.member_id, account_id=cast.voice_id, powers=(power,))
        act(command, cast.wyn.actor(), "test")
    done = act(PublishPost(text=WORDS), cast.ada.actor(cast.voice_id), "test")
    drain()
    return int(done.result["held_id"])


def link(cast: Cast, held: int, name: str = "bevan") -> str:
    """The address that stands in somebody's mail."""
    member_id = getattr(cast, name).member_id
    return f"/review/mail?code={code_of([ask for ask in asks_about(held) if ask.member_id == member_id][-1])}"


def press(visitor: Reader, button: str, status: int = 200, **values: str) -> Reader:
    """Press a button of the page as it stands."""
    return visitor.fill("/review/mail", status=status, button=button, **values)


def test_looking_changes_nothing_however_often(cast: Cast, held: int, visitor: Reader) -> None:
    """Mail scanners open every link, by GET and HEAD, with whatever they add; no row and no entry."""
    before = counts().entries
    address = link(cast, held)
    for more in ("", "", "&decision=release", "&utm_source=mail"):
        assert visitor.open(address + more).has(WORDS)
        assert visitor.client.head(address + more).status_code == 200
    assert counts().entries == before
    assert sql.value("SELECT state FROM publishing_heldcommand WHERE id = %s", (held,)) == "held"
    assert "no-store" in visitor.page.headers["Cache-Control"]
    assert 'content="noindex"' in visitor.html


def test_the_button_decides_once_and_the_link_shows_nothing_more(cast: Cast, held: int, visitor: Reader) -> None:
    """Without signing in; recorded as that person's, by mail; then the words are not shown to whoever has it."""
    address = link(cast, held)
    page = Reader()
    page.open(address)
    press(visitor.open(address), "release")
    assert visitor.has("Your decision is recorded.")
    entry = latest_entry().entry
    assert (entry.kind, entry.channel, entry.actor) == ("review.answered", "email", f"account/{cast.bevan.account_id}")
    assert sql.rows("SELECT decision, member_id, channel FROM publishing_decision") == [
        ("release", cast.bevan.member_id, "email")
    ]
    assert not visitor.open(address, status=404).has(WORDS)
    before = counts().entries
    press(page, "release", status=404)
    assert counts().entries == before


def test_a_refusal_needs_a_reason_and_the_link_stays_good(cast: Cast, held: int, visitor: Reader) -> None:
    """422 beside the field; then with one it is done."""
    press(visitor.open(link(cast, held)), "refuse", status=422)
    assert "the author is told it" in visitor.errors
    press(visitor, "refuse", reason="Not tonight")
    assert Reader(cast.ada).open(f"/review/{held}").has("by the link in a mail")
    assert Reader(cast.ada).open(f"/review/{held}").has("Not tonight")


def test_decided_by_somebody_else_it_shows_nothing(cast: Cast, held: int, visitor: Reader) -> None:
    """Nor once the draft was revised, the seat revoked, or the member suspended."""
    mine = link(cast, held)
    act(people.RevokeSeat(member_id=cast.bevan.member_id, account_id=cast.voice_id), cast.wyn.actor(), "test")
    assert not visitor.open(mine, status=404).has(WORDS)
    cades = link(cast, held, "cade")
    assert visitor.open(cades).has(WORDS)
    act(publishing.ReviseDraft(held_id=held, text="Other words"), cast.ada.actor(), "test")
    assert not visitor.open(cades, status=404).has("Other words")
    drain()
    fresh = link(cast, held, "cade")
    assert visitor.open(fresh).has("Other words")
    act(people.SuspendMember(member_id=cast.cade.member_id, reason="x"), cast.wyn.actor(), "test")
    visitor.open(fresh, status=404)


@pytest.mark.parametrize("code", ["", "x", "a:b:c", "%00", "é", "x" * 3_000])
def test_what_the_house_did_not_sign_is_nothing(cast: Cast, visitor: Reader, code: str) -> None:
    """404 and a way on, never an error."""
    visitor.open(f"/review/mail?code={code}", status=404)
    assert visitor.has("This link decides nothing any more")


def test_a_form_of_another_site_decides_nothing(cast: Cast, held: int) -> None:
    """The token of the form is needed, signed in or not."""
    code = link(cast, held).partition("code=")[2]
    answer = Reader().client.post("/review/mail", {"code": code, "decision": "release"})
    assert answer.status_code == 403
    assert sql.value("SELECT state FROM publishing_heldcommand WHERE id = %s", (held,)) == "held"
