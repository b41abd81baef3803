"""Direct posts: by conversation, and all in a row."""

from __future__ import annotations

from coffeehouse.channels.client_api.answers import EMPTY, listed, spliced
from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.channels.client_api.endpoints import user
from coffeehouse.domain.posts import inbox_commands as commands
from coffeehouse.domain.posts.queries import conversations as queries


@user("read:statuses")
def read_conversations(call: Call) -> Answer:
    """With whom the reader talks directly."""
    page = call.page()
    return listed(call, page, queries.list_conversations(call.account_id, page))


@user("write:conversations")
def delete_conversation(call: Call) -> Answer:
    """Take a conversation off the list."""
    call.act(commands.DeleteConversation(conversation_id=call.id))
    return Answer(EMPTY)


@user("write:conversations")
def mark_read(call: Call) -> Answer:
    """A conversation has been read."""
    call.act(commands.ReadConversation(conversation_id=call.id))
    return spliced(queries.read_conversation(call.account_id, call.id))


@user("write:conversations")
def mark_unread(call: Call) -> Answer:
    """A conversation is to be read again."""
    call.act(commands.UnreadConversation(conversation_id=call.id))
    return spliced(queries.read_conversation(call.account_id, call.id))


@user("read:statuses")
def read_direct(call: Call) -> Answer:
    """Direct posts to and from the reader."""
    page = call.page()
    return listed(call, page, queries.direct_timeline(call.account_id, page))
