"""Deleting or changing what is on hold: it leaves everybody's sight as its author wants, and stays for records staff.

A request for information forbids that what it asks for is destroyed (Freedom of Information Act 2000, section 77); the
author's right to delete does not. The ledger's payload stays anyway; here what it was is kept as well, with its files.
"""

from __future__ import annotations

from dataclasses import replace

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Outcome
from coffeehouse.domain.people.commands import NoteAccount
from coffeehouse.domain.people.handlers import follows
from coffeehouse.domain.people.handlers.acting import acting_account
from coffeehouse.domain.posts.commands import DeletePost, PublishPost
from coffeehouse.domain.posts.handlers import changing, scheduling, writing
from coffeehouse.domain.posts.handlers.finding import find_own
from coffeehouse.domain.posts.writing_commands import CancelScheduled
from coffeehouse.domain.records.handlers.holding import pass_on
from coffeehouse.domain.records.handlers.removing import keep_note, keep_post, keep_scheduled, preserve, read_scheduled
from coffeehouse.domain.records.holds import is_on_hold
from coffeehouse.domain.records.proposing import place


def apply_delete_post(command: DeletePost, context: Context) -> Outcome:
    """Delete a post of one's own; one on hold is preserved first."""
    post = find_own(command.post_id, acting_account(context))
    class_id = _held_in(f"post/{post.id}") if post.boost_of_id is None else ""
    if class_id:
        keep_post(post.id, context, class_id, "hold")
    return changing.apply_delete_post(command, context)


def apply_cancel_scheduled(command: CancelScheduled, context: Context) -> Outcome:
    """Cancel a scheduled post of one's own; one on hold is preserved first."""
    name = f"scheduled/{command.scheduled_id}"
    own = "SELECT 1 FROM posts_scheduled WHERE id = %s AND account_id = %s AND state <> 'held'"
    if sql.value(own, (command.scheduled_id, acting_account(context))) and (class_id := _held_in(name)):
        keep_scheduled(command.scheduled_id, context, class_id, "hold")
    return scheduling.apply_cancel_scheduled(command, context)


def apply_publish_post(command: PublishPost, context: Context) -> Outcome:
    """Publish. What a scheduled post on hold becomes is on hold as well, and what it was stays to be read."""
    if command.scheduled_id is None:
        return writing.apply_publish_post(command, context)
    name = f"scheduled/{command.scheduled_id}"
    class_id, waited = _held_in(name), read_scheduled(command.scheduled_id)
    outcome = writing.apply_publish_post(command, context)
    if not class_id or waited is None:
        return outcome
    account_id, content = waited
    # Its files are the post's from now on, and stay with that.
    preserve(name, context, class_id, "hold", content | {"published": outcome.object}, (), account_id=account_id)
    return replace(outcome, kept={**outcome.kept, "held_by": pass_on(name, outcome.object)})


def apply_note_account(command: NoteAccount, context: Context) -> Outcome:
    """Change or remove a private remark; one on hold is preserved as it was."""
    found = sql.row(
        "SELECT id, comment FROM people_accountnote WHERE account_id = %s AND target_id = %s",
        (acting_account(context), command.target_id),
    )
    if found is not None and found[1] != command.comment and (class_id := _held_in(f"note/{found[0]}")):
        keep_note(found[0], context, class_id, "hold")
    return follows.apply_note_account(command, context)


def _held_in(name: str) -> str:
    """The class of an object that is on hold; "" for one that is not, or not there."""
    placed = place(name) if is_on_hold(name) else None
    return "" if placed is None else placed.record_class.id
