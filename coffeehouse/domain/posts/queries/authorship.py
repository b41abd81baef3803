"""Who wrote what a voice said: for those who hold a seat at it, and for nobody else."""

from __future__ import annotations

from dataclasses import dataclass

from coffeehouse.database import sql
from coffeehouse.domain.people.queries.voices import has_seat_at


@dataclass(frozen=True, slots=True)
class Author:
    """A member by the handle of their persona; act: wrote, edited. sign_off: how everybody sees it signed, or ""."""

    acct: str
    act: str
    sign_off: str
    created_at: int


def authors_of(member_id: int | None, account_id: int, post_id: int) -> list[Author]:
    """Who wrote and changed a post of a voice, in order; nothing for members without a seat at the voice."""
    if member_id is None or not has_seat_at(member_id, account_id):
        return []
    found = sql.rows(
        "SELECT COALESCE((SELECT MIN(n.acct) FROM people_account n WHERE n.member_id = w.member_id"
        " AND n.kind = 'persona'), ''), w.act, w.sign_off, w.created_at FROM posts_authorship w"
        " JOIN posts_post p ON p.id = w.post_id WHERE w.post_id = %s AND p.account_id = %s ORDER BY w.id",
        (post_id, account_id),
    )
    return [Author(*row) for row in found]
