"""Who is to be woken for a notification: a job for each subscription that asks for its kind, in the act's transaction.

What is decided only when the job is done, since it may change until then: whether the token lives, whether the post may
still be seen, and whether the subscription's policy lets its author in (`delivery.push`).
"""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Job

SUBSCRIBED = "SELECT id, alerts FROM people_pushsubscription WHERE account_id = %s AND policy <> 'none'"


def wake(context: Context, account_id: int, kind: str, notification_id: int) -> None:
    """Ask for pushes of one notification. Costs an index lookup where nobody subscribed."""
    for subscription_id, alerts in sql.rows(SUBSCRIBED, (account_id,)):
        if kind in alerts.split():
            context.later(Job("push", {"subscription_id": subscription_id, "notification_id": notification_id}))
