"""Members as those who look after the house find them; asked for only by pages that keep who looks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from coffeehouse.database import sql

A_PAGE = 50
HANDLE = "(SELECT MIN(a.acct) FROM people_account a WHERE a.member_id = m.id)"
NAME = "(SELECT MIN(a.display_name) FROM people_account a WHERE a.member_id = m.id AND a.kind = 'persona')"


class Found(NamedTuple):
    """A member as a list names them: nothing that everybody could not read, but role and state."""

    id: int
    acct: str
    display_name: str
    role: str
    state: str


class Held(NamedTuple):
    """What the house holds of a membership itself. Times in ms; None: never."""

    id: int
    acct: str
    email: str
    role: str
    state: str
    reason: str
    language: str
    created_at: int
    confirmed_at: int | None


def find_members(words: str, *, after: int = 0) -> list[Found]:
    """Members whose handle or name has these words, in the order they joined; all of them for none."""
    clause, params = "", []
    if words:
        pattern = "%" + words.lower().removeprefix("@").translate({ord(mark): f"!{mark}" for mark in "!%_"}) + "%"
        clause = (
            " AND EXISTS (SELECT 1 FROM people_account a WHERE a.member_id = m.id"
            " AND (LOWER(a.acct) LIKE %s ESCAPE '!' OR LOWER(a.display_name) LIKE %s ESCAPE '!'))"
        )
        params = [pattern, pattern]
    found = sql.rows(
        f"SELECT m.id, COALESCE({HANDLE}, ''), COALESCE({NAME}, ''), m.role, m.state FROM people_member m"
        f" WHERE m.id > %s{clause} ORDER BY m.id LIMIT %s",
        (after, *params, A_PAGE),
    )
    return [Found(*row) for row in found]


def read_member(member_id: int) -> Held | None:
    """One member, or None."""
    found = sql.row(
        f"SELECT m.id, COALESCE({HANDLE}, ''), m.email, m.role, m.state, m.reason, m.language, m.created_at,"
        " m.confirmed_at FROM people_member m WHERE m.id = %s",
        (member_id,),
    )
    return None if found is None else Held(*found)


def handles_of(member_ids: Iterable[int]) -> dict[int, str]:
    """Handles by member; who has left is left out."""
    wanted = list(member_ids)
    if not wanted:
        return {}
    found = sql.rows(
        f"SELECT m.id, COALESCE({HANDLE}, '') FROM people_member m WHERE m.id IN ({sql.marks(len(wanted))})", wanted
    )
    return dict(found)


def accts_of(account_ids: Iterable[int]) -> dict[int, str]:
    """Handles by account."""
    wanted = list(account_ids)
    if not wanted:
        return {}
    found = sql.rows(f"SELECT id, acct FROM people_account WHERE id IN ({sql.marks(len(wanted))})", wanted)
    return dict(found)
