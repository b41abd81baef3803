"""Looks of staff at what the house holds about a person: asked for, kept, and told to the person."""

from __future__ import annotations

import json

import msgspec
import pytest

from coffeehouse.database import sql
from coffeehouse.domain.capture.commands import ViewMember
from coffeehouse.domain.capture.queries import views_of
from coffeehouse.domain.cases.commands import FileReport, ResolveReport
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts.commands import DeletePost, PublishPost
from coffeehouse.domain.records.commands import RequestErasure
from coffeehouse.domain.requests.commands import DecideItems, GatherRecords, OpenRequest, ProposeAnswer
from coffeehouse.domain.requests.queries import items_of
from coffeehouse.engine.act import act
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
    (view,) = views_of(cast.sam.member_id)
    assert (view.viewer_id, view.purpose) == (cast.wyn.member_id, "report")


def test_who_is_reported_learns_of_a_look_when_it_is_decided(wyn: Reader, ada: Reader, cast: Cast) -> None:
    """Not before: neither on the page, nor in the download, nor on the page that staff have of themselves."""
    cast.wyn.does(people.ChangeRole(member_id=cast.sam.member_id, role="records"))
    cast.wyn.does(ViewMember(member_id=cast.sam.member_id, purpose="support"))
    message = cast.sam.says("Between us, @ada", visibility="direct")
    done = cast.ada.does(
        FileReport(account_id=cast.sam.account_id, post_ids=(message,), comment="Too loud", category="spam")
    )
    wyn.open("/admin/reports")
    sam = Reader(cast.sam)
    own = page_of("sam", cast)
    told = [view.sequence for view in views_of(cast.sam.member_id)]
    assert len(told) == 2
    for address in ("/settings/looks", own):
        sam.open(address)
        assert sam.has("They asked for help")
        assert sam.has(f"entry {told[1]}"), address
        assert not sam.has(f"entry {told[0]}"), address
        assert not sam.has("A report, by them or about them"), address
    assert looks_in_download(sam) == [str(told[1])]
    receipts = [f"/ledger/entries/{sequence}" for sequence in told]
    assert [sam.client.get(address).status_code for address in receipts] == [404, 200]
    assert ada.open("/settings/looks").has("A report, by them or about them")
    cast.wyn.does(ResolveReport(report_id=int(done.result), reason="No rule is broken"))
    for address in ("/settings/looks", own):
        assert sam.open(address).has("A report, by them or about them"), address
        assert not sam.has("ada"), address
    assert looks_in_download(sam) == [str(one) for one in reversed(told)]
    assert [sam.client.get(address).status_code for address in receipts] == [200, 200]


def looks_in_download(reader: Reader) -> list[str]:
    """The entries of looks in what a member takes along."""
    recorded = json.loads(reader.client.get("/settings/my-record.json").content)["recorded"]
    return [each["entry"] for each in recorded if each["kind"] == "member.viewed"]


def test_words_that_a_request_found_are_looked_at(rhys: Reader, ada: Reader, cast: Cast) -> None:
    """Direct, for followers, deleted; once for list and record. Not what all can read, a voice's, or one's own."""
    cast.ada.says("The library, @bevan", visibility="direct")
    cast.bevan.says("The library, friends", visibility="followers")
    gone = cast.faye.says("The library is shut")
    cast.faye.does(DeletePost(post_id=gone))
    cast.sam.says("The library is open")
    cast.wyn.says("My library, @faye", visibility="direct")
    assert rhys.person is not None
    rhys.person.says("Our library, @faye", visibility="direct")
    act(PublishPost(text="The library will pay £2m"), cast.cade.actor(cast.voice_id), "test")
    asked = OpenRequest(law="foia", nation="wales", words="Library", asker_name="Glenys")
    request_id = int(rhys.person.does(asked).result["id"])
    rhys.person.does(GatherRecords(request_id=request_id, words="library"))
    where = f"/records/requests/{request_id}/items"
    rhys.open(where)
    assert len(items_of(request_id)) == 7
    for item in items_of(request_id):
        rhys.open(f"{where}/{item.id}")
    looked = {name: views_of(getattr(cast, name).member_id) for name in ("ada", "bevan", "faye", "wyn", "sam", "cade")}
    kept = [(rhys.person.member_id, "request", "request FOI-2026-0001")]
    for name in ("ada", "bevan", "faye", "wyn"):
        assert [(view.viewer_id, view.purpose, view.about) for view in looked[name]] == kept, name
    assert looked["sam"] == looked["cade"] == views_of(rhys.person.member_id) == []
    with clock.at(clock.now_ms() + clock.HOUR + clock.MINUTE):
        (item,) = [each for each in items_of(request_id) if each.account_id == cast.ada.account_id]
        rhys.open(f"{where}/{item.id}")
    assert len(views_of(cast.ada.member_id)) == 2
    assert len(views_of(cast.bevan.member_id)) == 1
    ada.open("/settings/looks")
    assert ada.has("A request for information or for their own data")
    for words in ("FOI", "Glenys", "@bevan"):
        assert not ada.has(words), words


