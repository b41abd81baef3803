"""Closes the house for good: the moment, the reason, and where its accounts can be found from now on."""

from __future__ import annotations

from urllib.parse import urlsplit

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Job, Outcome
from coffeehouse.domain.federation.handlers.moving import keep_move
from coffeehouse.domain.people import fragments
from coffeehouse.domain.publishing import closing
from coffeehouse.domain.publishing.handlers.deciding import require_reason
from coffeehouse.kernel.errors import Conflict, Forbidden, Invalid, NotFound

LONGEST_TARGET = 2_000


def apply_close_house(command: closing.CloseHouse, context: Context) -> Outcome:
    """From now on the engine refuses what is new. There is no way back, so the one way here is the command line."""
    _require_machine(context)
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
    told = [job for account_id, target_id in command.announced for job in _announce(account_id, target_id, context)]
    return Outcome(
        object="mode/closed",
        result={"closed_at": context.now},
        kept={"reason": reason, "moves": moved},
        states=tuple(fragments.vouch(account_id) for account_id, _ in command.announced),
        jobs=(*told, *_mails()),
    )


def apply_announce_move(command: closing.AnnounceMove, context: Context) -> Outcome:
    """What could not be said when the house closed, because the account there did not name ours yet."""
    _require_machine(context)
    if closing.closed() is None:
        raise Conflict("This house is open. Its accounts move by themselves: Settings, Moving.")
    jobs = _announce(command.account_id, command.target_id, context)
    return Outcome(
        object=f"account/{command.account_id}",
        kept={"target": f"account/{command.target_id}"},
        states=(fragments.vouch(command.account_id),),
        jobs=jobs,
    )


def _require_machine(context: Context) -> None:
    if context.actor.role != "system":
        raise Forbidden("A house is closed on its own machine: `coffeehouse sunset`.", code="role")


def _announce(account_id: int, target_id: int, context: Context) -> tuple[Job, ...]:
    """Nobody in the house follows on: all leave with it, and an answer to their Follow would not be taken any more."""
    if not closing.moved_to(account_id):
        raise NotFound("This account was given no place to go to.")
    jobs = keep_move(account_id, target_id, context)
    fragments.render(account_id)
    return jobs


def _mails() -> list[Job]:
    found = sql.rows("SELECT id FROM people_member WHERE state = 'active' ORDER BY id")
    return [Job("mail_house_closed", {"member_id": member_id}) for (member_id,) in found]


def _keep(account_id: int, target: str) -> None:
    parts = urlsplit(target)
    if parts.scheme not in ("https", "http") or not parts.hostname or len(target) > LONGEST_TARGET:
        raise Invalid(f"{target} is no address of an account. Write it as https://server/@name.", field="moves")
    if sql.value("SELECT domain FROM people_account WHERE id = %s", (account_id,)) != "":
        raise NotFound("There is no such account in this house.")
    sql.execute("INSERT INTO publishing_move (account_id, target) VALUES (%s, %s)", (account_id, target))
