"""Erasing a request for information: what was asked, who asked, what was looked for and answered. Its number, its days
and what was decided stay: they are the record that it was dealt with."""

from __future__ import annotations

from typing import Any

from coffeehouse.database import sql
from coffeehouse.domain.context import Context
from coffeehouse.domain.erased import Erased
from coffeehouse.domain.requests.handlers import loading

SAID = (
    "words", "asker_name", "asker_contact", "extension_reason", "letter", "public_title", "public_question",
    "public_answer", "returned_reason",
)  # fmt: skip
OF_ITEMS = "(SELECT id FROM requests_item WHERE request_id = %s)"


def read_request_whole(request_id: int) -> dict[str, Any]:
    """All that a request says, for whoever must keep it out of sight."""
    row = sql.row(f"SELECT {', '.join(SAID)} FROM requests_request WHERE id = %s", (request_id,)) or ()
    searches = sql.rows("SELECT words FROM requests_search WHERE request_id = %s ORDER BY id", (request_id,))
    pauses = sql.rows("SELECT reason FROM requests_pause WHERE request_id = %s ORDER BY id", (request_id,))
    return {
        **dict(zip(SAID, row, strict=False)),
        "searches": [each[0] for each in searches],
        "pauses": [each[0] for each in pauses],
    }


def erase_request(request_id: int, context: Context) -> Erased:
    """Blank the words of a closed request; its answer leaves the public list."""
    blank = ", ".join(f"{name} = ''" for name in SAID)
    sql.execute(
        f"UPDATE requests_request SET {blank}, content_hash = '', is_public = %s, disposed_at = %s WHERE id = %s",
        (False, context.now, request_id),
    )
    sql.execute("UPDATE requests_search SET words = '', account_ids = '' WHERE request_id = %s", (request_id,))
    sql.execute("UPDATE requests_pause SET reason = '' WHERE request_id = %s", (request_id,))
    sql.execute("UPDATE requests_item SET reason = '', text_hash = '' WHERE request_id = %s", (request_id,))
    sql.execute(f"UPDATE requests_redaction SET reason = '' WHERE item_id IN {OF_ITEMS}", (request_id,))
    return Erased(names=[f"request/{request_id}"], states=[loading.vouch(request_id)])
