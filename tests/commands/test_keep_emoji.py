"""KeepEmoji: a custom emoji of another server, fetched by the worker, is shown from here."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from coffeehouse.database import sql
from coffeehouse.delivery.elsewhere import deliver_emoji
from coffeehouse.domain.federation.commands import KeepEmoji, ReceiveEdit
from coffeehouse.domain.people.house_commands import AddEmoji
from coffeehouse.domain.people.queries import read_account
from coffeehouse.domain.posts.queries import read_status
from coffeehouse.kernel.errors import Forbidden, Invalid
from coffeehouse.protocols.activitypub.documents import Emoji
from tests.commands.house import House, png
from tests.federation.elsewhere import Stranger, stranger

BLOB = Emoji(shortcode="blob", url="https://files.example/blob.png")


def emojis(post_id: int) -> list[dict[str, Any]]:
    """The emoji of a post as an app gets them."""
    found = read_status(None, post_id)
    assert found is not None
    return list(msgspec.json.decode(found)["emojis"])


@pytest.fixture
def dee(house: House) -> Stranger:
    """Somebody on another server."""
    return stranger()


def emoji_id() -> int:
    """The id of the emoji that was met."""
    return int(sql.value("SELECT id FROM federation_remoteemoji"))


def test_it_is_fetched_once_and_shown_from_here(house: House, dee: Stranger) -> None:
    """First the post is shown without; then with the picture, as is every later post and edit that uses it."""
    post_id = dee.says(1, "Shwmae :blob:", emojis=(BLOB,))
    assert emojis(post_id) == []
    assert house.jobs().count("fetch_emoji") == 1
    command = KeepEmoji(emoji_id=emoji_id(), post_id=post_id, data=png())
    _, fact = house.records("system", command, "emoji.fetched", f"post/{post_id}")
    assert ("posts_post", post_id) in fact.states()
    (shown,) = emojis(post_id)
    assert shown["shortcode"] == "blob"
    assert shown["url"].startswith("http://localhost:8000/media/")
    later = dee.says(2, "Eto :blob: :other:", emojis=(BLOB,))
    assert [one["shortcode"] for one in emojis(later)] == ["blob"]
    dee.does(ReceiveEdit(document=dee.note(2, "Heb")))
    assert emojis(later) == []
    assert house.jobs().count("fetch_emoji") == 1


def test_what_came_while_it_was_fetched_shows_it_too(house: House, dee: Stranger) -> None:
    """A second post is not the reason to fetch it again; it shows it a little later, once it is here."""
    first, second = (dee.says(number, ":blob:", emojis=(BLOB,)) for number in (1, 2))
    found = sql.rows("SELECT payload FROM engine_outbox WHERE kind = 'fetch_emoji' ORDER BY id")
    waiting = [msgspec.json.decode(payload) for (payload,) in found]
    assert waiting == [
        {"emoji_id": emoji_id(), "post_id": first},
        {"emoji_id": emoji_id(), "post_id": second, "is_asked": True},
    ]
    deliver_emoji(waiting[1])
    assert emojis(second) == []
    house.act("system", KeepEmoji(emoji_id=emoji_id(), post_id=first, data=png()))
    deliver_emoji(waiting[1])
    assert [one["shortcode"] for one in emojis(second)] == ["blob"]
    before = house.size()
    deliver_emoji(waiting[0])
    assert house.size() == before


def test_each_server_has_its_own(house: House, dee: Stranger) -> None:
    """A name says nothing on another server, nor in a post of ours."""
    post_id = dee.says(1, ":blob:", emojis=(BLOB,))
    house.act("system", KeepEmoji(emoji_id=emoji_id(), post_id=post_id, data=png()))
    assert emojis(stranger("mal", "third.example").says(1, ":blob:")) == []
    assert emojis(house.post(":blob:")) == []


def test_what_is_no_picture_is_not_kept(house: House, dee: Stranger) -> None:
    """Nor may anybody but the house keep one."""
    post_id = dee.says(1, ":blob:", emojis=(BLOB,))
    house.refuses("system", KeepEmoji(emoji_id=emoji_id(), post_id=post_id, data=b"<svg/>"), Invalid)
    house.refuses(dee.actor(), KeepEmoji(emoji_id=emoji_id(), post_id=post_id, data=png()), Forbidden)


def test_a_profile_shows_the_emoji_of_its_own_server(house: House) -> None:
    """Fetched once; an emoji of ours with the same name is another picture, and stays ours."""
    house.act("mair", AddEmoji(shortcode="blob", data=png("red")))
    ours = sql.value("SELECT file FROM people_customemoji")
    fan = stranger("fan", "elsewhere.example", summary="<p>:blob:</p>", emojis=(BLOB,))

    def shown() -> list[dict[str, Any]]:
        return list(msgspec.json.decode(read_account(None, fan.account_id) or "null")["emojis"])

    assert shown() == []
    house.records(
        "system", KeepEmoji(emoji_id=emoji_id(), account_id=fan.account_id, data=png()), "emoji.fetched",
        f"account/{fan.account_id}",
    )  # fmt: skip
    (emoji,) = shown()
    assert emoji["shortcode"] == "blob"
    assert ours not in emoji["url"]
