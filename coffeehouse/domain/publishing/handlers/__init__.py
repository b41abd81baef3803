"""Keeps what policy holds, and the decision about it. Called by the engine only."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor, Context, Outcome
from coffeehouse.domain.people.handlers.acting import acting_account
from coffeehouse.domain.publishing import commands
from coffeehouse.kernel.errors import Conflict, Forbidden, Invalid, NotFound


@dataclass(frozen=True, slots=True)
class Held:
    """A held command as it was stored: everything as JSON text."""

    id: int
    name: str
    command: str
    content_hash: str
    actor: str
    account_id: int | None
    channel: str


def store_held(held: Held, verdict: str, now: int) -> None:
    """Insert a command that waits for a person."""
    sql.execute(
        "INSERT INTO publishing_heldcommand (id, name, command, content_hash, actor, account_id, channel, verdict,"
        " state, created_at, decision_reason, result_object)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 'held', %s, '', '')",
        (
            held.id, held.name, held.command, held.content_hash, held.actor, held.account_id, held.channel, verdict,
            now,
        ),
    )  # fmt: skip


def take_held(held_id: int, content_hash: str | None, decider: Actor) -> Held:
    """The held command, to be decided. Raises NotFound, Conflict when decided or changed, Forbidden for its author."""
    row = sql.row(
        "SELECT id, name, command, content_hash, actor, account_id, channel, state FROM publishing_heldcommand"
        " WHERE id = %s",
        (held_id,),
    )
    if row is None:
        raise NotFound()
    if row[7] != "held":
        raise Conflict(f"Somebody was faster: this has been {row[7]} already.")
    held = Held(*row[:7])
    if content_hash is not None and content_hash != held.content_hash:
        raise Conflict("The words have changed since you looked. Read them again, then decide.")
    author = msgspec.json.decode(held.actor, type=Actor)
    # The person counts, not only the account: nobody clears what they said as a voice by being themselves (attack W1).
    if held.account_id == decider.account_id is not None or author.member_id == decider.member_id is not None:
        raise Forbidden("Nobody decides about their own words. Ask somebody else to look.", code="own_words")
    return held


def settle(held_id: int, state: str, context: Context, *, reason: str = "", result_object: str = "") -> None:
    """Write the decision down. Raises Conflict when another was faster."""
    done = sql.execute(
        "UPDATE publishing_heldcommand SET state = %s, decided_at = %s, decided_by_id = %s, decision_reason = %s,"
        " result_object = %s WHERE id = %s AND state = 'held'",
        (state, context.now, context.actor.member_id, reason, result_object, held_id),
    )
    if not done:
        raise Conflict("Somebody was faster: this has been decided already.")


def apply_refuse_held(command: commands.RefuseHeld, context: Context) -> Outcome:
    """Refuse what waits."""
    if not command.reason.strip():
        raise Invalid("Give a reason: the author is told it.", field="reason")
    held = take_held(command.held_id, None, context.actor)
    settle(held.id, "refused", context, reason=command.reason.strip())
    return Outcome(object=f"held/{held.id}", result=str(held.id), kept={"content_hash": held.content_hash})


def apply_withdraw_held(command: commands.WithdrawHeld, context: Context) -> Outcome:
    """The author takes it back."""
    account_id = acting_account(context)
    owner = sql.value("SELECT account_id FROM publishing_heldcommand WHERE id = %s", (command.held_id,))
    if owner != account_id:
        raise NotFound()
    settle(command.held_id, "withdrawn", context)
    return Outcome(object=f"held/{command.held_id}", result=str(command.held_id))
