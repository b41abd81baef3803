"""The end of a house (sunset): closed for good, readable for ever. Its command, and what can be asked about it."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.context import Command
from coffeehouse.domain.publishing.queries import Mode, read_mode

MODE = "closed"
# Those who look after the records still sign in: the law does not end with the house.
STAYING = ("admin", "records")


class CloseHouse(Command, frozen=True, kw_only=True):
    """Take nothing new from now on, for good. `because` is shown to everybody; active members are told by mail.

    moves: (account id, https address of the account elsewhere) of those that go on there. announced: (account id, id
    of that account elsewhere) where it names ours as its own, so that followers elsewhere can be told.
    """

    because: str
    moves: tuple[tuple[int, str], ...] = ()
    announced: tuple[tuple[int, int], ...] = ()


class AnnounceMove(Command, frozen=True, kw_only=True):
    """Tell followers elsewhere where an account of a closed house went: the account there names ours by now."""

    account_id: int
    target_id: int


def closed() -> Mode | None:
    """Since when and why the house is closed; None while it is open."""
    return read_mode(MODE)


def moves() -> dict[int, str]:
    """Account id → where it can be found now."""
    return dict(sql.rows("SELECT account_id, target FROM publishing_move"))


def moved_to(account_id: int) -> str:
    """Where this account can be found now; "" when it did not move."""
    return str(sql.value("SELECT target FROM publishing_move WHERE account_id = %s", (account_id,)) or "")
