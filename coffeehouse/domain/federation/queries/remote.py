"""People elsewhere as actors: what they do here goes through `engine.act` like everybody's."""

from __future__ import annotations

from typing import NamedTuple

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor
from coffeehouse.kernel.errors import NotFound

SCOPES = frozenset({"read", "write", "follow"})


class Known(NamedTuple):
    """An account elsewhere that is known here. hidden_at: since when it is not shown (suspended).

    kind, created_at: of the account, as policy is told.
    """

    id: int
    uri: str
    host: str
    inbox: str
    shared_inbox: str
    followers: str
    fetched_at: int
    hidden_at: int | None
    gone_at: int | None
    kind: str
    created_at: int

    def as_actor(self, activity: str = "") -> Actor:
        """As who acts, by the activity of this identity. Raises NotFound for one that is gone, or no longer shown."""
        if self.hidden_at is not None or self.gone_at is not None:
            raise NotFound()
        return Actor(
            account_id=self.id,
            role="remote",
            member_state="remote",
            capacity="remote",
            account_kind=self.kind,
            account_created_at=self.created_at,
            scopes=SCOPES,
            address=self.host,
            activity=activity,
        )


KNOWN = (
    "SELECT r.id, r.uri, r.host, r.inbox, r.shared_inbox, r.followers, r.fetched_at, a.hidden_at, r.gone_at, a.kind,"
    " a.created_at"
    " FROM federation_remoteactor r JOIN people_account a ON a.id = r.id"
)


def known_actor(uri: str) -> Known | None:
    """The account with this identity, if it is known here."""
    found = sql.row(f"{KNOWN} WHERE r.uri = %s", (uri,))
    return None if found is None else Known(*found)


def known_account(account_id: int) -> Known | None:
    """The same by our id; None for accounts of ours."""
    found = sql.row(f"{KNOWN} WHERE r.id = %s", (account_id,))
    return None if found is None else Known(*found)


def remote_actor(account_id: int, activity: str = "") -> Actor:
    """An account elsewhere as who acts, by the activity of this identity.

    Raises NotFound for one that is not elsewhere, or no longer shown.
    """
    known = known_account(account_id)
    if known is None:
        raise NotFound()
    return known.as_actor(activity)
