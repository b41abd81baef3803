"""The commands of the policy: save a version, say that one has read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from coffeehouse.domain.context import Actor, Context, Outcome
from coffeehouse.domain.policies import commands
from coffeehouse.domain.policies.handlers import saving
from coffeehouse.engine import policy_in_force
from coffeehouse.engine.commands import Limit, register
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, Invalid
from coffeehouse.policy.checking import check_files
from coffeehouse.policy.statements import Fault


class PolicyFaults(Invalid):
    """The pack cannot be put in force; `faults` says what is wrong and where, all of it."""

    code = "policy_faults"

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("The policy was not saved. " + " ".join(str(fault) for fault in faults[:20]), field="files")
        self.faults = tuple(faults)


def prepare_save(command: commands.SavePolicy, _actor: Actor) -> saving.Proposed:
    """Check the whole pack before the transaction. Raises PolicyFaults, or Conflict where a setting names the pack."""
    if policy_in_force.is_set_by_folder():
        raise Conflict("The setting POLICY_PACK names the policy of this house. Change it in that folder.")
    policy_in_force.look_again()
    in_force = policy_in_force.pack_in_force()
    files = {name: text.replace("\r\n", "\n") for name, text in command.files}
    checked = check_files(files, date.fromisoformat(clock.day_text(clock.now_ms())))
    if checked.pack is None:
        raise PolicyFaults(checked.faults)
    return saving.Proposed(checked.pack, files, in_force)


def prepare_acknowledge(_command: commands.AcknowledgePolicy, _actor: Actor) -> str:
    """The name of the version in force."""
    return policy_in_force.pack_in_force().version


def then_saved(_command: Any, _outcome: Outcome, _context: Context) -> None:
    """This process looks at its next act; the others within seconds."""
    policy_in_force.look_again()


def _save_limits(_command: Any, actor: Actor) -> list[Limit]:
    return [Limit(f"policy:{actor.label}", 60, clock.HOUR)]


def fill() -> None:
    """Register them."""
    register(
        commands.SavePolicy,
        kind="policy.saved",
        sentence="{actor} put another version of the policy in force, {object}.",
        handler=saving.apply_save_policy,
        scope="web",
        prepare=prepare_save,
        limits=_save_limits,
        then=(then_saved,),
    )
    register(
        commands.AcknowledgePolicy,
        kind="policy.acknowledged",
        sentence="{actor} has read the policy in force ({object}).",
        handler=saving.apply_acknowledge_policy,
        scope="web",
        prepare=prepare_acknowledge,
    )
