"""How members prove who they are: what they have for it, and whether they still owe a second step."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor
from coffeehouse.domain.people.authenticator_key import CannotOpen, seal, unseal
from coffeehouse.domain.people.directories import origin_of, trusted_issuers
from coffeehouse.kernel import clock
from coffeehouse.protocols import passkeys


@dataclass(frozen=True, slots=True)
class Authenticator:
    """One passkey or authenticator app, as its member sees it. used_at: None when it never was."""

    id: int
    kind: str
    name: str
    created_at: int
    used_at: int | None


def authenticators_of(member_id: int) -> list[Authenticator]:
    """A member's own, oldest first."""
    found = sql.rows(
        "SELECT id, kind, name, created_at, used_at FROM people_authenticator WHERE member_id = %s ORDER BY id",
        (member_id,),
    )
    return [Authenticator(*row) for row in found]


def recovery_codes_left(member_id: int) -> int:
    """How many recovery codes still open."""
    return int(
        sql.value("SELECT COUNT(*) FROM people_recoverycode WHERE member_id = %s AND used_at IS NULL", (member_id,))
    )


def passkeys_of(member_id: int) -> list[str]:
    """What is stored of the member's passkeys: public keys, for asking the browser."""
    found = sql.rows(
        "SELECT credential FROM people_authenticator WHERE member_id = %s AND kind = 'passkey' ORDER BY id",
        (member_id,),
    )
    return [row[0] for row in found]


def relying() -> passkeys.Relying:
    """The house as passkeys know it."""
    return passkeys.Relying(origin_of(settings.BASE_URL), settings.BODY_NAME)


def seal_for(member_id: int, secret: str) -> str:
    """A secret that waits in a session until it is enrolled, unreadable there."""
    return seal(member_id, secret)


def unseal_for(member_id: int, sealed: str) -> str | None:
    """It again; None when it is not this member's."""
    try:
        return unseal(member_id, sealed)
    except CannotOpen:
        return None


def has_password(member_id: int) -> bool:
    """Whether the member can sign in by password; who came through a directory may have none."""
    found = sql.value("SELECT password FROM people_member WHERE id = %s", (member_id,))
    return bool(found) and not str(found).startswith("!")


OWES = """
SELECT m.password FROM people_member m WHERE m.id = %s
AND (m.role <> 'member' OR EXISTS (SELECT 1 FROM people_seat s WHERE s.member_id = m.id
     AND (s.expires_at IS NULL OR s.expires_at > %s)))
AND NOT EXISTS (SELECT 1 FROM people_authenticator a WHERE a.member_id = m.id)
"""


def owes_second_step(actor: Actor) -> bool:
    """Whether the house asks this actor for a second step that they do not have (setting STAFF_SECOND_FACTOR).

    Moderators, keepers of records, administrators and everybody with a seat. A directory that the operator trusts to
    ask for a second step itself is enough where it is the member's only way in.
    """
    if not settings.STAFF_SECOND_FACTOR or actor.member_id is None:
        return False
    row = sql.row(OWES, (actor.member_id, clock.now_ms()))
    if row is None:
        return False
    issuers = trusted_issuers()
    if not issuers or not str(row[0]).startswith("!"):
        return True
    return not sql.value(
        f"SELECT 1 FROM people_directoryidentity WHERE member_id = %s AND issuer IN ({sql.marks(len(issuers))})",
        (actor.member_id, *issuers),
    )
