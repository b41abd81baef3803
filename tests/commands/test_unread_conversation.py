"""UnreadConversation: a direct conversation to come back to."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.posts import inbox_commands as commands
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House
from tests.commands.test_read_conversation import conversations


def test_putting_back(house: House) -> None:
    """Unread again for oneself alone, once; of somebody else's (P1) there is none."""
    post = house.post("@bevan hello", visibility="direct")
    find = "SELECT id FROM posts_conversation WHERE account_id = %s"
    found, other = (int(sql.value(find, (house.id(name),))) for name in ("bevan", "ada"))
    house.leaves("bevan", commands.UnreadConversation(conversation_id=found))
    house.act("bevan", commands.ReadConversation(conversation_id=found))
    command = commands.UnreadConversation(conversation_id=found)
    house.refuses("ada", command, NotFound)
    house.records("bevan", command, "conversation.reopened", f"conversation/{found}")
    assert conversations(house, "bevan") == [("ada", post, True)]
    assert conversations(house, "ada") == [("bevan", post, False)]
    house.refuses("bevan", commands.UnreadConversation(conversation_id=other), NotFound)
