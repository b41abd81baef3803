"""What the worker asks of the tables by the clock. It changes nothing anybody said: only tables made from others."""

from __future__ import annotations

from coffeehouse.database import transaction
from coffeehouse.domain.federation.handlers import tidying
from coffeehouse.domain.people.handlers import pushing
from coffeehouse.domain.posts.handlers import feeding, trending
from coffeehouse.domain.records import recalling
from coffeehouse.kernel import clock


def trim_feeds() -> int:
    """Cut home feeds to their length; how many rows went. Feeds are derived from posts and follows, so not recorded."""
    with transaction.write():
        return feeding.trim()


def refresh_trends() -> None:
    """Work out what trends, and write it if that changed. Derived from public posts, so not recorded."""
    found = trending.compute(clock.now_ms())
    if not trending.is_as_kept(found):
        with transaction.write():
            trending.keep(found)


def tidy_federation() -> int:
    """Forget what servers told or were told, once its time is over; how many rows went. What was said stays."""
    with transaction.write():
        return tidying.tidy(clock.now_ms())


def forget_dead_subscriptions() -> int:
    """Forget where apps whose token has ended wanted to be woken; how many. What ended the token is recorded."""
    with transaction.write():
        return pushing.forget_dead_subscriptions()


def forget_recalled() -> int:
    """Forget whom posts named that were erased a minute ago; how many rows. The erasure is recorded, without names."""
    with transaction.write():
        return recalling.forget(clock.now_ms())
