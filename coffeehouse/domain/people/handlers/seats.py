"""Who speaks for a body: its administrators, the seats at its voices, and what a voice says of itself.

For everybody but the house's administrators, a body they do not look after does not exist (attack P6).
"""

from __future__ import annotations

import msgspec
from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor, Context, Outcome
from coffeehouse.domain.people import commands, voice_commands
from coffeehouse.domain.people.handlers.accounts import OFFICIAL_KINDS, POWERS
from coffeehouse.domain.people.handlers.ending import end_tokens_of_seat
from coffeehouse.domain.people.handlers.members import note_office
from coffeehouse.domain.people.queries.voices import administers, body_of_voice
from coffeehouse.kernel.errors import Conflict, Invalid, NotFound
from coffeehouse.kernel.text import check_length, normalise, one_line

SIGN_OFFS = ("none", "initials", "name")
LONGEST_PURPOSE, LONGEST_HOURS, LONGEST_NAME = 600, 300, 60
NO_VOICE = "There is no such voice."
NO_BODY = "There is no such body."


def require_body(actor: Actor, body_id: int | None, said: str = NO_BODY) -> None:
    """Raise NotFound unless the actor looks after this body: the house's administrators, and its own."""
    if body_id is None or not administers(actor, body_id):
        raise NotFound(said)


def require_voice(actor: Actor, account_id: int) -> None:
    """Raise NotFound unless this is a voice of a body the actor looks after."""
    kind = sql.value("SELECT kind FROM people_account WHERE id = %s AND domain = ''", (account_id,))
    if kind not in OFFICIAL_KINDS:
        raise NotFound(NO_VOICE)
    require_body(actor, body_of_voice(account_id), NO_VOICE)


def apply_appoint_body_admin(command: voice_commands.AppointBodyAdmin, context: Context) -> Outcome:
    """Insert an administrator of a body."""
    require_body(context.actor, command.body_id)
    _require_member(command.member_id)
    done = sql.execute(
        "INSERT INTO people_bodyadmin (id, body_id, member_id, created_at) VALUES (%s, %s, %s, %s)"
        " ON CONFLICT (body_id, member_id) DO NOTHING",
        (context.new_id(), command.body_id, command.member_id, context.now),
    )
    note_office(command.member_id)
    return Outcome(object=f"body/{command.body_id}", kept={"member": str(command.member_id)}, unchanged=not done)


def apply_dismiss_body_admin(command: voice_commands.DismissBodyAdmin, context: Context) -> Outcome:
    """Remove an administrator of a body; their seats stay."""
    require_body(context.actor, command.body_id)
    done = sql.execute(
        "DELETE FROM people_bodyadmin WHERE body_id = %s AND member_id = %s", (command.body_id, command.member_id)
    )
    if not done:
        raise NotFound("This member does not look after the body.")
    return Outcome(object=f"body/{command.body_id}", kept={"member": str(command.member_id)})


def _require_member(member_id: int) -> None:
    if not sql.value("SELECT 1 FROM people_member WHERE id = %s AND state = 'active'", (member_id,)):
        raise NotFound("There is no such member.")


def _powers(powers: tuple[str, ...]) -> str:
    """The powers as kept, in one order. Raises Invalid."""
    if not powers or set(powers) - set(POWERS):
        raise Invalid(f"Choose powers from: {', '.join(POWERS)}.", field="powers")
    return " ".join(power for power in POWERS if power in powers)


def _check_expiry(expires_at: int | None, now: int) -> None:
    if expires_at is not None and expires_at <= now:
        raise Invalid("This time has passed. Choose a later one, or take the seat away.", field="expires_at")


def _signed_name(written: str) -> str:
    name = one_line(written, field="signed_name").strip()
    return check_length(name, LONGEST_NAME, field="signed_name", name="The name to sign with")


