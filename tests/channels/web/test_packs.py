"""The pages of release packs: made, watched, handed out and removed by those who keep the records; nobody else."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from django.conf import settings

from coffeehouse.channels.web.packs import in_bytes
from coffeehouse.database import sql
from coffeehouse.delivery import deliveries
from coffeehouse.delivery.worker import drain
from coffeehouse.domain.packs import commands, keeping, queries
from coffeehouse.kernel import clock
from coffeehouse.ledger.integrate import integrate
from coffeehouse.ledger.sign import sign_checkpoint
from tests import cast
from tests.channels.web.reader import Reader
from tests.commands.asked import gather, open_request
from tests.commands.house import House
from tests.commands.packed import answered, make, ready, sign


@pytest.fixture
def house(db: None, settings: Any, tmp_path: Any) -> House:
    """The cast of the command tests, with keys and files of its own."""
    deliveries.register_all()
    settings.DATA = tmp_path
    for name in ("MEDIA_ROOT", "INCOMING_FOLDER", "PACKS_FOLDER", "LEDGER_FOLDER"):
        setattr(settings, name, tmp_path / name.split("_")[0].lower())
    return House()


def reader(house: House, name: str) -> Reader:
    person = house.people[name]
    return Reader(cast.Person(name, person.member_id, person.account_id))


def work(minutes: int = 0) -> None:
    """The worker: a checkpoint, then what is due so many minutes from now."""
    integrate()
    sign_checkpoint(settings.DATA, settings.LEDGER_ORIGIN)
    with clock.at(clock.now_ms() + minutes * clock.MINUTE):
        drain()


def kinds() -> list[str]:
    return [row[0] for row in sql.rows("SELECT kind FROM ledger_entry ORDER BY sequence")]


def test_from_the_signed_answer_to_the_file(house: House) -> None:
    """Without script: choose the request, wait and look again, download; each step is recorded."""
    request_id = answered(house)
    rhys = reader(house, "rhys").open("/records/packs")
    assert "No pack has been made yet" in rhys.html
    rhys.fill("/records/packs", request_id=str(request_id), language="en")
    (pack,) = queries.list_packs()
    assert rhys.where.startswith(f"/records/packs/{pack.id}?done=pack-asked")
    assert "0 % of it is written" in rhys.html
    keeping.keep_progress(pack.id, 1, 2)
    assert 'value="50"' in rhys.open(f"/records/packs/{pack.id}").html
    work()
    assert "next checkpoint" in rhys.open(f"/records/packs/{pack.id}").html
    work(2)
    rhys.open(f"/records/packs/{pack.id}")
    assert "Ready" in rhys.html
    assert queries.packs_of(request_id)[0].sha256 in rhys.html
    before = kinds()
    rhys.fill(f"/records/packs/{pack.id}", button="take")
    assert kinds() == [*before, "pack.handed_out"]
    assert rhys.page["Content-Disposition"] == 'attachment; filename="FOI-2026-0001.zip"'
    assert rhys.page["Content-Type"] == "application/zip"
    assert "no-store" in rhys.page["Cache-Control"]
    data = b"".join(rhys.page.streaming_content)
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None


def test_the_name_of_a_file_is_taken_out(house: House) -> None:
    """Ticked on the page of the record; the pack has the picture and its description, and the name nowhere."""
    house.post("The library", media_ids=(house.picture(description="The roof"),))
    request_id = open_request(house)
    (item,) = gather(house, request_id)
    where = f"/records/requests/{request_id}/items/{item.id}"
    rhys = reader(house, "rhys").open(where)
    assert rhys.has("The name of 1.")
    typed: dict[str, Any] = {"exemption": "FOIA s.40(2)", "reason": "It says who", "name-1": "on"}
    rhys.fill(where, button="list", decision="redact", **typed)
    assert rhys.open(where).has("attachment 1 name")
    assert not rhys.has("The whole of it")
    sign(house, request_id, "partly")
    make(house, request_id)
    work()
    work(2)
    rhys.open(f"/records/packs/{queries.list_packs()[0].id}")
    rhys.fill(rhys.where, button="take")
    with zipfile.ZipFile(io.BytesIO(b"".join(rhys.page.streaming_content))) as pack:
        names = pack.namelist()
        (about,) = [each for each in names if each.endswith("/pack.json")]
        (told,) = json.loads(pack.read(about))["items"]
    (file,) = told["attachments"]
    assert (file["name"], file["description"]) == ("[withheld: FOIA s.40(2)]", "The roof")
    assert file["file"] in {each.partition("/")[2] for each in names}
    assert [each["part"] for each in told["redactions"]] == ["author", "attachment 1 name"]


@pytest.mark.parametrize("name", ["ada", "cade"])
def test_for_everybody_else_there_are_no_packs(house: House, name: str) -> None:
    """404 for each page and form: not for members, not for moderators; and nothing is recorded."""
    pack_id = ready(house)
    somebody = reader(house, name).open("/home")
    before = kinds()
    token = somebody.client.cookies["csrf"].value
    for path in ("/records/packs", f"/records/packs/{pack_id}"):
        somebody.open(path, status=404)
    for path in ("/records/packs", f"/records/packs/{pack_id}"):
        for step in ("take", "remove", ""):
            sent = {"csrfmiddlewaretoken": token, "because": "x", "request_id": "1", "step": step}
            assert somebody.client.post(path, sent).status_code == 404
    assert kinds() == before
    assert queries.list_packs()[0].state == "ready"


def test_the_file_is_not_had_by_a_link(house: House) -> None:
    """A GET does not hand it out, and its place is served by nothing."""
    pack_id = ready(house)
    mair = reader(house, "mair")
    before = kinds()
    assert "zip" not in mair.client.get(f"/records/packs/{pack_id}?step=take")["Content-Type"]
    assert kinds() == before
    for path in (
        f"/records/packs/{pack_id}/file",
        f"/records/packs/{pack_id}.zip",
        f"/media/../packs/{pack_id}.zip",
        f"/packs/{pack_id}.zip",
        f"/media/packs/{pack_id}.zip",
    ):
        assert mair.client.get(path).status_code == 404


def test_removing_asks_for_a_reason_and_keeps_what_was_typed(house: House) -> None:
    """Then the page says when and why it was removed, and another can be made."""
    pack_id = ready(house)
    mair = reader(house, "mair").open(f"/records/packs/{pack_id}")
    mair.fill(f"/records/packs/{pack_id}", status=422, step="remove", because=" ")
    assert "Give a reason" in mair.errors
    mair.fill(f"/records/packs/{pack_id}", step="remove", because="Handed out to {{ 7*7 }} <b>Glenys</b>.")
    assert "Handed out to {{ 7*7 }} &lt;b&gt;Glenys&lt;/b&gt;." in mair.html
    assert "Download the pack" not in mair.html
    assert "Make the pack" in mair.open("/records/packs").html


def test_a_pack_that_failed_says_why_and_what_to_do(house: House) -> None:
    """The problem in words, and the way to make it again."""
    pack_id = make(house, answered(house))
    house.act("system", commands.FailPack(pack_id=pack_id, problem="File 1 of item 2 is no longer kept."))
    mair = reader(house, "mair").open(f"/records/packs/{pack_id}")
    assert "Could not be made" in mair.html
    assert "File 1 of item 2 is no longer kept." in mair.html
    assert "Mend what it names" in mair.html
    mair.fill("/records/packs")  # "Try again"
    (again, failed) = queries.list_packs()
    assert (again.state, failed.state, failed.id) == ("making", "failed", pack_id)
    assert again.request_id == failed.request_id
    assert "Try again" not in mair.open(f"/records/packs/{pack_id}").html


def test_the_page_says_until_when_a_pack_can_be_fetched(house: House) -> None:
    """On the pack's page and in the list: 90 days after it was ready."""
    with clock.at(1_763_772_000_000):
        pack_id = ready(house)
    mair = reader(house, "mair")
    for path in (f"/records/packs/{pack_id}", "/records/packs"):
        assert "can be fetched until 20 February 2026" in mair.open(path).html


