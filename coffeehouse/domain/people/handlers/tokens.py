"""Applications, authorisation codes and tokens: OAuth 2 in Mastodon's dialect (RFC 6749, RFC 7636, RFC 7009).

A refused exchange raises Invalid whose code is the OAuth error (`invalid_grant`, `invalid_client`).
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor, Context, Outcome
from coffeehouse.domain.people import commands
from coffeehouse.domain.people.queries.voices import administers
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Forbidden, Invalid, NotFound, Unauthenticated
from coffeehouse.kernel.secrets import hash_secret
from coffeehouse.protocols.oauth_scopes import is_subset, parse

CODE_LIFETIME = 10 * clock.MINUTE
BAD_CLIENT = (
    "Client authentication failed due to unknown client, no client authentication included, or unsupported "
    "authentication method."
)
BAD_GRANT = (
    "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the "
    "authorization request, or was issued to another client."
)


def apply_register_application(command: commands.RegisterApplication, context: Context) -> Outcome:
    """Insert an OAuth client."""
    application_id = context.new_id()
    sql.execute(
        "INSERT INTO people_application (id, name, website, redirect_uris, scopes, client_id, secret_hash, created_at)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
        (
            application_id, command.name, command.website, "\n".join(command.redirect_uris), command.scopes,
            command.client_id, command.secret_hash, context.now,
        ),
    )  # fmt: skip
    return Outcome(object=f"application/{application_id}", result=str(application_id))


def apply_authorize_application(command: commands.AuthorizeApplication, context: Context) -> Outcome:
    """Insert a code for one of the member's accounts: a persona of theirs, or a voice they hold a seat at."""
    found = sql.row("SELECT redirect_uris, scopes FROM people_application WHERE id = %s", (command.application_id,))
    if found is None:
        raise NotFound()
    if command.redirect_uri not in found[0].split("\n"):
        raise Invalid("The redirect uri included is not valid.", code="invalid_redirect_uri")
    if not is_subset(parse(command.scopes), parse(found[1])):
        raise Invalid("The requested scope is invalid, unknown, or malformed.", code="invalid_scope")
    member_id = context.actor.member_id
    seat_id = None if member_id is None else _may_act_as(member_id, command.account_id, context.now)
    if seat_id is None:
        raise Forbidden("You cannot act as this account. Choose one of your own.", code="not_your_account")
    code_id = context.new_id()
    sql.execute(
        "INSERT INTO people_authorizationcode (id, code_hash, application_id, member_id, account_id, redirect_uri,"
        " scopes, code_challenge, created_at, expires_at, seat_id)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (
            code_id, command.code_hash, command.application_id, member_id, command.account_id, command.redirect_uri,
            command.scopes, command.code_challenge, context.now, context.now + CODE_LIFETIME, seat_id or None,
        ),
    )  # fmt: skip
    return Outcome(object=f"application/{command.application_id}", kept={"account": str(command.account_id)})


def _may_act_as(member_id: int, account_id: int, now: int) -> int | None:
    """The seat through which a member may act as an account; 0 for their own persona, None when they may not."""
    found = sql.value(
        "SELECT CASE WHEN a.member_id = %s THEN 0 ELSE (SELECT s.id FROM people_seat s WHERE s.account_id = a.id"
        " AND s.member_id = %s AND (s.expires_at IS NULL OR s.expires_at > %s)) END"
        " FROM people_account a WHERE a.id = %s AND a.hidden_at IS NULL",
        (member_id, member_id, now, account_id),
    )
    return None if found is None else int(found)


def find_client(client_id: str, client_secret: str) -> tuple[int, str]:
    """(id, scopes) of the application with this id and secret. Raises Unauthenticated."""
    found = sql.row("SELECT id, secret_hash, scopes FROM people_application WHERE client_id = %s", (client_id,))
    offered = hash_secret(client_secret)
    if found is None or not hmac.compare_digest(found[1], offered):
        raise Unauthenticated(BAD_CLIENT, code="invalid_client")
    return found[0], found[2]


