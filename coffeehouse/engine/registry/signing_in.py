"""The commands about proving who one is: second steps, recovery codes, and the way in through a body's directory."""

from __future__ import annotations

from typing import Any

from coffeehouse.domain.context import Actor
from coffeehouse.domain.people import authenticator_commands as second
from coffeehouse.domain.people import directory_commands as directory
from coffeehouse.domain.people.handlers import authenticators, directories, second_steps
from coffeehouse.engine.commands import Limit, register
from coffeehouse.kernel import clock


def _guesses(command: Any, actor: Actor) -> list[Limit]:
    """Per member and per address (attack D14): a code of six digits must not be guessed, in an hour or in a year."""
    member_id = command.member_id or actor.member_id
    found = []
    if member_id:
        found += [
            Limit(f"second_step:{member_id}", 6, 15 * clock.MINUTE),
            Limit(f"second_step_day:{member_id}", 40, clock.DAY),
        ]
    if actor.address:
        found.append(Limit(f"second_step_at:{actor.address}", 30, 15 * clock.MINUTE))
    return found


def _passwords(_command: Any, actor: Actor) -> list[Limit]:
    return [Limit(f"confirm_password:{actor.member_id}", 10, 15 * clock.MINUTE)]


def _arrivals(_command: Any, actor: Actor) -> list[Limit]:
    return [Limit(f"directory:{actor.address}", 60, 15 * clock.MINUTE)] if actor.address else []


def _changes(_command: Any, actor: Actor) -> list[Limit]:
    return [Limit(f"access:{actor.member_id}", 30, clock.HOUR)]


def fill() -> None:
    """Register them."""
    _fill_keeping()
    _fill_using()
    _fill_directories()


def _fill_keeping() -> None:
    register(
        second.EnrolAuthenticator,
        kind="authenticator.enrolled",
        sentence="{actor} added {object} as a second step.",
        handler=authenticators.apply_enrol_authenticator,
        scope="web",
        prepare=authenticators.prepare_enrol_authenticator,
        limits=_changes,
    )
    register(
        second.RemoveAuthenticator,
        kind="authenticator.removed",
        sentence="{actor} removed {object}.",
        handler=authenticators.apply_remove_authenticator,
        scope="web",
        limits=_changes,
    )
    register(
        second.MakeRecoveryCodes,
        kind="recovery.renewed",
        sentence="{object} has new recovery codes.",
        handler=authenticators.apply_make_recovery_codes,
        scope="web",
        limits=_changes,
    )
    register(
        second.ResetSecondSteps,
        kind="authenticator.all_removed",
        sentence="{actor} took all second steps of {object} away, who had lost them.",
        handler=authenticators.apply_reset_second_steps,
        scope="web",
    )


def _fill_using() -> None:
    register(
        second.UseOneTimeCode,
        kind="member.signed_in",
        sentence="{object} signed in, or confirmed that it was they, with a code.",
        handler=second_steps.apply_use_one_time_code,
        scope="",
        limits=_guesses,
    )
    register(
        second.UseRecoveryCode,
        kind="member.signed_in",
        sentence="{object} signed in, or confirmed that it was they, with a recovery code.",
        handler=second_steps.apply_use_recovery_code,
        scope="",
        limits=_guesses,
    )
    register(
        second.UsePasskey,
        kind="member.signed_in",
        sentence="{object} signed in, or confirmed that it was they, with a passkey.",
        handler=second_steps.apply_use_passkey,
        scope="",
        prepare=second_steps.prepare_use_passkey,
        limits=_guesses,
    )
    register(
        second.ConfirmPassword,
        kind="member.confirmed",
        sentence="{object} confirmed with their password that it was they.",
        handler=second_steps.apply_confirm_password,
        scope="web",
        prepare=second_steps.prepare_confirm_password,
        limits=_passwords,
    )


def _fill_directories() -> None:
    register(
        directory.SignInThroughDirectory,
        kind="member.signed_in",
        sentence="{object} came in through a body's directory.",
        handler=directories.apply_sign_in_through_directory,
        scope="",
        prepare=directories.prepare_sign_in_through_directory,
        limits=_arrivals,
    )
    register(
        directory.LinkDirectoryIdentity,
        kind="identity.linked",
        sentence="{actor} linked {object} of a body's directory.",
        handler=directories.apply_link_directory_identity,
        scope="web",
        prepare=directories.prepare_link_directory_identity,
        limits=_changes,
    )
    register(
        directory.UnlinkDirectoryIdentity,
        kind="identity.unlinked",
        sentence="{actor} removed {object} of a body's directory.",
        handler=directories.apply_unlink_directory_identity,
        scope="web",
        limits=_changes,
    )
