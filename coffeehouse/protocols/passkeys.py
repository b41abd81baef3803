"""Passkeys (WebAuthn level 3) as pure functions over `fido2`: what a browser is asked, and whether its answer is true.

A passkey of this house is discoverable and always verifies its user (a finger, a face, a PIN), so it is two factors in
one and opens the door alone. Attestation is not asked for: which maker's device somebody uses is their own affair.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

LONGEST_ANSWER = 20_000


class BadPasskey(ValueError):
    """The browser's answer is not a true one; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Relying:
    """The house as passkeys know it. origin: `https://talk.example.org`, port included where there is one."""

    origin: str
    name: str

    @property
    def host(self) -> str:
        """What a passkey is bound to."""
        return urlsplit(self.origin).hostname or ""

    def server(self) -> Fido2Server:
        """fido2's server, strict about the origin: a page on another port is another house."""
        entity = PublicKeyCredentialRpEntity(id=self.host, name=self.name)
        return Fido2Server(entity, verify_origin=lambda origin: origin == self.origin)


@dataclass(frozen=True, slots=True)
class Question:
    """What the page hands to the browser, as JSON, and what the house keeps until the answer comes."""

    options: str
    state: str


def ask_to_create(house: Relying, member_id: int, name: str, known: Sequence[str]) -> Question:
    """Ask for a new passkey; `known` are those the member has, which a device does not make twice."""
    user = PublicKeyCredentialUserEntity(id=handle_of(member_id), name=name, display_name=name)
    options, state = house.server().register_begin(
        user,
        [_stored(each) for each in known],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return _question(options, state)


def ask_to_prove(house: Relying, known: Sequence[str] = ()) -> Question:
    """Ask for a proof by one of these passkeys; without any, by whichever the person chooses."""
    options, state = house.server().authenticate_begin(
        [_stored(each) for each in known] or None, user_verification=UserVerificationRequirement.REQUIRED
    )
    return _question(options, state)


def _question(options: Any, state: Mapping[str, Any]) -> Question:
    kept = {"challenge": state["challenge"], "user_verification": UserVerificationRequirement.REQUIRED.value}
    return Question(json.dumps(dict(options.public_key)), json.dumps(kept))


def created(house: Relying, state: str, answer: str) -> tuple[str, str, int]:
    """(credential id, what is stored of it, its counter) of a new passkey. Raises BadPasskey."""
    try:
        data = house.server().register_complete(json.loads(state), _read(answer))
    except Exception as error:  # fido2 answers nonsense with errors of many kinds
        raise BadPasskey(str(error)) from error
    if data.credential_data is None:
        raise BadPasskey("There is no credential in the answer.")
    credential = data.credential_data
    return websafe_encode(credential.credential_id), websafe_encode(bytes(credential)), data.counter


def named(answer: str) -> tuple[str, int | None]:
    """(credential id, member) an answer claims to come from; nothing of it is proved yet. Raises BadPasskey."""
    found = _read(answer)
    response = found.get("response")
    handle = response.get("userHandle") if isinstance(response, dict) else None
    identifier = found.get("id")
    if not isinstance(identifier, str):
        raise BadPasskey("The answer names no passkey.")
    return identifier, _member_of(handle)


def proved(house: Relying, state: str, answer: str, stored: str) -> int:
    """The counter of a passkey whose answer is true. Raises BadPasskey."""
    try:
        read = AuthenticationResponse.from_dict(_read(answer))
        house.server().authenticate_complete(json.loads(state), [_stored(stored)], read)
    except Exception as error:  # fido2 answers nonsense with errors of many kinds
        raise BadPasskey(str(error)) from error
    return int(read.response.authenticator_data.counter)


def handle_of(member_id: int) -> bytes:
    """How a passkey names its member (WebAuthn's user handle)."""
    return str(member_id).encode("ascii")


def _member_of(handle: object) -> int | None:
    if not isinstance(handle, str):
        return None
    try:
        text = websafe_decode(handle).decode("ascii")
    except ValueError:
        return None
    return int(text) if text.isdigit() and len(text) < 19 else None


def _stored(text: str) -> AttestedCredentialData:
    return AttestedCredentialData(websafe_decode(text))


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise BadPasskey("The answer is too long.")
    try:
        found = json.loads(answer)
    except ValueError as error:
        raise BadPasskey("The answer is not JSON.") from error
    if not isinstance(found, dict):
        raise BadPasskey("The answer is not an object.")
    return found
