"""What every endpoint of this channel takes and gives, by `METHOD path`. Tests hold it against the routes, against what
the code reads from a request, and against every answer the tests of the channel see."""

from __future__ import annotations

from coffeehouse.channels.client_api.contract import (
    accounts,
    house,
    inbox,
    oauth,
    push,
    reading,
    relations,
    statuses,
    streams,
    writing,
)
from coffeehouse.protocols.contract import Operation

OPERATIONS: dict[str, Operation] = {
    **oauth.OPERATIONS,
    **accounts.OPERATIONS,
    **relations.OPERATIONS,
    **statuses.OPERATIONS,
    **reading.OPERATIONS,
    **house.OPERATIONS,
    **inbox.OPERATIONS,
    **writing.OPERATIONS,
    **push.OPERATIONS,
    **streams.OPERATIONS,
}
