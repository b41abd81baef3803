"""Apps and tokens: registering (Mastodon), exchanging codes (RFC 6749, RFC 7636), revoking (RFC 7009), userinfo.

The page on which a member lets an app in is in `consent`. Secrets are shown once and kept as hashes only.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec
from django.conf import settings

from coffeehouse.channels.client_api import bodies
from coffeehouse.channels.client_api.answers import entity, refusal
from coffeehouse.channels.client_api.authentication import Auth
from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.channels.client_api.endpoints import Endpoint, app, unlocked, user
from coffeehouse.domain.people import commands
from coffeehouse.domain.people import queries as people
from coffeehouse.domain.people.joining import IssuePasswordToken
from coffeehouse.domain.people.queries.push import vapid_public_key
from coffeehouse.kernel.errors import Forbidden, Invalid, NotFound, Problem, Unauthenticated
from coffeehouse.kernel.secrets import hash_secret, new_secret
from coffeehouse.kernel.text import one_line
from coffeehouse.protocols import oauth_scopes
from coffeehouse.protocols.mastodon.entities import Application, CredentialApplication, Token

OOB = "urn:ietf:wg:oauth:2.0:oob"
# Addresses a browser would run, show as ours, or cannot return to.
REFUSED_SCHEMES = (
    "about", "blob", "data", "file", "filesystem", "ftp", "javascript", "mailto", "tel", "vbscript", "view-source",
    "ws", "wss",
)  # fmt: skip
# Nothing else: the host goes into the page's Content-Security-Policy.
PLAIN_HOST = re.compile(r"[A-Za-z0-9._:\[\]-]+")
MAX_REDIRECTS, MAX_REDIRECT, MAX_NAME, MAX_WEBSITE = 10, 2_000, 60, 2_000
LONGEST_NAME, MAX_PASSWORD = 320, 1_000
NO_STORE = (("Cache-Control", "no-store"), ("Pragma", "no-cache"))
BAD_GRANT = (
    "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the "
    "authorization request, or was issued to another client."
)
# OAuth's own names for what is wrong, with the status RFC 6749 §5.2 gives them; any other problem is a bad request.
OAUTH_ERRORS = {
    "invalid_client": 401,
    "invalid_grant": 400,
    "invalid_scope": 400,
    "invalid_request": 400,
    "unsupported_grant_type": 400,
    "unauthorized_client": 403,
}


def oauth_refusal(problem: Problem) -> Answer:
    """A refusal in OAuth's words: `error` is a code, `error_description` is for people."""
    if problem.status in (413, 429, 503):
        return refusal(problem)
    code = problem.code if problem.code in OAUTH_ERRORS else "invalid_request"
    body = msgspec.json.encode({"error": code, "error_description": problem.message})
    extra = (("WWW-Authenticate", 'Basic realm="OAuth"'),) if code == "invalid_client" else ()
    return Answer(body, OAUTH_ERRORS[code], (*NO_STORE, *extra))


def _oauth(core: Any) -> Endpoint:
    """An endpoint of OAuth proper: the client says who it is in the body or by HTTP Basic."""
    return Endpoint(core, Auth("open"), oauth_refusal)


def _wrong(message: str, code: str = "invalid_request") -> Problem:
    return Invalid(message, code=code)


# -- registering ------------------------------------------------------------------------------------------------------


def _redirects(body: dict[str, Any]) -> list[str]:
    """The addresses an app may be sent back to. Raises Invalid."""
    found = [address for item in bodies.texts(body, "redirect_uris") for address in item.split() if address]
    wanted = list(dict.fromkeys(found))
    if not wanted:
        raise Invalid("Validation failed: Redirect URI can't be blank", field="redirect_uris")
    if len(wanted) > MAX_REDIRECTS:
        raise Invalid(f"Validation failed: At most {MAX_REDIRECTS} redirect URIs", field="redirect_uris")
    for address in wanted:
        if address != OOB:
            _check_redirect(address)
    return wanted


def _check_redirect(address: str) -> None:
    try:
        parts = urlsplit(address)
        scheme, has_host = parts.scheme.lower(), bool(parts.hostname)
    except ValueError as error:
        raise Invalid("Validation failed: Redirect URI must be a valid URI", field="redirect_uris") from error
    wrong = (
        not scheme
        or scheme in REFUSED_SCHEMES
        or len(address) > MAX_REDIRECT
        or not address.isascii()
        or not address.isprintable()
        or "#" in address
        or any(mark in address for mark in '\\"<>^`{|}')
        or (scheme in ("http", "https") and not (has_host and PLAIN_HOST.fullmatch(parts.netloc)))
    )
    if wrong:
        raise Invalid(
            "Validation failed: Redirect URI must be an absolute URI without a fragment", field="redirect_uris"
        )


def _website(body: dict[str, Any]) -> str:
    website = bodies.text(body, "website").strip()
    if website and (len(website) > MAX_WEBSITE or not website.lower().startswith(("http://", "https://"))):
        raise Invalid("Validation failed: Website must be a web address", field="website")
    return website


