"""What may still be done in a house that has closed for good: its records are looked after, and nothing else."""

from __future__ import annotations

from coffeehouse.domain.context import Actor
from coffeehouse.domain.publishing.closing import closed
from coffeehouse.engine.commands import Registered
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Forbidden
from coffeehouse.policy.vocabulary import GROUP_OF

GROUPS = frozenset({"LeaveDoor", "RecordKeeping", "RequestHandling", "Witnessing", "Looking", "Housekeeping"})
# Those who look after records sign in; everybody else has left.
ACTIONS = frozenset({"SignIn", "UseOneTimeCode", "UseRecoveryCode", "UsePasskey", "ConfirmPassword"})


def require_open(registered: Registered, actor: Actor) -> None:
    """Raise Forbidden for whatever is new in a closed house. The house itself finishes what it began."""
    if actor.role == "system" or registered.action in ACTIONS or GROUP_OF.get(registered.action) in GROUPS:
        return
    mode = closed()
    if mode is not None:
        raise Forbidden(
            f"This house closed on {clock.day_text(mode.starts_at)} and takes nothing new. "
            "What was said here can still be read.",
            code="closed",
        )
