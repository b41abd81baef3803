"""Looks of staff at what the house holds about a person: asked for, kept, and told to the person."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.capture.queries import views_of
from coffeehouse.domain.people import commands as people
from coffeehouse.kernel import clock
from tests.cast import Cast, add
from tests.channels.web.reader import Reader


@pytest.fixture
def rhys(cast: Cast) -> Reader:
    """Who keeps the records."""
    return Reader(add("rhys", "records"))


def page_of(name: str, cast: Cast) -> str:
    """The page of what is held about somebody of the cast."""
    return f"/records/members/{getattr(cast, name).member_id}"


def test_a_purpose_is_asked_for_first(rhys: Reader, cast: Cast, ada: Reader) -> None:
    """Nothing is shown before; then who looked and what for stands in the ledger, there, and in Ada's settings."""
    address = page_of("ada", cast)
    rhys.open(address)
    assert "ada@example.org" not in rhys.html
    rhys.fill(address, 422, purpose="other")
    assert rhys.has("Say in a few words why")
    assert views_of(cast.ada.member_id) == []
    rhys.fill(address, purpose="request", note="Asked for her data")
    assert rhys.has("ada@example.org")
    assert rhys.has("Purpose: A request for information or for their own data")
    assert [view.purpose for view in views_of(cast.ada.member_id)] == ["request"]
    ada.open("/settings/looks")
    for words in ("A request for information", "Asked for her data", "@rhys"):
        assert ada.has(words), words


def test_a_look_ends(rhys: Reader, cast: Cast) -> None:
    """After an hour the purpose is asked for again; a colleague is asked for theirs."""
    address = page_of("ada", cast)
    rhys.open(address).fill(address, purpose="support")
    assert rhys.open(address).has("ada@example.org")
    wyn = Reader(cast.wyn)
    assert not wyn.open(address).has("ada@example.org")
    with clock.at(clock.now_ms() + clock.HOUR + clock.MINUTE):
        assert not rhys.open(address).has("ada@example.org")


def test_the_list_shows_no_private_data(rhys: Reader, cast: Cast) -> None:
    """Handles, names, roles: found by words, without a record."""
    rhys.open("/records/members?q=ada")
    assert rhys.has("Ada Citizen")
    assert not rhys.has("Bevan")
    assert "@example.org" not in rhys.html
    assert rhys.open("/records/members?q=%25").has("Nobody is called that.")
    assert len(rhys.open("/records/members").html) > 0
    assert views_of(cast.ada.member_id) == []


def test_roles_have_names_in_both_languages(rhys: Reader, cast: Cast) -> None:
    """On the list and on the page of one; in the ledger's words, too, the house and the member are named so."""
    cast.wyn.does(people.SuspendMember(member_id=cast.eve.member_id, reason="Tests"))
    rhys.open("/records/members")
    for words in ("Moderator · Active", "Administrator · Active", "Records manager · Active", "Member · Suspended"):
        assert rhys.has(words), words
    address = page_of("cade", cast)
    rhys.open(address).fill(address, purpose="support")
    assert rhys.has("The house added the member.")
    rhys.open("/language?to=cy&next=/records/members")
    for words in (
        "Cymedrolwr · Gweithredol",
        "Gweinyddwr · Gweithredol",
        "Rheolwr cofnodion · Gweithredol",
        "Aelod · Wedi’i atal",
    ):
        assert rhys.has(words), words
    assert "moderator" not in rhys.html
    rhys.open(address)
    assert rhys.has("Cymedrolwr")
    assert rhys.has("Ychwanegodd y tŷ yr aelod.")


@pytest.mark.parametrize("who", ["ada", "cade"])
def test_nobody_else(who: str, request: pytest.FixtureRequest, cast: Cast) -> None:
    """For members and moderators these pages do not exist."""
    reader = request.getfixturevalue(who)
    reader.open("/records/members", 404)
    reader.open(page_of("bevan", cast), 404)


def test_queues_keep_who_saw_what_they_show(wyn: Reader, cade: Reader, ada: Reader, cast: Cast) -> None:
    """Addresses and reasons of who asks to join; who reported: one look an hour, with the queue's own purpose."""
    joining = Reader()
    joining.open("/register").fill(
        "/register", username="owen", email="owen@example.org", password="three random words", reason="I live here"
    )
    cade.open("/admin/approvals")
    cade.open("/admin/approvals")
    assert cade.has("owen@example.org")
    owen = int(sql.value("SELECT id FROM people_member WHERE email = 'owen@example.org'"))
    assert [(view.viewer_id, view.purpose) for view in views_of(owen)] == [(cast.cade.member_id, "joining")]
    ada.open(f"/report/{cast.sam.account_id}").fill(f"/report/{cast.sam.account_id}", comment="Too loud")
    wyn.open("/admin/reports")
    (view,) = views_of(cast.ada.member_id)
    assert (view.viewer_id, view.purpose) == (cast.wyn.member_id, "report")
    assert view.about.startswith("report/")
    assert views_of(cast.sam.member_id) == []


def test_what_is_shown_of_a_member(rhys: Reader, cast: Cast) -> None:
    """Membership, accounts and seats, apps, what was recorded lately; words of others are words, not HTML."""
    cast.cade.token()
    cast.wyn.does(people.ChangeRole(member_id=cast.cade.member_id, role="moderator"))
    address = page_of("cade", cast)
    rhys.open(address).fill(address, purpose="security", note="<b>odd</b> sign-ins")
    for words in ("cade@example.org", "Moderator", "Active", "@leedon_council", "draft release", "let"):
        assert rhys.has(words), words
    assert "<b>odd</b>" not in rhys.html
    rhys.open("/records/members/1", 404)
