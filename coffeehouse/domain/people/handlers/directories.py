"""The way in through a body's directory. Who comes is known by issuer and subject; an address attaches nobody (U3)."""

from __future__ import annotations

import re

import structlog
from django.contrib.auth.hashers import make_password

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor, Context, Job, Outcome, State
from coffeehouse.domain.people import directory_commands as commands
from coffeehouse.domain.people import fragments
from coffeehouse.domain.people.commands import RegisterMember
from coffeehouse.domain.people.directories import Directory, directory
from coffeehouse.domain.people.directory_http import whom
from coffeehouse.domain.people.handlers import members
from coffeehouse.domain.people.handlers.accounts import claim_name
from coffeehouse.domain.people.handlers.authenticators import end_sessions
from coffeehouse.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from coffeehouse.kernel.secrets import hash_secret
from coffeehouse.protocols.openid import BadDirectory, Claimed, Question

log = structlog.get_logger("coffeehouse.directories")

REFUSED = "member.sign_in_refused"
VOUCHED = ("member_id", "issuer")
NAME_TRIES = 20
LONGEST_USERNAME = 24
LONGEST_DISPLAY_NAME = 60


def vouch_identity(identity_id: int) -> State:
    """What the ledger vouches for: whose it is and at which directory; the subject by its hash."""
    row = sql.row(f"SELECT {', '.join(VOUCHED)}, subject FROM people_directoryidentity WHERE id = %s", (identity_id,))
    if row is None:
        return State("people_directoryidentity", identity_id, None)
    columns = dict(zip(VOUCHED, row[:-1], strict=True))
    return State("people_directoryidentity", identity_id, columns | {"subject#sha256": hash_secret(row[-1])})


def _claimed(command: commands.DirectoryAnswer) -> tuple[Directory, Claimed]:
    """Asks the directory whom it sends. Raises NotFound, Unavailable, or Invalid for an answer that does not hold."""
    found = directory(command.directory)
    if found is None:
        raise NotFound()
    asked = Question(command.state, command.nonce, command.verifier, command.redirect_uri)
    try:
        return found, whom(found, command.code, command.named_issuer, asked)
    except BadDirectory as error:
        # What exactly was wrong is for the operator: it may be an attack, and tells an attacker nothing here.
        log.warning("directory_refused", directory=found.key, why=str(error)[:500])
        raise Invalid(
            f"The answer of {found.name} does not hold, so nobody was signed in. Start again from the sign-in page; if"
            " it happens again, tell the people who run this house.",
            code="directory",
        ) from error


def prepare_sign_in_through_directory(
    command: commands.SignInThroughDirectory, _actor: Actor
) -> tuple[Directory, Claimed]:
    """Whom the directory sends. Over the network, so outside the transaction."""
    return _claimed(command)


def prepare_link_directory_identity(
    command: commands.LinkDirectoryIdentity, _actor: Actor
) -> tuple[Directory, Claimed]:
    """Who the member is there. Over the network, so outside the transaction."""
    return _claimed(command)


def apply_sign_in_through_directory(command: commands.SignInThroughDirectory, context: Context) -> Outcome:
    """Sign in who is linked; let in whom the operator wants let in; everybody else stays outside.

    Result: `member_id`, and `second_step` True when the member has one that the directory did not ask for.
    """
    found, claimed = context.prepared
    row = sql.row(
        "SELECT i.id, i.member_id, m.state FROM people_directoryidentity i JOIN people_member m ON m.id = i.member_id"
        " WHERE i.issuer = %s AND i.subject = %s",
        (claimed.issuer, claimed.subject),
    )
    if row is None:
        return _join(command, found, claimed, context)
    identity_id, member_id, state = row
    if state not in ("active", "pending"):
        return _refused(claimed)
    sql.execute("UPDATE people_directoryidentity SET used_at = %s WHERE id = %s", (context.now, identity_id))
    owed = not found.asks_second_step and members.has_second_step(member_id)
    return Outcome(
        object=f"member/{member_id}",
        result={"member_id": str(member_id), "second_step": owed},
        kept={"method": f"directory/{found.key}"},
        kind="member.first_step_passed" if owed else "",
    )


