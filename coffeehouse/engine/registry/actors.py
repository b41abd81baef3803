"""The commands about accounts elsewhere, and about accounts that move."""

from __future__ import annotations

from typing import Any

from coffeehouse.domain.context import Actor
from coffeehouse.domain.federation import commands
from coffeehouse.domain.federation import moving_commands as moving
from coffeehouse.domain.federation.handlers import actors, picturing
from coffeehouse.domain.federation.handlers import moving as moves
from coffeehouse.engine import preserving
from coffeehouse.engine.commands import Limit, also, register, writes_per_account
from coffeehouse.engine.limits import SERVER_BUDGET
from coffeehouse.kernel import clock
from coffeehouse.kernel.secrets import hash_secret

PROFILES_AN_HOUR = 60


def _move_limits(command: Any, actor: Actor) -> list[Limit]:
    """Each move makes every follower follow somebody else: a few in a month."""
    return [*writes_per_account(command, actor), Limit(f"move:{actor.label}", 5, 30 * clock.DAY)]


def _receive_limits(command: commands.ReceiveActor, _actor: Actor) -> list[Limit]:
    """Profiles come by the house's own hand, which no budget counts: who changes for ever, or makes up people, is."""
    return [
        Limit(f"profile:{hash_secret(command.document.id)}", PROFILES_AN_HOUR, clock.HOUR),
        Limit(f"profiles:{command.host[:100]}", SERVER_BUDGET, 5 * clock.MINUTE),
    ]


def _moved_limits(command: moving.ReceiveMove, _actor: Actor) -> list[Limit]:
    """The same for one elsewhere: who follows it here is not led from place to place."""
    return [Limit(f"moved:{command.account_id}", 5, 30 * clock.DAY)]


def fill() -> None:
    """Register them."""
    _fill_elsewhere()
    _fill_ours()
    also(commands.ReceivePost, actors.then_heard)


def _fill_elsewhere() -> None:
    register(
        commands.ReceiveActor,
        kind="actor.received",
        sentence="The house took in what the server of {object} says of it.",
        handler=actors.apply_receive_actor,
        scope="web",
        limits=_receive_limits,
    )
    register(
        moving.KeepPicture,
        kind="picture.kept",
        sentence="The house fetched a picture of {object}.",
        handler=picturing.apply_keep_picture,
        scope="web",
        prepare=picturing.prepare_keep_picture,
    )
    register(
        moving.ForgetActor,
        kind="actor.forgotten",
        sentence="The server of {object} said that it is no more, and the house forgot it.",
        handler=preserving.apply_forget_actor,
        scope="web",
    )
    register(
        moving.ForgetPosts,
        kind="posts.forgotten",
        sentence="The house removed posts of {object}, which is no more.",
        handler=preserving.apply_forget_posts,
        scope="web",
    )
    register(
        moving.ReceiveMove,
        kind="actor.moved",
        sentence="The server of {object} said that it moved.",
        handler=moves.apply_receive_move,
        scope="web",
        limits=_moved_limits,
    )


def _fill_ours() -> None:
    register(
        moving.SetAliases,
        kind="aliases.set",
        sentence="{actor} said which accounts elsewhere are theirs too.",
        handler=moves.apply_set_aliases,
        scope="write:accounts",
        limits=writes_per_account,
    )
    register(
        moving.MoveAway,
        kind="account.moved",
        sentence="{actor} moved to another account, or back.",
        handler=moves.apply_move_away,
        scope="write:accounts",
        limits=_move_limits,
    )
