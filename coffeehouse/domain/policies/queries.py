"""Reads of the policy's versions and of who has read them."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from coffeehouse.database import sql

COLUMNS = "v.id, v.name, v.note, v.created_at, COALESCE(a.display_name, ''), COALESCE(a.acct, ''), v.files"
TABLES = (
    "policies_version v LEFT JOIN people_account a ON a.id = (SELECT MIN(p.id) FROM people_account p"
    " WHERE p.member_id = v.member_id AND p.kind = 'persona')"
)


class StoredVersion(NamedTuple):
    """A version as it was saved, and by whom."""

    id: int
    name: str
    note: str
    created_at: int
    author_name: str
    author_acct: str
    files: dict[str, str]


class Reader(NamedTuple):
    """Somebody who has to read the policy. `read_at` None: not yet."""

    member_id: int
    acct: str
    display_name: str
    role: str
    read_at: int | None


def latest_version_id() -> int | None:
    """The newest version's id; the cheapest question there is, since every process asks it again and again."""
    found = sql.value("SELECT MAX(id) FROM policies_version")
    return None if found is None else int(found)


def read_version(version_id: int) -> StoredVersion | None:
    """One version."""
    row = sql.row(f"SELECT {COLUMNS} FROM {TABLES} WHERE v.id = %s", (version_id,))
    return None if row is None else _version(row)


def list_versions(limit: int = 200) -> list[StoredVersion]:
    """Every version, newest first."""
    return [_version(row) for row in sql.rows(f"SELECT {COLUMNS} FROM {TABLES} ORDER BY v.id DESC LIMIT %s", (limit,))]


def _version(row: tuple[Any, ...]) -> StoredVersion:
    return StoredVersion(row[0], row[1], row[2], row[3], row[4], row[5], msgspec.json.decode(row[6]))


def has_acknowledged(member_id: int, name: str) -> bool:
    """Whether a member has said that they read this version."""
    found = sql.value("SELECT 1 FROM policies_acknowledgement WHERE member_id = %s AND name = %s", (member_id, name))
    return found is not None


def list_readers(name: str) -> list[Reader]:
    """Who speaks for a body or looks after the house, and since when they know this version; who does not, first."""
    found = sql.rows(
        "SELECT m.id, COALESCE(a.acct, ''), COALESCE(a.display_name, ''), m.role, k.created_at FROM people_member m"
        " LEFT JOIN people_account a ON a.id = (SELECT MIN(p.id) FROM people_account p WHERE p.member_id = m.id"
        " AND p.kind = 'persona')"
        " LEFT JOIN policies_acknowledgement k ON k.member_id = m.id AND k.name = %s"
        " WHERE m.state = 'active' AND (m.role <> 'member'"
        " OR EXISTS (SELECT 1 FROM people_seat s WHERE s.member_id = m.id))"
        " ORDER BY CASE WHEN k.created_at IS NULL THEN 0 ELSE 1 END, a.acct LIMIT 1000",
        (name,),
    )
    return [Reader(*row) for row in found]