@unlocked
def create_app(call: Call) -> Answer:
    """Register an app. Anybody may; what it may do is up to the members who let it in."""
    body = call.body
    name = one_line(bodies.text(body, "client_name"), field="client_name")
    if not name or len(name) > MAX_NAME:
        raise Invalid(f"Validation failed: Name must have 1 to {MAX_NAME} characters", field="client_name")
    redirects, website = _redirects(body), _website(body)
    scopes = oauth_scopes.text(oauth_scopes.parse(bodies.text(body, "scopes")))
    client_id, secret = new_secret(), new_secret()
    done = call.act(
        commands.RegisterApplication(
            name=name,
            redirect_uris=tuple(redirects),
            scopes=scopes,
            website=website,
            client_id=client_id,
            secret_hash=hash_secret(secret),
        )
    )
    return Answer(
        msgspec.json.encode(
            CredentialApplication(
                id=str(done.result),
                name=name,
                website=website or None,
                scopes=scopes.split(),
                redirect_uri="\n".join(redirects),
                redirect_uris=redirects,
                client_id=client_id,
                client_secret=secret,
                vapid_key=vapid_public_key(),
            )
        ),
        headers=NO_STORE,
    )


@app()
def verify_app(call: Call) -> Answer:
    """The app the token was given to."""
    found = None if call.actor.token_id is None else people.application_of_token(call.actor.token_id)
    if found is None:
        raise NotFound()
    return entity(
        Application(
            id=str(found["id"]),
            name=found["name"],
            website=found["website"] or None,
            scopes=found["scopes"].split(),
            redirect_uri="\n".join(found["redirect_uris"]),
            redirect_uris=found["redirect_uris"],
            vapid_key=vapid_public_key(),
        )
    )


# -- tokens -----------------------------------------------------------------------------------------------------------


def _client(call: Call) -> tuple[str, str]:
    """(client_id, client_secret) by HTTP Basic or from the body, never from both (RFC 6749 §2.3)."""
    scheme, _, given = call.header("Authorization").partition(" ")
    if scheme.lower() != "basic":
        return bodies.text(call.body, "client_id"), bodies.text(call.body, "client_secret")
    if "client_secret" in call.body:
        raise _wrong("Say who the client is once: in the Authorization header or in the body.")
    try:
        name, _, secret = base64.b64decode(given.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise Unauthenticated("The Authorization header cannot be read.", code="invalid_client") from error
    return unquote(name), unquote(secret)


def _exchange(call: Call, client_id: str, secret: str, token: str) -> Any:
    command = commands.ExchangeCode(
        client_id=client_id,
        client_secret=secret,
        code=bodies.text(call.body, "code"),
        redirect_uri=bodies.text(call.body, "redirect_uri"),
        code_verifier=bodies.text(call.body, "code_verifier"),
        token_hash=hash_secret(token),
    )
    result = call.act(command).result
    if result is None:  # a code used twice: the token it gave has just been ended
        raise _wrong(BAD_GRANT, "invalid_grant")
    return result


def _client_token(call: Call, client_id: str, secret: str, token: str) -> Any:
    scopes = oauth_scopes.text(oauth_scopes.parse(bodies.text(call.body, "scope")))
    command = commands.IssueClientToken(
        client_id=client_id, client_secret=secret, scopes=scopes, token_hash=hash_secret(token)
    )
    return call.act(command).result


def _password_token(call: Call, client_id: str, secret: str, token: str) -> Any:
    """Only in a house opened for tests."""
    command = IssuePasswordToken(
        client_id=client_id,
        client_secret=secret,
        username=bodies.text(call.body, "username")[:LONGEST_NAME],
        password=bodies.text(call.body, "password")[:MAX_PASSWORD],
        scopes=oauth_scopes.text(oauth_scopes.parse(bodies.text(call.body, "scope"))),
        token_hash=hash_secret(token),
    )
    return call.act(command).result


def _grants() -> dict[str, Any]:
    found: dict[str, Any] = {"authorization_code": _exchange, "client_credentials": _client_token}
    return {**found, "password": _password_token} if settings.TEST_MODE else found


@_oauth
def create_token(call: Call) -> Answer:
    """Turn a code, or a client's own credentials, into a token."""
    grant_type = bodies.text(call.body, "grant_type")
    grant = _grants().get(grant_type)
    if grant is None:
        raise _wrong(
            "The authorization grant type is not supported by the authorization server.",
            "unsupported_grant_type" if grant_type else "invalid_request",
        )
    client_id, secret = _client(call)
    token = new_secret()
    result = grant(call, client_id, secret, token)
    body = msgspec.json.encode(Token(access_token=token, scope=result["scopes"], created_at=int(result["created_at"])))
    return Answer(body, headers=NO_STORE)


@_oauth
def revoke_token(call: Call) -> Answer:
    """End a token. One that is not there is answered the same way (RFC 7009 §2.2)."""
    client_id, secret = _client(call)
    token = bodies.text(call.body, "token")
    try:
        call.act(commands.RevokeToken(token=token, client_id=client_id, client_secret=secret))
    except Unauthenticated as error:
        raise Forbidden("You are not authorized to revoke this token", code="unauthorized_client") from error
    return Answer(b"{}", headers=NO_STORE)


@user("profile")
def read_userinfo(call: Call) -> Answer:
    """Who has signed in (OpenID Connect's words)."""
    found = people.read_account(call.viewer_id, call.account_id)
    if found is None:
        raise NotFound()
    account = msgspec.json.decode(found)
    return entity(
        {
            "iss": f"{settings.BASE_URL}/",
            "sub": account["uri"],
            "name": account["display_name"],
            "preferred_username": account["username"],
            "profile": account["url"],
            "picture": account["avatar"],
        }
    )
