"""Reads of who was asked about a draft, and what became of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coffeehouse.database import sql
from coffeehouse.domain.publishing.queries import drafts_seen_by

COLUMNS = "id, held_id, content_hash, member_id, post_id, reason, decision, expires_at, closed_at"


@dataclass(frozen=True, slots=True)
class Asked:
    """An ask, as it is stored."""

    id: int
    held_id: int
    content_hash: str
    member_id: int
    post_id: int
    reason: str
    decision: str
    expires_at: int
    closed_at: int | None


def ask_of_post(post_id: int) -> Asked | None:
    """The ask that this direct message is."""
    row = sql.row(f"SELECT {COLUMNS} FROM publishing_ask WHERE post_id = %s", (post_id,))
    return None if row is None else Asked(*row)


def read_ask(ask_id: int) -> Asked | None:
    """One ask."""
    row = sql.row(f"SELECT {COLUMNS} FROM publishing_ask WHERE id = %s", (ask_id,))
    return None if row is None else Asked(*row)


def asks_about(held_id: int) -> list[Asked]:
    """Every ask about a draft, oldest first."""
    return [
        Asked(*row)
        for row in sql.rows(f"SELECT {COLUMNS} FROM publishing_ask WHERE held_id = %s ORDER BY id", (held_id,))
    ]


def desk_account() -> int | None:
    """The account of the house that asks, once it has been made."""
    found = sql.value("SELECT account_id FROM publishing_desk WHERE id = 1")
    return None if found is None else int(found)


def sent_at(post_id: int) -> int | None:
    """When the desk sent this message; None for what it did not send."""
    found = sql.value(
        "SELECT p.created_at FROM posts_post p JOIN publishing_desk d ON d.account_id = p.account_id WHERE p.id = %s",
        (post_id,),
    )
    return None if found is None else int(found)


def words_of_reply(post_id: int, desk_id: int) -> str:
    """What a reply to the desk says, without the desk's name; "" when it is gone."""
    text = sql.value("SELECT text FROM posts_post WHERE id = %s", (post_id,))
    desk = sql.value("SELECT acct FROM people_account WHERE id = %s", (desk_id,))
    return re.sub(rf"@{re.escape(str(desk))}(@\S+)?(?!\w)", "", str(text or ""), flags=re.IGNORECASE).strip()


def count_waiting(member_id: int) -> int:
    """How many drafts wait for a decision among those this member sees."""
    scope, params = drafts_seen_by(member_id)
    return int(
        sql.value(f"SELECT COUNT(*) FROM publishing_heldcommand h WHERE h.state = 'held' AND {scope}", params) or 0
    )


def held_by(member_id: int, limit: int = 30) -> list[int]:
    """Drafts this member has written or revised, newest first."""
    found = sql.rows(
        "SELECT DISTINCT held_id FROM publishing_revision WHERE member_id = %s ORDER BY held_id DESC LIMIT %s",
        (member_id, limit),
    )
    return [row[0] for row in found]
