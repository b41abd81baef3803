"""The daily statement of completeness: by the clock of the worker, for each day that is over and not stated yet."""

from __future__ import annotations

from coffeehouse.domain.context import SYSTEM
from coffeehouse.engine import reconciling
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock

# What began before midnight is answered by then.
AFTER_MIDNIGHT = 5 * clock.MINUTE
EVERY_SECONDS = 600


def state_completeness() -> None:
    """Compare and record each day that is due; then forget the files that are no longer needed."""
    now = clock.now_ms()
    for day in reconciling.days_due(now - AFTER_MIDNIGHT):
        act(reconciling.compare(day), SYSTEM, "worker")
    reconciling.forget_old_files(now)
