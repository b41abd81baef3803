"""Relays: the house itself follows one, which then passes public posts on, in both directions.

FollowRelay → Follow by the instance actor ⟶ relay → Accept → AnswerRelay → Announces come in, public posts go out
"""

from __future__ import annotations

from typing import Any

from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Job, Outcome, State
from coffeehouse.domain.federation.control_commands import AnswerRelay, FollowRelay, LeaveRelay
from coffeehouse.kernel.errors import Conflict, Forbidden, NotFound
from coffeehouse.protocols.activitypub.writing_activities import write_follow, write_undo

MOST_RELAYS = 20
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
COLUMNS = "uri, inbox, state, follow, asked_at, answered_at"


def _vouch(relay_id: int) -> State:
    row = sql.row(f"SELECT {COLUMNS} FROM federation_relay WHERE id = %s", (relay_id,))
    names = COLUMNS.split(", ")
    return State("federation_relay", relay_id, None if row is None else dict(zip(names, row, strict=True)))


def _send(relay_id: int, word: str, inbox: str, document: dict[str, Any]) -> Job:
    """A document from the house itself to the relay."""
    about = f"{word} relay/{relay_id}"
    return Job("federate", {"verb": "send", "by": 0, "about": about, "document": document, "inboxes": [inbox]})


def _follow(name: str) -> dict[str, Any]:
    # What a relay is asked for is everything public, not what it says itself.
    return write_follow(name, f"{settings.BASE_URL}/actor", PUBLIC)


def apply_follow_relay(command: FollowRelay, context: Context) -> Outcome:
    """Keep that a relay was asked, and ask it. One that refused can be asked again."""
    actor = sql.row(
        "SELECT r.uri, r.inbox FROM federation_remoteactor r JOIN people_account a ON a.id = r.id"
        " WHERE r.id = %s AND r.gone_at IS NULL AND a.hidden_at IS NULL",
        (command.account_id,),
    )
    if actor is None:
        raise NotFound("This relay is not known. Check its address.")
    if sql.value("SELECT 1 FROM federation_relay WHERE uri = %s AND state <> 'refused'", (actor[0],)):
        raise Conflict("This relay has been asked already.", field="relay")
    if sql.value("SELECT COUNT(*) FROM federation_relay") >= MOST_RELAYS:
        raise Conflict(f"There can be {MOST_RELAYS} relays. Leave one first.", field="relay")
    sql.execute("DELETE FROM federation_relay WHERE uri = %s", (actor[0],))
    relay_id = context.new_id()
    name = f"{settings.BASE_URL}/actor#relays/{relay_id}"
    sql.execute(
        "INSERT INTO federation_relay (id, uri, inbox, state, follow, asked_at) VALUES (%s, %s, %s, 'asked', %s, %s)",
        (relay_id, *actor, name, context.now),
    )
    return Outcome(
        object=f"relay/{relay_id}",
        result=str(relay_id),
        states=(_vouch(relay_id),),
        jobs=(_send(relay_id, "Follow", actor[1], _follow(name)),),
    )


def apply_leave_relay(command: LeaveRelay, _context: Context) -> Outcome:
    """Forget a relay, and tell it. What came by it stays."""
    row = sql.row("DELETE FROM federation_relay WHERE id = %s RETURNING inbox, follow", (command.relay_id,))
    if row is None:
        raise NotFound()
    undo = write_undo(_follow(row[1]))
    return Outcome(
        object=f"relay/{command.relay_id}",
        states=(State("federation_relay", command.relay_id, None),),
        jobs=(_send(command.relay_id, "Undo Follow", row[0], undo),),
    )


def apply_answer_relay(command: AnswerRelay, context: Context) -> Outcome:
    """Keep what a relay answered; only it can."""
    row = sql.row(
        "SELECT r.id, l.state FROM federation_relay l JOIN federation_remoteactor r ON r.uri = l.uri WHERE l.id = %s",
        (command.relay_id,),
    )
    if row is None:
        raise NotFound()
    if row[0] != context.actor.account_id:
        raise Forbidden("Only the relay itself answers.")
    state = "accepted" if command.is_accepted else "refused"
    if row[1] == state:
        return Outcome(object=f"relay/{command.relay_id}", result=state, unchanged=True)
    sql.execute(
        "UPDATE federation_relay SET state = %s, answered_at = %s WHERE id = %s",
        (state, context.now, command.relay_id),
    )
    return Outcome(object=f"relay/{command.relay_id}", result=state, states=(_vouch(command.relay_id),))
