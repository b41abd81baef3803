"""The records manager's screens: home, holds, requests to erase, disposal with its certificate; for nobody else."""

from __future__ import annotations

import re
from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.capture.commands import KeepReceipt
from coffeehouse.domain.cases.commands import FileReport
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.posts.commands import DeletePost, UploadMedia
from coffeehouse.domain.records import commands, disposals, erasures, holds
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from tests.cast import Cast, Person, add
from tests.channels.web.reader import Reader
from tests.commands.house import png

PAGES = (
    "/records", "/records/holds", "/records/erasures", "/records/disposal", "/records/preserved",
    "/records/disposal/due/members-posts",
)  # fmt: skip
LATER = 7 * 366 * clock.DAY


@pytest.fixture
def keeper(cast: Cast) -> Person:
    """Who keeps the records."""
    return add("rhys", "records")


@pytest.fixture
def rhys(keeper: Person) -> Reader:
    return Reader(keeper)


@pytest.mark.parametrize("address", PAGES)
def test_only_those_who_keep_the_records(cast: Cast, rhys: Reader, ada: Reader, cade: Reader, address: str) -> None:
    """Members and moderators find nothing there; records managers and administrators do."""
    ada.open(address, 404)
    cade.open(address, 404)
    rhys.open(address)
    Reader(cast.wyn).open(address)


def test_home_leads_everywhere(rhys: Reader, cast: Cast) -> None:
    """Every part of the record is one step away, with what waits there; the navigation leads to it."""
    post = cast.ada.says("Hold me")
    cast.wyn.does(commands.PlaceHold(because="A claim.", objects=(f"post/{post}",)))
    page = rhys.open("/home").html
    assert 'href="/records"' in page
    assert 'href="/records"' not in Reader(cast.ada).open("/home").html
    rhys.open("/records")
    for part in ("requests", "erasures", "holds", "disposal", "preserved", "packs", "completeness", "witnesses"):
        assert f'href="/records/{part}"' in rhys.html
    assert rhys.has("What members said")
    assert rhys.has("6 years")
    for address in dict.fromkeys(re.findall(r'href="(/records[a-z/-]*)"', rhys.html)):
        rhys.open(address)


def test_a_hold_from_placing_to_lifting(cast: Cast, rhys: Reader) -> None:
    """The address of a post names it as well as its number; a mistake loses nothing that was typed."""
    post, other = cast.ada.says("Tystiolaeth"), cast.ada.says("Arall")
    rhys.open("/records/holds")
    rhys.fill("/records/holds", status=422, because="", objects=f"post/{post}")
    assert rhys.has("Give a reason")
    assert f"post/{post}" in rhys.html
    rhys.fill("/records/holds", status=422, because="A claim.", person="@nobody_here", objects="")
    assert rhys.has("Nobody here is called that")
    rhys.fill("/records/holds", because="A claim.", person="", objects=f"http://localhost/@ada/{post}\n")
    assert rhys.has("The hold is in force")
    (hold,) = holds.list_holds()
    assert holds.objects_of_hold(hold.id) == [f"post/{post}"]
    assert rhys.has("Tystiolaeth")
    rhys.fill(f"/records/holds/{hold.id}", button="widen", objects=f"post/{other}")
    assert holds.is_on_hold(f"post/{other}")
    rhys.fill(f"/records/holds/{hold.id}", button="lift", because="Settled.")
    assert rhys.has("The hold is lifted")
    assert not holds.is_on_hold(f"post/{post}")
    assert rhys.open("/records/holds?state=lifted").has("A claim.")
    rhys.open("/records/holds").fill("/records/holds", because="All of it.", person="@ada", objects="")
    assert rhys.has("Everything of a person")
    rhys.open("/records/holds/1", 404)


