"""Voices, the bodies they speak for, their seats and tokens; and who looks after them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor
from coffeehouse.kernel import clock

OFFICIAL = "('voice', 'service', 'community')"
HOUSE_ADMINS = ("admin", "system")


def is_body_admin(member_id: int | None) -> bool:
    """Whether a member looks after any body."""
    return bool(sql.value("SELECT 1 FROM people_bodyadmin WHERE member_id = %s LIMIT 1", (member_id or 0,)))


def administers(actor: Actor, body_id: int) -> bool:
    """Whether the actor looks after this body: as an administrator of the house, of the body, or of its parent."""
    if actor.role in HOUSE_ADMINS:
        return bool(sql.value("SELECT 1 FROM people_body WHERE id = %s", (body_id,)))
    return bool(
        sql.value(
            "SELECT 1 FROM people_body b JOIN people_bodyadmin x ON x.body_id = b.id OR x.body_id = b.parent_id"
            " WHERE b.id = %s AND x.member_id = %s LIMIT 1",
            (body_id, actor.member_id or 0),
        )
    )


def body_of_voice(account_id: int) -> int | None:
    """The body a voice speaks for."""
    found = sql.value("SELECT body_id FROM people_account WHERE id = %s", (account_id,))
    return None if found is None else int(found)


@dataclass(frozen=True, slots=True)
class SeatHeld:
    """A seat as the people who look after it see it. `initials` are made of the name signed with."""

    id: int
    member_id: int
    acct: str
    powers: tuple[str, ...]
    created_at: int
    expires_at: int | None
    signed_name: str

    def has_ended(self, now: int) -> bool:
        """Whether its time is over."""
        return self.expires_at is not None and self.expires_at <= now


@dataclass(frozen=True, slots=True)
class VoiceFound:
    """A voice and what it says of itself. words: language → {purpose, hours}."""

    account_id: int
    acct: str
    display_name: str
    kind: str
    body_id: int
    body_name: str
    parent_name: str
    sign_off: str
    words: dict[str, dict[str, str]] = field(default_factory=dict)

    def says(self, what: str, language: str) -> tuple[str, str]:
        """(words, language) of "purpose" or "hours": in this language, else in one there is."""
        for code in (language, *self.words):
            said = self.words.get(code, {}).get(what, "")
            if said:
                return said, code
        return "", language


VOICES = (
    "SELECT a.id, a.acct, a.display_name, a.kind, b.id, b.name, COALESCE(p.name, ''), COALESCE(v.sign_off, 'none'),"
    " COALESCE(v.words, '{}') FROM people_account a JOIN people_body b ON b.id = a.body_id"
    " LEFT JOIN people_body p ON p.id = b.parent_id LEFT JOIN people_voice v ON v.account_id = a.id"
    f" WHERE a.kind IN {OFFICIAL} AND a.domain = ''"
)


def _voice(row: tuple[Any, ...]) -> VoiceFound:
    account_id, acct, display_name, kind, body_id, body_name, parent_name, sign_off, words = row
    return VoiceFound(
        account_id, acct, display_name, kind, body_id, body_name, parent_name, sign_off, msgspec.json.decode(words)
    )


def list_voices(actor: Actor) -> list[VoiceFound]:
    """The voices the actor looks after, by body."""
    order = " ORDER BY COALESCE(p.name, b.name), b.parent_id IS NOT NULL, b.name, a.acct"
    if actor.role in HOUSE_ADMINS:
        return [_voice(row) for row in sql.rows(VOICES + order)]
    own = (
        " AND EXISTS (SELECT 1 FROM people_bodyadmin x WHERE x.member_id = %s"
        " AND (x.body_id = b.id OR x.body_id = b.parent_id))"
    )
    return [_voice(row) for row in sql.rows(VOICES + own + order, (actor.member_id or 0,))]


def read_voice(account_id: int) -> VoiceFound | None:
    """One voice that is shown, for anybody."""
    row = sql.row(f"{VOICES} AND a.id = %s AND a.hidden_at IS NULL", (account_id,))
    return None if row is None else _voice(row)


def list_bodies(actor: Actor) -> list[dict[str, Any]]:
    """id, slug, name, parent_id of the bodies the actor looks after; each team after its body."""
    found = sql.rows(
        "SELECT b.id, b.slug, b.name, b.parent_id FROM people_body b LEFT JOIN people_body p ON p.id = b.parent_id"
        " ORDER BY COALESCE(p.name, b.name), b.parent_id IS NOT NULL, b.name"
    )
    own = None
    if actor.role not in HOUSE_ADMINS:
        own = {
            row[0]
            for row in sql.rows("SELECT body_id FROM people_bodyadmin WHERE member_id = %s", (actor.member_id or 0,))
        }
    bodies = [dict(zip(("id", "slug", "name", "parent_id"), row, strict=True)) for row in found]
    return [body for body in bodies if own is None or body["id"] in own or body["parent_id"] in own]


def body_admins(body_id: int) -> list[dict[str, Any]]:
    """member_id and acct of those who look after a body."""
    found = sql.rows(
        f"SELECT x.member_id, {PERSONA.format(member='x.member_id')} FROM people_bodyadmin x WHERE x.body_id = %s"
        " ORDER BY x.id",
        (body_id,),
    )
    return [{"member_id": row[0], "acct": row[1] or ""} for row in found]


PERSONA = "(SELECT MIN(n.acct) FROM people_account n WHERE n.member_id = {member} AND n.kind = 'persona')"


def seats_of_voice(account_id: int) -> list[SeatHeld]:
    """The seats at a voice, those that ran out among them, oldest first."""
    found = sql.rows(
        f"SELECT s.id, s.member_id, {PERSONA.format(member='s.member_id')}, s.powers, s.created_at, s.expires_at,"
        " s.signed_name FROM people_seat s WHERE s.account_id = %s ORDER BY s.id",
        (account_id,),
    )
    return [SeatHeld(row[0], row[1], row[2] or "", tuple(row[3].split()), *row[4:]) for row in found]


def tokens_of_voice(account_id: int) -> list[dict[str, Any]]:
    """Live tokens of a voice, newest first: id, name (of the app, or the label), acct (of the member), created_at."""
    found = sql.rows(
        f"SELECT t.id, COALESCE(p.name, t.label), {PERSONA.format(member='t.member_id')}, t.scopes, t.created_at"
        " FROM people_token t JOIN people_seat s ON s.id = t.seat_id"
        " LEFT JOIN people_application p ON p.id = t.application_id"
        " WHERE s.account_id = %s AND t.revoked_at IS NULL AND (s.expires_at IS NULL OR s.expires_at > %s)"
        " ORDER BY t.id DESC LIMIT 500",
        (account_id, clock.now_ms()),
    )
    return [dict(zip(("id", "name", "acct", "scopes", "created_at"), row, strict=True)) for row in found]


def has_seat_at(member_id: int | None, account_id: int) -> bool:
    """Whether a member holds a living seat at a voice."""
    return bool(
        sql.value(
            "SELECT 1 FROM people_seat WHERE member_id = %s AND account_id = %s"
            " AND (expires_at IS NULL OR expires_at > %s)",
            (member_id or 0, account_id, clock.now_ms()),
        )
    )


def member_by_handle(handle: str) -> int | None:
    """The active member with this persona."""
    name = handle.strip().removeprefix("@").lower()
    found = sql.value(
        "SELECT m.id FROM people_account a JOIN people_member m ON m.id = a.member_id"
        " WHERE a.acct = %s AND a.kind = 'persona' AND m.state = 'active'",
        (name,),
    )
    return None if found is None else int(found)


def initials(name: str) -> str:
    """`Anwen Bowen` → `AB`."""
    return "".join(part[0] for part in name.split() if part[0].isalpha())[:4].upper()


def sign_off_of(member_id: int | None, account_id: int) -> str:
    """How a voice signs what this member says through it: `^AB`, a name, or nothing."""
    row = sql.row(
        "SELECT v.sign_off, s.signed_name FROM people_voice v JOIN people_seat s ON s.account_id = v.account_id"
        " WHERE v.account_id = %s AND s.member_id = %s",
        (account_id, member_id or 0),
    )
    if row is None or row[0] == "none" or not row[1]:
        return ""
    short = initials(row[1]) if row[0] == "initials" else row[1]
    return f"^{short}" if short else ""
