"""Release packs from request to file: what the recipient gets, and what they can prove with a bare Python."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from PIL import Image

from coffeehouse.database import sql
from coffeehouse.delivery import deliveries, leases, packing, packs
from coffeehouse.delivery.worker import drain
from coffeehouse.domain.packs import commands, keeping
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.records import commands as records
from coffeehouse.domain.records.holds import holds_of_request
from coffeehouse.domain.requests import commands as requests
from coffeehouse.kernel import clock
from coffeehouse.ledger.integrate import integrate
from coffeehouse.ledger.sign import sign_checkpoint, verifier_key
from coffeehouse.ledger.verify import PostgresSource, Source, verify
from coffeehouse.protocols.packs import writing
from tests.commands.asked import decide, gather, open_request
from tests.commands.house import House
from tests.commands.packed import answered, make, pack, sign

SECRET = "Gwenllian Nobody"


@pytest.fixture
def house(db: None, settings: Any, tmp_path: Path) -> Iterator[House]:
    """The cast in a house with keys of its own; after each test its ledger, rows and checkpoints must agree."""
    deliveries.register_all()
    settings.DATA = tmp_path
    for name in ("MEDIA_ROOT", "INCOMING_FOLDER", "PACKS_FOLDER", "LEDGER_FOLDER"):
        setattr(settings, name, tmp_path / name.split("_")[0].lower())
    yield House()
    connection.ensure_connection()
    source = (PostgresSource if sql.is_postgres() else Source)(connection.connection)
    key = verifier_key(settings.DATA, settings.LEDGER_ORIGIN).text()
    findings = verify(source, [key], origin=settings.LEDGER_ORIGIN).findings
    assert findings == []


def checkpoint() -> None:
    """What the worker does every minute."""
    integrate()
    sign_checkpoint(settings.DATA, settings.LEDGER_ORIGIN)


def work(minutes: int = 0) -> None:
    """The worker does what is due, so many minutes from now."""
    with clock.at(clock.now_ms() + minutes * clock.MINUTE):
        drain()


def make_whole(house: House, request_id: int, **more: Any) -> int:
    """Ask for the pack and let the worker make it; the pack's id."""
    pack_id = make(house, request_id, **more)
    checkpoint()
    work()
    checkpoint()
    work(2)
    return pack_id


def opened(pack_id: int) -> tuple[zipfile.ZipFile, dict[str, Any], str]:
    """The pack, what pack.json says, and the folder in it."""
    archive = zipfile.ZipFile(keeping.file_of(pack_id))
    top = archive.namelist()[0].split("/")[0]
    return archive, json.loads(archive.read(f"{top}/pack.json")), top


def verified(pack_id: int, to: Path, *arguments: str) -> tuple[int, str]:
    """Run the verifier that lies in the pack, in a Python that has nothing else."""
    archive, _, top = opened(pack_id)
    archive.extractall(to)
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(to / top / "verify.py"), *arguments],
        capture_output=True, text=True, env={}, cwd="/", timeout=120, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_a_request_becomes_a_file_that_proves_itself(house: House, tmp_path: Path) -> None:
    """From the signed answer to the verifier's word, with the key the house publishes."""
    pack_id = make_whole(house, answered(house))
    made = pack(pack_id)
    assert (made.state, made.item_count, made.problem) == ("ready", 1, "")
    assert keeping.file_of(pack_id).stat().st_mode & 0o777 == 0o600
    assert made.size == keeping.file_of(pack_id).stat().st_size
    key = verifier_key(settings.DATA, settings.LEDGER_ORIGIN).text()
    status, said = verified(pack_id, tmp_path / "at-home", "--key", key)
    assert status == 0, said
    assert "Items proved to be recorded: 1" in said
    assert "Nothing is wrong with this pack." in said
    _, content, top = opened(pack_id)
    assert top == "FOI-2026-0001"
    assert content["notes"] == ["Here it is."]
    (item,) = content["items"]
    assert (item["kind"], item["text"], item["decision"]) == ("Post", "The library opens on Monday", "redacted")
    assert sorted(path.name for path in keeping.root().iterdir()) == [f"{pack_id}.zip"]


