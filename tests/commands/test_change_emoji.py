"""ChangeEmoji: taking a custom emoji out of use, and what apps show of it."""

from __future__ import annotations

import msgspec

from coffeehouse.domain.people import house_commands
from coffeehouse.domain.people.queries.emoji import list_emoji, offered_emoji
from coffeehouse.domain.posts.queries import read_status
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House
from tests.commands.test_add_emoji import add


def test_out_of_use_and_back(house: House) -> None:
    """It is offered to nobody and new posts do not show it; what was written with it keeps it."""
    emoji_id = int(house.act("mair", add()).result)
    before = house.post("Then :cwtch:")
    off = house_commands.ChangeEmoji(emoji_id=emoji_id, is_disabled=True)
    house.records("mair", off, "emoji.changed", f"emoji/{emoji_id}")
    house.leaves("mair", off)
    assert offered_emoji() == []
    for post, count in ((before, 1), (house.post("Now :cwtch:"), 0)):
        assert len(msgspec.json.decode(read_status(None, post) or "")["emojis"]) == count
    house.act("mair", house_commands.ChangeEmoji(emoji_id=emoji_id, is_disabled=False))
    assert len(offered_emoji()) == 1


def test_category_and_picker(house: House) -> None:
    """Changed one by one; the others stay."""
    emoji_id = int(house.act("mair", add(category="Old")).result)
    house.act("mair", house_commands.ChangeEmoji(emoji_id=emoji_id, category="New"))
    house.act("mair", house_commands.ChangeEmoji(emoji_id=emoji_id, is_in_picker=False))
    (one,) = list_emoji()
    assert (one.category, one.is_in_picker, one.is_disabled) == ("New", False, False)
    assert offered_emoji()[0].visible_in_picker is False


def test_only_administrators_and_only_what_is_there(house: House) -> None:
    """A moderator is refused by policy; an unknown one does not exist."""
    emoji_id = int(house.act("mair", add()).result)
    house.refuses("cade", house_commands.ChangeEmoji(emoji_id=emoji_id, is_disabled=True), Refused)
    house.refuses("mair", house_commands.ChangeEmoji(emoji_id=1, is_disabled=True), NotFound)
