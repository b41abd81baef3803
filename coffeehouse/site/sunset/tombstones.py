"""What other servers find at the address of an account that is no more: a Tombstone (ActivityStreams 2.0, section 5.1).

Written at the actor's own id, so that a plain web server of files answers there.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.federation.queries.moves import identity_moved_to
from coffeehouse.domain.publishing.closing import moves
from coffeehouse.kernel import clock
from coffeehouse.protocols.mastodon.fragments import account_uri

CONTEXT = "https://www.w3.org/ns/activitystreams"
FORMER = {"persona": "Person", "voice": "Organization", "service": "Service", "community": "Group"}


def write_tombstones(root: Path, closed_at: int) -> int:
    """Write one for each account of the house that was shown; how many."""
    targets = moves()
    rows = sql.rows("SELECT id, username, kind FROM people_account WHERE domain = '' AND hidden_at IS NULL ORDER BY id")
    for account_id, username, kind in rows:
        uri = account_uri(settings.BASE_URL, username)
        tomb = {
            "@context": CONTEXT,
            "id": uri,
            "type": "Tombstone",
            "formerType": FORMER.get(kind, "Person"),
            "deleted": clock.iso(closed_at),
        }
        if account_id in targets:
            # By its identity where that is known: the address of a page is no actor to other servers.
            tomb["movedTo"] = identity_moved_to(account_id) or targets[account_id]
        file = root / uri.removeprefix(settings.BASE_URL).lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(msgspec.json.format(msgspec.json.encode(tomb), indent=2))
    return len(rows)
