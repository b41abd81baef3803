"""The directories people may sign in through, and which of them a member has linked."""

from __future__ import annotations

from dataclasses import dataclass

from coffeehouse.database import sql
from coffeehouse.domain.people.directories import Directory, directories, directory
from coffeehouse.domain.people.directory_http import describe
from coffeehouse.kernel.errors import NotFound, Unavailable
from coffeehouse.protocols.openid import BadDirectory, Question, way_there


@dataclass(frozen=True, slots=True)
class Way:
    """A directory as a page shows it. identity_id: what links the member to it; None when nothing does."""

    key: str
    name: str
    identity_id: int | None = None
    used_at: int | None = None


def ways() -> list[Way]:
    """Every directory, for the sign-in page."""
    return [Way(found.key, found.name) for found in directories()]


def is_known(key: str) -> bool:
    """Whether the settings name such a directory."""
    return directory(key) is not None


def directories_for(member_id: int) -> list[Way]:
    """Every directory, and whether the member comes through it; also one that the settings name no more."""
    held = {
        row[1]: row
        for row in sql.rows(
            "SELECT id, issuer, used_at FROM people_directoryidentity WHERE member_id = %s ORDER BY id", (member_id,)
        )
    }
    found = []
    for each in directories():
        row = held.pop(each.issuer, None)
        found.append(Way(each.key, each.name, row[0] if row else None, row[2] if row else None))
    return found + [Way("", issuer, row[0], row[2]) for issuer, row in held.items()]


def origins() -> list[str]:
    """Where forms may lead that send people to a directory."""
    return [origin for each in directories() for origin in each.origins]


def address_at(key: str, asked: Question) -> str:
    """Where a person is asked who they are. Raises NotFound, or Unavailable when the directory is not to be had."""
    found: Directory | None = directory(key)
    if found is None:
        raise NotFound()
    try:
        return way_there(describe(found), found.client_id, asked)
    except BadDirectory as error:
        raise Unavailable(
            f"{found.name} does not answer as it should. Sign in another way, and tell the people who run this house."
        ) from error
