"""Reads of corrections: what voices put right, for the public pages, the feed and the corrected post."""

from __future__ import annotations

from typing import NamedTuple

from coffeehouse.database import sql

COLUMNS = (
    "c.id, c.post_id, c.account_id, c.language, c.what_was_wrong, c.is_apology, c.created_at, a.acct, a.display_name,"
    " CASE WHEN p.id IS NULL THEN 0 ELSE 1 END, CASE WHEN n.id IS NULL THEN 0 ELSE 1 END"
)
TABLES = (
    "publishing_correction c JOIN people_account a ON a.id = c.account_id"
    " LEFT JOIN posts_post p ON p.id = c.post_id LEFT JOIN posts_post n ON n.id = c.id"
)
PUBLIC = "c.visibility IN ('public', 'unlisted') AND a.hidden_at IS NULL"


class Correction(NamedTuple):
    """One correction. `has_post`, `has_notice`: whether the corrected post and the notice are still there."""

    id: int
    post_id: int
    account_id: int
    language: str
    what_was_wrong: str
    is_apology: bool
    created_at: int
    acct: str
    display_name: str
    has_post: bool
    has_notice: bool

    @property
    def post_path(self) -> str:
        return f"/@{self.acct}/{self.post_id}"

    @property
    def notice_path(self) -> str:
        return f"/@{self.acct}/{self.id}"


def list_corrections(account_id: int | None = None, before_id: int | None = None, limit: int = 20) -> list[Correction]:
    """Corrections of public words, of one voice or of the whole house, newest first."""
    where, params = PUBLIC, []
    if account_id is not None:
        where, params = f"{where} AND c.account_id = %s", [account_id]
    if before_id is not None:
        where, params = f"{where} AND c.id < %s", [*params, before_id]
    found = sql.rows(f"SELECT {COLUMNS} FROM {TABLES} WHERE {where} ORDER BY c.id DESC LIMIT %s", (*params, limit))
    return [_correction(row) for row in found]


def corrections_of_post(post_id: int) -> list[Correction]:
    """What was put right in a post, newest first. The caller has checked who asks."""
    found = sql.rows(f"SELECT {COLUMNS} FROM {TABLES} WHERE c.post_id = %s ORDER BY c.id DESC", (post_id,))
    return [_correction(row) for row in found]


def _correction(row: tuple[object, ...]) -> Correction:
    correction = Correction(*row)  # type: ignore[arg-type]  # the columns are in the order of the members
    return correction._replace(
        is_apology=bool(correction.is_apology),
        has_post=bool(correction.has_post),
        has_notice=bool(correction.has_notice),
    )
