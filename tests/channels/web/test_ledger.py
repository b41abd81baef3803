"""The ledger's pages: a receipt in hand proves itself, a forged one does not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from coffeehouse.ledger import key_files
from coffeehouse.ledger import queries as ledger
from coffeehouse.ledger.checkpoints import open_checkpoint
from coffeehouse.ledger.integrate import integrate
from coffeehouse.ledger.log_keys import parse_log_key
from coffeehouse.ledger.notes import parse_note
from coffeehouse.ledger.proof_file import ProofFile, verify_proof_file
from coffeehouse.ledger.rotation import parse_statement
from coffeehouse.ledger.sign import sign_checkpoint
from coffeehouse.site.cli.ledger import rotate
from tests.cast import Cast
from tests.channels.web.reader import Reader


@pytest.fixture(autouse=True)
def _own_key(settings: Any, tmp_path: Any) -> None:
    """A key and a folder of its own."""
    settings.DATA = tmp_path


def seal(settings: Any) -> None:
    """What the worker does every few seconds."""
    integrate()
    sign_checkpoint(settings.DATA, settings.LEDGER_ORIGIN)


def receipt(reader: Reader, post_id: int) -> str:
    """The downloaded file."""
    answer = reader.client.get(f"/@ada/{post_id}/receipt.tlog-proof")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_receipt_comes_with_the_next_checkpoint(visitor: Reader, cast: Cast, settings: Any) -> None:
    """Before: recorded, seal on its way. After: the number in the ledger and a file."""
    post_id = cast.ada.says("Hello")
    assert visitor.open(f"/@ada/{post_id}/receipt").has("seal on its way")
    visitor.open(f"/@ada/{post_id}/receipt.tlog-proof", status=404)
    seal(settings)
    assert visitor.open(f"/@ada/{post_id}/receipt").has("In the ledger")
    assert receipt(visitor, post_id).startswith("c2sp.org/tlog-proof@v1\n")


def test_a_genuine_receipt_is_recognised(visitor: Reader, cast: Cast, settings: Any) -> None:
    """Pasted or as a file."""
    post_id = cast.ada.says("Hello")
    seal(settings)
    text = receipt(visitor, post_id)
    assert visitor.open("/ledger").fill("/ledger", receipt=text).has("Genuine")
    file = SimpleUploadedFile("post.tlog-proof", text.encode(), "text/plain")
    assert visitor.open("/ledger").fill("/ledger", file=file).has("Genuine")


def test_p2_a_genuine_receipt_names_people_to_those_who_may_know(
    visitor: Reader, ada: Reader, cast: Cast, settings: Any
) -> None:
    """As the receipt's page does; whoever may not open that page reads the ids that the receipt has."""
    post_id = cast.ada.says("Hello")
    private = cast.ada.says("@sam between us", "direct")
    seal(settings)
    ids = f"account/{cast.ada.account_id} published post/{{}}."
    visitor.open("/ledger").fill("/ledger", receipt=receipt(visitor, post_id))
    assert visitor.has(f"@ada published post/{post_id}.")
    text = receipt(ada, private)
    assert ada.open("/ledger").fill("/ledger", receipt=text).has(f"@ada published post/{private}.")
    for reader in (visitor, Reader(cast.faye)):
        assert reader.open("/ledger").fill("/ledger", receipt=text).has(ids.format(private))
        assert not reader.has("@ada")
    assert visitor.has("Genuine")


def test_a_genuine_receipt_is_told_in_welsh(visitor: Reader, cast: Cast, settings: Any) -> None:
    """On the Welsh page."""
    post_id = cast.ada.says("Hello")
    seal(settings)
    text = receipt(visitor, post_id)
    visitor.open("/language?to=cy&next=/ledger").fill("/ledger", receipt=text)
    assert visitor.has(f"Cyhoeddodd @ada post/{post_id}.")


def test_a_forged_receipt_is_not(visitor: Reader, cast: Cast, settings: Any) -> None:
    """Any changed byte, another ledger's note, and nonsense."""
    post_id = cast.ada.says("Hello")
    seal(settings)
    text = receipt(visitor, post_id)
    forgeries = [
        text.replace("index ", "index 1"),
        text[:-20] + "A" * 19 + "\n",
        text.replace("/ledger", "/other"),
        "hello",
    ]
    for forged in forgeries:
        visitor.open("/ledger").fill("/ledger", receipt=forged)
        assert visitor.has("This is not a genuine receipt"), forged


