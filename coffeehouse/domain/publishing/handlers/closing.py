"""Closes the house for good: the moment, the reason, and where its accounts can be found from now on."""

from __future__ import annotations

from urllib.parse import urlsplit

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Outcome
from coffeehouse.domain.publishing import closing
from coffeehouse.domain.publishing.handlers.deciding import require_reason
from coffeehouse.kernel.errors import Conflict, Forbidden, Invalid, NotFound

LONGEST_TARGET = 2_000


def apply_close_house(command: closing.CloseHouse, context: Context) -> Outcome:
    """From now on the engine refuses what is new. There is no way back, so the one way here is the command line."""
    if context.actor.role != "system":
        raise Forbidden("A house is closed on its own machine: `coffeehouse sunset`.", code="role")
    if closing.closed() is not None:
        raise Conflict("This house is closed already. `coffeehouse sunset` goes on where it stopped.")
    reason = require_reason(command.because)
    for account_id, target in command.moves:
        _keep(account_id, target)
    sql.execute(
        "INSERT INTO publishing_mode (name, starts_at, ends_at, reason, set_at, set_by_id)"
        " VALUES (%s, %s, NULL, %s, %s, NULL)",
        (closing.MODE, context.now, reason, context.now),
    )
    moved = {str(account_id): target for account_id, target in command.moves}
    return Outcome(object="mode/closed", result={"closed_at": context.now}, kept={"reason": reason, "moves": moved})


def _keep(account_id: int, target: str) -> None:
    parts = urlsplit(target)
    if parts.scheme not in ("https", "http") or not parts.hostname or len(target) > LONGEST_TARGET:
        raise Invalid(f"{target} is no address of an account. Write it as https://server/@name.", field="moves")
    if sql.value("SELECT domain FROM people_account WHERE id = %s", (account_id,)) != "":
        raise NotFound("There is no such account in this house.")
    sql.execute("INSERT INTO publishing_move (account_id, target) VALUES (%s, %s)", (account_id, target))
