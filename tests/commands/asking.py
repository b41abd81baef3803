"""What tests of asking look at: the polls that wait for somebody, and what the desk wrote to them."""

from __future__ import annotations

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.posts.queries import read_status
from coffeehouse.domain.publishing.asked import Asked, asks_about
from tests.commands.house import House

RELEASE, CHANGE, REFUSE = range(3)


def asks_of(house: House, held_id: int, name: str) -> list[Asked]:
    """What somebody was asked about a draft, oldest first."""
    return [ask for ask in asks_about(held_id) if ask.member_id == house.member(name)]


def poll_of(house: House, held_id: int, name: str) -> int:
    """The post of the latest poll that asks somebody about a draft."""
    return asks_of(house, held_id, name)[-1].post_id


def letters(house: House, name: str) -> list[str]:
    """Direct messages of the desk to somebody, oldest first, as they read them."""
    found = sql.rows(
        "SELECT p.id FROM posts_post p JOIN posts_mention m ON m.post_id = p.id"
        " WHERE m.account_id = %s AND p.account_id = (SELECT account_id FROM publishing_desk) ORDER BY p.id",
        (house.id(name),),
    )
    return [str(msgspec.json.decode(read_status(house.id(name), post_id) or "{}")["content"]) for (post_id,) in found]
