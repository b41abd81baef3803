"""What comes round by the clock: signed checkpoints while there are new entries, and tidying of what has run out."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore

from coffeehouse.database import sql
from coffeehouse.database.transaction import write
from coffeehouse.delivery import checkpoint_notices, completeness, due_requests, packs
from coffeehouse.delivery.witnesses import ask_witnesses
from coffeehouse.engine.housekeeping import forget_dead_subscriptions, refresh_trends, tidy_federation, trim_feeds
from coffeehouse.kernel import clock
from coffeehouse.ledger.integrate import integrate
from coffeehouse.ledger.sign import SigningRefusedError, sign_checkpoint

log = structlog.get_logger("coffeehouse.worker")

INTEGRATE_SECONDS = 2.0
WITNESSES_SECONDS = 2.0
TRENDS_SECONDS = 300.0
IDEMPOTENCY_KEPT = 24 * clock.HOUR
LIMITS_KEPT = 2 * clock.DAY


class Periodic:
    """A duty and its rhythm in seconds. `after_change`: only when something was committed since it ran last."""

    def __init__(self, name: str, seconds: float, duty: Callable[[], None], *, after_change: bool = False) -> None:
        self.name = name
        self.seconds = seconds
        self.duty = duty
        self.after_change = after_change
        self.due_at = time.monotonic()
        self.is_wanted = True

    def run_if_due(self, *, changed: bool) -> None:
        """Do the duty when its time has come. A failure is logged and tried again at the next turn."""
        self.is_wanted = self.is_wanted or changed or not self.after_change
        if not self.is_wanted or time.monotonic() < self.due_at:
            return
        self.due_at = time.monotonic() + self.seconds
        self.is_wanted = False
        try:
            self.duty()
        except SigningRefusedError as refused:
            self.is_wanted = True
            log.error("nothing_is_signed", reason=str(refused), again_in_seconds=self.seconds)
        except Exception:
            self.is_wanted = True
            log.exception("duty_failed", duty=self.name, again_in_seconds=self.seconds)


def duties() -> list[Periodic]:
    """Everything the worker does by the clock."""
    return [
        Periodic("integrate", INTEGRATE_SECONDS, integrate_entries, after_change=True),
        Periodic("checkpoint", settings.CHECKPOINT_SECONDS, sign_entries, after_change=True),
        Periodic("witnesses", WITNESSES_SECONDS, ask_witnesses),
        Periodic("notices", checkpoint_notices.EVERY_SECONDS, checkpoint_notices.send_notices),
        Periodic("tidy", 3600, tidy),
        Periodic("completeness", completeness.EVERY_SECONDS, completeness.state_completeness),
        Periodic("due_requests", due_requests.EVERY_SECONDS, due_requests.remind),
        Periodic("packs", packs.TIDY_SECONDS, packs.tidy_packs),
        Periodic("trim_feeds", 3600, shorten_feeds),
        Periodic("trends", TRENDS_SECONDS, refresh_trends, after_change=True),
    ]


def integrate_entries() -> None:
    """Take new entries into the tree."""
    integrate()


def sign_entries() -> None:
    """Sign the head of the tree over every entry there is by now."""
    integrate()
    sign_checkpoint(settings.DATA, settings.LEDGER_ORIGIN)


def shorten_feeds() -> None:
    """Cut home feeds to their length."""
    trim_feeds()


def tidy() -> None:
    """Remove what has run out: sessions, idempotency keys, windows of limits, addresses for push of dead tokens."""
    now = clock.now_ms()
    with write():
        sql.execute("DELETE FROM engine_idempotency WHERE created_at < %s", (now - IDEMPOTENCY_KEPT,))
        sql.execute("DELETE FROM engine_limit WHERE window_at < %s", (now - LIMITS_KEPT,))
        SessionStore.clear_expired()
    forget_dead_subscriptions()
    tidy_federation()
