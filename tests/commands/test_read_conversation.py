"""ReadConversation: direct conversations, kept up by what is published and deleted, and read."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.posts import inbox_commands as commands
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House


def conversations(house: House, name: str) -> list[tuple[str, int, bool]]:
    """(with whom, latest post, whether unread) of somebody's, latest first."""
    names = {str(person.account_id): person.name for person in house.people.values()}
    found = sql.rows(
        "SELECT participants, last_post_id, is_unread FROM posts_conversation WHERE account_id = %s"
        " ORDER BY last_post_id DESC",
        (house.id(name),),
    )
    return [(" ".join(names[number] for number in row[0].split()), row[1], bool(row[2])) for row in found]


def test_reading(house: House) -> None:
    """Unread for whom a post names, read by the command, once; of somebody else's (P1) there is none."""
    post = house.post("@bevan hello", visibility="direct")
    assert conversations(house, "ada") == [("bevan", post, False)]
    assert conversations(house, "bevan") == [("ada", post, True)]
    found = int(sql.value("SELECT id FROM posts_conversation WHERE account_id = %s", (house.id("bevan"),)))
    command = commands.ReadConversation(conversation_id=found)
    house.refuses("ada", command, NotFound)
    house.records("bevan", command, "conversation.opened", f"conversation/{found}")
    assert conversations(house, "bevan") == [("ada", post, False)]
    house.leaves("bevan", command)


def test_the_same_people_in_one_thread_have_one(house: House) -> None:
    """An answer moves it up; with somebody more it is another; other posts make none."""
    first = house.post("@bevan hello", visibility="direct")
    second = house.post("@ada hello", "bevan", visibility="direct", in_reply_to_id=first)
    third = house.post("@bevan @gwyn and you", visibility="direct", in_reply_to_id=second)
    house.post("@bevan for all", in_reply_to_id=second)
    assert conversations(house, "ada") == [("bevan gwyn", third, False), ("bevan", second, True)]
    assert conversations(house, "gwyn") == [("ada bevan", third, True)]


def test_deleting_posts_moves_it_back(house: House) -> None:
    """The latest that is left; without any there is no conversation."""
    first = house.post("@bevan hello", visibility="direct")
    second = house.post("@bevan again", visibility="direct", in_reply_to_id=first)
    house.act("ada", posts.DeletePost(post_id=second))
    assert [one[:2] for one in conversations(house, "bevan")] == [("ada", first)]
    house.act("ada", posts.DeletePost(post_id=first))
    assert conversations(house, "ada") == conversations(house, "bevan") == []
    assert sql.rows("SELECT * FROM posts_directpost") == []


def test_whoever_is_not_told_has_none(house: House) -> None:
    """A block keeps direct posts away, as it keeps their notifications."""
    house.act("bevan", people.BlockAccount(target_id=house.id("ada")))
    house.post("@bevan hello", visibility="direct")
    assert conversations(house, "bevan") == []
