"""E-mail addresses that are one's own, and joining a house that is opened for tests."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core import signing

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor, Context, Job, Outcome
from coffeehouse.domain.people import fragments, joining
from coffeehouse.domain.people.handlers import members, tokens
from coffeehouse.domain.people.queries.joining import CODE_SALT
from coffeehouse.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from coffeehouse.protocols.oauth_scopes import is_subset, parse

OUTDATED = "This link has been used or has run out. Ask for a new one where you signed up."


def prepare_confirm_email(command: joining.ConfirmEmail, _actor: Actor) -> int:
    """The confirmation that a code stands for. Raises Invalid for one that is not of this house."""
    try:
        return int(signing.loads(command.code, salt=CODE_SALT))
    except (signing.BadSignature, ValueError) as error:
        raise Invalid(OUTDATED, code="confirmation") from error


def apply_confirm_email(_command: joining.ConfirmEmail, context: Context) -> Outcome:
    """The address is the member's; an earlier one of theirs is forgotten."""
    row = sql.row(
        "UPDATE people_emailconfirmation SET used_at = %s WHERE id = %s AND used_at IS NULL AND expires_at > %s"
        " RETURNING member_id, email",
        (context.now, context.prepared, context.now),
    )
    if row is None:
        raise Invalid(OUTDATED, code="confirmation")
    member_id, email = row
    if sql.value("SELECT 1 FROM people_member WHERE email = %s AND id <> %s", (email, member_id)):
        raise Conflict("This address belongs to somebody else by now. Ask for a link to another one.")
    sql.execute("UPDATE people_member SET email = %s, confirmed_at = %s WHERE id = %s", (email, context.now, member_id))
    return Outcome(object=f"member/{member_id}", result=str(member_id), states=(members.vouch_member(member_id),))


def apply_request_confirmation(command: joining.RequestConfirmation, context: Context) -> Outcome:
    """Mail a link to the member's address, or to a new one. Only for the app they joined with, until confirmed."""
    row = sql.row(
        "SELECT email, confirmed_at, application_id FROM people_member WHERE id = %s", (context.actor.member_id,)
    )
    if row is None:
        raise NotFound()
    if row[1] is not None:
        raise Forbidden("This method is only available while the e-mail is awaiting confirmation", code="confirmed")
    if row[2] is None or row[2] != context.actor.application_id:
        raise Forbidden(
            "This method is only available to the application the user originally signed-up with", code="other_app"
        )
    email = members.clean_email(command.email) if command.email else str(row[0])
    object_ = f"member/{context.actor.member_id}"
    if sql.value("SELECT 1 FROM people_member WHERE email = %s AND id <> %s", (email, context.actor.member_id)):
        # Said to nobody here: whose address it is learns of it by mail (attack U6).
        return Outcome(object=object_, result="sent", jobs=(Job("mail_known_address", {"email": email}),))
    assert context.actor.member_id is not None  # noqa: S101  # there is a row
    job = members.ask_to_confirm(context, context.actor.member_id, email)
    return Outcome(object=object_, result="sent", jobs=(job,))


def apply_open_for_tests(command: joining.OpenForTests, context: Context) -> Outcome:
    """Nothing but the entry: everybody who reads the ledger learns that the house was open to all."""
    insist_on_tests()
    return Outcome(object="house", kept={"base_url": command.base_url})


def insist_on_tests() -> None:
    """Raise NotFound in a house for people. Policy says the same: this holds with any pack."""
    if not settings.TEST_MODE:
        raise NotFound()


def apply_register_test_member(command: joining.RegisterTestMember, context: Context) -> Outcome:
    """Insert an active member, their persona, and a token with the scopes of the app that asks."""
    insist_on_tests()
    app = sql.row("SELECT t.application_id, t.scopes FROM people_token t WHERE t.id = %s", (context.actor.token_id,))
    if app is None:
        raise Forbidden("Ask with a token of your app.", code="no_app")
    member_id, account_id = members.insert_member(command, context, "member", "active")
    token_id = tokens.insert_token(
        context, command.token_hash, app[0], member_id=member_id, account_id=account_id, scopes=app[1]
    )
    return Outcome(
        object=f"member/{member_id}",
        result={
            "member_id": str(member_id), "account_id": str(account_id), "scopes": app[1],
            "created_at": context.now // 1_000,
        },
        kept={"account": str(account_id), "token": str(token_id)},
        states=(members.vouch_member(member_id), fragments.vouch(account_id)),
    )  # fmt: skip


def prepare_issue_password_token(command: joining.IssuePasswordToken, _actor: Actor) -> tuple[int, int] | None:
    """(member, account) that name and password belong to, or None. Slow on purpose, so outside the transaction."""
    name = command.username.strip().lower().removeprefix("@")
    handle = name.removesuffix(f"@{settings.DOMAIN.lower()}")
    found: Any = sql.row(
        "SELECT m.id, m.password, m.state, a.id FROM people_member m JOIN people_account a ON a.member_id = m.id"
        " AND a.kind = 'persona' WHERE m.email = %s OR a.acct = %s ORDER BY (m.email = %s) DESC, a.id LIMIT 1",
        (name, handle, name),
    )
    if not check_password(command.password, found[1] if found else members.nobody_hash()) or found is None:
        return None
    return (found[0], found[3]) if found[2] == "active" else None


def apply_issue_password_token(command: joining.IssuePasswordToken, context: Context) -> Outcome:
    """A token for the member, with scopes that the app has registered."""
    insist_on_tests()
    application_id, registered = tokens.find_client(command.client_id, command.client_secret)
    scopes = command.scopes or "read"
    if not is_subset(parse(scopes), parse(registered)):
        raise Invalid("The requested scope is invalid, unknown, or malformed.", code="invalid_scope")
    if context.prepared is None:
        raise Invalid(tokens.BAD_GRANT, code="invalid_grant")
    member_id, account_id = context.prepared
    token_id = tokens.insert_token(
        context, command.token_hash, application_id, member_id=member_id, account_id=account_id, scopes=scopes
    )
    return Outcome(
        object=f"token/{token_id}",
        result={"scopes": scopes, "created_at": context.now // 1_000},
        kept={"account": str(account_id), "application": str(application_id), "scopes": scopes},
    )
