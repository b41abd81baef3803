"""What other servers tell: refusals, what was taken back, and what federation keeps of ordinary acts."""

from __future__ import annotations

from typing import Any

from coffeehouse.domain.cases.commands import FileReport
from coffeehouse.domain.context import Actor
from coffeehouse.domain.federation import commands, hearing_commands
from coffeehouse.domain.federation.handlers import hearing, refusing
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.engine.commands import Limit, also, register, writes_per_account
from coffeehouse.kernel import clock

# Beyond these a refusal leaves no entry: who sends a flood must not fill the ledger with it.
REFUSALS_PER_HOST = 20
REFUSALS = 500
# Identities that never came here, of one server in a day: each is kept for long.
WITHDRAWN_PER_HOST = 10_000


def _refusal_limits(command: commands.RefuseDelivery, _actor: Actor) -> list[Limit]:
    return [
        Limit(f"refused:{command.host[:100]}", REFUSALS_PER_HOST, clock.HOUR),
        Limit("refused_deliveries", REFUSALS, clock.HOUR),
    ]


def _withdrawal_limits(command: hearing_commands.WithdrawObject, actor: Actor) -> list[Limit]:
    host = Limit(f"withdrawn:{actor.address[:100]}", WITHDRAWN_PER_HOST, clock.DAY)
    return [*writes_per_account(command, actor), host]


def _nothing(_command: Any, _actor: Actor) -> None:
    """With a `prepare` the engine looks at the limits before it takes its turn: a flood then writes nothing at all."""


def fill() -> None:
    """Register them."""
    register(
        commands.RefuseDelivery,
        kind="delivery.refused",
        sentence="A delivery of {object} was refused.",
        handler=refusing.apply_refuse_delivery,
        scope="web",
        prepare=_nothing,
        limits=_refusal_limits,
    )
    register(
        hearing_commands.WithdrawObject,
        kind="object.withdrawn",
        sentence="{actor} took {object} back before it came here.",
        handler=refusing.apply_withdraw_object,
        scope="write",
        limits=_withdrawal_limits,
    )
    also(people.FollowAccount, hearing.then_follow)
    also(people.UnfollowAccount, hearing.then_unfollow)
    also(people.AuthorizeFollow, hearing.then_authorize)
    also(people.RemoveFollower, hearing.then_removed)
    also(people.BlockAccount, hearing.then_block)
    also(people.UnblockAccount, hearing.then_unblock)
    also(posts.FavouritePost, hearing.then_favourite)
    also(posts.UnfavouritePost, hearing.then_unfavourite)
    also(posts.BoostPost, hearing.then_boost)
    also(posts.UnboostPost, hearing.then_gone)
    also(posts.DeletePost, hearing.then_gone)
    also(posts.VoteInPoll, hearing.then_vote)
    also(FileReport, hearing.then_report)
    also(commands.ReceivePost, hearing.then_received)
