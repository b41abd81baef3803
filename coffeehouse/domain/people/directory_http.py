"""Asks a body's directory: what it is, which keys it signs with, and whom a code stands for.

It may stand in the body's own network, so the client that refuses such addresses is not used; every address is on a
host the operator named (`Directory.may_ask`), redirects are not followed, and an answer may be only so long and slow.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import httpcore2
import structlog
from django.core.cache import cache

from coffeehouse.domain.people.directories import Directory
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Unavailable
from coffeehouse.protocols import openid
from coffeehouse.protocols.openid import BadDirectory, Claimed, Metadata, Question

log = structlog.get_logger("coffeehouse.directories")

SECONDS = 10.0
MAX_BYTES = 256 * 1024
KEPT = 3600
# How soon a directory may be asked for its keys again, when somebody brings a token signed with an unknown one.
AGAIN = 30


def describe(directory: Directory) -> Metadata:
    """What the directory says of itself; asked once an hour. Raises Unavailable or BadDirectory."""
    kept = cache.get(f"directory:{directory.issuer}")
    if kept is None:
        kept = openid.metadata(
            _ask(directory, "GET", openid.discovery_address(directory.issuer)), directory.issuer, directory.may_ask
        )
        cache.set(f"directory:{directory.issuer}", kept, KEPT)
    found: Metadata = kept
    return found


def whom(directory: Directory, code: str, named_issuer: str | None, asked: Question) -> Claimed:
    """Whom this code stands for. Raises Unavailable, or BadDirectory for what does not hold."""
    found = describe(directory)
    openid.check_named_issuer(found, named_issuer)
    body, authorization = openid.token_request(found, (directory.client_id, directory.client_secret), code, asked)
    headers: dict[bytes | str, bytes | str] = {"Content-Type": "application/x-www-form-urlencoded"}
    if authorization:
        headers["Authorization"] = authorization
    token = openid.id_token(_ask(directory, "POST", found.token_endpoint, body, headers))
    keys = _keys(directory, found, openid.key_id(token))
    return openid.claims(token, keys, found, directory.client_id, asked, clock.now_ms())


def _keys(directory: Directory, found: Metadata, wanted: str | None) -> dict[str, Any]:
    """The directory's keys; asked anew for one that is not among them, but not all the time."""
    name = f"directory-keys:{directory.issuer}"
    kept: dict[str, Any] | None = cache.get(name)
    has_it = kept is not None and (wanted is None or any(key.get("kid") == wanted for key in kept["keys"]))
    if kept is None or (not has_it and cache.add(f"{name}:again", 1, AGAIN)):
        kept = openid.read_object(_ask(directory, "GET", found.jwks_uri))
        if not isinstance(kept.get("keys"), list) or not all(isinstance(key, dict) for key in kept["keys"]):
            raise BadDirectory("its keys cannot be read")
        cache.set(name, kept, KEPT)
    return kept


def _ask(
    directory: Directory,
    method: str,
    address: str,
    body: bytes = b"",
    headers: dict[bytes | str, bytes | str] | None = None,
) -> bytes:
    """One request. Raises Unavailable when there is no answer, BadDirectory when it is no good one."""
    limits = dict.fromkeys(("connect", "read", "write", "pool"), SECONDS)
    sent: dict[bytes | str, bytes | str] = {"Accept": "application/json", **(headers or {})}
    try:
        with httpcore2.stream(
            method,
            address,
            headers=sent,
            content=body or None,
            extensions={"timeout": limits},
        ) as response:
            answer = b"".join(_bounded(response.iter_stream()))
            if response.status != 200:
                raise BadDirectory(f"it answered {response.status} at {address}")
            return answer
    except (httpcore2.TimeoutException, httpcore2.NetworkError, httpcore2.ProtocolError, OSError) as error:
        log.warning("directory_unreachable", directory=directory.key, address=address, error=str(error))
        raise Unavailable(
            f"{directory.name} cannot be reached at the moment. Try again in a minute, or sign in another way."
        ) from error


def _bounded(pieces: Iterator[bytes]) -> Iterator[bytes]:
    deadline, left = time.monotonic() + SECONDS, MAX_BYTES
    for piece in pieces:
        left -= len(piece)
        if left < 0 or time.monotonic() > deadline:
            raise BadDirectory("it said too much, or too slowly")
        yield piece
