"""The ledger's pages: a receipt in hand proves itself, a forged one does not."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from coffeehouse.ledger.integrate import integrate
from coffeehouse.ledger.sign import sign_checkpoint
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


def test_checkpoint_key_and_tiles_are_public(visitor: Reader, cast: Cast, settings: Any) -> None:
    """C2SP tlog-tiles: the note, the key, and tiles by path; what is not there is 404."""
    visitor.open("/ledger/checkpoint", status=404)
    seal(settings)
    note = visitor.client.get("/ledger/checkpoint").content.decode()
    size = int(note.split("\n")[1])
    assert note.startswith(settings.LEDGER_ORIGIN)
    assert visitor.client.get("/ledger/key").content.decode().startswith(settings.LEDGER_ORIGIN)
    part = visitor.client.get(f"/ledger/tile/0/000.p/{size}")
    assert len(part.content) == 32 * size
    assert "immutable" in part["Cache-Control"]
    for missing in ("0/000", "0/001", "7/000", f"0/000.p/{size + 1}", "0/x000/../000", "0/000.p/0"):
        assert visitor.client.get(f"/ledger/tile/{missing}").status_code == 404, missing
