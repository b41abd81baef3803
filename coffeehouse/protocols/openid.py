"""OpenID Connect (Core 1.0, Discovery 1.0, PKCE RFC 7636, issuer in the answer RFC 9207) from the side of the house.

Pure: builds what is asked and reads what is answered; `domain.people.directory_http` does the asking. Signatures are
checked by joserfc. Only the code flow, only signed ID tokens, only S256.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

# Signatures only: a token that is "signed" with the client's secret, or not at all, proves nothing to us.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA"]
SCOPES = "openid email profile"
LEEWAY = 60  # seconds a directory's clock may be off
LONGEST_SUBJECT = 255  # Core section 2


class BadDirectory(ValueError):
    """The directory does not say what it must; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a directory says of itself (Discovery section 3), checked."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    posts_secret: bool
    names_issuer: bool


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of one person at one moment. The house keeps it until the answer comes, and uses it once."""

    state: str
    nonce: str
    verifier: str
    redirect_uri: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """Whom an ID token is about. The address is "" unless the directory says that it is verified."""

    issuer: str
    subject: str
    email: str
    name: str
    username: str


def metadata(document: bytes, issuer: str, may_ask: Callable[[str], bool]) -> Metadata:
    """Read `/.well-known/openid-configuration`. Raises BadDirectory.

    The issuer must be the configured one letter by letter (section 4.3), and every address one the operator named: a
    document that leads elsewhere leads nowhere.
    """
    found = read_object(document)
    if found.get("issuer") != issuer:
        raise BadDirectory(f"it calls itself {str(found.get('issuer'))[:200]!r}, not {issuer!r}")
    addresses = {}
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        address = found.get(name)
        if not isinstance(address, str) or not may_ask(address):
            raise BadDirectory(f"its {name} is {str(address)[:200]!r}, on a host that is not named in the settings")
        addresses[name] = address
    methods = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return Metadata(
        issuer=issuer,
        posts_secret="client_secret_basic" not in methods,
        names_issuer=found.get("authorization_response_iss_parameter_supported") is True,
        **addresses,
    )


def read_object(document: bytes) -> dict[str, Any]:
    """A JSON object. Raises BadDirectory."""
    try:
        found = json.loads(document)
    except (ValueError, RecursionError) as error:
        raise BadDirectory("it answered with something that is not JSON") from error
    if not isinstance(found, dict):
        raise BadDirectory("it answered with something that is not an object")
    return found


def discovery_address(issuer: str) -> str:
    """Where a directory says what it is."""
    return f"{issuer.rstrip('/')}/.well-known/openid-configuration"


def way_there(directory: Metadata, client_id: str, asked: Question) -> str:
    """The address at the directory where the person is asked."""
    query = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": asked.redirect_uri,
        "scope": SCOPES,
        "state": asked.state,
        "nonce": asked.nonce,
        "code_challenge": challenge(asked.verifier),
        "code_challenge_method": "S256",
    }
    mark = "&" if urlsplit(directory.authorization_endpoint).query else "?"
    return f"{directory.authorization_endpoint}{mark}{urlencode(query)}"


def challenge(verifier: str) -> str:
    """PKCE's S256 (RFC 7636 section 4.2)."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def check_named_issuer(directory: Metadata, named: str | None) -> None:
    """Who answers must be who was asked (RFC 9207): a code of another directory is handed to nobody."""
    if named is None and directory.names_issuer:
        raise BadDirectory("its answer does not say whose it is")
    if named is not None and named != directory.issuer:
        raise BadDirectory("the answer comes from another directory than was asked")


def token_request(directory: Metadata, client: tuple[str, str], code: str, asked: Question) -> tuple[bytes, str]:
    """(body, value of Authorization or "") of the request that turns a code into tokens. client: (id, secret)."""
    client_id, secret = client
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": asked.redirect_uri,
        "code_verifier": asked.verifier,
    }
    if secret and not directory.posts_secret:
        pair = "&".join(urlencode({"": part})[1:] for part in (client_id, secret)).replace("&", ":", 1)
        return urlencode(form).encode(), f"Basic {base64.b64encode(pair.encode()).decode()}"
    form |= {"client_id": client_id} | ({"client_secret": secret} if secret else {})
    return urlencode(form).encode(), ""


def id_token(answer: bytes) -> str:
    """The ID token among the tokens. Raises BadDirectory."""
    found = read_object(answer).get("id_token")
    if not isinstance(found, str):
        raise BadDirectory("it gave no ID token")
    return found


def key_id(token: str) -> str | None:
    """Which of the directory's keys signed; nothing of it is proved yet."""
    try:
        head = token.partition(".")[0]
        found = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    except ValueError as error:
        raise BadDirectory("its ID token cannot be read") from error
    kid = found.get("kid") if isinstance(found, dict) else None
    return kid if isinstance(kid, str) else None


def claims(
    token: str, keys: Mapping[str, Any], directory: Metadata, client_id: str, asked: Question, now: int
) -> Claimed:
    """Whom the token is about, once signature, issuer, audience, time and nonce hold (Core section 3.1.3.7).

    `now`: ms. Raises BadDirectory.
    """
    # A twentieth of what it takes to open a house, and few houses have a directory.
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    try:
        found = jwt.decode(token, KeySet.import_key_set(dict(keys)), algorithms=ALGORITHMS).claims  # type: ignore[arg-type]
        registry = jwt.JWTClaimsRegistry(
            now=lambda: now // 1_000,
            leeway=LEEWAY,
            iss={"essential": True, "value": directory.issuer},
            sub={"essential": True},
            aud={"essential": True, "value": client_id},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": asked.nonce},
        )
        registry.validate(found)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise BadDirectory(f"its ID token does not hold: {error}") from error
    _check_party(found, client_id)
    return _claimed(found, directory.issuer)


def _check_party(found: Mapping[str, Any], client_id: str) -> None:
    """Made for us, and for nobody else beside us (Core section 3.1.3.7, 3 to 5)."""
    audience = found["aud"]
    if isinstance(audience, list) and audience != [client_id]:
        raise BadDirectory("its ID token is made for others as well")
    if found.get("azp") not in (None, client_id):
        raise BadDirectory("its ID token is made for another house")


def _claimed(found: Mapping[str, Any], issuer: str) -> Claimed:
    subject = found["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or not subject.isprintable():
        raise BadDirectory("its ID token names nobody")
    # Only `true` is a promise: "true", 1 or nothing at all are not.
    is_verified = found.get("email_verified") is True
    return Claimed(
        issuer=issuer,
        subject=subject,
        email=_text(found.get("email")) if is_verified else "",
        name=_text(found.get("name")),
        username=_text(found.get("preferred_username")),
    )


def _text(value: object) -> str:
    return " ".join(value.split())[:200] if isinstance(value, str) else ""
