"""Members: joining, approval, roles, suspension, passwords."""

from __future__ import annotations

import re
from functools import cache
from typing import Protocol

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor, Context, Job, Outcome, State
from coffeehouse.domain.people import commands, fragments
from coffeehouse.domain.people.handlers.accounts import claim_name, insert_account
from coffeehouse.domain.people.handlers.ending import end_tokens_of_member
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from coffeehouse.kernel.secrets import hash_secret

ROLES = ("member", "moderator", "records", "admin")
INVITATION_DAYS = 7
# Narrower than RFC 5322 on purpose: no quotes, no percent, no comments, a host of ASCII labels (attack U5).
EMAIL = re.compile(
    r"[a-z0-9.!#$&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]"
)
LONGEST_EMAIL = 254


@cache
def nobody_hash() -> str:
    """Compared against when no such member exists, so that both answers take as long (attack U6)."""
    return make_password("nobody has this password")


def apply_open_house(command: commands.OpenHouse, context: Context) -> Outcome:
    """Make the first administrator's link; earlier unused ones end."""
    if sql.value("SELECT 1 FROM people_member WHERE role = 'admin' AND state = 'active'"):
        raise Conflict("The house already has an administrator. Sign in, or add one with `coffeehouse member add`.")
    sql.execute("UPDATE people_invitation SET expires_at = %s WHERE used_at IS NULL", (context.now,))
    invitation_id = context.new_id()
    sql.execute(
        "INSERT INTO people_invitation (id, token_hash, role, created_at, expires_at) VALUES (%s, %s, 'admin', %s, %s)",
        (invitation_id, command.token_hash, context.now, context.now + INVITATION_DAYS * clock.DAY),
    )
    return Outcome(object=f"invitation/{invitation_id}", result=str(invitation_id))


def apply_register_member(command: commands.RegisterMember, context: Context) -> Outcome:
    """Insert a member and their persona: active with an invitation, else pending and not shown."""
    role, state = "member", "pending"
    if command.invitation_hash:
        role, state = _use_invitation(command.invitation_hash, context.now), "active"
    elif _is_known(clean_email(command.email)):
        return _register_known(command, context)
    member_id, account_id = insert_member(command, context, role, state)
    jobs: tuple[Job, ...] = (ask_to_confirm(context, member_id, clean_email(command.email)),)
    if state == "pending":
        jobs = (*jobs, Job("notify_sign_up", {"account_id": account_id}))
    return Outcome(
        object=f"member/{member_id}",
        result={"member_id": str(member_id), "account_id": str(account_id), "state": state},
        kept={"role": role, "state": state, "account": str(account_id)},
        states=(vouch_member(member_id), fragments.vouch(account_id)),
        jobs=jobs,
    )


def _register_known(command: commands.RegisterMember, context: Context) -> Outcome:
    """The same answer as for an address nobody has: only its owner learns of it, by mail (attack U6).

    The name is taken from now on, as it would be, so that asking for it again tells nothing either.
    """
    name = claim_name(command.username, "persona", command.display_name)
    sql.execute("INSERT INTO people_heldname (acct, created_at) VALUES (%s, %s)", (name.lower(), context.now))
    email = clean_email(command.email)
    return Outcome(
        object=f"email/{hash_secret(email)[:16]}",
        result={"member_id": "", "account_id": "", "state": "pending"},
        jobs=(Job("mail_known_address", {"email": email}),),
    )


def _is_known(email: str) -> bool:
    return bool(sql.value("SELECT 1 FROM people_member WHERE email = %s", (email,)))


def clean_email(written: str) -> str:
    """An e-mail address as it is kept. Raises Invalid for what can be none."""
    email = written.strip().lower()
    # `admin@localhost` is an address on the machine of somebody who tries things out, and nowhere else.
    shape = f"{email}.test" if settings.TEST_MODE and email.endswith("@localhost") else email
    if len(email) > LONGEST_EMAIL or not EMAIL.fullmatch(shape):
        raise Invalid("Write an e-mail address like name@example.org.", field="email")
    return email


def ask_to_confirm(context: Context, member_id: int, email: str) -> Job:
    """Insert a question whether an address is a member's own; the job mails it. Earlier questions end."""
    sql.execute(
        "UPDATE people_emailconfirmation SET expires_at = %s WHERE member_id = %s AND used_at IS NULL",
        (context.now, member_id),
    )
    confirmation_id = context.new_id()
    sql.execute(
        "INSERT INTO people_emailconfirmation (id, member_id, email, created_at, expires_at)"
        " VALUES (%s, %s, %s, %s, %s)",
        (confirmation_id, member_id, email, context.now, context.now + INVITATION_DAYS * clock.DAY),
    )
    return Job("mail_confirm", {"confirmation_id": confirmation_id})