def _join(command: commands.SignInThroughDirectory, found: Directory, claimed: Claimed, context: Context) -> Outcome:
    """Insert a member for somebody new: with a verified address that nobody here has, and never with a role."""
    if found.creates == "nobody" or not claimed.email:
        return _refused(claimed)
    email = members.clean_email(claimed.email)
    if sql.value("SELECT 1 FROM people_member WHERE email = %s", (email,)):
        return _refused(claimed)
    state = "active" if found.creates == "member" else "pending"
    joining = RegisterMember(
        username=_free_name(claimed),
        email=email,
        password_hash=make_password(None),
        reason=found.name,
        language=command.language,
        display_name=claimed.name[:LONGEST_DISPLAY_NAME],
    )
    member_id, account_id = members.insert_member(joining, context, "member", state)
    sql.execute("UPDATE people_member SET confirmed_at = %s WHERE id = %s", (context.now, member_id))
    identity = _insert_identity(member_id, claimed, context)
    return Outcome(
        object=f"member/{member_id}",
        result={"member_id": str(member_id), "second_step": False},
        kept={"method": f"directory/{found.key}", "role": "member", "state": state, "account": str(account_id)},
        states=(members.vouch_member(member_id), fragments.vouch(account_id), vouch_identity(identity)),
        jobs=(Job("notify_sign_up", {"account_id": account_id}),) if state == "pending" else (),
        kind="member.joined",
    )


def _refused(claimed: Claimed) -> Outcome:
    digest = hash_secret(f"{claimed.issuer} {claimed.subject}")[:16]
    return Outcome(object=f"identity/{digest}", result=None, kind=REFUSED)


def _free_name(claimed: Claimed) -> str:
    """A handle like the one they have there; with a number when it is taken."""
    wanted = claimed.username.partition("@")[0] or claimed.email.partition("@")[0]
    name = re.sub(r"[^A-Za-z0-9_]+", "_", wanted)[:LONGEST_USERNAME].strip("_") or "member"
    for number in range(1, NAME_TRIES):
        tried = name if number == 1 else f"{name}_{number}"
        try:
            return claim_name(tried, "persona", claimed.name[:LONGEST_DISPLAY_NAME])
        except Invalid:
            continue
    return f"member_{hash_secret(f'{claimed.issuer} {claimed.subject}')[:12]}"


def apply_link_directory_identity(_command: commands.LinkDirectoryIdentity, context: Context) -> Outcome:
    """Store it. One directory, one identity each: neither two members nor two identities."""
    member_id = _self(context)
    found, claimed = context.prepared
    holder = sql.value(
        "SELECT member_id FROM people_directoryidentity WHERE issuer = %s AND subject = %s",
        (claimed.issuer, claimed.subject),
    )
    if holder == member_id:
        return Outcome(object=f"member/{member_id}", unchanged=True)
    if holder is not None:
        raise Conflict(f"This account of {found.name} opens another member's door already. Ask an administrator.")
    if sql.value(
        "SELECT 1 FROM people_directoryidentity WHERE member_id = %s AND issuer = %s", (member_id, claimed.issuer)
    ):
        raise Conflict(f"You have linked another account of {found.name}. Remove that one first.")
    identity_id = _insert_identity(member_id, claimed, context)
    end_sessions(member_id, "linked", context)
    return Outcome(
        object=f"identity/{identity_id}",
        result=str(identity_id),
        kept={"member": str(member_id)},
        states=(vouch_identity(identity_id),),
    )


def _insert_identity(member_id: int, claimed: Claimed, context: Context) -> int:
    identity_id = context.new_id()
    sql.execute(
        "INSERT INTO people_directoryidentity (id, member_id, issuer, subject, created_at) VALUES (%s, %s, %s, %s, %s)",
        (identity_id, member_id, claimed.issuer, claimed.subject, context.now),
    )
    return identity_id


def apply_unlink_directory_identity(command: commands.UnlinkDirectoryIdentity, context: Context) -> Outcome:
    """Delete it, unless it is the member's only way in."""
    member_id = _self(context)
    held = sql.rows("SELECT id FROM people_directoryidentity WHERE member_id = %s", (member_id,))
    if (command.identity_id,) not in held:
        raise NotFound()
    if len(held) == 1 and not _has_other_way(member_id):
        raise Conflict("This is your only way in. Add a passkey first, then remove this.")
    sql.execute("DELETE FROM people_directoryidentity WHERE id = %s", (command.identity_id,))
    end_sessions(member_id, "unlinked", context)
    return Outcome(
        object=f"identity/{command.identity_id}",
        kept={"member": str(member_id)},
        states=(vouch_identity(command.identity_id),),
    )


def _has_other_way(member_id: int) -> bool:
    """A password, or a passkey, which opens the door alone."""
    password = sql.value("SELECT password FROM people_member WHERE id = %s", (member_id,))
    return not str(password).startswith("!") or bool(
        sql.value("SELECT 1 FROM people_authenticator WHERE member_id = %s AND kind = 'passkey'", (member_id,))
    )


def _self(context: Context) -> int:
    if context.actor.member_id is None or context.actor.token_id is not None:
        raise Forbidden("Do this on the pages of the house, signed in yourself.")
    return context.actor.member_id