def test_who_signs_an_answer_has_looked_at_what_it_shows(rhys: Reader, wyn: Reader, cast: Cast) -> None:
    """Of what is withheld nothing is shown, and no look kept."""
    cast.ada.says("The library, @faye", visibility="direct")
    cast.bevan.says("Library keys, @faye", visibility="direct")
    assert rhys.person is not None
    asked = OpenRequest(law="foia", nation="wales", words="Library", asker_name="Glenys")
    request_id = int(rhys.person.does(asked).result["id"])
    rhys.person.does(GatherRecords(request_id=request_id, words="library"))
    shown, withheld = items_of(request_id)
    rhys.person.does(DecideItems(request_id=request_id, item_ids=(shown.id,), decision="include", is_checked=True))
    command = DecideItems(request_id=request_id, item_ids=(withheld.id,), decision="withhold", exemption="FOIA s.43")
    rhys.person.does(msgspec.structs.replace(command, reason="A tender"))
    rhys.person.does(ProposeAnswer(request_id=request_id, outcome="partly", letter="Here"))
    wyn.open(f"/records/requests/{request_id}/answer")
    assert wyn.has("The library")
    assert [(view.viewer_id, view.purpose) for view in views_of(cast.ada.member_id)] == [
        (cast.wyn.member_id, "request")
    ]
    assert views_of(cast.bevan.member_id) == []


def test_a_request_to_erase_is_looked_at(rhys: Reader, ada: Reader, cast: Cast) -> None:
    """The person's records, and what they wrote about them."""
    erasure_id = int(cast.ada.does(RequestErasure(account_id=cast.ada.account_id, words="Please")).result)
    rhys.open("/records/erasures")
    assert views_of(cast.ada.member_id) == []
    rhys.open(f"/records/erasures/{erasure_id}")
    rhys.open(f"/records/erasures/{erasure_id}")
    (view,) = views_of(cast.ada.member_id)
    assert (view.purpose, view.about) == ("erasure", f"erasure/{erasure_id}")
    assert ada.open("/settings/looks").has("Their request to erase what is held about them")


def test_a_members_own_draft_is_looked_at(cade: Reader, ada: Reader, cast: Cast) -> None:
    """In the queue and on its page, by who is not its author; a draft of a voice is the team's."""
    strangers = " ".join(f"@stranger{number}" for number in range(9)) + " look at this"
    held = cast.ada.does(PublishPost(text=strangers)).result["held_id"]
    cast.wyn.does(people.GrantSeat(member_id=cast.sam.member_id, account_id=cast.voice_id, powers=("draft",)))
    official = act(PublishPost(text="The library is open"), cast.sam.actor(cast.voice_id), "test").result["held_id"]
    ada.open(f"/review/{held}")
    assert views_of(cast.ada.member_id) == []
    for address in ("/review", f"/review/{held}", f"/review/{held}", f"/review/{official}"):
        cade.open(address)
    looked = [(view.viewer_id, view.purpose, view.about) for view in views_of(cast.ada.member_id)]
    cade_id = cast.cade.member_id
    assert looked == [(cade_id, "review", f"held/{held}"), (cade_id, "review", "queue")]
    assert views_of(cast.sam.member_id) == []
    assert ada.open("/settings/looks").has("A post of theirs that waits for somebody to read it")


def test_a_queue_opens_no_members_page(wyn: Reader, cast: Cast) -> None:
    """Whoever let people in, or read a report, is still asked what for before everything is shown."""
    cast.ada.does(FileReport(account_id=cast.sam.account_id, comment="Too loud"))
    Reader().open("/register").fill(
        "/register", username="owen", email="owen@example.org", password="three random words", reason="I live here"
    )
    wyn.open("/admin/approvals")
    wyn.open("/admin/reports")
    owen = sql.value("SELECT id FROM people_member WHERE email = 'owen@example.org'")
    for member_id in (owen, cast.ada.member_id, cast.sam.member_id):
        assert len(views_of(member_id)) == 1
        assert "@example.org" not in wyn.open(f"/records/members/{member_id}").html


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
