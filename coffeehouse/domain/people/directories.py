"""The directories through which a body's own people sign in, from the operator's file (setting DIRECTORIES)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import msgspec
from django.conf import settings

KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
LOOPBACK = ("localhost", "127.0.0.1", "[::1]", "::1")


class WrongDirectories(Exception):
    """The file of directories does not fit; the message names it and says what would."""


class Directory(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One `[[directory]]`.

    key: stands in addresses. name: what the button says, a body's name. issuer: its address, letter by letter.
    hosts: further hosts its endpoints may be on. creates: what somebody becomes whom the house does not know: nobody,
    pending (a person decides) or member. asks_second_step: whether it does, so that the house need not.
    """

    key: str
    name: str
    issuer: str
    client_id: str
    client_secret: str = ""
    hosts: tuple[str, ...] = ()
    creates: Literal["nobody", "pending", "member"] = "nobody"
    asks_second_step: bool = False

    def may_ask(self, address: str) -> bool:
        """Whether an endpoint is where the operator said it may be: the issuer's own origin, or one of `hosts`."""
        parts = urlsplit(address)
        if parts.username is not None or parts.fragment:
            return False
        if origin_of(address) == origin_of(self.issuer):
            return True
        return parts.scheme == "https" and parts.netloc in self.hosts

    @property
    def origins(self) -> list[str]:
        """Where a form may lead that sends somebody there."""
        return [origin_of(self.issuer), *(f"https://{host}" for host in self.hosts)]


class _File(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    directory: list[Directory] = msgspec.field(default_factory=list)


def origin_of(address: str) -> str:
    """Scheme, host and port."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def directories() -> tuple[Directory, ...]:
    """Every directory, in the file's order. Raises WrongDirectories."""
    file = settings.DIRECTORIES
    return () if file is None else _read(Path(file))


def directory(key: str) -> Directory | None:
    """The directory with this key."""
    return next((found for found in directories() if found.key == key), None)


def trusted_issuers() -> tuple[str, ...]:
    """Directories that ask for a second step themselves."""
    return tuple(found.issuer for found in directories() if found.asks_second_step)


@cache
def _read(file: Path) -> tuple[Directory, ...]:
    try:
        found = msgspec.convert(tomllib.loads(file.read_text("utf-8")), type=_File).directory
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise WrongDirectories(f"DIRECTORIES: {file} cannot be used: {error}.") from error
    for each in found:
        _check(each, file)
    for name in ("key", "issuer"):
        values = [getattr(each, name) for each in found]
        if len(set(values)) < len(values):
            raise WrongDirectories(f"DIRECTORIES: two directories in {file} have the same {name}.")
    return tuple(found)


def _check(found: Directory, file: Path) -> None:
    if not KEY.fullmatch(found.key):
        raise WrongDirectories(f"DIRECTORIES: {file}: write the key {found.key!r} in small letters and digits.")
    parts = urlsplit(found.issuer)
    may_be_plain = parts.hostname in LOOPBACK and urlsplit(settings.BASE_URL).hostname in LOOPBACK
    if parts.scheme != "https" and not (parts.scheme == "http" and may_be_plain):
        raise WrongDirectories(f"DIRECTORIES: {file}: the issuer of {found.key} must start with https://.")
    if not parts.netloc or parts.query or parts.fragment or parts.username is not None:
        raise WrongDirectories(f"DIRECTORIES: {file}: the issuer of {found.key} must be a plain address.")
