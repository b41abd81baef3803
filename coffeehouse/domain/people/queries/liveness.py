"""Which tokens still let somebody in: asked again and again while streams are open."""

from __future__ import annotations

from collections.abc import Iterable

from coffeehouse.database import sql
from coffeehouse.kernel import clock

# The conditions of `members.read_actor_by_token`, for many tokens at once.
LIVE = """
SELECT t.id FROM people_token t LEFT JOIN people_member m ON m.id = t.member_id
LEFT JOIN people_account a ON a.id = t.account_id
WHERE t.revoked_at IS NULL AND (t.member_id IS NULL OR m.state = 'active') AND a.hidden_at IS NULL
AND (a.id IS NULL OR a.kind = 'persona' OR EXISTS (SELECT 1 FROM people_seat s WHERE s.id = t.seat_id
     AND (s.expires_at IS NULL OR s.expires_at > %s))) AND t.id IN ({marks})
"""
AT_ONCE = 500


def live_tokens(token_ids: Iterable[int]) -> set[int]:
    """Those of the tokens that are neither revoked, nor of somebody shut out, nor of a seat that has ended."""
    wanted = sorted(token_ids)
    found: set[int] = set()
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        found |= {row[0] for row in sql.rows(LIVE.replace("{marks}", sql.marks(len(some))), [clock.now_ms(), *some])}
    return found
