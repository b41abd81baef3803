"""Addresses in settings taken apart: database, mail server, host names. Pure functions for `settings.py`."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from coffeehouse.protocols.addresses import Network
from coffeehouse.site.options import WrongSetting


def database(url: str, data: Path) -> dict[str, Any]:
    """Django's DATABASES entry for `url`; an empty url is the SQLite file of the data folder."""
    parts = urlsplit(url or "sqlite:///")
    if parts.scheme == "sqlite":
        name = Path(unquote(parts.path[1:])) if parts.path[1:] else data / "house.sqlite3"
        return {
            "ENGINE": "coffeehouse.database.sqlite",
            "NAME": str(name if name.is_absolute() else name.resolve()),
            "CONN_MAX_AGE": None,
            "ATOMIC_REQUESTS": False,
            # A file, not memory: tests open it from several threads and processes as the house does.
            "TEST": {"NAME": str(data / "test.sqlite3")},
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            "ATOMIC_REQUESTS": False,
            "OPTIONS": {"prepare_threshold": 5, "server_side_binding": True, **dict(parse_qsl(parts.query))},
        }
    raise WrongSetting(f"DATABASE_URL starts with {parts.scheme!r}. Use sqlite:///<file> or postgresql://…")


def mail(url: str) -> dict[str, Any]:
    """Django's EMAIL_* settings for an smtp:// or smtps:// url."""
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise WrongSetting("SMTP_URL must look like smtp://user:password@host:587 or smtps://user:password@host:465.")
    encrypted = parts.scheme == "smtps"
    loopback = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if encrypted else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": encrypted,
        "EMAIL_USE_TLS": not encrypted and not loopback,
    }


def host(url: str) -> str:
    """The host name of `url`, without its port."""
    name = urlsplit(url).hostname
    if not name:
        raise WrongSetting(f"BASE_URL is {url!r}. Set it to the address people type, such as https://talk.example.org.")
    return name


def authority(url: str) -> str:
    """Host and, when it is not the scheme's own, port: what stands after the @ in a handle."""
    return urlsplit(url).netloc


def streaming(base_url: str, port: int) -> str:
    """Where apps find streaming: behind the same address on https (a proxy routes it), else on its own port."""
    if base_url.startswith("https://"):
        return base_url.replace("https://", "wss://", 1)
    return f"ws://{host(base_url)}:{port}"


def is_loopback(url: str) -> bool:
    """Whether `url` names this machine, so that nobody else can reach the house by it."""
    name = host(url)
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")


def ports(words: list[str]) -> frozenset[int]:
    """The numbers of OUTBOUND_PORTS."""
    if not all(word.isascii() and word.isdigit() and 0 < int(word) < 65536 for word in words):
        raise WrongSetting(f"OUTBOUND_PORTS is {','.join(words)!r}. Set it to port numbers between commas, as 80,443.")
    return frozenset(int(word) for word in words)


def networks(words: list[str], base_url: str) -> tuple[Network, ...]:
    """The networks of OUTBOUND_ALLOW, which only a house on its own machine may have."""
    if words and not is_loopback(base_url):
        raise WrongSetting("OUTBOUND_ALLOW is only for a house whose BASE_URL is this machine. Remove it.")
    try:
        return tuple(ip_network(word) for word in words)
    except ValueError as error:
        raise WrongSetting(f"OUTBOUND_ALLOW: {error}. Set it to networks such as 127.0.0.0/8.") from None


def test_mode(is_on: bool, base_url: str) -> bool:
    """Whether the house is opened for tests; refused for one that others could reach."""
    if is_on and not is_loopback(base_url):
        raise WrongSetting(
            f"TEST_MODE is on, but BASE_URL is {base_url!r}. A house opened for tests lets anybody in: it only runs on "
            "an address of this machine, such as http://localhost:8000. Set TEST_MODE=off, or change BASE_URL."
        )
    return is_on