def apply_add_member(command: commands.AddMember, context: Context) -> Outcome:
    """Insert an active member with a role and a persona."""
    _known_role(command.role)
    member_id, account_id = insert_member(command, context, command.role, "active")
    return Outcome(
        object=f"member/{member_id}",
        result={"member_id": str(member_id), "account_id": str(account_id), "state": "active"},
        kept={"account": str(account_id)},
        states=(vouch_member(member_id), fragments.vouch(account_id)),
    )


def _use_invitation(token_hash: str, now: int) -> str:
    role = sql.value(
        "UPDATE people_invitation SET used_at = %s WHERE token_hash = %s AND used_at IS NULL AND expires_at > %s"
        " RETURNING role",
        (now, token_hash, now),
    )
    if role is None:
        raise Invalid("This link has been used or has run out. Ask for a new one.", code="invitation")
    return str(role)


class Joining(Protocol):
    """What every way of joining says."""

    @property
    def username(self) -> str: ...

    @property
    def email(self) -> str: ...

    @property
    def password_hash(self) -> str: ...

    @property
    def language(self) -> str: ...

    @property
    def display_name(self) -> str: ...


def insert_member(command: Joining, context: Context, role: str, state: str) -> tuple[int, int]:
    """Insert a member and their persona; (member, account). Raises Invalid when name or address cannot be had."""
    email = clean_email(command.email)
    if _is_known(email):
        raise Invalid("This e-mail address cannot be used. Sign in instead, or use another.", field="email")
    member_id = context.new_id()
    sql.execute(
        "INSERT INTO people_member (id, password, email, role, state, reason, language, created_at, decided_at,"
        " confirmed_at, application_id) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (
            member_id, command.password_hash, email, role, state, getattr(command, "reason", ""), command.language,
            context.now, context.now if state == "active" else None,
            # The house knows whom it adds.
            context.now if isinstance(command, commands.AddMember) else None,
            context.actor.application_id,
        ),
    )  # fmt: skip
    if role != "member":
        note_office(member_id)
    account_id = insert_account(
        context,
        username=command.username,
        kind="persona",
        display_name=command.display_name,
        member_id=member_id,
        hidden_at=None if state == "active" else context.now,
    )
    return member_id, account_id


VOUCHED = ("email", "role", "state")


def vouch_member(member_id: int) -> State:
    """What the ledger vouches for of a member: who they are, what they may do; their password by its hash's hash."""
    row = sql.row(f"SELECT {', '.join(VOUCHED)}, password FROM people_member WHERE id = %s", (member_id,))
    if row is None:
        return State("people_member", member_id, None)
    columns = dict(zip(VOUCHED, row[:-1], strict=True))
    return State("people_member", member_id, columns | {"password#sha256": hash_secret(row[-1])})


def _known_role(role: str) -> None:
    if role not in ROLES:
        raise Invalid(f"There is no role {role}. Choose one of: {', '.join(ROLES)}.", field="role")


def _member(member_id: int, states: tuple[str, ...]) -> tuple[str, str]:
    """(state, role) of a member in one of these states. Raises NotFound or Conflict."""
    found = sql.row("SELECT state, role FROM people_member WHERE id = %s", (member_id,))
    if found is None:
        raise NotFound()
    if found[0] not in states:
        raise Conflict(f"This member is {found[0]} by now. Reload the page to see what was decided.")
    return found[0], found[1]


def _decide(member_id: int, state: str, context: Context) -> None:
    sql.execute(
        "UPDATE people_member SET state = %s, decided_at = %s, decided_by_id = %s WHERE id = %s",
        (state, context.now, context.actor.member_id, member_id),
    )


def _show_accounts(member_id: int, hidden_at: int | None) -> None:
    sql.execute(
        "UPDATE people_account SET hidden_at = %s WHERE member_id = %s AND kind = 'persona'", (hidden_at, member_id)
    )


def _vouch_with_personas(member_id: int) -> tuple[State, ...]:
    found = sql.rows("SELECT id FROM people_account WHERE member_id = %s AND kind = 'persona'", (member_id,))
    return (vouch_member(member_id), *(fragments.vouch(account_id) for (account_id,) in found))


def apply_approve_member(command: commands.ApproveMember, context: Context) -> Outcome:
    """A pending member becomes active and their persona is shown; they are told by mail."""
    _member(command.member_id, ("pending",))
    _decide(command.member_id, "active", context)
    _show_accounts(command.member_id, None)
    return Outcome(
        object=f"member/{command.member_id}",
        states=_vouch_with_personas(command.member_id),
        jobs=(Job("mail_approved", {"member_id": command.member_id}),),
    )


def apply_reject_member(command: commands.RejectMember, context: Context) -> Outcome:
    """A pending member is turned away with a reason; they are told by mail."""
    _member(command.member_id, ("pending",))
    if not command.reason.strip():
        raise Invalid("Give a reason: the person is told it.", field="reason")
    _decide(command.member_id, "rejected", context)
    return Outcome(
        object=f"member/{command.member_id}",
        states=(vouch_member(command.member_id),),
        jobs=(Job("mail_rejected", {"member_id": command.member_id, "reason": command.reason}),),
    )


