"""Members, and the actor behind a token or a browser session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from coffeehouse.database import sql
from coffeehouse.domain.context import ANONYMOUS, WEB_SCOPES, Actor
from coffeehouse.domain.people.models import Member
from coffeehouse.kernel import clock
from coffeehouse.kernel.secrets import hash_secret

# A voice is spoken through by a seat, which may have run out this very moment: NULL is no seat.
SEAT = "(SELECT s.powers FROM people_seat s WHERE s.id = t.seat_id AND (s.expires_at IS NULL OR s.expires_at > %s))"
# Whether there are filters is asked along with the token, so that reads need not ask again; a name, not an import.
HOLDER = f"""
SELECT t.id, t.application_id, t.scopes, t.member_id, t.account_id, m.role, m.state, a.kind, a.created_at, a.body_id,
       a.hidden_at, EXISTS (SELECT 1 FROM posts_filter x WHERE x.account_id = t.account_id),
       CASE WHEN a.kind <> 'persona' THEN {SEAT} END
FROM people_token t LEFT JOIN people_member m ON m.id = t.member_id LEFT JOIN people_account a ON a.id = t.account_id
WHERE t.token_hash = %s AND t.revoked_at IS NULL
"""


def read_actor_by_token(token: str, address: str = "") -> Actor | None:
    """Who holds this token, or None when it is unknown, revoked, or its member or account is shut out."""
    row = sql.row(HOLDER, (clock.now_ms(), hash_secret(token)))
    if row is None:
        return None
    scopes = frozenset(row[2].split())
    if row[3] is None:
        return Actor(
            role="visitor", capacity="visitor", token_id=row[0], application_id=row[1], scopes=scopes, address=address
        )
    if row[6] != "active" or row[10] is not None or (row[7] not in (None, "persona") and row[12] is None):
        return None
    return Actor(
        member_id=row[3],
        account_id=row[4],
        role=row[5],
        member_state=row[6],
        capacity="self" if row[7] == "persona" else "voice",
        account_kind=row[7] or "",
        account_created_at=row[8] or 0,
        body_id=row[9],
        token_id=row[0],
        application_id=row[1],
        scopes=scopes,
        address=address,
        has_filters=bool(row[11]),
        powers=frozenset((row[12] or "").split()),
    )


def read_actor_of_member(member_id: int, account_id: int | None = None, address: str = "") -> Actor:
    """The actor of a browser session: a member as their persona, or as `account_id` if they may act as it."""
    member = sql.row("SELECT role, state FROM people_member WHERE id = %s", (member_id,))
    if member is None or member[1] not in ("active", "pending"):
        return ANONYMOUS
    held = accounts_of_member(member_id)
    chosen = next((seat for seat in held if seat.account_id == account_id), held[0] if held else None)
    return Actor(
        member_id=member_id,
        account_id=chosen.account_id if chosen else None,
        role=member[0],
        member_state=member[1],
        capacity="self" if chosen is None or chosen.kind == "persona" else "voice",
        account_kind=chosen.kind if chosen else "",
        account_created_at=chosen.created_at if chosen else 0,
        body_id=chosen.body_id if chosen else None,
        scopes=WEB_SCOPES,
        address=address,
        powers=frozenset(chosen.powers.split()) if chosen else frozenset(),
    )


@dataclass(frozen=True, slots=True)
class Seatholding:
    """An account a member may act as: their persona, or a voice they hold a seat at (then `powers` says for what)."""

    account_id: int
    acct: str
    display_name: str
    kind: str
    body_id: int | None
    created_at: int
    powers: str


def accounts_of_member(member_id: int) -> list[Seatholding]:
    """Every account the member may act as, personas first."""
    found = sql.rows(
        "SELECT a.id, a.acct, a.display_name, a.kind, a.body_id, a.created_at, '' AS powers FROM people_account a"
        " WHERE a.member_id = %s AND a.kind = 'persona'"
        " UNION ALL SELECT a.id, a.acct, a.display_name, a.kind, a.body_id, a.created_at, s.powers FROM people_seat s"
        " JOIN people_account a ON a.id = s.account_id WHERE s.member_id = %s AND a.hidden_at IS NULL"
        " AND (s.expires_at IS NULL OR s.expires_at > %s) ORDER BY 7, 1",
        (member_id, member_id, clock.now_ms()),
    )
    return [Seatholding(*row) for row in found]


def has_admin() -> bool:
    """Whether anybody can administer the house yet."""
    return bool(sql.value("SELECT 1 FROM people_member WHERE role = 'admin' AND state = 'active' LIMIT 1"))


def is_confirmed(member_id: int | None) -> bool:
    """Whether the member's e-mail address is known to be theirs."""
    return bool(sql.value("SELECT 1 FROM people_member WHERE id = %s AND confirmed_at IS NOT NULL", (member_id or 0,)))


MEMBER_COLUMNS = ("id", "email", "role", "state", "reason", "language", "created_at", "acct")
MEMBERS = (
    "SELECT m.id, m.email, m.role, m.state, m.reason, m.language, m.created_at,"
    " (SELECT MIN(a.acct) FROM people_account a WHERE a.member_id = m.id) FROM people_member m"
)


def list_members(limit: int = 200, after_id: int = 0) -> list[dict[str, Any]]:
    """Members in the order they joined: id, email, role, state, reason, language, created_at, acct."""
    found = sql.rows(f"{MEMBERS} WHERE m.id > %s ORDER BY m.id LIMIT %s", (after_id, limit))
    return [dict(zip(MEMBER_COLUMNS, row, strict=True)) for row in found]


def members_in_state(state: str, limit: int = 100) -> list[dict[str, Any]]:
    """Members in a state, longest waiting first."""
    found = sql.rows(f"{MEMBERS} WHERE m.state = %s ORDER BY m.id LIMIT %s", (state, limit))
    return [dict(zip(MEMBER_COLUMNS, row, strict=True)) for row in found]


def member_by_id(member_id: int) -> Member | None:
    """The member, for Django's session framework."""
    return Member.objects.filter(id=member_id).first()


def names_of_accounts(account_ids: list[int]) -> dict[int, str]:
    """Account id → name, of accounts of the house or elsewhere."""
    if not account_ids:
        return {}
    found = sql.rows(f"SELECT id, acct FROM people_account WHERE id IN ({sql.marks(len(account_ids))})", account_ids)
    return dict(found)


def member_of_account(account_id: int) -> int | None:
    """The member whose persona this is."""
    found = sql.value("SELECT member_id FROM people_account WHERE id = %s", (account_id,))
    return None if found is None else int(found)
