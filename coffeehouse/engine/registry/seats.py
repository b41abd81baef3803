"""The commands about who speaks for a body: its administrators, seats, voices; and leavers."""

from __future__ import annotations

from typing import Any

from coffeehouse.domain.context import Actor
from coffeehouse.domain.people import commands, voice_commands
from coffeehouse.domain.people.handlers import leaving, seats
from coffeehouse.domain.people.queries.voices import is_body_admin
from coffeehouse.engine.commands import register


def _standing(_command: Any, actor: Actor, _prepared: Any, _now: int) -> dict[str, Any]:
    """Whether the actor looks after any body; of which one, the handler asks (attack P6)."""
    return {"is_body_admin": is_body_admin(actor.member_id)}


def _standing_to_leaver(
    command: voice_commands.RemoveLeaver, actor: Actor, _prepared: Any, _now: int
) -> dict[str, Any]:
    """An administrator of a body may end what somebody does for that body, not their whole membership."""
    return {"is_body_admin": command.body_id is not None and is_body_admin(actor.member_id)}


def fill() -> None:
    """Register them."""
    _fill_bodies()
    _fill_seats()


def _fill_bodies() -> None:
    register(
        voice_commands.AppointBodyAdmin,
        kind="body.admin_appointed",
        sentence="{actor} let a member look after {object}.",
        handler=seats.apply_appoint_body_admin,
        scope="web",
        facts=_standing,
    )
    register(
        voice_commands.DismissBodyAdmin,
        kind="body.admin_dismissed",
        sentence="{actor} ended a member's looking after {object}.",
        handler=seats.apply_dismiss_body_admin,
        scope="web",
        facts=_standing,
    )
    register(
        voice_commands.DescribeVoice,
        kind="voice.described",
        sentence="{actor} said what {object} is for and how it signs.",
        handler=seats.apply_describe_voice,
        scope="web",
        facts=_standing,
    )


def _fill_seats() -> None:
    register(
        commands.GrantSeat,
        kind="seat.granted",
        sentence="{actor} gave a member a seat at {object}.",
        handler=seats.apply_grant_seat,
        scope="web",
        facts=_standing,
    )
    register(
        voice_commands.ChangeSeat,
        kind="seat.changed",
        sentence="{actor} changed a member's seat at {object}.",
        handler=seats.apply_change_seat,
        scope="web",
        facts=_standing,
    )
    register(
        commands.RevokeSeat,
        kind="seat.revoked",
        sentence="{actor} took a member's seat at {object} away.",
        handler=seats.apply_revoke_seat,
        scope="web",
        facts=_standing,
    )
    register(
        voice_commands.RemoveLeaver,
        kind="member.removed",
        sentence="{actor} ended all that {object} could do, who leaves.",
        handler=leaving.apply_remove_leaver,
        scope="web",
        facts=_standing_to_leaver,
    )
