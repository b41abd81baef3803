"""The commands about e-mail addresses, and those of a house opened for tests."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from coffeehouse.domain.context import Actor
from coffeehouse.domain.people import joining as commands
from coffeehouse.domain.people.handlers import joining
from coffeehouse.engine.commands import Limit, register
from coffeehouse.kernel import clock
from coffeehouse.kernel.secrets import hash_secret


def _confirmation_limits(_command: Any, actor: Actor) -> list[Limit]:
    return [Limit(f"confirmation:{actor.member_id}", 5, clock.HOUR)]


def _code_limits(_command: Any, actor: Actor) -> list[Limit]:
    return [Limit(f"confirm:{actor.address}", 30, clock.HOUR)] if actor.address else []


def _password_limits(command: commands.IssuePasswordToken, actor: Actor) -> list[Limit]:
    """As for signing in: per name and per address (attack D14)."""
    found = [Limit(f"sign_in_as:{hash_secret(command.username.strip().lower())}", 10, 15 * clock.MINUTE)]
    if actor.address:
        found.append(Limit(f"sign_in:{actor.address}", 30, 15 * clock.MINUTE))
    return found


def _test_facts(_command: Any, _actor: Actor, _prepared: Any, _now: int) -> dict[str, Any]:
    return {"test_mode": settings.TEST_MODE}


def fill() -> None:
    """Register them."""
    register(
        commands.RequestConfirmation,
        kind="email.confirmation_requested",
        sentence="{object} asked for a mail that confirms their address.",
        handler=joining.apply_request_confirmation,
        scope="write:accounts",
        limits=_confirmation_limits,
    )
    register(
        commands.ConfirmEmail,
        kind="email.confirmed",
        sentence="{object} confirmed their address.",
        handler=joining.apply_confirm_email,
        scope="",
        prepare=joining.prepare_confirm_email,
        limits=_code_limits,
    )
    register(
        commands.OpenForTests,
        kind="house.test_opened",
        sentence="The house was opened for tests: anybody may join at once, and nothing is limited.",
        handler=joining.apply_open_for_tests,
        scope="web",
        facts=_test_facts,
    )
    register(
        commands.RegisterTestMember,
        kind="member.test_registered",
        sentence="{object} joined a house opened for tests.",
        handler=joining.apply_register_test_member,
        scope="write:accounts",
        facts=_test_facts,
    )
    register(
        commands.IssuePasswordToken,
        kind="token.issued",
        sentence="An app got {object} for a password, in a house opened for tests.",
        handler=joining.apply_issue_password_token,
        scope="",
        prepare=joining.prepare_issue_password_token,
        facts=_test_facts,
        limits=_password_limits,
    )
