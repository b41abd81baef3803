"""Signing up through an app: checked, asked for, and left to a person to decide; and confirming an e-mail address."""

from __future__ import annotations

from typing import Any

import msgspec
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from coffeehouse.channels.client_api import bodies
from coffeehouse.channels.client_api.answers import EMPTY, entity
from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.channels.client_api.endpoints import app, user
from coffeehouse.domain.people import queries as people
from coffeehouse.domain.people.commands import RegisterMember
from coffeehouse.domain.people.joining import RegisterTestMember, RequestConfirmation
from coffeehouse.kernel.errors import Invalid
from coffeehouse.kernel.language import is_language
from coffeehouse.kernel.secrets import hash_secret, new_secret
from coffeehouse.protocols.mastodon.entities import Token

LONGEST = {"username": 64, "email": 254, "password": 1_000}
Details = dict[str, list[dict[str, str]]]
WAITS = "You have asked to join. Somebody of the house looks at it and writes to you; then sign in with this app."


@app("write:accounts")
def create_account(call: Call) -> Answer:
    """Ask to join. Somebody of the house decides, so there is no token to give yet: 202 says so, and 422 what to mend
    in which field. The answer does not tell whether an e-mail address is known. A house opened for tests gives a token.
    """
    details = _check(call.body)
    if details:
        return _refuse(details)
    try:
        return _join_test(call) if settings.TEST_MODE else _ask(call)
    except Invalid as problem:
        if problem.field is None:
            raise
        code = "ERR_TAKEN" if "cannot be used" in problem.message else "ERR_INVALID"
        return _refuse({problem.field: [{"error": code, "description": problem.message}]})


def _ask(call: Call) -> Answer:
    call.act(RegisterMember(password_hash=make_password(bodies.text(call.body, "password")), **_said(call.body)))
    return Answer(msgspec.json.encode({"state": "pending", "message": WAITS}), 202)


def _join_test(call: Call) -> Answer:
    token = new_secret()
    command = RegisterTestMember(
        password_hash=make_password(bodies.text(call.body, "password")),
        token_hash=hash_secret(token),
        **_said(call.body),
    )
    result = call.act(command).result
    return entity(Token(access_token=token, scope=result["scopes"], created_at=int(result["created_at"])))


def _said(body: dict[str, Any]) -> dict[str, str]:
    locale = bodies.text(body, "locale", "en")[:2]
    return {
        "username": bodies.text(body, "username"),
        "email": bodies.text(body, "email"),
        "reason": bodies.text(body, "reason")[:2_000],
        "language": locale if is_language(locale) else "en",
    }


def _check(body: dict[str, Any]) -> Details:
    """Field → what is wrong with it, in Mastodon's codes."""
    details: Details = {}
    for name in ("username", "email", "password"):
        if not bodies.text(body, name).strip():
            details[name] = [{"error": "ERR_BLANK", "description": "can't be blank"}]
        elif len(bodies.text(body, name)) > LONGEST[name]:
            details[name] = [{"error": "ERR_TOO_LONG", "description": "is too long"}]
    if not bodies.flag(body, "agreement"):
        details["agreement"] = [{"error": "ERR_ACCEPTED", "description": "must be accepted"}]
    if not _is_email(bodies.text(body, "email").strip()):
        # Mastodon says of an empty address that it is invalid as well.
        details.setdefault("email", []).append({"error": "ERR_INVALID", "description": "is invalid"})
    # Suites sign up with passwords nobody should have.
    if "password" not in details and not settings.TEST_MODE:
        try:
            validate_password(bodies.text(body, "password"))
        except ValidationError as error:
            details["password"] = [{"error": "ERR_INVALID", "description": message} for message in error.messages]
    return details


def _is_email(written: str) -> bool:
    try:
        validate_email(written)
    except ValidationError:
        return False
    return True


def _refuse(details: Details) -> Answer:
    named = ", ".join(f"{name.capitalize()} {faults[0]['description']}" for name, faults in details.items())
    return Answer(msgspec.json.encode({"error": f"Validation failed: {named}", "details": details}), 422)


@user("write:accounts")
def request_confirmation(call: Call) -> Answer:
    """Have the mail that confirms one's address sent again, to another address if one is named."""
    call.act(RequestConfirmation(email=bodies.text(call.body, "email")))
    return Answer(EMPTY)


@user("read:accounts")
def check_confirmation(call: Call) -> Answer:
    """`true` once one's address is confirmed, else `false`."""
    return entity(people.is_confirmed(call.actor.member_id))
