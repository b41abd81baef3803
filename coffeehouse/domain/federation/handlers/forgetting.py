"""Accounts elsewhere that are no more: first who they were, then, a few at a time, what they said."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Job, Outcome
from coffeehouse.domain.erased import Erased
from coffeehouse.domain.federation import moving_commands as commands
from coffeehouse.domain.federation.handlers.taking_back import take_back
from coffeehouse.domain.people.handlers.erasing import erase_person
from coffeehouse.domain.posts.handlers.erasing import erase_post
from coffeehouse.kernel.errors import NotFound

BATCH = 50
# Rows about the account, by the column that names it; what others keep of it for themselves goes too.
ROWS = (
    ("people_follow", "account_id"), ("people_follow", "target_id"), ("people_listmember", "account_id"),
    ("people_endorsement", "target_id"), ("people_block", "account_id"), ("federation_remotefollower", "account_id"),
    ("federation_remotekey", "account_id"), ("posts_notification", "from_account_id"),
)  # fmt: skip
COUNTS = (
    "UPDATE people_accountcounts SET following_count = following_count - 1 WHERE account_id IN"
    " (SELECT account_id FROM people_follow WHERE target_id = %s AND NOT is_pending)",
    "UPDATE people_accountcounts SET followers_count = followers_count - 1 WHERE account_id IN"
    " (SELECT target_id FROM people_follow WHERE account_id = %s AND NOT is_pending)",
    "UPDATE people_accountcounts SET followers_count = 0, following_count = 0 WHERE account_id = %s",
)


def apply_forget_actor(command: commands.ForgetActor, context: Context) -> Outcome:
    """Take name, picture and words of the account away, end every follow, and keep that its identity is no more."""
    found = sql.row("SELECT uri, gone_at FROM federation_remoteactor WHERE id = %s", (command.account_id,))
    if found is None:
        raise NotFound()
    if found[1] is not None:
        return Outcome(object=f"account/{command.account_id}", unchanged=True)
    for statement in COUNTS:
        sql.execute(statement, (command.account_id,))
    taken = take_back(command.account_id)
    for table, column in ROWS:
        sql.execute(f"DELETE FROM {table} WHERE {column} = %s", (command.account_id,))
    done = erase_person(command.account_id, context)
    sql.execute(
        "UPDATE federation_remoteactor SET gone_at = %s, avatar_url = '', header_url = '', also_known_as = '[]'"
        " WHERE id = %s",
        (context.now, command.account_id),
    )
    sql.execute(
        "INSERT INTO federation_gone (uri, gone_at) VALUES (%s, %s) ON CONFLICT DO NOTHING", (found[0], context.now)
    )
    return Outcome(
        object=f"account/{command.account_id}",
        kept={"uri": found[0]},
        states=(*done.states, *taken.states),
        jobs=(*done.jobs(), _rest(command.account_id)),
    )


def _rest(account_id: int) -> Job:
    return Job("forget_posts", {"account_id": account_id})


def next_posts(account_id: int) -> list[int]:
    """The posts that are removed next."""
    found = sql.rows("SELECT id FROM posts_post WHERE account_id = %s ORDER BY id DESC LIMIT %s", (account_id, BATCH))
    return [row[0] for row in found]


def apply_forget_posts(command: commands.ForgetPosts, _context: Context) -> Outcome:
    """Remove the next BATCH of them, and what they did to posts of others; have the rest removed afterwards."""
    gone = sql.value("SELECT gone_at FROM federation_remoteactor WHERE id = %s", (command.account_id,))
    if gone is None:
        return Outcome(object=f"account/{command.account_id}", unchanged=True)
    taken = take_back(command.account_id)
    found = next_posts(command.account_id)
    if not found and not taken.some:
        return Outcome(object=f"account/{command.account_id}", unchanged=True)
    done = Erased(states=taken.states)
    for post_id in found:
        done.add(erase_post(post_id))
    # With those who passed them on.
    ids = [state.id for state in done.states if state.table == "posts_post" and state.row is None]
    if ids:
        sql.execute(f"DELETE FROM federation_remoteobject WHERE id IN ({sql.marks(len(ids))})", ids)
    return Outcome(
        object=f"account/{command.account_id}",
        kept={"posts": len(found)},
        states=tuple({(state.table, state.id): state for state in done.states}.values()),
        jobs=(*done.jobs(), *((_rest(command.account_id),) if taken.is_more or len(found) == BATCH else ())),
    )
