"""Direct conversations as each of their people sees them: kept up when direct posts are published or deleted."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Outcome
from coffeehouse.domain.people.handlers.acting import acting_account
from coffeehouse.domain.posts import inbox_commands as commands
from coffeehouse.kernel.errors import NotFound

KEEP = """
INSERT INTO posts_conversation (id, account_id, thread_id, participants, last_post_id, is_unread)
VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (account_id, thread_id, participants) DO UPDATE
SET last_post_id = excluded.last_post_id, is_unread = excluded.is_unread
WHERE excluded.last_post_id > posts_conversation.last_post_id
"""
FIND = "SELECT id FROM posts_conversation WHERE account_id = %s AND thread_id = %s AND participants = %s"
LINK = """
INSERT INTO posts_directpost (account_id, post_id, in_conversation_id) VALUES (%s, %s, %s)
ON CONFLICT (account_id, post_id) DO UPDATE SET in_conversation_id = excluded.in_conversation_id
"""


def keep(context: Context, account_id: int, post_id: int) -> None:
    """Put a direct post into the conversation that one of its people has with the others."""
    post = sql.row("SELECT account_id, conversation_id FROM posts_post WHERE id = %s", (post_id,))
    if post is None:
        return
    named = sql.rows("SELECT account_id FROM posts_mention WHERE post_id = %s", (post_id,))
    others = sorted({post[0], *(row[0] for row in named)} - {account_id})
    participants = " ".join(str(other) for other in others)
    is_unread = post[0] != account_id
    sql.execute(KEEP, (context.new_id(), account_id, post[1], participants, post_id, is_unread))
    conversation_id = sql.value(FIND, (account_id, post[1], participants))
    sql.execute(LINK, (account_id, post_id, conversation_id))


def forget_posts(post_ids: list[int]) -> None:
    """Take posts that are gone out of conversations; one without posts goes too."""
    gone = sql.rows(
        f"DELETE FROM posts_directpost WHERE post_id IN ({sql.marks(len(post_ids))}) RETURNING in_conversation_id",
        post_ids,
    )
    for conversation_id in {row[0] for row in gone if row[0] is not None}:
        latest = sql.value(
            "SELECT MAX(post_id) FROM posts_directpost WHERE in_conversation_id = %s", (conversation_id,)
        )
        if latest is None:
            sql.execute("DELETE FROM posts_conversation WHERE id = %s", (conversation_id,))
        else:
            sql.execute("UPDATE posts_conversation SET last_post_id = %s WHERE id = %s", (latest, conversation_id))


def apply_read_conversation(command: commands.ReadConversation, context: Context) -> Outcome:
    """Mark a conversation as read."""
    return _mark(command.conversation_id, context, is_unread=False)


def apply_unread_conversation(command: commands.UnreadConversation, context: Context) -> Outcome:
    """Mark a conversation as not read yet."""
    return _mark(command.conversation_id, context, is_unread=True)


def _mark(conversation_id: int, context: Context, *, is_unread: bool) -> Outcome:
    account_id = acting_account(context)
    was_unread = sql.value(
        "SELECT is_unread FROM posts_conversation WHERE id = %s AND account_id = %s", (conversation_id, account_id)
    )
    if was_unread is None:
        raise NotFound()
    is_same = bool(was_unread) is is_unread
    if not is_same:
        sql.execute("UPDATE posts_conversation SET is_unread = %s WHERE id = %s", (is_unread, conversation_id))
    return Outcome(object=f"conversation/{conversation_id}", result=str(conversation_id), unchanged=is_same)


def apply_delete_conversation(command: commands.DeleteConversation, context: Context) -> Outcome:
    """Take a conversation off the list; the next direct post of it begins a new one."""
    done = sql.execute(
        "DELETE FROM posts_conversation WHERE id = %s AND account_id = %s",
        (command.conversation_id, acting_account(context)),
    )
    if not done:
        raise NotFound()
    sql.execute(
        "UPDATE posts_directpost SET in_conversation_id = NULL WHERE in_conversation_id = %s",
        (command.conversation_id,),
    )
    return Outcome(object=f"conversation/{command.conversation_id}")
