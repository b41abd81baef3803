"""How the team of a voice is told who is who: by handle."""

from __future__ import annotations

from coffeehouse.database import sql


def name_of_account(account_id: int | None) -> str:
    """`@handle` of an account."""
    found = sql.value("SELECT acct FROM people_account WHERE id = %s", (account_id or 0,))
    return f"@{found}" if found else "@?"


def name_of_member(member_id: int | None) -> str:
    """`@handle` of a member's first persona."""
    found = sql.value(
        "SELECT acct FROM people_account WHERE member_id = %s AND kind = 'persona' ORDER BY id LIMIT 1",
        (member_id or 0,),
    )
    return f"@{found}" if found else "@?"
