"""Second steps of members: added, taken away, reset; recovery codes. What they open is in `second_steps`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor, Context, Job, Outcome, State
from coffeehouse.domain.people import authenticator_commands as commands
from coffeehouse.domain.people.authenticator_key import seal
from coffeehouse.domain.people.queries.authenticators import relying
from coffeehouse.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from coffeehouse.kernel.secrets import hash_secret
from coffeehouse.protocols import one_time_codes, passkeys

MOST = 10
LONGEST_NAME = 60
HASH = re.compile(r"[0-9a-f]{64}")
VOUCHED = ("member_id", "kind", "name")
UNREADABLE = "Your browser's answer is not a passkey of this house. Start again, and confirm on your device."


@dataclass(frozen=True)
class Enrolled:
    """A new authenticator, proved, before it is stored."""

    credential_hash: str
    credential: str
    counter: int


def vouch_authenticator(authenticator_id: int) -> State:
    """What the ledger vouches for: whose it is, what it is, and its credential by its hash."""
    row = sql.row(
        f"SELECT {', '.join(VOUCHED)}, credential FROM people_authenticator WHERE id = %s", (authenticator_id,)
    )
    if row is None:
        return State("people_authenticator", authenticator_id, None)
    columns = dict(zip(VOUCHED, row[:-1], strict=True))
    return State("people_authenticator", authenticator_id, columns | {"credential#sha256": hash_secret(row[-1])})


def prepare_enrol_authenticator(command: commands.EnrolAuthenticator, _actor: Actor) -> Enrolled | None:
    """A passkey whose creation is proved; None for an app, whose code is judged by the transaction's time."""
    if command.kind != "passkey":
        return None
    try:
        identifier, credential, counter = passkeys.created(relying(), command.state, command.answer)
    except passkeys.BadPasskey as error:
        raise Invalid(UNREADABLE, field="passkey") from error
    return Enrolled(hash_secret(identifier), credential, counter)


def apply_enrol_authenticator(command: commands.EnrolAuthenticator, context: Context) -> Outcome:
    """Insert it. The member's other browsers are signed out: whoever sat there must now know the second step."""
    member_id = _self(context)
    name = " ".join(command.name.split())[:LONGEST_NAME]
    if not name:
        raise Invalid("Give it a name by which you will know it again, such as “My phone”.", field="name")
    if sql.value("SELECT COUNT(*) FROM people_authenticator WHERE member_id = %s", (member_id,)) >= MOST:
        raise Conflict(f"You have {MOST} already. Remove one that you no longer use first.")
    found = _enrolled(command, member_id, context)
    if sql.value("SELECT 1 FROM people_authenticator WHERE credential_hash = %s", (found.credential_hash,)):
        raise Conflict("This passkey is known here already. Use another device, or remove it first.")
    authenticator_id = context.new_id()
    sql.execute(
        "INSERT INTO people_authenticator (id, member_id, kind, name, credential_hash, credential, counter, created_at)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
        (
            authenticator_id, member_id, command.kind, name, found.credential_hash, found.credential, found.counter,
            context.now,
        ),
    )  # fmt: skip
    end_sessions(member_id, "added", context)
    return Outcome(
        object=f"authenticator/{authenticator_id}",
        result=str(authenticator_id),
        kept={"member": str(member_id)},
        states=(vouch_authenticator(authenticator_id),),
    )


def _enrolled(command: commands.EnrolAuthenticator, member_id: int, context: Context) -> Enrolled:
    if isinstance(context.prepared, Enrolled):
        return context.prepared
    if command.kind != "totp":
        raise Invalid(f"There is no authenticator of kind {command.kind}. Choose one of: passkey, totp.", field="kind")
    try:
        step = one_time_codes.matching_step(command.secret, command.code, context.now)
    except ValueError as error:
        raise Invalid("This secret is none of ours. Start again.", field="code") from error
    if step is None:
        raise Invalid(
            "This is not the code we expect. Wait for the next one, check the clock of your phone, and type it again.",
            field="code",
        )
    sealed = seal(member_id, command.secret)
    # The code that was just shown is used up.
    return Enrolled(hash_secret(sealed), sealed, step)


