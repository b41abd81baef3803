"""DeleteConversation: taking a direct conversation off one's list."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.posts import inbox_commands as commands
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House


def test_it_goes_and_may_come_back(house: House) -> None:
    """The row goes, the posts stay; the other keeps theirs (P1); the next post of it makes a new one."""
    first = house.post("@bevan hello", visibility="direct")
    mine = "SELECT id FROM posts_conversation WHERE account_id = %s"
    found = int(sql.value(mine, (house.id("ada"),)))
    command = commands.DeleteConversation(conversation_id=found)
    house.refuses("bevan", command, NotFound)
    house.records("ada", command, "conversation.deleted", f"conversation/{found}")
    assert sql.rows(mine, (house.id("ada"),)) == []
    assert sql.value("SELECT COUNT(*) FROM posts_conversation") == 1
    assert sql.value("SELECT COUNT(*) FROM posts_directpost") == 2
    house.refuses("ada", command, NotFound)
    house.post("@bevan again", visibility="direct", in_reply_to_id=first)
    assert sql.value(mine, (house.id("ada"),)) not in (None, found)
