"""Lists of one's own, and how far the timelines have been read."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Outcome
from coffeehouse.domain.people import commands
from coffeehouse.domain.people.handlers.acting import acting_account
from coffeehouse.kernel.errors import Invalid, NotFound
from coffeehouse.kernel.text import normalise

REPLIES_POLICIES = ("followed", "list", "none")
MAX_LISTS = 50
TIMELINES = ("home", "notifications")


def _title(title: str) -> str:
    kept = normalise(title).replace("\n", " ").strip()
    if not 1 <= len(kept) <= 256:
        raise Invalid("Validation failed: Title must have 1 to 256 characters", field="title")
    return kept


def _policy(policy: str) -> str:
    if policy not in REPLIES_POLICIES:
        raise Invalid(f"The replies policy is one of: {', '.join(REPLIES_POLICIES)}.", field="replies_policy")
    return policy


def _own_list(list_id: int, account_id: int) -> None:
    if not sql.value("SELECT 1 FROM people_list WHERE id = %s AND account_id = %s", (list_id, account_id)):
        raise NotFound()


def apply_create_list(command: commands.CreateList, context: Context) -> Outcome:
    """Insert a list."""
    account_id = acting_account(context)
    if sql.value("SELECT COUNT(*) FROM people_list WHERE account_id = %s", (account_id,)) >= MAX_LISTS:
        raise Invalid(f"You have {MAX_LISTS} lists, the most there can be. Delete one first.")
    list_id = context.new_id()
    sql.execute(
        "INSERT INTO people_list (id, account_id, title, replies_policy, is_exclusive, created_at)"
        " VALUES (%s, %s, %s, %s, %s, %s)",
        (
            list_id, account_id, _title(command.title), _policy(command.replies_policy), command.is_exclusive,
            context.now,
        ),
    )  # fmt: skip
    return Outcome(object=f"list/{list_id}", result=str(list_id))


def apply_update_list(command: commands.UpdateList, context: Context) -> Outcome:
    """Change a list of one's own."""
    before = sql.row(
        "SELECT title, replies_policy, is_exclusive FROM people_list WHERE id = %s AND account_id = %s",
        (command.list_id, acting_account(context)),
    )
    if before is None:
        raise NotFound()
    after = (
        before[0] if command.title is None else _title(command.title),
        before[1] if command.replies_policy is None else _policy(command.replies_policy),
        bool(before[2] if command.is_exclusive is None else command.is_exclusive),
    )
    if after == (before[0], before[1], bool(before[2])):
        return Outcome(object=f"list/{command.list_id}", unchanged=True)
    sql.execute(
        "UPDATE people_list SET title = %s, replies_policy = %s, is_exclusive = %s WHERE id = %s",
        (*after, command.list_id),
    )
    return Outcome(object=f"list/{command.list_id}")


def apply_delete_list(command: commands.DeleteList, context: Context) -> Outcome:
    """Remove a list of one's own."""
    _own_list(command.list_id, acting_account(context))
    sql.execute("DELETE FROM people_listmember WHERE list_id = %s", (command.list_id,))
    sql.execute("DELETE FROM people_list WHERE id = %s", (command.list_id,))
    return Outcome(object=f"list/{command.list_id}")


def apply_add_to_list(command: commands.AddToList, context: Context) -> Outcome:
    """Put accounts one follows on a list."""
    account_id = acting_account(context)
    _own_list(command.list_id, account_id)
    added = 0
    for member_id in command.account_ids:
        followed = sql.value(
            "SELECT 1 FROM people_follow WHERE account_id = %s AND target_id = %s AND NOT is_pending",
            (account_id, member_id),
        )
        if not followed and member_id != account_id:
            raise NotFound()
        added += sql.execute(
            "INSERT INTO people_listmember (list_id, account_id) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            (command.list_id, member_id),
        )
    return Outcome(object=f"list/{command.list_id}", unchanged=not added)


def apply_remove_from_list(command: commands.RemoveFromList, context: Context) -> Outcome:
    """Take accounts off a list."""
    _own_list(command.list_id, acting_account(context))
    removed = 0
    for member_id in command.account_ids:
        removed += sql.execute(
            "DELETE FROM people_listmember WHERE list_id = %s AND account_id = %s", (command.list_id, member_id)
        )
    return Outcome(object=f"list/{command.list_id}", unchanged=not removed)


def apply_set_markers(command: commands.SetMarkers, context: Context) -> Outcome:
    """Remember reading positions; the version counts the changes."""
    account_id = acting_account(context)
    moved = 0
    for timeline, last_read_id in command.positions:
        if timeline not in TIMELINES:
            raise Invalid(f"A marker is for one of: {', '.join(TIMELINES)}.")
        moved += sql.execute(
            "INSERT INTO people_marker (account_id, timeline, last_read_id, version, updated_at)"
            " VALUES (%s, %s, %s, 1, %s) ON CONFLICT (account_id, timeline) DO UPDATE SET"
            " last_read_id = excluded.last_read_id, version = people_marker.version + 1,"
            " updated_at = excluded.updated_at WHERE people_marker.last_read_id <> excluded.last_read_id",
            (account_id, timeline, last_read_id, context.now),
        )
    return Outcome(object=f"account/{account_id}", unchanged=not moved)
