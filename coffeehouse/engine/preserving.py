"""Deleting what is on hold: it leaves everybody's sight as its author wants, and stays for those who keep the records.

A request for information forbids that what it asks for is destroyed (Freedom of Information Act 2000, section 77); the
author's right to delete does not. The ledger's payload stays anyway; here the post is kept as well, with its files.
"""

from __future__ import annotations

from coffeehouse.domain.context import Context, Outcome
from coffeehouse.domain.people.handlers.acting import acting_account
from coffeehouse.domain.posts.commands import DeletePost
from coffeehouse.domain.posts.handlers import changing
from coffeehouse.domain.posts.handlers.finding import find_own
from coffeehouse.domain.records.handlers.removing import keep_post
from coffeehouse.domain.records.holds import is_on_hold
from coffeehouse.domain.records.proposing import place


def apply_delete_post(command: DeletePost, context: Context) -> Outcome:
    """Delete a post of one's own; one on hold is preserved first."""
    post = find_own(command.post_id, acting_account(context))
    name = f"post/{post.id}"
    placed = place(name) if post.boost_of_id is None and is_on_hold(name) else None
    if placed is not None:
        keep_post(post.id, context, placed.record_class.id, "hold")
    return changing.apply_delete_post(command, context)
