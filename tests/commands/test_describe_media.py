"""DescribeMedia: saying what a picture shows, before a post has it."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.posts import commands as posts
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House


def test_description_and_focus_change(house: House) -> None:
    """What is not given stays; the focus is kept within the picture."""
    picture = house.picture(description="Te")
    done, fact = house.records(
        "ada", posts.DescribeMedia(media_id=picture, focus=(0.25, 9.0)), "media.described", f"media/{picture}"
    )
    assert done.result == {"id": str(picture)}
    assert fact.payload["command"]["focus"] == ["0.25", "9.0"]
    assert sql.row("SELECT description, focus_x, focus_y FROM posts_media") == ("Te", 0.25, 1.0)
    house.records("ada", posts.DescribeMedia(media_id=picture, description="Coffi"), "media.described")
    assert sql.row("SELECT description, focus_x FROM posts_media") == ("Coffi", 0.25)


@pytest.mark.parametrize("who", ["bevan", "cade", "mair"])
def test_p1_anothers_picture_is_not_found(house: House, who: str) -> None:
    """P1: for moderators and administrators too."""
    house.refuses(who, posts.DescribeMedia(media_id=house.picture(), description="x"), NotFound)


def test_a_picture_of_a_post_changes_with_the_post(house: House) -> None:
    """Once published it is changed by editing the post, so that history keeps what was shown."""
    picture = house.picture()
    house.post("Llun", media_ids=(picture,))
    house.refuses("ada", posts.DescribeMedia(media_id=picture, description="x"), NotFound)


def test_the_same_again_is_no_change(house: House) -> None:
    """Nothing is recorded."""
    house.leaves("ada", posts.DescribeMedia(media_id=house.picture(description="Te"), description="Te"))
