"""What somebody said and did that still waits for other servers, once they are shut out: it is not sent any more.

What takes something back, ends something or refuses it goes on its way. What is withheld stays to be seen among what
was given up, says why, and is never tried again, also not after they were let back in.
"""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Outcome
from coffeehouse.domain.federation.queries.deliveries import WITHHELD
from coffeehouse.domain.people.commands import SuspendMember

# How `Outgoing.about` of these begins.
GOES_ON = ("Delete", "Undo", "Reject", "Accept", "Block")
WITHHOLD = (
    "UPDATE federation_delivery SET dead_at = %s, last_error = %s WHERE dead_at IS NULL AND outgoing_id IN"
    " (SELECT o.id FROM federation_outgoing o JOIN people_account a ON a.id = o.sender_id"
    f" WHERE a.member_id = %s AND {' AND '.join(['o.about NOT LIKE %s'] * len(GOES_ON))})"
)


def then_suspend(command: SuspendMember, _outcome: Outcome, context: Context) -> None:
    """After a member was suspended: the words of their accounts that were not delivered yet."""
    sql.execute(WITHHOLD, (context.now, WITHHELD, command.member_id, *(f"{word} %" for word in GOES_ON)))
