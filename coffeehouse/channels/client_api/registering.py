"""Signing up through an app: checked, asked for, and left to a person to decide."""

from __future__ import annotations

from typing import Any

import msgspec
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from coffeehouse.channels.client_api import bodies
from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.domain.people.commands import RegisterMember
from coffeehouse.kernel.errors import Invalid
from coffeehouse.kernel.language import is_language

LONGEST = {"username": 64, "email": 254, "password": 1_000}
Details = dict[str, list[dict[str, str]]]
WAITS = "You have asked to join. Somebody of the house looks at it and writes to you; then sign in with this app."


def register(call: Call) -> Answer:
    """202 with what happens next, or 422 with what to mend in which field."""
    body = call.body
    details = _check(body)
    if details:
        return _refuse(details)
    locale = bodies.text(body, "locale", "en")[:2]
    command = RegisterMember(
        username=bodies.text(body, "username"),
        email=bodies.text(body, "email"),
        password_hash=make_password(bodies.text(body, "password")),
        reason=bodies.text(body, "reason")[:2_000],
        language=locale if is_language(locale) else "en",
    )
    try:
        call.act(command)
    except Invalid as problem:
        if problem.field is None:
            raise
        return _refuse({problem.field: [{"error": "ERR_INVALID", "description": problem.message}]})
    return Answer(msgspec.json.encode({"state": "pending", "message": WAITS}), 202)


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
    if "email" not in details and not _is_email(bodies.text(body, "email").strip()):
        details["email"] = [{"error": "ERR_INVALID", "description": "is not an e-mail address"}]
    if "password" not in details:
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
