"""Posts that wait for their time. What waits is the command itself; at its time the worker asks for it anew.

A row is taken in the transaction that publishes, so a worker that dies or runs twice publishes once.
"""

from __future__ import annotations

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor, Context, Job, Outcome
from coffeehouse.domain.people.handlers.acting import acting_account
from coffeehouse.domain.posts.handlers.finding import find_visible
from coffeehouse.domain.posts.writing_commands import CancelScheduled, ReschedulePost, SchedulePost, SetScheduledAside
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, Invalid, NotFound

LEAST_AHEAD = 5 * clock.MINUTE
MOST_AHEAD = 5 * 366 * clock.DAY
MOST, MOST_A_DAY = 300, 25
REASON = 500


def check_time(scheduled_at: int, now: int) -> None:
    """Raise Invalid for a time that is too soon, or further away than anybody means."""
    if scheduled_at < now + LEAST_AHEAD:
        raise Invalid("Validation failed: Scheduled at must be at least 5 minutes in the future", field="scheduled_at")
    if scheduled_at > now + MOST_AHEAD:
        raise Invalid("Validation failed: Scheduled at is more than five years away", field="scheduled_at")


def _check_number(account_id: int, scheduled_at: int, own_id: int = 0) -> None:
    """Raise Invalid when as many wait as may, altogether or on that day (as Mastodon)."""
    day = scheduled_at - scheduled_at % clock.DAY
    row = sql.row(
        "SELECT COUNT(*), COUNT(*) FILTER (WHERE scheduled_at >= %s AND scheduled_at < %s) FROM posts_scheduled"
        " WHERE account_id = %s AND id <> %s",
        (day, day + clock.DAY, account_id, own_id),
    )
    total, that_day = row or (0, 0)
    if total >= MOST:
        raise Invalid(f"Validation failed: You have exceeded the limit of {MOST} scheduled posts")
    if that_day >= MOST_A_DAY:
        raise Invalid(f"Validation failed: You have exceeded the limit of {MOST_A_DAY} scheduled posts for that day")


def apply_schedule_post(command: SchedulePost, context: Context) -> Outcome:
    """Keep the command, claim its pictures, and set the worker's clock."""
    account_id = acting_account(context)
    scheduled_at = command.scheduled_at
    check_time(scheduled_at, context.now)
    _check_number(account_id, scheduled_at)
    if command.post.in_reply_to_id is not None:
        find_visible(command.post.in_reply_to_id, account_id)
    scheduled_id = context.new_id()
    _claim(command.post.media_ids, account_id, scheduled_id)
    post = msgspec.structs.replace(command.post, scheduled_id=scheduled_id)
    sql.execute(
        "INSERT INTO posts_scheduled (id, account_id, member_id, application_id, command, scheduled_at, state, reason,"
        " created_at) VALUES (%s, %s, %s, %s, %s, %s, 'waiting', '', %s)",
        (
            scheduled_id, account_id, context.actor.member_id, context.actor.application_id,
            msgspec.json.encode(post).decode(), scheduled_at, context.now,
        ),
    )  # fmt: skip
    return Outcome(
        object=f"scheduled/{scheduled_id}",
        result={"scheduled_id": str(scheduled_id)},
        jobs=(_job(scheduled_id, scheduled_at),),
    )


def _job(scheduled_id: int, scheduled_at: int) -> Job:
    return Job("publish_scheduled", {"scheduled_id": scheduled_id, "scheduled_at": scheduled_at}, run_at=scheduled_at)


def _claim(media_ids: tuple[int, ...], account_id: int, scheduled_id: int) -> None:
    for media_id in media_ids:
        if not sql.execute(
            "UPDATE posts_media SET scheduled_id = %s WHERE id = %s AND account_id = %s AND post_id IS NULL"
            " AND scheduled_id IS NULL",
            (scheduled_id, media_id, account_id),
        ):
            raise Invalid("Validation failed: This picture is not there any more. Upload it again.", field="media_ids")


def _free(scheduled_id: int) -> None:
    sql.execute("UPDATE posts_media SET scheduled_id = NULL WHERE scheduled_id = %s", (scheduled_id,))


def apply_reschedule_post(command: ReschedulePost, context: Context) -> Outcome:
    """Write the new time. The worker's call for the old time will find that it is over."""
    account_id = acting_account(context)
    row = sql.row(
        "SELECT scheduled_at, state FROM posts_scheduled WHERE id = %s AND account_id = %s AND state <> 'held'",
        (command.scheduled_id, account_id),
    )
    if row is None:
        raise NotFound()
    result = {"scheduled_id": str(command.scheduled_id)}
    if row == (command.scheduled_at, "waiting"):
        return Outcome(object=f"scheduled/{command.scheduled_id}", result=result, unchanged=True)
    check_time(command.scheduled_at, context.now)
    _check_number(account_id, command.scheduled_at, command.scheduled_id)
    sql.execute(
        "UPDATE posts_scheduled SET scheduled_at = %s, state = 'waiting', reason = '' WHERE id = %s",
        (command.scheduled_at, command.scheduled_id),
    )
    return Outcome(
        object=f"scheduled/{command.scheduled_id}",
        result=result,
        jobs=(_job(command.scheduled_id, command.scheduled_at),),
    )


def apply_cancel_scheduled(command: CancelScheduled, context: Context) -> Outcome:
    """Remove it; its pictures are the author's to use again."""
    done = sql.execute(
        "DELETE FROM posts_scheduled WHERE id = %s AND account_id = %s AND state <> 'held'",
        (command.scheduled_id, acting_account(context)),
    )
    if not done:
        raise NotFound()
    _free(command.scheduled_id)
    return Outcome(object=f"scheduled/{command.scheduled_id}", result={})


def apply_set_scheduled_aside(command: SetScheduledAside, context: Context) -> Outcome:
    """Note why it was not published; a failure is told to its author, who finds it in the list and may try again."""
    if command.state not in ("held", "failed"):
        raise Invalid("A scheduled post is set aside as held or failed.", field="state")
    row = sql.row(
        "UPDATE posts_scheduled SET state = %s, reason = %s WHERE id = %s AND state = 'waiting' RETURNING member_id",
        (command.state, command.reason[:REASON], command.scheduled_id),
    )
    told = f"scheduled/{command.scheduled_id}"
    if row is None:
        return Outcome(object=told, unchanged=True)
    if command.state == "held" or row[0] is None:
        return Outcome(object=told)
    job = Job("mail_not_published", {"member_id": row[0], "reason": command.reason[:REASON]})
    return Outcome(object=told, jobs=(job,))


def take(scheduled_id: int, account_id: int) -> None:
    """Remove what is published in this transaction. Raises Conflict when it was published or cancelled before."""
    done = sql.execute("DELETE FROM posts_scheduled WHERE id = %s AND account_id = %s", (scheduled_id, account_id))
    if not done:
        raise Conflict("This post is no longer scheduled: it was published or cancelled.")
    _free(scheduled_id)


def prepare_schedule(command: SchedulePost, actor: Actor) -> object:
    """What can be seen to be wrong with the post is told at once, not at its time. Raises Invalid."""
    from coffeehouse.domain.posts.handlers.writing import prepare_publish  # it takes what is scheduled here

    return prepare_publish(command.post, actor)
