"""Where the accounts of a closing house go: which moves other servers can be told of, and why others cannot.

An announcement says something true only where the account there names ours as its own (attack O11): it is asked at that
moment, at its own server.
"""

from __future__ import annotations

from typing import NamedTuple

from coffeehouse.database import sql
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.federation.queries import known_account, moves
from coffeehouse.domain.publishing import closing
from coffeehouse.engine.act import act
from coffeehouse.federation import actors, addresses, searching
from coffeehouse.federation.fetching import Unfetched
from coffeehouse.federation.waiting import patiently


class Move(NamedTuple):
    """One account, where it goes, and our id of the account there; why: what stands in the way when that is None."""

    account_id: int
    target: str
    target_id: int | None
    why: str = ""


def look_at(account_id: int, target: str) -> Move:
    """Ask the server of the account it goes to."""
    own = moves.identity_here(account_id)
    with patiently():
        try:
            found = searching.find(target, may_fetch=True)
            if found is not None and found.kind == "account" and not addresses.is_ours(target):
                actors.refresh(found.id)  # an alias of yesterday proves nothing
        except Unfetched:
            found = None
    if found is None or found.kind != "account":
        return Move(account_id, target, None, f"No account was found at {target}. Is its server running and reachable?")
    known = known_account(found.id)
    if known is not None and known.gone_at:
        return Move(account_id, target, None, f"{target} says that it is no more.")
    if not moves.says_it_is(found.id, own):
        return Move(account_id, target, None, f"{target} does not name {own} as an alias. Have it do so there.")
    return Move(account_id, target, found.id)


def announce_rest() -> list[Move]:
    """In a closed house: tell followers elsewhere of the moves that can be told by now; those that still cannot."""
    waiting = []
    for account_id, target in closing.moves().items():
        if sql.value("SELECT 1 FROM federation_moved WHERE account_id = %s", (account_id,)):
            continue
        move = look_at(account_id, target)
        if move.target_id is None:
            waiting.append(move)
        else:
            act(closing.AnnounceMove(account_id=account_id, target_id=move.target_id), SYSTEM, "cli")
    return waiting
