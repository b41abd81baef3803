"""Records with which settings, and which versions of the programs, the house opens; called by `coffeehouse up`.

Names and values that are no secret. Of a secret, and of an address with a password in it, only a mark is kept that
changes when the secret does: HMAC-SHA256 under a key of the house, so that nobody can try passwords against it.
"""

from __future__ import annotations

import hashlib
import hmac
import platform
import re
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from coffeehouse.site import options

SECRET = re.compile(r"(^|_)(KEY|SECRET|PASSWORD|TOKEN)($|_)")
LONGEST = 500


def record() -> None:
    """Record them, if they are not those recorded last."""
    from coffeehouse.domain.capture.commands import RecordSettings
    from coffeehouse.domain.context import SYSTEM
    from coffeehouse.engine.act import act

    act(RecordSettings(values=tuple(values())), SYSTEM, "cli")


def values() -> list[tuple[str, str]]:
    """(name, value as it may be shown), in the order of the table of settings; then what runs it."""
    found = [(option.name, shown(option, options.raw(option.name))) for option in options.OPTIONS]
    return [*found, *_programs()]


def shown(option: options.Option, value: str) -> str:
    """The value without secrets: a mark in their place."""
    if not value:
        return ""
    if SECRET.search(option.name):
        return f"set, {_mark(option.name, value)}"
    if option.kind == "url":
        return _address(option.name, value)[:LONGEST]
    if option.kind == "file":
        return f"{value[:LONGEST]}, {_content(Path(value).expanduser())}"
    return value[:LONGEST]


def _address(name: str, value: str) -> str:
    """Scheme, host and path; user, password and query, which may be secret, as a mark."""
    try:
        parts = urlsplit(value)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return f"set, {_mark(name, value)}"
    plain = urlunsplit((parts.scheme, f"[{host}]{port}" if ":" in host else f"{host}{port}", parts.path, "", ""))
    has_more = parts.username or parts.password or parts.query or parts.fragment
    return f"{plain} ({_mark(name, value)})" if has_more else plain


def _content(path: Path) -> str:
    """A mark of what the file says: it may hold secrets."""
    try:
        return _mark("file", path.read_text("utf-8", "replace"))
    except OSError as error:
        return f"cannot be read: {error.strerror}"


def _mark(name: str, secret: str) -> str:
    from django.conf import settings

    key = hashlib.sha256(f"settings record {settings.SECRET_KEY}".encode()).digest()
    return f"mark {hmac.new(key, f'{name}={secret}'.encode(), hashlib.sha256).hexdigest()[:16]}"


def _programs() -> list[tuple[str, str]]:
    from django.db import connection

    from coffeehouse.database import sql
    from coffeehouse.engine.policy_in_force import folder_pack

    query = "SHOW server_version" if sql.is_postgres() else "SELECT sqlite_version()"
    return [
        ("program: coffeehouse", version("coffeehouse")),
        ("program: Python", platform.python_version()),
        ("program: database", f"{connection.display_name} {sql.value(query)}"),
        # What a folder says can change without any setting doing so; saved versions are entries of their own.
        ("policy: pack of POLICY_PACK", folder_pack().version),
    ]
