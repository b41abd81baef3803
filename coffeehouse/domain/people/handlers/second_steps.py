"""Proving who one is with something one has: a code, a recovery code, a passkey. Each try is recorded.

The channel keeps who passed the first step (it is in nobody's hands but the house's: the session) and asks for the
second one here; a member who is signed in asks the same to confirm that it is still they.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.hashers import check_password

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor, Context, Outcome
from coffeehouse.domain.people import authenticator_commands as commands
from coffeehouse.domain.people.authenticator_key import CannotOpen, unseal
from coffeehouse.domain.people.queries.authenticators import relying
from coffeehouse.kernel.errors import Forbidden
from coffeehouse.kernel.secrets import hash_secret
from coffeehouse.protocols import one_time_codes, passkeys

REFUSED = "member.second_step_refused"


@dataclass(frozen=True)
class Proof:
    """A passkey whose signature is true, before its counter is compared."""

    authenticator_id: int
    member_id: int
    counter: int


def apply_use_one_time_code(command: commands.UseOneTimeCode, context: Context) -> Outcome:
    """A code opens once: the time step it belongs to is used up, and every earlier one."""
    _only_own(command.member_id, context)
    found = sql.rows(
        "SELECT id, credential, counter FROM people_authenticator WHERE member_id = %s AND kind = 'totp' ORDER BY id",
        (command.member_id,),
    )
    for authenticator_id, sealed, counter in found:
        step = _step(command, sealed, context.now, counter)
        if step is not None:
            sql.execute(
                "UPDATE people_authenticator SET counter = %s, used_at = %s WHERE id = %s",
                (step, context.now, authenticator_id),
            )
            return _proved(command.member_id, command.first, "code", authenticator_id, context)
    return _refused(command.member_id)


def _step(command: commands.UseOneTimeCode, sealed: str, now: int, counter: int) -> int | None:
    try:
        secret = unseal(command.member_id, sealed)
    except CannotOpen:
        return None
    return one_time_codes.matching_step(secret, command.code, now, counter)


def apply_use_recovery_code(command: commands.UseRecoveryCode, context: Context) -> Outcome:
    """A recovery code opens once."""
    _only_own(command.member_id, context)
    used = sql.value(
        "UPDATE people_recoverycode SET used_at = %s WHERE member_id = %s AND code_hash = %s AND used_at IS NULL"
        " RETURNING id",
        (context.now, command.member_id, hash_secret(one_time_codes.plain_recovery_code(command.code))),
    )
    if used is None:
        return _refused(command.member_id)
    return _proved(command.member_id, command.first, "recovery_code", None, context)


def prepare_use_passkey(command: commands.UsePasskey, _actor: Actor) -> Proof | None:
    """The passkey that signed the question that was asked, or None."""
    try:
        identifier, claimed = passkeys.named(command.answer)
        row = sql.row(
            "SELECT id, member_id, credential FROM people_authenticator WHERE kind = 'passkey' AND"
            " credential_hash = %s",
            (hash_secret(identifier),),
        )
        if row is None or command.member_id not in (None, row[1]) or claimed not in (None, row[1]):
            return None
        return Proof(row[0], row[1], passkeys.proved(relying(), command.state, command.answer, row[2]))
    except passkeys.BadPasskey:
        return None


def apply_use_passkey(command: commands.UsePasskey, context: Context) -> Outcome:
    """Move the passkey's counter on. One that goes back is a copy: it opens nothing (WebAuthn section 6.1.1)."""
    proof: Proof | None = context.prepared
    if proof is None:
        return _refused(command.member_id)
    _only_own(proof.member_id, context)
    moved = sql.value(
        "UPDATE people_authenticator SET counter = %s, used_at = %s WHERE id = %s AND (counter < %s OR (counter = 0 AND"
        " %s = 0)) RETURNING id",
        (proof.counter, context.now, proof.authenticator_id, proof.counter, proof.counter),
    )
    if moved is None:
        return _refused(proof.member_id)
    return _proved(proof.member_id, command.first, "passkey", proof.authenticator_id, context)


def prepare_confirm_password(command: commands.ConfirmPassword, actor: Actor) -> bool:
    """Whether the password is right. Slow on purpose, so outside the transaction."""
    password = sql.value("SELECT password FROM people_member WHERE id = %s", (actor.member_id,))
    return password is not None and check_password(command.password, password)


def apply_confirm_password(_command: commands.ConfirmPassword, context: Context) -> Outcome:
    """The right password confirms a member without a second step; who has one must use it."""
    member_id = context.actor.member_id
    has_second = sql.value("SELECT 1 FROM people_authenticator WHERE member_id = %s", (member_id,))
    if member_id is None or not context.prepared or has_second:
        return _refused(member_id)
    return _proved(member_id, "", "password", None, context)


def _only_own(member_id: int, context: Context) -> None:
    """Who is signed in confirms only themselves, in person."""
    actor = context.actor
    if actor.token_id is not None or actor.member_id not in (None, member_id):
        raise Forbidden("Sign out first: this belongs to somebody else.")


def _proved(member_id: int, first: str, method: str, authenticator_id: int | None, context: Context) -> Outcome:
    """Recorded with how it was proved; the result is the member's id. Who is shut out stays out (attack U4)."""
    if not sql.value("SELECT 1 FROM people_member WHERE id = %s AND state IN ('active', 'pending')", (member_id,)):
        return _refused(member_id)
    kept = {"method": f"{first}+{method}" if first else method}
    if authenticator_id is not None:
        kept["authenticator"] = str(authenticator_id)
    return Outcome(
        object=f"member/{member_id}",
        result=str(member_id),
        kept=kept,
        kind="member.confirmed" if context.actor.member_id == member_id else "member.signed_in",
    )


def _refused(member_id: int | None) -> Outcome:
    return Outcome(object=f"member/{member_id}" if member_id else "member/unknown", result=None, kind=REFUSED)