def apply_exchange_code(command: commands.ExchangeCode, context: Context) -> Outcome:
    """Turn a code into a token. A code that was used before ends the token it gave, and nobody gets another.

    The result is None when the grant is bad: the revocation must stay, so this is not an exception.
    """
    application_id, _ = find_client(command.client_id, command.client_secret)
    found = sql.row(
        "SELECT c.id, c.application_id, c.member_id, c.account_id, c.redirect_uri, c.scopes, c.code_challenge,"
        " c.expires_at, c.used_at, c.token_id, m.state, c.seat_id FROM people_authorizationcode c"
        " JOIN people_member m ON m.id = c.member_id WHERE c.code_hash = %s",
        (hash_secret(command.code),),
    )
    if found is not None and found[8] is not None and found[1] == application_id:
        sql.execute(
            "UPDATE people_token SET revoked_at = %s WHERE id = %s AND revoked_at IS NULL", (context.now, found[9])
        )
        return Outcome(object=f"token/{found[9]}", result=None, kind="token.revoked_by_reuse")
    if (
        found is None
        or found[1] != application_id
        or found[8] is not None
        or found[4] != command.redirect_uri
        or found[7] <= context.now
        or found[10] != "active"
        or not _pkce_holds(found[6], command.code_verifier)
        or _may_act_as(found[2], found[3], context.now) != (found[11] or 0)
    ):
        raise Invalid(BAD_GRANT, code="invalid_grant")
    token_id = insert_token(
        context,
        command.token_hash,
        application_id,
        member_id=found[2],
        account_id=found[3],
        scopes=found[5],
        seat_id=found[11],
    )
    sql.execute(
        "UPDATE people_authorizationcode SET used_at = %s, token_id = %s WHERE id = %s",
        (context.now, token_id, found[0]),
    )
    return Outcome(
        object=f"token/{token_id}",
        result={"scopes": found[5], "created_at": context.now // 1_000},
        kept={"account": str(found[3]), "application": str(application_id), "scopes": found[5]},
    )


def _pkce_holds(challenge: str, verifier: str) -> bool:
    """RFC 7636 §4.6, method S256 only; a code asked for without a challenge takes no verifier."""
    if not challenge:
        return not verifier
    digest = hashlib.sha256(verifier.encode("ascii", "replace")).digest()
    return hmac.compare_digest(base64.urlsafe_b64encode(digest).rstrip(b"=").decode(), challenge)


def insert_token(
    context: Context,
    token_hash: str,
    application_id: int | None,
    *,
    member_id: int | None,
    account_id: int | None,
    scopes: str,
    label: str = "",
    seat_id: int | None = None,
) -> int:
    """Insert a token; its id. For a voice it hangs on a seat."""
    token_id = context.new_id()
    sql.execute(
        "INSERT INTO people_token (id, token_hash, application_id, member_id, account_id, scopes, label, created_at,"
        " seat_id) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (token_id, token_hash, application_id, member_id, account_id, scopes, label, context.now, seat_id),
    )
    return token_id


def apply_issue_client_token(command: commands.IssueClientToken, context: Context) -> Outcome:
    """A token for an application itself (client credentials)."""
    application_id, registered = find_client(command.client_id, command.client_secret)
    scopes = command.scopes or "read"
    if not is_subset(parse(scopes), parse(registered)):
        raise Invalid("The requested scope is invalid, unknown, or malformed.", code="invalid_scope")
    token_id = insert_token(context, command.token_hash, application_id, member_id=None, account_id=None, scopes=scopes)
    return Outcome(
        object=f"token/{token_id}",
        result={"scopes": scopes, "created_at": context.now // 1_000},
        kept={"application": str(application_id)},
    )


def apply_issue_token(command: commands.IssueToken, context: Context) -> Outcome:
    """A token for an account, given by the house itself on the command line."""
    found = sql.row("SELECT member_id, kind FROM people_account WHERE id = %s AND domain = ''", (command.account_id,))
    if found is None:
        raise NotFound("There is no such account here.")
    parse(command.scopes)
    member_id, seat_id = (found[0], None) if found[0] else _first_seat(command.account_id, context.now)
    if member_id is None:
        raise Invalid("Nobody holds a seat at this voice. Give somebody one first.", field="account_id")
    token_id = insert_token(
        context,
        command.token_hash,
        command.application_id,
        member_id=member_id,
        account_id=command.account_id,
        scopes=command.scopes,
        label=command.label,
        seat_id=seat_id,
    )
    return Outcome(object=f"token/{token_id}", result=str(token_id), kept={"account": str(command.account_id)})


def _first_seat(account_id: int, now: int) -> tuple[int | None, int | None]:
    """(member, seat) of the oldest living seat at a voice."""
    found = sql.row(
        "SELECT member_id, id FROM people_seat WHERE account_id = %s AND (expires_at IS NULL OR expires_at > %s)"
        " ORDER BY id LIMIT 1",
        (account_id, now),
    )
    return (None, None) if found is None else (found[0], found[1])


def apply_revoke_token(command: commands.RevokeToken, context: Context) -> Outcome:
    """End a token. An unknown one, or one of another application, is answered like success (RFC 7009 §2.2)."""
    if command.token_id is not None:
        found = sql.row(
            "SELECT t.member_id, a.body_id FROM people_token t LEFT JOIN people_account a ON a.id = t.account_id"
            " WHERE t.id = %s AND t.revoked_at IS NULL",
            (command.token_id,),
        )
        if found is None or not _may_end(context.actor, found[0], found[1]):
            raise NotFound()
        sql.execute("UPDATE people_token SET revoked_at = %s WHERE id = %s", (context.now, command.token_id))
        return Outcome(object=f"token/{command.token_id}")
    application_id, _ = find_client(command.client_id, command.client_secret)
    token_id = sql.value(
        "UPDATE people_token SET revoked_at = %s WHERE token_hash = %s AND application_id = %s"
        " AND revoked_at IS NULL RETURNING id",
        (context.now, hash_secret(command.token), application_id),
    )
    return Outcome(object=f"token/{token_id or 'unknown'}", unchanged=token_id is None)


def _may_end(actor: Actor, member_id: int | None, body_id: int | None) -> bool:
    """One's own tokens, and those for voices of a body one looks after."""
    if actor.member_id is None or "web" not in actor.scopes:
        return False
    return member_id == actor.member_id or (body_id is not None and administers(actor, body_id))
