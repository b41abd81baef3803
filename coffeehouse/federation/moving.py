"""Moves between servers: whether both accounts say so, asked of their own servers at that moment (attack O11)."""

from __future__ import annotations

from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.federation.moving_commands import ReceiveMove
from coffeehouse.domain.federation.queries import Known, known_account, moves, resolving
from coffeehouse.engine.act import act
from coffeehouse.federation import actors, addresses
from coffeehouse.federation.fetching import Unfetched, fetch_document
from coffeehouse.federation.hearing import CHANNEL, Hearing, Untrue, Unwanted
from coffeehouse.federation.waiting import MustWait
from coffeehouse.kernel.errors import Invalid, LimitReached


def take_move(hearing: Hearing) -> None:
    """They moved: whoever follows them here follows the new account, if that says that it is theirs."""
    old, target = hearing.signer, hearing.said.target
    if not addresses.is_same(hearing.said.object_id, old.uri):
        raise Untrue("not_themselves")
    if not target or addresses.is_same(target, old.uri):
        raise Unwanted("no_target")
    known = known_account(old.account_id)
    if known is None or known.hidden_at:
        # Who may not be seen here takes nobody along.
        raise Unwanted("hidden")
    target_id = _here(target) if addresses.is_ours(target) else _elsewhere(hearing, target).id
    if not moves.says_it_is(target_id, old.uri):
        raise Untrue("no_alias")
    command = ReceiveMove(account_id=old.account_id, target_id=target_id)
    try:
        act(command, SYSTEM, CHANNEL, idempotency_key=hearing.said.id or None)
    except LimitReached as reached:
        raise Unwanted("moves_often") from reached


def _here(uri: str) -> int:
    account_id = resolving.account_here(uri)
    if account_id is None:
        raise Unwanted("no_target")
    return account_id


def _elsewhere(hearing: Hearing, uri: str) -> Known:
    """The account they moved to, as it is now: an alias of yesterday proves nothing."""
    if not hearing.may_fetch:
        raise MustWait("The account moved to has to be fetched")
    known = _fresh(uri)
    if known.gone_at or known.hidden_at or not addresses.is_same(known.uri, uri):
        raise Unwanted("no_target")
    return known


def _fresh(uri: str) -> Known:
    _, document = fetch_document(uri)
    return actors.receive(document)


def prepare_move(account_id: int, handle: str) -> Known:
    """The account one of ours wants to move to, as it is now.

    Raises Invalid, in words for who asks, when it is not to be had or does not name this one as its own.
    """
    read = addresses.read_handle(handle)
    try:
        known = None if read is None else actors.look_up(*read)
    except (Unfetched, MustWait):
        known = None
    if known is None or known.gone_at or known.hidden_at:
        raise Invalid(
            "No account of this name was found. Write it as name@server.example, and try again in a few minutes if"
            " you are sure.",
            code="account_not_found",
            field="target",
        )
    if not moves.says_it_is(known.id, moves.identity_here(account_id)):
        raise Invalid(
            "That account does not say yet that this one is yours. Name this account there as an alias first,"
            " then move.",
            code="no_alias",
            field="target",
        )
    return known


def find_alias(handle: str) -> str:
    """The identity of an account elsewhere that one of ours says it also is. Raises Invalid."""
    try:
        known = actors.account_of_handle(handle)
    except (Unfetched, MustWait):
        known = None
    if known is None or known.gone_at:
        raise Invalid(
            "No account of this name was found. Write it as name@server.example, and try again in a few minutes if"
            " you are sure.",
            code="account_not_found",
            field="alias",
        )
    return known.uri