def apply_remove_authenticator(command: commands.RemoveAuthenticator, context: Context) -> Outcome:
    """Delete one's own. The last one of somebody who needs one stays; with the last, recovery codes end as well."""
    member_id = _self(context)
    found = sql.rows("SELECT id FROM people_authenticator WHERE member_id = %s", (member_id,))
    if (command.authenticator_id,) not in found:
        raise NotFound()
    if len(found) == 1 and settings.STAFF_SECOND_FACTOR and needs_second_step(member_id, context.now):
        raise Conflict("Your part in this house needs a second step. Add another one first, then remove this.")
    sql.execute("DELETE FROM people_authenticator WHERE id = %s", (command.authenticator_id,))
    if len(found) == 1:
        sql.execute("DELETE FROM people_recoverycode WHERE member_id = %s", (member_id,))
    end_sessions(member_id, "removed", context)
    return Outcome(
        object=f"authenticator/{command.authenticator_id}",
        kept={"member": str(member_id)},
        states=(vouch_authenticator(command.authenticator_id),),
    )


def needs_second_step(member_id: int, now: int) -> bool:
    """Whether the member's role, or a seat of theirs, asks for a second step."""
    return bool(
        sql.value(
            "SELECT 1 FROM people_member m WHERE m.id = %s AND (m.role <> 'member' OR EXISTS (SELECT 1 FROM people_seat"
            " s WHERE s.member_id = m.id AND (s.expires_at IS NULL OR s.expires_at > %s)))",
            (member_id, now),
        )
    )


def apply_make_recovery_codes(command: commands.MakeRecoveryCodes, context: Context) -> Outcome:
    """Replace the member's codes. Only for who has a second step that may get lost."""
    member_id = _self(context)
    hashes = set(command.code_hashes)
    if len(hashes) != one_time_codes.RECOVERY_CODES or not all(HASH.fullmatch(each) for each in hashes):
        raise Invalid(f"{one_time_codes.RECOVERY_CODES} different codes are needed. Start again.")
    if not sql.value("SELECT 1 FROM people_authenticator WHERE member_id = %s", (member_id,)):
        raise Conflict("Add a passkey or an authenticator app first: recovery codes stand in for one that is lost.")
    sql.execute("DELETE FROM people_recoverycode WHERE member_id = %s", (member_id,))
    for code_hash in sorted(hashes):
        sql.execute(
            "INSERT INTO people_recoverycode (id, member_id, code_hash, created_at) VALUES (%s, %s, %s, %s)",
            (context.new_id(), member_id, code_hash, context.now),
        )
    context.later(tell(member_id, "codes"))
    return Outcome(object=f"member/{member_id}", kept={"count": str(len(hashes))})


def apply_reset_second_steps(command: commands.ResetSecondSteps, context: Context) -> Outcome:
    """Take everything away from somebody who lost it all; their browsers are signed out."""
    if not command.reason.strip():
        raise Invalid("Say how you know that it is they who ask: it is recorded.", field="reason")
    if command.member_id == context.actor.member_id:
        raise Forbidden("You cannot reset your own second steps. Ask another administrator.")
    if not sql.value("SELECT 1 FROM people_member WHERE id = %s", (command.member_id,)):
        raise NotFound()
    gone = sql.rows("DELETE FROM people_authenticator WHERE member_id = %s RETURNING id", (command.member_id,))
    if not gone:
        return Outcome(object=f"member/{command.member_id}", unchanged=True)
    sql.execute("DELETE FROM people_recoverycode WHERE member_id = %s", (command.member_id,))
    end_sessions(command.member_id, "reset", context)
    return Outcome(
        object=f"member/{command.member_id}",
        kept={"count": str(len(gone))},
        states=tuple(vouch_authenticator(each) for (each,) in gone),
    )


def tell(member_id: int, what: str) -> Job:
    """The member learns by mail how their way in has changed, and what to do if they did not do it."""
    return Job("mail_access_changed", {"member_id": member_id, "what": what})


def end_sessions(member_id: int, what: str, context: Context) -> None:
    """Sign every browser of the member out, and tell them; the browser that asked signs itself in again."""
    now = context.now
    context.later(tell(member_id, what))
    sql.execute(
        "UPDATE people_member SET sessions_ended_at = CASE WHEN sessions_ended_at < %s THEN %s ELSE"
        " sessions_ended_at + 1 END WHERE id = %s",
        (now, now, member_id),
    )


def _self(context: Context) -> int:
    """The member who acts, in person: a token of an app never changes how one signs in."""
    if context.actor.member_id is None or context.actor.token_id is not None:
        raise Forbidden("Do this on the pages of the house, signed in yourself.")
    return context.actor.member_id
