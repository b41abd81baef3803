"""KeepMedia: a picture of a post elsewhere, fetched by the worker, is kept like our own."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from coffeehouse.database import sql
from coffeehouse.domain import files
from coffeehouse.domain.federation.commands import KeepMedia, ReceivePost
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.posts.queries import read_status
from coffeehouse.engine.act import Refused
from coffeehouse.engine.housekeeping import tidy_federation
from coffeehouse.kernel.errors import Conflict
from coffeehouse.protocols.activitypub.documents import Attachment
from tests.commands.house import House, png
from tests.federation.elsewhere import Stranger, stranger

URL = "https://files.example/1.png"


def shown(viewer_id: int | None, post_id: int) -> list[dict[str, Any]]:
    """The pictures of a post as an app gets them."""
    found = read_status(viewer_id, post_id)
    assert found is not None
    return list(msgspec.json.decode(found)["media_attachments"])


@pytest.fixture
def dee(house: House) -> Stranger:
    """Somebody on another server."""
    return stranger()


def media_of(post_id: int) -> int:
    """The id of a post's picture."""
    return int(sql.value("SELECT id FROM posts_media WHERE post_id = %s", (post_id,)))


def test_it_is_shown_from_here(house: House, dee: Stranger) -> None:
    """Encoded anew under a name of ours; the post shows it, with its description."""
    picture = Attachment(url=URL, kind="image", description="Tebot")
    post_id = dee.says(1, attachments=(picture,))
    command = KeepMedia(media_id=media_of(post_id), data=png())
    _, fact = house.records("system", command, "media.fetched", f"post/{post_id}")
    assert ("posts_post", post_id) in fact.states()
    (item,) = shown(None, post_id)
    assert (item["type"], item["description"], item["remote_url"]) == ("image", "Tebot", URL)
    assert item["url"].startswith("http://localhost:8000/media/posts/")
    assert files.path_of(item["url"].partition("/media/")[2]).is_file()
    house.leaves("system", command)


def test_a_private_picture_is_lent(house: House, dee: Stranger) -> None:
    """What only some may see has an address for each of them."""
    ada = "http://localhost:8000/users/ada"
    post_id = dee.says(1, visibility="direct", to=(ada,), attachments=(Attachment(url=URL, kind="image"),))
    house.act("system", KeepMedia(media_id=media_of(post_id), data=png()))
    assert "?lent=" in shown(house.id("ada"), post_id)[0]["url"]


@pytest.mark.parametrize("members", [{"data": b"no picture"}, {"problem": "404"}, {"received": "nothing"}])
def test_what_is_not_to_be_had_stays_a_link(house: House, dee: Stranger, members: dict[str, Any]) -> None:
    """Not a picture, or not there: the post stays whole, with a link, and is not asked for again."""
    post_id = dee.says(1, attachments=(Attachment(url=URL, kind="image"),))
    if "received" in members:
        members = {"received": files.receive([b"no video"])}
    house.act("system", KeepMedia(media_id=media_of(post_id), **members))
    (item,) = shown(None, post_id)
    assert (item["type"], item["url"]) == ("unknown", URL)
    assert sql.value("SELECT state FROM posts_media") == "linked"


def test_nobody_but_the_house_keeps_files_so(house: House, dee: Stranger) -> None:
    """It is no way to put a picture into somebody's post."""
    post_id = dee.says(1, attachments=(Attachment(url=URL, kind="image"),))
    house.refuses("ada", KeepMedia(media_id=media_of(post_id), data=png()), Refused)


def test_a_deleted_post_leaves_nothing(house: House, dee: Stranger) -> None:
    """Its files go, what is known of where they came from, and it does not come back by being told again."""
    document = dee.note(1, attachments=(Attachment(url=URL, kind="image"),))
    post_id = dee.says(1, attachments=(Attachment(url=URL, kind="image"),))
    house.act("system", KeepMedia(media_id=media_of(post_id), data=png()))
    house.act(dee.actor(), posts.DeletePost(post_id=post_id, keeps_media=False))
    assert "remove_files" in house.jobs()
    assert tidy_federation() == 1
    assert sql.value("SELECT COUNT(*) FROM federation_remotemedia") == 0
    house.refuses(dee.actor(), ReceivePost(document=document), Conflict)
