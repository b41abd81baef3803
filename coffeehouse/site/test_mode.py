"""A house opened for other projects' test suites (setting TEST_MODE): said aloud, recorded, with given members.

Called by `coffeehouse up` before the house answers. The members of TEST_MEMBERS come in through the engine, like
everybody; what is there already stays as it is.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import structlog
from django.conf import settings
from django.contrib.auth.hashers import make_password

from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.people import queries as people
from coffeehouse.domain.people.commands import AddMember, IssueToken, RegisterApplication, UpdateProfile
from coffeehouse.domain.people.joining import OpenForTests
from coffeehouse.engine.act import act
from coffeehouse.kernel.errors import Problem
from coffeehouse.kernel.secrets import hash_secret
from coffeehouse.protocols import oauth_scopes
from coffeehouse.site import addresses
from coffeehouse.site.options import WrongSetting

log = structlog.get_logger("coffeehouse.test_mode")
EVERYTHING = "read write follow push profile"
OOB = "urn:ietf:wg:oauth:2.0:oob"


class GivenMember(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A `[[member]]` of the file."""

    handle: str
    email: str
    password: str
    role: str = "member"
    display_name: str = ""
    language: str = "en"
    is_locked: bool = False
    token: str = ""
    scopes: str = EVERYTHING


class GivenApp(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The `[application]` of the file, to which the given tokens belong."""

    name: str = "Tests"
    client_id: str = "tests"
    client_secret: str = "tests"  # noqa: S105  # of a house that lets anybody in
    redirect_uris: list[str] = msgspec.field(default_factory=lambda: [OOB])
    scopes: str = f"{EVERYTHING} admin:read admin:write"


class Given(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The whole file."""

    member: list[GivenMember] = msgspec.field(default_factory=list)
    application: GivenApp = msgspec.field(default_factory=GivenApp)


def start() -> None:
    """Say it, record it, and let the given members in. Raises WrongSetting for a file that cannot be used."""
    log.warning(
        "TEST MODE IS ON: ANYBODY JOINS WITHOUT APPROVAL, APPS MAY TAKE PASSWORDS, NOTHING IS LIMITED",
        base_url=settings.BASE_URL,
    )
    if not addresses.is_loopback(f"http://{_bracketed(settings.HOST)}"):
        log.warning("TEST MODE ON A NETWORK ADDRESS: whoever reaches this machine can join", host=settings.HOST)
    act(OpenForTests(base_url=settings.BASE_URL), SYSTEM, "cli")
    if settings.TEST_MEMBERS:
        try:
            _let_in(read(settings.TEST_MEMBERS))
        except Problem as problem:
            raise WrongSetting(f"TEST_MEMBERS: {problem.message}") from problem


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def read(file: Path) -> Given:
    """The file's members. Raises WrongSetting."""
    try:
        found: Any = tomllib.loads(file.read_text("utf-8"))
        return msgspec.convert(found, Given)
    except OSError as error:
        raise WrongSetting(f"TEST_MEMBERS: {file} cannot be read ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise WrongSetting(
            f"TEST_MEMBERS: {file} cannot be understood: {error}. See docs/how-to/test-other-suites.md."
        ) from error


def _let_in(given: Given) -> None:
    application_id = _application(given.application)
    for member in given.member:
        account_id = people.account_id_of(member.handle)
        if account_id is None:
            done = act(
                AddMember(
                    username=member.handle.removeprefix("@"),
                    email=member.email,
                    password_hash=make_password(member.password),
                    role=member.role,
                    language=member.language,
                    display_name=member.display_name,
                ),
                SYSTEM,
                "cli",
            )
            account_id = int(done.result["account_id"])
            if member.is_locked:
                act(UpdateProfile(is_locked=True), people.read_actor_of_member(int(done.result["member_id"])), "cli")
        if member.token and people.read_actor_by_token(member.token) is None:
            act(
                IssueToken(
                    account_id=account_id,
                    scopes=oauth_scopes.text(oauth_scopes.parse(member.scopes)),
                    label="test",
                    token_hash=hash_secret(member.token),
                    application_id=application_id,
                ),
                SYSTEM,
                "cli",
            )


def _application(given: GivenApp) -> int:
    found = people.application_by_client_id(given.client_id)
    if found is not None:
        return int(found["id"])
    done = act(
        RegisterApplication(
            name=given.name,
            redirect_uris=tuple(given.redirect_uris),
            scopes=oauth_scopes.text(oauth_scopes.parse(given.scopes)),
            client_id=given.client_id,
            secret_hash=hash_secret(given.client_secret),
        ),
        SYSTEM,
        "cli",
    )
    return int(done.result)