def test_a_posts_address_leads_to_its_receipt(visitor: Reader, cast: Cast) -> None:
    """As copied from the address bar; of another site or a hidden post it does not."""
    post_id = cast.ada.says("Hello")
    hidden = cast.ada.says("Secret", "followers")
    visitor.open("/ledger").fill("/ledger", address=f"http://localhost:8000/@ada/{post_id}")
    assert visitor.where == f"/@ada/{post_id}/receipt"
    visitor.open("/ledger").fill("/ledger", status=422, address=f"https://elsewhere.example/@ada/{post_id}")
    visitor.open("/ledger").fill("/ledger", status=404, address=f"/@ada/{hidden}")


def test_checkpoint_keys_and_tiles_are_public(visitor: Reader, cast: Cast, settings: Any) -> None:
    """C2SP tlog-tiles: the note for seconds, tiles for good, from any site and the same for all; no cookie."""
    visitor.open("/ledger/checkpoint", status=404)
    seal(settings)
    answer = visitor.client.get("/ledger/checkpoint")
    note = answer.content.decode()
    size = int(note.split("\n")[1])
    assert note.startswith(settings.LEDGER_ORIGIN)
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/plain; charset=utf-8", "public, max-age=5")
    keys = visitor.client.get("/ledger/key").content.decode().splitlines()
    assert open_checkpoint(note, [parse_log_key(key) for key in keys], settings.LEDGER_ORIGIN).size == size
    assert len(parse_note(note).signatures) == 2
    part = visitor.client.get(f"/ledger/tile/0/000.p/{size}")
    assert len(part.content) == 32 * size
    assert part["Content-Type"] == "application/octet-stream"
    assert part["Cache-Control"] == "public, max-age=31536000, immutable"
    for each in (answer, part):
        assert each["Access-Control-Allow-Origin"] == "*"
        assert not each.has_header("Vary")
        assert not each.cookies


def test_a_tile_has_one_address_and_holds_only_what_is_signed(visitor: Reader, cast: Cast, settings: Any) -> None:
    """No second spelling that a cache would keep twice; nothing a later restore could contradict; nothing beyond."""
    seal(settings)
    size = ledger.signed_size()
    cast.ada.says("Not signed yet")
    integrate()
    assert visitor.client.get(f"/ledger/tile/0/000.p/{size - 1}").status_code == 200
    missing = (
        "0/000", "0/001", "7/000", "64/000", f"0/000.p/{size + 1}", "0/x000/../000", "0/000.p/0", "0/000.p/256",
        f"00/000.p/{size}", f"0/x000/000.p/{size}", f"0/000.p/0{size}", "0/٠٠٠.p/1", f"0/0000.p/{size}", "1/000.p/1",
        f"0/000.p/{size}/", f"0/000.P/{size}",
    )  # fmt: skip
    for path in missing:
        assert visitor.client.get(f"/ledger/tile/{path}").status_code == 404, path


def test_p2_entries_are_not_handed_out_in_bundles(visitor: Reader, wyn: Reader, cast: Cast, settings: Any) -> None:
    """P2: they name who did what to whom; not even the administrator gets them so."""
    seal(settings)
    for path in (f"entries/000.p/{ledger.signed_size()}", "entries/000", "data/000"):
        for reader in (visitor, wyn):
            assert reader.client.get(f"/ledger/tile/{path}").status_code == 404, path


def test_keys_that_changed_are_told(visitor: Reader, cast: Cast, settings: Any) -> None:
    """On the page and as a file with proofs; a receipt from before is genuine, one by a retired key later is not."""
    post_id = cast.ada.says("Hello")
    seal(settings)
    early = receipt(visitor, post_id)
    old = key_files.current(settings.DATA, settings.LEDGER_ORIGIN)
    assert rotate("compromised") == 0
    cast.ada.says("Later")
    seal(settings)
    told = [json.loads(line) for line in visitor.client.get("/ledger/key-changes").content.splitlines()]
    assert [parse_statement(change["statement"]).because for change in told] == ["compromised"]
    assert verify_proof_file(told[0]["proof"], [old[0].public], settings.LEDGER_ORIGIN)[1].size < ledger.signed_size()
    assert visitor.open("/ledger").has("because others may have read it")
    assert old[0].public.text() in visitor.html
    assert visitor.fill("/ledger", receipt=early).has("Genuine")
    signed = ledger.latest_checkpoint()
    assert signed is not None
    text = signed.checkpoint.text()
    forged = ProofFile(0, (), text + "\n" + old[0].line(text, 0), b"{}").text()
    assert visitor.open("/ledger").fill("/ledger", receipt=forged).has("This is not a genuine receipt")
    assert visitor.has("retired")
