"""Checks the handlers share: which account acts, and which rows it may touch."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.context import Context
from coffeehouse.kernel.errors import Forbidden, NotFound


def acting_account(context: Context) -> int:
    """The account the actor acts as. Raises Forbidden for a token that belongs to no account."""
    account_id = context.actor.account_id
    if account_id is None:
        raise Forbidden("This method requires an authenticated user", code="no_account")
    return account_id


def visible_account(account_id: int, viewer_id: int | None) -> None:
    """Raise NotFound unless the account exists, is shown, and has not blocked the viewer."""
    found = sql.value(
        "SELECT 1 FROM people_account a WHERE a.id = %s AND a.hidden_at IS NULL AND NOT EXISTS"
        " (SELECT 1 FROM people_block b WHERE b.account_id = a.id AND b.target_id = %s)",
        (account_id, viewer_id or 0),
    )
    if found is None:
        raise NotFound()