def test_an_erasure_from_asking_to_the_letter(cast: Cast, rhys: Reader) -> None:
    """Each record with its outcome and reason; another choice; carrying out; what the person is told."""
    public = cast.ada.says("Cofiwch fi")
    private = cast.ada.says("@sam cyfrinach", visibility="direct")
    rhys.open("/records/erasures").fill("/records/erasures", person="@ada", ground="objection", words="Please")
    erasure_id = erasures.list_erasures()[0].id
    where = f"/records/erasures/{erasure_id}"
    assert rhys.where.startswith(where)
    assert rhys.has("Cofiwch fi")
    assert not rhys.has("cyfrinach")  # what was private is not shown to decide about it
    assert rhys.has(f"post/{private}")
    rhys.fill(where, status=422, button="choose", object=f"post/{public}", outcome="keep", choice_because="")
    assert rhys.has("Give a reason")
    rhys.fill(where, button="choose", object=f"post/{public}", outcome="keep", choice_because="A court needs it.")
    assert rhys.has("A court needs it.")
    assert rhys.has("It is mailed to them when the request is carried out.")
    rhys.fill(where, button="carry-out")
    assert rhys.has("What was to be erased is gone")
    assert rhys.has("It is on its way to the mail server.")
    letter = rhys.html.partition('<pre class="letter"')[2]
    assert "Erased:" in letter
    assert "Kept:" in letter
    assert "A court needs it." in letter
    assert rhys.open("/records/erasures?state=closed").has("Carried out")
    assert not Reader(cast.sam).open("/settings/my-record").has("A court needs it.")
    rhys.open("/records/erasures").fill("/records/erasures", status=422, person="@gone_long_ago", ground="objection")
    assert rhys.has("Nobody here is called that")


@pytest.mark.parametrize(
    ("outcome", "shown"),
    [
        ("accepted", "It was mailed to them on "),
        ("refused", "It is tried again for some hours"),
        ("given_up", "the house does not know their address any more"),
    ],
)
def test_who_keeps_the_records_sees_what_became_of_the_letter(
    cast: Cast, rhys: Reader, outcome: str, shown: str
) -> None:
    """By the receipt of the mail server."""
    erasure_id = int(cast.ada.does(commands.RequestErasure(account_id=cast.ada.account_id)).result)
    cast.wyn.does(commands.CarryOutErasure(erasure_id=erasure_id))
    act(KeepReceipt(medium="email", outcome=outcome, about=f"erasure/{erasure_id}"), SYSTEM, "worker")
    assert rhys.open(f"/records/erasures/{erasure_id}").has(shown)


def test_a_house_without_mail_says_so_before(cast: Cast, rhys: Reader, settings: Any) -> None:
    """Afterwards nobody would know where the answer goes."""
    settings.EMAIL_BACKEND = "coffeehouse.delivery.mail.FolderBackend"
    erasure_id = int(cast.ada.does(commands.RequestErasure(account_id=cast.ada.account_id)).result)
    where = f"/records/erasures/{erasure_id}"
    assert rhys.open(where).has("note where the answer goes before you carry it out")
    cast.wyn.does(commands.CarryOutErasure(erasure_id=erasure_id))
    assert rhys.open(where).has("It was not mailed to them: send it yourself.")


def test_disposal_by_two_people_leaves_a_certificate(cast: Cast, rhys: Reader) -> None:
    """What is due is proposed by one and decided by another; the page that stays is the certificate."""
    one, held = cast.ada.says("Hen bost"), cast.ada.says("Ar stop")
    cast.wyn.does(commands.PlaceHold(because="A claim.", objects=(f"post/{held}",)))
    assert rhys.open("/records/disposal").has("Nothing is due.")
    with clock.at(clock.now_ms() + LATER):
        rhys.open("/records/disposal")
        assert 'href="/records/disposal/due/members-posts"' in rhys.html
        due = "/records/disposal/due/members-posts"
        rhys.open(due).fill(due, status=422)
        assert rhys.has("Choose at least one record")
        assert rhys.has("on hold")
        rhys.fill(due, objects=[f"post/{one}"])
        (disposal,) = disposals.list_disposals(waiting=True)
        where = f"/records/disposal/{disposal.id}"
        assert rhys.where.startswith(where)
        assert rhys.has("A colleague decides")
        assert "Dispose of them" not in rhys.html
        wyn = Reader(cast.wyn).open(where)
        wyn.fill(where, button="approve")
        assert wyn.has("Certificate of disposal")
        assert wyn.has("Destroyed")
        assert wyn.has("entry ")
        assert wyn.has("@rhys")
    Reader(cast.ada).open(f"/@ada/{one}", 404)