def apply_grant_seat(command: commands.GrantSeat, context: Context) -> Outcome:
    """Insert a seat, or change the one there is. One that ran out is replaced: what hung on it stays dead."""
    require_voice(context.actor, command.account_id)
    powers = _powers(command.powers)
    _check_expiry(command.expires_at, context.now)
    _require_member(command.member_id)
    old = sql.value(
        "DELETE FROM people_seat WHERE member_id = %s AND account_id = %s AND expires_at <= %s RETURNING id",
        (command.member_id, command.account_id, context.now),
    )
    if old is not None:
        end_tokens_of_seat(old, context.now)
    sql.execute(
        "INSERT INTO people_seat (id, member_id, account_id, powers, created_at, expires_at, signed_name)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (member_id, account_id)"
        " DO UPDATE SET powers = excluded.powers, expires_at = excluded.expires_at, signed_name = excluded.signed_name",
        (
            context.new_id(), command.member_id, command.account_id, powers, context.now, command.expires_at,
            _signed_name(command.signed_name),
        ),
    )  # fmt: skip
    note_office(command.member_id)
    return Outcome(object=f"account/{command.account_id}", kept={"member": str(command.member_id)})


def apply_change_seat(command: voice_commands.ChangeSeat, context: Context) -> Outcome:
    """Change a living seat."""
    require_voice(context.actor, command.account_id)
    _check_expiry(command.expires_at, context.now)
    after = (_powers(command.powers), command.expires_at, _signed_name(command.signed_name))
    before = sql.row(
        "SELECT powers, expires_at, signed_name FROM people_seat WHERE member_id = %s AND account_id = %s",
        (command.member_id, command.account_id),
    )
    if before is None:
        raise NotFound("This member holds no seat at this voice.")
    if before[1] is not None and before[1] <= context.now:
        raise Conflict("This seat has run out. Give the member a new one.")
    sql.execute(
        "UPDATE people_seat SET powers = %s, expires_at = %s, signed_name = %s"
        " WHERE member_id = %s AND account_id = %s",
        (*after, command.member_id, command.account_id),
    )
    return Outcome(
        object=f"account/{command.account_id}",
        kept={"member": str(command.member_id), "powers_before": before[0]},
        unchanged=tuple(before) == after,
    )


def apply_revoke_seat(command: commands.RevokeSeat, context: Context) -> Outcome:
    """Remove a seat, and with it the member's tokens for that voice."""
    require_voice(context.actor, command.account_id)
    seat_id = sql.value(
        "DELETE FROM people_seat WHERE member_id = %s AND account_id = %s RETURNING id",
        (command.member_id, command.account_id),
    )
    if seat_id is None:
        raise NotFound("This member holds no seat at this voice.")
    end_tokens_of_seat(seat_id, context.now)
    return Outcome(object=f"account/{command.account_id}", kept={"member": str(command.member_id)})


def apply_describe_voice(command: voice_commands.DescribeVoice, context: Context) -> Outcome:
    """Insert or change what a voice says of itself. What it said before stays signed as it was."""
    require_voice(context.actor, command.account_id)
    if command.sign_off not in SIGN_OFFS:
        raise Invalid(f"Sign with one of: {', '.join(SIGN_OFFS)}.", field="sign_off")
    words: dict[str, dict[str, str]] = {}
    for language, purpose, hours in command.words:
        if language not in dict(settings.LANGUAGES):
            raise Invalid("The pages are not in this language.", field="words")
        said = {
            "purpose": check_length(normalise(purpose), LONGEST_PURPOSE, field="purpose", name="The purpose"),
            "hours": check_length(normalise(hours), LONGEST_HOURS, field="hours", name="The hours"),
        }
        if any(said.values()):
            words[language] = said
    encoded = msgspec.json.encode(words, order="deterministic").decode()
    before = sql.row("SELECT words, sign_off FROM people_voice WHERE account_id = %s", (command.account_id,))
    if before == (encoded, command.sign_off):
        return Outcome(object=f"account/{command.account_id}", unchanged=True)
    sql.execute(
        "INSERT INTO people_voice (account_id, words, sign_off, updated_at) VALUES (%s, %s, %s, %s)"
        " ON CONFLICT (account_id) DO UPDATE SET words = excluded.words, sign_off = excluded.sign_off,"
        " updated_at = excluded.updated_at",
        (command.account_id, encoded, command.sign_off, context.now),
    )
    return Outcome(object=f"account/{command.account_id}")
