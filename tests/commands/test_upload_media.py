"""UploadMedia: handing in a picture for a post to come."""

from __future__ import annotations

import hashlib

import pytest

from coffeehouse.database import sql
from coffeehouse.domain import files
from coffeehouse.domain.posts import commands as posts
from coffeehouse.kernel.errors import Invalid
from tests.commands.house import House, png


def test_a_picture_is_encoded_anew_stored_and_recorded_by_its_hash(house: House) -> None:
    """M1, M5: a row and two files of our own making; the ledger has hashes, never the bytes."""
    data = png()
    command = posts.UploadMedia(data=data, description=" Te ", focus=(2.0, -0.5))
    done, fact = house.records("ada", command, "media.uploaded")
    media_id = int(done.result["id"])
    row = sql.row(
        "SELECT account_id, post_id, description, focus_x, focus_y, width, height, file, preview, sha256"
        " FROM posts_media WHERE id = %s",
        (media_id,),
    )
    assert row is not None
    assert row[:7] == (house.id("ada"), None, "Te", 1.0, -0.5, 8, 6)
    assert fact.object == f"media/{media_id}"
    assert fact.payload["command"]["data"] == hashlib.sha256(data).hexdigest()
    assert fact.payload["kept"] == {"sha256": row[9], "kind": "image"}
    assert files.path_of(row[7]).exists()
    assert files.path_of(row[8]).exists()


@pytest.mark.parametrize("data", [b"", b"GIF89a nonsense", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7"])
def test_m1_what_is_no_picture_is_refused(house: House, data: bytes) -> None:
    """M1: nothing is stored."""
    house.refuses("ada", posts.UploadMedia(data=data), Invalid)


def test_d4_a_description_has_an_end(house: House) -> None:
    """D4: 1,500 characters at most."""
    house.refuses("ada", posts.UploadMedia(data=png(), description="x" * 1_501), Invalid)
