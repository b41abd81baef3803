"""Applications and tokens."""

from __future__ import annotations

from typing import Any

from coffeehouse.database import sql
from coffeehouse.kernel import clock

APPLICATION = "SELECT id, name, website, redirect_uris, scopes, client_id FROM people_application"


def _application(row: tuple[Any, ...] | None) -> dict[str, Any] | None:
    if row is None:
        return None
    names = ("id", "name", "website", "redirect_uris", "scopes", "client_id")
    found = dict(zip(names, row, strict=True))
    found["redirect_uris"] = found["redirect_uris"].split("\n")
    return found


def application_by_client_id(client_id: str) -> dict[str, Any] | None:
    """id, name, website, redirect_uris (list), scopes, client_id; None when unknown."""
    return _application(sql.row(f"{APPLICATION} WHERE client_id = %s", (client_id,)))


def read_application(application_id: int) -> dict[str, Any] | None:
    """The same by id."""
    return _application(sql.row(f"{APPLICATION} WHERE id = %s", (application_id,)))


def application_of_token(token_id: int) -> dict[str, Any] | None:
    """The application a token was given to."""
    return _application(
        sql.row(f"{APPLICATION} WHERE id = (SELECT application_id FROM people_token WHERE id = %s)", (token_id,))
    )


def list_tokens(member_id: int) -> list[dict[str, Any]]:
    """The member's live tokens, newest first.

    id, name (of the application, or the label), acct, scopes, created_at, powers (of the seat it hangs on; none for
    one's own persona).
    """
    found = sql.rows(
        "SELECT t.id, COALESCE(p.name, t.label), a.acct, t.scopes, t.created_at, s.powers FROM people_token t"
        " LEFT JOIN people_application p ON p.id = t.application_id LEFT JOIN people_account a ON a.id = t.account_id"
        " LEFT JOIN people_seat s ON s.id = t.seat_id AND (s.expires_at IS NULL OR s.expires_at > %s)"
        " WHERE t.member_id = %s AND t.revoked_at IS NULL AND (a.id IS NULL OR a.kind = 'persona' OR s.id IS NOT NULL)"
        " ORDER BY t.id DESC LIMIT 200",
        (clock.now_ms(), member_id),
    )
    names = ("id", "name", "acct", "scopes", "created_at", "powers")
    return [dict(zip(names, row, strict=True)) | {"powers": (row[5] or "").split()} for row in found]