def test_p7_what_is_withheld_is_nowhere_in_the_pack(house: House, tmp_path: Path) -> None:
    """Attack P7: names, words, covered pixels, ids and addresses that tell; each is in the log with its reason."""
    text = f"The library: {SECRET} was there"
    picture = house.picture(colour="red")
    post = house.post(text, media_ids=(picture,))
    hidden = house.post("The library: all of this is legal advice")
    request_id = open_request(house)
    first, second = gather(house, request_id)
    start = text.index(SECRET)
    removals = (
        requests.Removal(part="text", exemption="FOIA s.40(2)", reason="A name.", start=start, end=start + len(SECRET)),
        requests.Removal(part="attachment 1 picture", exemption="FOIA s.40(2)", reason="A face.", box="0 0 500 1000"),
    )
    decide(house, request_id, first, "redact", removals=removals, is_checked=True)
    decide(house, request_id, second, "withhold", exemption="FOIA s.42", reason="Advice; the public interest agrees.")
    pack_id = make_whole(house, sign(house, request_id, "partly"))
    archive, content, top = opened(pack_id)
    everything = b"".join(archive.read(name) for name in archive.namelist())
    for secret in (
        SECRET,
        "legal advice",
        f"post/{post}",
        f"post/{hidden}",
        "@ada",
        f"account/{house.id('ada')}",
        str(post),
    ):
        assert secret.encode() not in everything, secret
    shown, gone = content["items"]
    assert shown["text"] == "The library: [withheld: FOIA s.40(2)] was there"
    assert (shown["object"], shown["url"], gone["object"], gone["text"]) == ("", "", "", "")
    assert [redaction["part"] for redaction in shown["redactions"]] == ["author", "text", "attachment 1 picture"]
    covered = archive.read(f"{top}/{shown['attachments'][0]['file']}")
    with Image.open(io.BytesIO(covered)) as seen:
        assert seen.getpixel((0, 0)) == (0, 0, 0)
        assert seen.getpixel((7, 0)) == (255, 0, 0)
    log = archive.read(f"{top}/redactions.csv").decode()
    assert "A face." in log
    assert "Advice; the public interest agrees." in log
    status, said = verified(pack_id, tmp_path / "at-home")
    assert (status, "Items proved to be recorded: 2" in said) == (0, True), said


def test_to_the_person_who_wrote_them_the_recorded_words_are_laid_open(house: House, tmp_path: Path) -> None:
    """Subject access: what Ada wrote is shown to be what was recorded; what others wrote about her is only proved."""
    house.post("My own words")
    edited = house.post("Wrong words")
    house.act("ada", posts.EditPost(post_id=edited, text="Right words"))
    house.post("Words about @ada", who="gwyn")
    request_id = open_request(house, "uk_gdpr", subject_account_id=house.id("ada"), asker_account_id=house.id("ada"))
    for item in gather(house, request_id, "", account_ids=(house.id("ada"),)):
        decide(house, request_id, item, is_checked=True)
    pack_id = make_whole(house, sign(house, request_id))
    _, content, _ = opened(pack_id)
    by_words = {item["text"]: item for item in content["items"] if item["kind"] == "Post"}
    assert by_words["My own words"]["proof"]["opening"] is not None
    assert by_words["Right words"]["proof"]["opening"] is not None
    assert by_words["Words about @ada"]["proof"]["opening"] is None
    assert (by_words["Words about @ada"]["author"], by_words["Words about @ada"]["object"]) == (
        "[withheld: DPA 2018 Sch.2 para.16]", "",
    )  # fmt: skip
    status, said = verified(pack_id, tmp_path / "at-home")
    assert status == 0, said
    assert "they are the same: 3" in said  # the two posts, and the earlier version of one
    # What no entry is about: the profile as a whole, and what the house itself told her within another act.
    assert [item["kind"] for item in content["items"] if item["proof"] is None] == ["Profile", "Post"]


def test_what_was_erased_since_is_not_in_it(house: House) -> None:
    """The words are read when the pack is made, not when they were found (P7)."""
    house.post("The library opens")
    post = house.post("The library, and my address")
    request_id = open_request(house)
    for item in gather(house, request_id):
        decide(house, request_id, item, is_checked=True)
    sign(house, request_id)
    house.act("ada", posts.EditPost(post_id=post, text="The library"))
    _, content, _ = opened(make_whole(house, request_id))
    assert [item["decision"] for item in content["items"]] == ["redacted", "withheld"]
    assert "my address" not in json.dumps(content)