def apply_change_role(command: commands.ChangeRole, context: Context) -> Outcome:
    """Change a role; tokens end, since what they may do has changed."""
    _known_role(command.role)
    _, old_role = _member(command.member_id, ("active",))
    if old_role == command.role:
        return Outcome(object=f"member/{command.member_id}", unchanged=True)
    if old_role == "admin":
        keep_one_admin(command.member_id)
    sql.execute("UPDATE people_member SET role = %s WHERE id = %s", (command.role, command.member_id))
    note_office(command.member_id)
    end_tokens_of_member(command.member_id, context.now)
    return Outcome(
        object=f"member/{command.member_id}", kept={"from": old_role}, states=(vouch_member(command.member_id),)
    )


def note_office(member_id: int) -> None:
    """Keep that they had a part in the house beyond their own: their record is one of staff, also after they left."""
    sql.execute("UPDATE people_member SET held_office = %s WHERE id = %s AND NOT held_office", (True, member_id))


def apply_suspend_member(command: commands.SuspendMember, context: Context) -> Outcome:
    """Shut a member out: tokens and sessions end at once, personas are no longer shown."""
    _, role = _member(command.member_id, ("active", "pending"))
    if not command.reason.strip():
        raise Invalid("Give a reason: it is recorded and the member may ask for it.", field="reason")
    if command.member_id == context.actor.member_id:
        raise Forbidden("You cannot suspend yourself. Ask another administrator.")
    if role == "admin":
        keep_one_admin(command.member_id)
    _decide(command.member_id, "suspended", context)
    _show_accounts(command.member_id, context.now)
    end_tokens_of_member(command.member_id, context.now)
    return Outcome(
        object=f"member/{command.member_id}",
        states=_vouch_with_personas(command.member_id),
    )


def apply_reinstate_member(command: commands.ReinstateMember, context: Context) -> Outcome:
    """Let a suspended member back in, or one who left; seats do not come back."""
    _member(command.member_id, ("suspended", "left"))
    _decide(command.member_id, "active", context)
    _show_accounts(command.member_id, None)
    return Outcome(
        object=f"member/{command.member_id}",
        states=_vouch_with_personas(command.member_id),
    )


def keep_one_admin(member_id: int) -> None:
    """Raise Conflict when the house would be left without an administrator."""
    others = sql.value(
        "SELECT COUNT(*) FROM people_member WHERE role = 'admin' AND state = 'active' AND id <> %s", (member_id,)
    )
    if not others:
        raise Conflict("This is the only administrator. Make somebody else one first.")


def prepare_sign_in(command: commands.SignIn, _actor: Actor) -> int | None:
    """The member the e-mail address and password belong to, or None. Slow on purpose, so outside the transaction."""
    email = command.email.strip().lower()
    found = sql.row("SELECT id, password, state FROM people_member WHERE email = %s", (email,))
    if not check_password(command.password, found[1] if found else nobody_hash()) or found is None:
        return None
    return int(found[0]) if found[2] in ("active", "pending") else None


def apply_sign_in(command: commands.SignIn, context: Context) -> Outcome:
    """Record that a member signed in, passed the first of two steps, or that somebody failed to.

    The result is the member's id, `second_step_of` one, or None.
    """
    member_id: int | None = context.prepared
    if member_id is None:
        digest = hash_secret(command.email.strip().lower())[:16]
        return Outcome(object=f"email/{digest}", result=None, kind="member.sign_in_refused")
    if has_second_step(member_id):
        # Half way: nobody is signed in before the second step, and no channel can take this for the whole.
        result = {"second_step_of": str(member_id)}
        return Outcome(object=f"member/{member_id}", result=result, kind="member.first_step_passed")
    return Outcome(object=f"member/{member_id}", result=str(member_id))


def has_second_step(member_id: int) -> bool:
    """Whether the member has an authenticator, which is then asked for."""
    return bool(sql.value("SELECT 1 FROM people_authenticator WHERE member_id = %s LIMIT 1", (member_id,)))


def apply_sign_out(_command: commands.SignOut, context: Context) -> Outcome:
    """Record that a member signed out."""
    return Outcome(object=f"member/{context.actor.member_id}")


def prepare_change_password(command: commands.ChangePassword, actor: Actor) -> bool:
    """Whether the current password is right."""
    password = sql.value("SELECT password FROM people_member WHERE id = %s", (actor.member_id,))
    return password is not None and check_password(command.current_password, password)


def apply_change_password(command: commands.ChangePassword, context: Context) -> Outcome:
    """Set the new password; every token ends (sessions end because their hash holds the old password)."""
    if not context.prepared:
        raise Invalid("The current password is not right. Type it again.", field="current_password")
    member_id = context.actor.member_id
    assert member_id is not None  # noqa: S101  # the scope "web" is only ever a member's
    sql.execute("UPDATE people_member SET password = %s WHERE id = %s", (command.password_hash, member_id))
    end_tokens_of_member(member_id, context.now)
    return Outcome(object=f"member/{member_id}", states=(vouch_member(member_id),))