def test_a_proposal_can_be_taken_back(cast: Cast, rhys: Reader, keeper: Person) -> None:
    """With a reason; then nothing goes."""
    one = cast.ada.says("Hen bost")
    with clock.at(clock.now_ms() + LATER):
        names = (f"post/{one}",)
        done = keeper.does(commands.ProposeDisposal(class_id="members-posts", objects=names))
        where = f"/records/disposal/{done.result}"
        rhys.open(where).fill(where, status=422, button="refuse", because="")
        assert rhys.has("Give a reason")
        rhys.fill(where, button="refuse", because="The museum wants it.")
        assert rhys.has("The museum wants it.")
    Reader(cast.ada).open(f"/@ada/{one}")


def test_what_is_out_of_sight_is_listed_without_its_words(cast: Cast, rhys: Reader) -> None:
    """What, since when and why; not what it says."""
    post = cast.ada.says("Tystiolaeth bwysig")
    cast.wyn.does(commands.PlaceHold(because="A claim.", account_id=cast.ada.account_id))
    cast.ada.does(DeletePost(post_id=post))
    rhys.open("/records/preserved")
    assert rhys.has(f"post/{post}")
    assert rhys.has("deleted or changed by its author while on hold, or published since")
    assert rhys.has("If something was changed or published, others see it as it is now.")
    assert not rhys.has("Tystiolaeth")


def test_a_restricted_report_is_out_of_sight_too(cast: Cast, rhys: Reader) -> None:
    """Listed as a report, with why it stays, and not with its words."""
    done = cast.ada.does(FileReport(account_id=cast.sam.account_id, comment="Tystiolaeth bwysig"))
    name = f"report/{done.result}"
    asked = commands.RequestErasure(account_id=cast.ada.account_id, objects=(name,))
    cast.wyn.does(commands.CarryOutErasure(erasure_id=int(cast.ada.does(asked).result)))
    rhys.open("/records/preserved")
    assert rhys.has(name)
    assert rhys.has("Report @sam")
    assert rhys.has("restricted: it is needed for appeals")
    assert not rhys.has("Tystiolaeth")


def test_who_asked_reads_the_answer(cast: Cast, rhys: Reader, ada: Reader) -> None:
    """Whoever is still a member finds the letter beside the request, and nobody else's."""
    post = cast.ada.says("Cofiwch fi")
    cast.ada.does(commands.RequestErasure(account_id=cast.ada.account_id, objects=(f"post/{post}",)))
    assert not ada.open("/settings/my-record").has("What members said")
    (erasure,) = erasures.list_erasures()
    cast.wyn.does(commands.CarryOutErasure(erasure_id=erasure.id))
    assert ada.open("/settings/my-record").has("What members said: 1 record.")
    assert not Reader(cast.sam).open("/settings/my-record").has("What members said")


def test_an_erased_picture_opens_for_nobody_m7(cast: Cast) -> None:
    """M7: file and preview are gone at every address with the commit, also for those who had them open."""
    media_id = int(cast.ada.does(UploadMedia(data=png(), description="Llun")).result["id"])
    post = cast.ada.says("Llun", media_ids=(media_id,))
    keys = sql.row("SELECT file, preview FROM posts_media WHERE id = %s", (media_id,))
    assert keys is not None
    for key in keys:
        assert Reader().client.get(f"/media/{key}").status_code == 200
    asked = commands.RequestErasure(account_id=cast.ada.account_id, objects=(f"post/{post}",))
    cast.wyn.does(commands.CarryOutErasure(erasure_id=int(cast.ada.does(asked).result)))
    for key in keys:
        for reader in (Reader(), Reader(cast.ada), Reader(cast.wyn)):
            assert reader.client.get(f"/media/{key}").status_code == 404
