"""DeleteMedia: taking a picture back that no post has."""

from __future__ import annotations

import msgspec
import pytest

from coffeehouse.database import sql
from coffeehouse.domain.posts import commands as posts
from coffeehouse.kernel.errors import Invalid, NotFound
from tests.commands.house import House


def test_the_row_goes_at_once_and_the_files_after(house: House) -> None:
    """M7: the job to remove both files is written with the act."""
    picture = house.picture()
    keys = sql.row("SELECT file, preview FROM posts_media") or ()
    house.records("ada", posts.DeleteMedia(media_id=picture), "media.deleted", f"media/{picture}")
    assert sql.rows("SELECT * FROM posts_media") == []
    payload = sql.value("SELECT payload FROM engine_outbox WHERE kind = 'remove_files'")
    assert msgspec.json.decode(payload) == {"keys": list(keys)}


@pytest.mark.parametrize("who", ["bevan", "cade", "mair"])
def test_p1_anothers_picture_is_not_found(house: House, who: str) -> None:
    """P1: for moderators and administrators too."""
    house.refuses(who, posts.DeleteMedia(media_id=house.picture()), NotFound)


def test_a_picture_of_a_post_stays(house: House) -> None:
    """It goes with the post: its owner is told so, to others it is not there."""
    picture = house.picture()
    house.post("Llun", media_ids=(picture,))
    house.refuses("ada", posts.DeleteMedia(media_id=picture), Invalid)
    house.refuses("bevan", posts.DeleteMedia(media_id=picture), NotFound)
