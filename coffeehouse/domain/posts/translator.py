"""The translation server the operator names (TRANSLATE_URL): asked for its languages, and for a post in one of them.

It may stand in the operator's own network, so the client that refuses such addresses is not used; no part of the
address comes from anybody but the operator, redirects are not followed, and an answer may be only so long and so slow.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TypeVar

import httpcore2
from django.conf import settings
from django.core.cache import cache

from coffeehouse.kernel.errors import Problem
from coffeehouse.protocols import translation
from coffeehouse.protocols.mastodon.embedded import Translation

SECONDS = 10.0
MAX_BYTES = 1_000_000
LANGUAGES_KEPT = 24 * 3600
Answer = TypeVar("Answer")
BUSY = frozenset({429, 403, 456})


class NoTranslation(Problem):
    """The service is there but gives no translation at the moment."""

    status = 503
    code = "translation"


def is_configured() -> bool:
    """Whether the operator named a server."""
    return bool(settings.TRANSLATE_URL)


def languages() -> dict[str, list[str]]:
    """Source language → languages it can be put into; empty without a server. Raises NoTranslation."""
    if not is_configured():
        return {}
    kept = cache.get("translation_languages")
    if kept is None:
        kept = _understood(lambda: translation.languages(_ask("GET", "/languages", b"")))
        cache.set("translation_languages", kept, LANGUAGES_KEPT)
    found: dict[str, list[str]] = kept
    return found


def can(source: str, target: str) -> bool:
    """Whether the server puts `source` ("": whatever it hears) into `target`. Raises NoTranslation."""
    pairs = languages()
    if source:
        return target in pairs.get(source, ())
    return any(target in targets for targets in pairs.values())


def translate(source: translation.Source, target: str) -> Translation:
    """The post in another language. Raises NoTranslation."""
    asked = translation.question(source, target, settings.TRANSLATE_KEY)
    return _understood(lambda: translation.answer(_ask("POST", "/translate", asked), source, target))


def _understood(read: Callable[[], Answer]) -> Answer:
    try:
        return read()
    except translation.Unexpected as error:
        raise NoTranslation("The translation service answered with something else. Try again later.") from error


def _ask(method: str, path: str, body: bytes) -> bytes:
    """One request. Raises NoTranslation when it fails, is refused, too long or too slow."""
    limits = dict.fromkeys(("connect", "read", "write", "pool"), SECONDS)
    try:
        with httpcore2.stream(
            method,
            f"{settings.TRANSLATE_URL}{path}",
            headers={"Content-Type": "application/json", "Accept": "application/json"},
            content=body or None,
            extensions={"timeout": limits},
        ) as response:
            if response.status in BUSY:
                raise NoTranslation("The translation service has had too many requests. Try again later.")
            if response.status != 200:
                raise NoTranslation("The translation service does not answer at the moment. Try again later.")
            return b"".join(_bounded(response.iter_stream()))
    except (httpcore2.TimeoutException, httpcore2.NetworkError, httpcore2.ProtocolError, OSError) as error:
        raise NoTranslation("The translation service cannot be reached at the moment. Try again later.") from error


def _bounded(pieces: Iterator[bytes]) -> Iterator[bytes]:
    deadline, left = time.monotonic() + SECONDS, MAX_BYTES
    for piece in pieces:
        left -= len(piece)
        if left < 0 or time.monotonic() > deadline:
            raise NoTranslation("The translation service said too much, or too slowly. Try again later.")
        yield piece
