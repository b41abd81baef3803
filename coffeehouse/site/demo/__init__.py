"""The demo town: half a year in an invented market town, for trying the house out. Called by `coffeehouse demo`.

    words/*.toml → script → plan (who does what, when) → perform (every step through engine.act) → ledger signed

The town is the same every time, ids included, for the same end of its history: today at 00:00 UTC unless told
otherwise.
Only the password differs: one for all sign-ins, made at random, returned once and stored as a hash.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password

from coffeehouse.database import sql
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict
from coffeehouse.ledger.integrate import integrate
from coffeehouse.ledger.sign import sign_checkpoint
from coffeehouse.site.demo.perform import Performer
from coffeehouse.site.demo.plan import make_plan
from coffeehouse.site.demo.steps import AskToJoin, Step

REPORT_EVERY = 50  # steps between two reports of progress

# Who can sign in for what; everybody else in the town has an account too.
SIGN_INS = (
    ("mererid", "administrator of the house, with a seat at the council's voice"),
    ("sioned_nurse", "nurse, with seats at the hospital and the health visitors"),
    ("joe_okafor", "communications officer, with seats at the council and roads and bins"),
    ("glenys", "citizen"),
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of loading. `password` is empty when the town stood here already."""

    is_new: bool
    acts: int = 0
    password: str = ""

    def lines(self) -> list[str]:
        """What to tell the person who asked for the town."""
        if not self.is_new:
            return ["The demo town is here already. For a fresh one, set COFFEEHOUSE_DATA to a new folder."]
        width = max(len(handle) for handle, _ in SIGN_INS) + len("@example.org")
        told = [f"The town of Rhydalarch has moved in: {self.acts:,} acts, all in the ledger. Sign in as"]
        told += [f"  {handle + '@example.org':<{width}}  {part}" for handle, part in SIGN_INS]
        return [*told, f"Password for each of them, shown only now: {self.password}"]


def load(
    progress: Callable[[float], None] | None = None, *, anchor_ms: int | None = None, scale: float = 1.0
) -> Loaded:
    """Let the town move in. Its history ends at `anchor_ms` (default: today 00:00 UTC). Conflict in a used house.

    `progress` is told the share that is done, 0.0 to 1.0. A smaller `scale` gives a smaller town, for tests.
    """
    now = clock.now_ms()
    ends_at = now - now % clock.DAY if anchor_ms is None else anchor_ms
    plan = make_plan(ends_at, scale)
    if _stands_here(plan):
        return Loaded(is_new=False)
    _insist_on_empty_house()
    password = secrets.token_urlsafe(12)
    # Hashing is slow on purpose: once for everybody.
    performer = Performer(make_password(password))
    report = progress or (lambda _share: None)
    for number, step in enumerate(plan):
        performer.perform(step)
        if number % REPORT_EVERY == 0:
            report(number / len(plan))
    integrate()
    sign_checkpoint(settings.DATA, settings.LEDGER_ORIGIN)
    report(1.0)
    return Loaded(is_new=True, acts=len(plan), password=password)


def _stands_here(plan: list[Step]) -> bool:
    """Whether the last to ask for joining is known here: then the whole town moved in before."""
    last = next(step.deed for step in reversed(plan) if isinstance(step.deed, AskToJoin))
    return bool(sql.value("SELECT 1 FROM people_account WHERE acct = %s", (last.handle,)))


def _insist_on_empty_house() -> None:
    """The town's history is older than anything a used house has recorded, and time in the ledger runs one way."""
    if sql.value("SELECT 1 FROM ledger_entry LIMIT 1"):
        raise Conflict(
            "This house has been used, so the demo town cannot move in: its history would come before what is recorded "
            "here. Give the town a house of its own: COFFEEHOUSE_DATA=./data-demo make up DEMO=1"
        )
