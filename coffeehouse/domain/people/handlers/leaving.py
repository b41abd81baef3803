"""A member leaves: in one step everything they can do here ends; what they wrote stays where it is."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Job, Outcome, State
from coffeehouse.domain.people import voice_commands
from coffeehouse.domain.people.handlers.ending import end_sessions_of_member, end_tokens_of_member, end_tokens_of_seat
from coffeehouse.domain.people.handlers.members import keep_one_admin, vouch_member
from coffeehouse.domain.people.handlers.seats import require_body
from coffeehouse.kernel.errors import Conflict, Forbidden, NotFound

SEATS_AT_BODY = (
    "SELECT s.id FROM people_seat s JOIN people_account a ON a.id = s.account_id"
    " JOIN people_body b ON b.id = a.body_id WHERE s.member_id = %s AND (b.id = %s OR b.parent_id = %s)"
)


def apply_remove_leaver(command: voice_commands.RemoveLeaver, context: Context) -> Outcome:
    """End seats, tokens, sessions, pushes and offices of a member: all of them, or those of one body."""
    found = sql.row("SELECT state, role FROM people_member WHERE id = %s", (command.member_id,))
    if found is None:
        raise NotFound("There is no such member.")
    if command.body_id is not None:
        return _leave_body(command.member_id, command.body_id, context)
    if command.member_id == context.actor.member_id:
        raise Forbidden("You cannot remove yourself. Ask another administrator.")
    if found[0] == "left":
        raise Conflict("This member has left already.")
    if found[1] == "admin" and found[0] == "active":
        keep_one_admin(command.member_id)
    ended = _count(command.member_id)
    sql.execute("DELETE FROM people_seat WHERE member_id = %s", (command.member_id,))
    sql.execute("DELETE FROM people_bodyadmin WHERE member_id = %s", (command.member_id,))
    end_tokens_of_member(command.member_id, context.now)
    end_sessions_of_member(command.member_id, context.now)
    state = found[0] if command.stays_member else "left"
    sql.execute(
        "UPDATE people_member SET state = %s, role = 'member', decided_at = %s, decided_by_id = %s WHERE id = %s",
        (state, context.now, context.actor.member_id, command.member_id),
    )
    is_told = command.is_told or state != "left" or found[0] != "active"
    jobs = () if is_told else (Job("mail_left", {"member_id": command.member_id}),)
    return _done(command.member_id, ended, (vouch_member(command.member_id),), jobs)


def _leave_body(member_id: int, body_id: int, context: Context) -> Outcome:
    """Only what they do for this body and its teams; they stay in the house as themselves."""
    require_body(context.actor, body_id)
    seats = sql.rows(SEATS_AT_BODY, (member_id, body_id, body_id))
    token_count = 0
    for (seat_id,) in seats:
        token_count += sql.value(
            "SELECT COUNT(*) FROM people_token WHERE seat_id = %s AND revoked_at IS NULL", (seat_id,)
        )
        sql.execute("DELETE FROM people_seat WHERE id = %s", (seat_id,))
        end_tokens_of_seat(seat_id, context.now)
    offices = sql.execute(
        "DELETE FROM people_bodyadmin WHERE member_id = %s AND body_id IN"
        " (SELECT id FROM people_body WHERE id = %s OR parent_id = %s)",
        (member_id, body_id, body_id),
    )
    if not seats and not offices:
        raise NotFound("This member does nothing for the body.")
    return _done(member_id, {"seats": len(seats), "tokens": token_count}, ())


def _count(member_id: int) -> dict[str, int]:
    return {
        "seats": int(sql.value("SELECT COUNT(*) FROM people_seat WHERE member_id = %s", (member_id,))),
        "tokens": int(
            sql.value("SELECT COUNT(*) FROM people_token WHERE member_id = %s AND revoked_at IS NULL", (member_id,))
        ),
    }


def _done(member_id: int, ended: dict[str, int], states: tuple[State, ...], jobs: tuple[Job, ...] = ()) -> Outcome:
    return Outcome(object=f"member/{member_id}", result=ended, kept=ended, states=states, jobs=jobs)
