"""Follows, requests, blocks, mutes and private notes. What they do to feeds and notifications is `posts`' business."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Job, Outcome
from coffeehouse.domain.people import commands, relation_commands
from coffeehouse.domain.people.handlers.acting import acting_account, visible_account
from coffeehouse.kernel.errors import Forbidden, Invalid, NotFound

MAX_FOLLOWING = 7_500
DOMAIN_BLOCKED = (
    "SELECT 1 FROM people_account a JOIN people_domainblock d ON d.domain = a.domain WHERE a.id = %s AND a.domain <> ''"
    " AND d.account_id = %s"
)


def _count(account_id: int, target_id: int, step: int) -> None:
    """Add `step` to the following of one and the followers of the other."""
    sql.execute(
        "UPDATE people_accountcounts SET following_count = following_count + %s WHERE account_id = %s",
        (step, account_id),
    )
    sql.execute(
        "UPDATE people_accountcounts SET followers_count = followers_count + %s WHERE account_id = %s",
        (step, target_id),
    )


def end_follow(account_id: int, target_id: int) -> str | None:
    """Remove a follow or request; "follow", "request", or None when there was neither."""
    pending = sql.row(
        "DELETE FROM people_follow WHERE account_id = %s AND target_id = %s RETURNING is_pending",
        (account_id, target_id),
    )
    if pending is None:
        return None
    sql.execute(
        "DELETE FROM people_listmember WHERE account_id = %s AND list_id IN"
        " (SELECT id FROM people_list WHERE account_id = %s)",
        (target_id, account_id),
    )
    # Who is no longer followed is no longer recommended either.
    sql.execute("DELETE FROM people_endorsement WHERE account_id = %s AND target_id = %s", (account_id, target_id))
    if pending[0]:
        return "request"
    _count(account_id, target_id, -1)
    return "follow"


def apply_follow_account(command: commands.FollowAccount, context: Context) -> Outcome:
    """Insert a follow (a request, when the target is locked), or change an existing one."""
    account_id, target_id = acting_account(context), command.target_id
    visible_account(target_id, account_id)
    if target_id == account_id:
        raise Forbidden("You cannot follow yourself.")
    if sql.value("SELECT 1 FROM people_block WHERE account_id = %s AND target_id = %s", (account_id, target_id)):
        raise Forbidden("You block this account. Unblock it first.")
    if sql.value(DOMAIN_BLOCKED, (target_id, account_id)):
        raise Forbidden("You block the server of this account. Unblock it first.")
    languages = None if command.languages is None else " ".join(command.languages)
    found = sql.row(
        "SELECT is_pending, shows_boosts, notifies, languages FROM people_follow"
        " WHERE account_id = %s AND target_id = %s",
        (account_id, target_id),
    )
    choices = (
        command.shows_boosts if command.shows_boosts is not None else (bool(found[1]) if found else True),
        command.notifies if command.notifies is not None else (bool(found[2]) if found else False),
        languages if languages is not None else (found[3] if found else ""),
    )
    if found is not None:
        if context.actor.role == "remote" and not found[0]:
            # They ask anew since our answer was lost: they follow still, and are answered once more.
            return Outcome(object=f"account/{target_id}", result="again", kind="follow.changed")
        if choices == (bool(found[1]), bool(found[2]), found[3]):
            return Outcome(object=f"account/{target_id}", result="changed", unchanged=True)
        sql.execute(
            "UPDATE people_follow SET shows_boosts = %s, notifies = %s, languages = %s"
            " WHERE account_id = %s AND target_id = %s",
            (*choices, account_id, target_id),
        )
        return Outcome(object=f"account/{target_id}", result="changed", kind="follow.changed")
    return _insert_follow(context, account_id, target_id, choices)


def _insert_follow(context: Context, account_id: int, target_id: int, choices: tuple[bool, bool, str]) -> Outcome:
    following = sql.value("SELECT following_count FROM people_accountcounts WHERE account_id = %s", (account_id,))
    if (following or 0) >= MAX_FOLLOWING:
        raise Invalid(f"You follow {MAX_FOLLOWING:,} accounts, the most there can be. Unfollow some first.")
    # An account elsewhere follows from when its server says so (Accept).
    locked = bool(sql.value("SELECT 1 FROM people_account WHERE id = %s AND (is_locked OR domain <> '')", (target_id,)))
    sql.execute(
        "INSERT INTO people_follow (id, account_id, target_id, is_pending, shows_boosts, notifies, languages,"
        " created_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
        (context.new_id(), account_id, target_id, locked, *choices, context.now),
    )
    if locked:
        return Outcome(object=f"account/{target_id}", result="requested", kind="follow.requested")
    _count(account_id, target_id, 1)
    return Outcome(object=f"account/{target_id}", result="following")


def apply_unfollow_account(command: commands.UnfollowAccount, context: Context) -> Outcome:
    """Remove a follow or take a request back."""
    account_id = acting_account(context)
    ended = end_follow(account_id, command.target_id)
    if ended is None:
        visible_account(command.target_id, None)
    return Outcome(object=f"account/{command.target_id}", result=ended, unchanged=ended is None)


def apply_authorize_follow(command: commands.AuthorizeFollow, context: Context) -> Outcome:
    """A request becomes a follow."""
    account_id = acting_account(context)
    done = sql.execute(
        "UPDATE people_follow SET is_pending = %s WHERE account_id = %s AND target_id = %s AND is_pending",
        (False, command.account_id, account_id),
    )
    if not done:
        raise NotFound()
    _count(command.account_id, account_id, 1)
    return Outcome(object=f"account/{command.account_id}", result="following")


def apply_reject_follow(command: commands.RejectFollow, context: Context) -> Outcome:
    """A request is refused; nobody is told."""
    account_id = acting_account(context)
    done = sql.execute(
        "DELETE FROM people_follow WHERE account_id = %s AND target_id = %s AND is_pending",
        (command.account_id, account_id),
    )
    if not done:
        raise NotFound()
    return Outcome(object=f"account/{command.account_id}")


def apply_remove_follower(command: commands.RemoveFollower, context: Context) -> Outcome:
    """A follower follows no longer."""
    account_id = acting_account(context)
    ended = end_follow(command.account_id, account_id)
    if ended is None:
        visible_account(command.account_id, None)
    return Outcome(object=f"account/{command.account_id}", result=ended, unchanged=ended is None)


def apply_block_account(command: commands.BlockAccount, context: Context) -> Outcome:
    """Insert a block; following ends both ways."""
    account_id, target_id = acting_account(context), command.target_id
    visible_account(target_id, None)
    if target_id == account_id:
        raise Forbidden("You cannot block yourself.")
    if sql.value("SELECT 1 FROM people_block WHERE account_id = %s AND target_id = %s", (account_id, target_id)):
        return Outcome(object=f"account/{target_id}", unchanged=True)
    end_follow(account_id, target_id)
    end_follow(target_id, account_id)
    sql.execute(
        "INSERT INTO people_block (id, account_id, target_id, created_at) VALUES (%s, %s, %s, %s)",
        (context.new_id(), account_id, target_id, context.now),
    )
    return Outcome(object=f"account/{target_id}")


def apply_unblock_account(command: commands.UnblockAccount, context: Context) -> Outcome:
    """Remove a block; following does not come back by itself."""
    account_id = acting_account(context)
    done = sql.execute(
        "DELETE FROM people_block WHERE account_id = %s AND target_id = %s", (account_id, command.target_id)
    )
    if not done:
        visible_account(command.target_id, None)
    return Outcome(object=f"account/{command.target_id}", unchanged=not done)


def apply_mute_account(command: commands.MuteAccount, context: Context) -> Outcome:
    """Insert or change a mute."""
    account_id, target_id = acting_account(context), command.target_id
    visible_account(target_id, account_id)
    if target_id == account_id:
        raise Forbidden("You cannot mute yourself.")
    if not 0 <= command.duration <= 10 * 365 * 86_400:
        raise Invalid("A mute lasts at most ten years; leave the duration out to mute until you unmute.")
    expires_at = context.now + command.duration * 1_000 if command.duration else None
    before = sql.row(
        "SELECT hides_notifications, expires_at FROM people_mute WHERE account_id = %s AND target_id = %s",
        (account_id, target_id),
    )
    if before is not None and (bool(before[0]), before[1]) == (command.hides_notifications, expires_at):
        return Outcome(object=f"account/{target_id}", unchanged=True)
    sql.execute(
        "INSERT INTO people_mute (id, account_id, target_id, hides_notifications, created_at, expires_at)"
        " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (account_id, target_id)"
        " DO UPDATE SET hides_notifications = excluded.hides_notifications, expires_at = excluded.expires_at",
        (context.new_id(), account_id, target_id, command.hides_notifications, context.now, expires_at),
    )
    ending = Job("end_mute", {"account_id": account_id, "target_id": target_id}, run_at=expires_at or 0)
    return Outcome(object=f"account/{target_id}", jobs=(ending,) if expires_at else ())


def apply_end_mute(command: relation_commands.EndMute, context: Context) -> Outcome:
    """Remove a mute whose time is over; one that was prolonged or made anew meanwhile stays."""
    done = sql.execute(
        "DELETE FROM people_mute WHERE account_id = %s AND target_id = %s AND expires_at <= %s",
        (command.account_id, command.target_id, context.now),
    )
    return Outcome(object=f"account/{command.target_id}", unchanged=not done)


def apply_unmute_account(command: commands.UnmuteAccount, context: Context) -> Outcome:
    """Remove a mute."""
    account_id = acting_account(context)
    done = sql.execute(
        "DELETE FROM people_mute WHERE account_id = %s AND target_id = %s", (account_id, command.target_id)
    )
    if not done:
        visible_account(command.target_id, None)
    return Outcome(object=f"account/{command.target_id}", unchanged=not done)


def apply_note_account(command: commands.NoteAccount, context: Context) -> Outcome:
    """Keep, change or remove a private remark."""
    account_id, target_id = acting_account(context), command.target_id
    visible_account(target_id, account_id)
    if len(command.comment) > 2_000:
        raise Invalid("A note has at most 2,000 characters.", field="comment")
    key = (account_id, target_id)
    before = sql.row("SELECT comment, id FROM people_accountnote WHERE account_id = %s AND target_id = %s", key)
    if command.comment == (before[0] if before else ""):
        return Outcome(object=f"account/{target_id}", unchanged=True)
    note_id = before[1] if before else context.new_id()
    if command.comment:
        sql.execute(
            "INSERT INTO people_accountnote (id, account_id, target_id, comment) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (account_id, target_id) DO UPDATE SET comment = excluded.comment",
            (note_id, account_id, target_id, command.comment),
        )
    else:
        sql.execute("DELETE FROM people_accountnote WHERE account_id = %s AND target_id = %s", key)
    # By its number the entry is found when the remark is erased, however short it is.
    return Outcome(object=f"account/{target_id}", kept={"note": str(note_id)})
