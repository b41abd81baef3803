"""Ending access: tokens and all that hangs on them, which are streams, pushes and codes not yet exchanged.

Streams ask every second whether their token lives (`queries.liveness`); pushes ask before each delivery.
"""

from __future__ import annotations

from coffeehouse.database import sql


def end_tokens_of_seat(seat_id: int, now: int) -> None:
    """End what hangs on a seat."""
    _end("seat_id", seat_id, now)


def end_tokens_of_member(member_id: int, now: int) -> None:
    """End all apps of a member, as themselves and as every voice."""
    _end("member_id", member_id, now)


def _end(column: str, value: int, now: int) -> None:
    sql.execute(
        f"DELETE FROM people_pushsubscription WHERE token_id IN (SELECT id FROM people_token WHERE {column} = %s)",
        (value,),
    )
    sql.execute(f"UPDATE people_token SET revoked_at = %s WHERE {column} = %s AND revoked_at IS NULL", (now, value))
    sql.execute(
        f"UPDATE people_authorizationcode SET expires_at = %s WHERE {column} = %s AND used_at IS NULL",
        (now, value),
    )


def end_sessions_of_member(member_id: int, now: int) -> None:
    """Sign a member out of every browser."""
    sql.execute("UPDATE people_member SET sessions_ended_at = %s WHERE id = %s", (now, member_id))