def test_before_a_checkpoint_covers_the_items_it_waits(house: House) -> None:
    """Nothing is handed out unproved: the job comes again."""
    pack_id = make(house, answered(house))
    with pytest.raises(packing.NotCoveredYetError):
        packs.deliver_make_pack({"pack_id": str(pack_id)})
    work()
    assert pack(pack_id).state == "making"
    checkpoint()
    work(1)
    assert pack(pack_id).state == "written"
    with pytest.raises(packing.NotCoveredYetError):
        packs.deliver_seal_pack({"pack_id": str(pack_id)})
    assert not keeping.file_of(pack_id).exists()
    checkpoint()
    work(5)
    assert pack(pack_id).state == "ready"


def test_each_job_may_come_twice(house: House) -> None:
    """A worker that died after its work does no harm when the job comes again."""
    pack_id = make_whole(house, answered(house))
    before, size = keeping.file_of(pack_id).read_bytes(), house.size()
    keeping.folder_of(pack_id).mkdir()  # what a worker leaves that dies before it tidies up
    keeping.keep_progress(pack_id, 1, 2)
    for deliver in (packs.deliver_make_pack, packs.deliver_seal_pack):
        deliver({"pack_id": str(pack_id)})
    assert keeping.file_of(pack_id).read_bytes() == before
    assert house.size() == size
    assert sorted(path.name for path in keeping.root().iterdir()) == [f"{pack_id}.zip"]


def test_broken_off_anywhere_it_begins_anew(house: House) -> None:
    """What a killed worker left half written is written again."""
    pack_id = make(house, answered(house))
    folder = keeping.folder_of(pack_id)
    (folder / "attachments").mkdir(parents=True)
    (folder / "attachments" / "half").write_bytes(b"x")
    (keeping.root() / f".{pack_id}.zip.part").write_bytes(b"half")
    checkpoint()
    work()
    checkpoint()
    work(2)
    archive, _, _ = opened(pack_id)
    assert not any("half" in name for name in archive.namelist())
    assert sorted(path.name for path in keeping.root().iterdir()) == [f"{pack_id}.zip"]


@pytest.mark.parametrize("damage", ["changed", "gone", "everything"])
def test_what_was_damaged_meanwhile_is_not_sealed(house: House, damage: str) -> None:
    """Between writing and sealing a minute passes: only files whose manifest was recorded go into a pack."""
    pack_id = make(house, answered(house))
    checkpoint()
    work()
    folder = keeping.folder_of(pack_id)
    if damage == "changed":
        (folder / "items.csv").write_bytes(b"")
    elif damage == "gone":
        (folder / "items.csv").unlink()
    else:
        shutil.rmtree(folder)
    checkpoint()
    work(2)
    assert pack(pack_id).state == "failed"
    assert "Make it again" in pack(pack_id).problem
    assert list(keeping.root().iterdir()) == []


def test_a_file_that_is_gone_fails_the_pack_with_words(house: House) -> None:
    """No pack leaves something out unseen: staff read which file it is."""
    picture = house.picture()
    house.post("The library", media_ids=(picture,))
    request_id = open_request(house)
    for item in gather(house, request_id):
        decide(house, request_id, item, is_checked=True)
    sign(house, request_id)
    for path in Path(settings.MEDIA_ROOT).rglob("*.*"):
        path.unlink()
    pack_id = make_whole(house, request_id)
    assert pack(pack_id).state == "failed"
    assert pack(pack_id).problem == "File 1 of item 1 is no longer kept. Gather the items anew."
    assert list(keeping.root().iterdir()) == []


def test_removing_it_deletes_every_file(house: House) -> None:
    """At once, also while it is made; and what comes later finds nothing to do."""
    request_id = answered(house)
    pack_id = make_whole(house, request_id)
    house.act("rhys", commands.RemovePack(pack_id=pack_id, because="Handed out."))
    work()
    assert list(keeping.root().iterdir()) == []
    second = make(house, request_id)
    checkpoint()
    house.act("rhys", commands.RemovePack(pack_id=second, because="Not needed."))
    work()
    packs.deliver_make_pack({"pack_id": str(second)})
    assert list(keeping.root().iterdir()) == []