def test_two_people_at_once_make_one_pack(house: House) -> None:
    """Who comes second reads that there is one."""
    request_id = answered(house)
    mair, rhys = (reader(house, name).open("/records/packs") for name in ("mair", "rhys"))
    mair.fill("/records/packs", request_id=str(request_id))
    rhys.fill("/records/packs", status=422, request_id=str(request_id))
    assert "There is a pack of this request already" in rhys.errors
    assert len(queries.list_packs()) == 1


def test_a_file_that_is_gone_is_said_to_be(house: House) -> None:
    """The row says ready, the disk has nothing: a page with what to do, and no broken download."""
    pack_id = ready(house)
    mair = reader(house, "mair").open(f"/records/packs/{pack_id}")
    mair.fill(f"/records/packs/{pack_id}", status=422, button="take")
    assert "make it again" in mair.errors


def test_from_an_old_request_there_is_still_a_way(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The link on a request leads to its pack, however many requests were closed since; nonsense chooses nothing."""
    request_id = answered(house)
    mair = reader(house, "mair").open(f"/records/requests/{request_id}")
    assert f'href="/records/packs?request={request_id}"' in mair.html
    monkeypatch.setattr("coffeehouse.channels.web.packs.list_requests", lambda **_more: [])
    assert f'value="{request_id}" selected' in mair.open(f"/records/packs?request={request_id}").html
    for nonsense in ("0", "x", "9" * 40, "²"):
        assert "Make the pack" not in mair.open(f"/records/packs?request={nonsense}").html


def test_sizes_are_said_in_the_unit_that_fits() -> None:
    """From bytes to gigabytes."""
    assert [in_bytes(size) for size in (12, 1_500, 2_340_000, 5_000_000_000)] == ["12 B", "1.5 kB", "2.3 MB", "5.0 GB"]
