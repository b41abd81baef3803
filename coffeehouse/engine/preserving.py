"""Deleting or changing what is on hold: it leaves everybody's sight as its author wants, and stays for records staff.

A request for information forbids that what it asks for is destroyed (Freedom of Information Act 2000, section 77); the
author's right to delete does not. The ledger's payload stays anyway; here what it was is kept as well, with its files.
The author is not told that there is a hold, by no answer and by no entry of theirs.
"""

from __future__ import annotations

from typing import cast

from coffeehouse.database import sql
from coffeehouse.domain.context import SYSTEM, Context, Outcome
from coffeehouse.domain.federation.handlers import forgetting
from coffeehouse.domain.federation.moving_commands import ForgetActor, ForgetPosts
from coffeehouse.domain.people.commands import NoteAccount
from coffeehouse.domain.people.handlers import follows
from coffeehouse.domain.people.handlers.acting import acting_account
from coffeehouse.domain.posts.commands import DeletePost, DescribeMedia, PublishPost
from coffeehouse.domain.posts.handlers import attaching, changing, scheduling, writing
from coffeehouse.domain.posts.handlers.finding import find_own
from coffeehouse.domain.posts.writing_commands import CancelScheduled, SetScheduledAside
from coffeehouse.domain.records.commands import WidenHold
from coffeehouse.domain.records.deleted import Deleted, note_deleted
from coffeehouse.domain.records.handlers.removing import (
    keep_note,
    keep_post,
    keep_scheduled,
    preserve,
    read_scheduled,
)
from coffeehouse.domain.records.holds import holds_naming, is_on_hold
from coffeehouse.domain.records.proposing import place
from coffeehouse.engine.act import ActContext, act_within


def apply_delete_post(command: DeletePost, context: Context) -> Outcome:
    """Delete a post of one's own; one on hold is preserved first. Its class is kept for as long as the vault has it."""
    post = find_own(command.post_id, acting_account(context))
    name = f"post/{post.id}"
    if post.boost_of_id is None:
        if class_id := _held_in(name):
            keep_post(post.id, context, class_id, "hold")
        _leave_words(name, post.account_id, context)
    return changing.apply_delete_post(command, context)


def apply_cancel_scheduled(command: CancelScheduled, context: Context) -> Outcome:
    """Cancel a scheduled post of one's own; one on hold is preserved first."""
    name = f"scheduled/{command.scheduled_id}"
    account_id = acting_account(context)
    own = "SELECT 1 FROM posts_scheduled WHERE id = %s AND account_id = %s AND state <> 'held'"
    if sql.value(own, (command.scheduled_id, account_id)):
        if class_id := _held_in(name):
            keep_scheduled(command.scheduled_id, context, class_id, "hold")
        _leave_words(name, account_id, context)
    return scheduling.apply_cancel_scheduled(command, context)


def apply_describe_media(command: DescribeMedia, context: Context) -> Outcome:
    """Describe an upload; a scheduled post on hold that has it is preserved first."""
    own = "SELECT scheduled_id, description FROM posts_media WHERE id = %s AND account_id = %s AND post_id IS NULL"
    waiting, said = sql.row(own, (command.media_id, acting_account(context))) or (None, "")
    is_changed = command.thumbnail is not None or command.description not in (None, said)
    if waiting is not None and is_changed and (class_id := _held_in(f"scheduled/{waiting}")):
        keep_scheduled(waiting, context, class_id, "hold")
    return attaching.apply_describe_media(command, context)


def apply_publish_post(command: PublishPost, context: Context) -> Outcome:
    """Publish. What a scheduled post on hold becomes is on hold as well, and what it was stays to be read."""
    if command.scheduled_id is None:
        return writing.apply_publish_post(command, context)
    name = f"scheduled/{command.scheduled_id}"
    class_id, waited = _held_in(name), read_scheduled(command.scheduled_id)
    outcome = writing.apply_publish_post(command, context)
    if class_id and waited is not None:
        account_id, content = waited
        # Its files are the post's from now on, and stay with that.
        preserve(name, context, class_id, "hold", content | {"published": outcome.object}, (), account_id=account_id)
        _pass_on(name, outcome.object, context)
    return outcome


def apply_set_scheduled_aside(command: SetScheduledAside, context: Context) -> Outcome:
    """Note why it was not published. The draft that a scheduled post on hold has become is on hold as well."""
    outcome = scheduling.apply_set_scheduled_aside(command, context)
    if command.held_id is not None and not outcome.unchanged:
        _pass_on(f"scheduled/{command.scheduled_id}", f"held/{command.held_id}", context)
    return outcome


def apply_note_account(command: NoteAccount, context: Context) -> Outcome:
    """Change or remove a private remark; one on hold is preserved as it was."""
    found = sql.row(
        "SELECT id, comment FROM people_accountnote WHERE account_id = %s AND target_id = %s",
        (acting_account(context), command.target_id),
    )
    if found is not None and found[1] != command.comment and (class_id := _held_in(f"note/{found[0]}")):
        keep_note(found[0], context, class_id, "hold")
    return follows.apply_note_account(command, context)


def apply_forget_actor(command: ForgetActor, context: Context) -> Outcome:
    """Forget an account elsewhere; remarks about it that are on hold are preserved first."""
    for (note_id,) in sql.rows("SELECT id FROM people_accountnote WHERE target_id = %s", (command.account_id,)):
        if class_id := _held_in(f"note/{note_id}"):
            keep_note(note_id, context, class_id, "hold")
    return forgetting.apply_forget_actor(command, context)


def apply_forget_posts(command: ForgetPosts, context: Context) -> Outcome:
    """Remove the next posts of an account elsewhere that is no more; those on hold are preserved first."""
    is_gone = sql.value("SELECT gone_at FROM federation_remoteactor WHERE id = %s", (command.account_id,)) is not None
    for post_id in forgetting.next_posts(command.account_id) if is_gone else ():
        if class_id := _held_in(f"post/{post_id}"):
            keep_post(post_id, context, class_id, "hold")
        if not sql.value("SELECT 1 FROM posts_post WHERE id = %s AND boost_of_id IS NOT NULL", (post_id,)):
            _leave_words(f"post/{post_id}", command.account_id, context)
    return forgetting.apply_forget_posts(command, context)


def _leave_words(name: str, account_id: int, context: Context) -> None:
    """Its rows go, its payloads stay: keep in which class, and from when its time runs."""
    placed = place(name)
    if placed is not None:
        trigger_at = context.now if placed.trigger_at is None else placed.trigger_at
        note_deleted(name, Deleted(account_id, placed.record_class.id, trigger_at))


def _held_in(name: str) -> str:
    """The class of an object that is on hold; "" for one that is not, or not there."""
    placed = place(name) if is_on_hold(name) else None
    return "" if placed is None else placed.record_class.id


def _pass_on(name: str, to: str, context: Context) -> None:
    """Holds that name an object name what it has become: an act of the house, with an entry of its own."""
    around = cast("ActContext", context)
    own = ActContext(SYSTEM, around.channel, around.now, None)
    own.ledger, own.jobs = around.ledger, around.jobs
    for hold_id in holds_naming(name):
        act_within(WidenHold(hold_id=hold_id, objects=(to,)), own)