def test_erasing_what_lies_in_a_pack_removes_the_pack(house: House) -> None:
    """Erasure reaches packs: what lies in one is erased from it too, and the reason is recorded."""
    post = house.post("The library, and where I live")
    request_id = open_request(house)
    for item in gather(house, request_id):
        decide(house, request_id, item, is_checked=True)
    pack_id = make_whole(house, sign(house, request_id))
    for hold in holds_of_request(request_id):
        house.act("mair", records.LiftHold(hold_id=hold.id, because="Answered, and the time to complain is over."))
    command = records.RequestErasure(account_id=house.id("ada"), objects=(f"post/{post}",), words="Please")
    erasure_id = int(house.act("ada", command).result)
    choice = records.ChooseOutcome(
        erasure_id=erasure_id, object=f"post/{post}", outcome="erase", because="Nobody needs it."
    )
    house.act("mair", choice)
    house.act("mair", records.CarryOutErasure(erasure_id=erasure_id))
    drain(lane=leases.Lane(("end_pack", "remove_pack"), is_only=True))  # "scrub" needs the database for itself
    assert (pack(pack_id).state, pack(pack_id).removed_because) == ("removed", f"erasure/{erasure_id}")
    assert list(keeping.root().iterdir()) == []
    packs.deliver_end_pack({"pack_id": str(pack_id), "because": "again"})


def test_the_pack_can_be_in_welsh(house: House) -> None:
    """Its own words are; the words of people stay as they are."""
    house.act("ada", people.UpdateProfile(display_name="Ada"))
    archive, content, top = opened(make_whole(house, answered(house), language="cy"))
    assert content["title"] == "Ateb i gais am wybodaeth"
    assert content["items"][0]["kind"] == "Neges"
    assert content["items"][0]["author"] == "[ataliwyd: FOIA s.40(2)]"
    assert "BETH YW HWN" in archive.read(f"{top}/README.txt").decode()


def test_progress_is_there_while_it_is_made(house: House) -> None:
    """In percent; never 100 before it is done."""
    pack_id = make(house, answered(house))
    assert pack(pack_id).progress == 0
    keeping.keep_progress(pack_id, 3, 6)
    assert pack(pack_id).progress == 50
    keeping.keep_progress(pack_id, 6, 6)
    assert pack(pack_id).progress == 99


def of_oneself(house: House) -> int:
    """Ada asks for what is held about her; the answer is signed."""
    house.post("My own words")
    request_id = open_request(house, "uk_gdpr", subject_account_id=house.id("ada"), asker_account_id=house.id("ada"))
    for item in gather(house, request_id, "", account_ids=(house.id("ada"),)):
        decide(house, request_id, item, is_checked=True)
    return sign(house, request_id)


@pytest.mark.parametrize(("kind", "days"), [("foi", 90), ("sar", 30)])
def test_a_pack_is_not_kept_for_ever(house: House, kind: str, days: int) -> None:
    """What holds people's words is removed when its time is over, on the record; it can be made again."""
    request_id = answered(house) if kind == "foi" else of_oneself(house)
    pack_id = make_whole(house, request_id)
    kept_until = pack(pack_id).kept_until
    assert kept_until == (pack(pack_id).ready_at or 0) + days * clock.DAY
    with clock.at(kept_until - 1):
        packs.tidy_packs()
    assert keeping.file_of(pack_id).is_file()
    with clock.at(kept_until):
        packs.tidy_packs()
        drain()
    gone = pack(pack_id)
    assert (gone.state, gone.kept_until) == ("removed", None)
    assert f"{days} days" in gone.removed_because
    assert not keeping.file_of(pack_id).exists()
    assert sql.value("SELECT actor FROM ledger_entry WHERE kind = 'pack.removed'") == "system"
    assert pack(make_whole(house, request_id)).state == "ready"


@pytest.mark.parametrize("job", ["make_pack", "seal_pack"])
def test_a_pack_whose_job_was_given_up_has_failed(house: House, job: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It does not stay "being made": it says how often it was tried, and what was in the way; it can be made anew."""

    def full(*_given: Any) -> None:
        raise OSError(28, "No space left on device")

    request_id = answered(house)
    with monkeypatch.context() as patch:
        patch.setattr(writing, "write_folder" if job == "make_pack" else "seal", full)
        pack_id = make(house, request_id)
        checkpoint()
        for day in range(leases.MAX_ATTEMPTS + 2):
            work(day * 24 * 60)
            checkpoint()
        assert pack(pack_id).is_under_way
        packs.tidy_packs()
    failed = pack(pack_id)
    assert failed.state == "failed"
    assert "tried 12 times" in failed.problem
    assert "No space left on device" in failed.problem
    drain()
    assert not keeping.folder_of(pack_id).exists()
    packs.tidy_packs()
    assert pack(make_whole(house, request_id)).state == "ready"
