"""An activity that is proven, and how it becomes commands: what every `receiving_*` module works with.

taking → dispatching → receiving_* → Hearing.does → engine.act, as the account elsewhere
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coffeehouse.domain.context import Command
from coffeehouse.domain.federation.queries import known_account, resolving
from coffeehouse.domain.federation.queries.remote import Known
from coffeehouse.engine.act import Done, act
from coffeehouse.federation import addresses
from coffeehouse.federation.proving import Signer
from coffeehouse.kernel.errors import NotFound
from coffeehouse.protocols.activitypub.documents import ActivityDocument
from coffeehouse.protocols.activitypub.members import address

CHANNEL = "federation"


class Untrue(Exception):
    """The sender speaks for somebody else. reason: a slug for the record. Nothing is done."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Unwanted(Exception):
    """There is nothing to do: it concerns nobody here, or is done already. Its sender is told no more than that."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Hearing:
    """Who says what. document: the activity as it came; may_fetch: there is time to ask other servers first.

    signature: of the request it came by; empty for one that was put off after it was proven. known: what the house
    read of the actor a moment before.
    """

    signer: Signer
    said: ActivityDocument
    document: Mapping[str, Any]
    may_fetch: bool = False
    signature: str = ""
    known: Known | None = None

    def sender(self) -> Known | None:
        """What is known of the signer."""
        account_id = self.signer.account_id
        is_read = self.known is not None and self.known.id == account_id and not self.signer.is_renewed
        return self.known if is_read else known_account(account_id)

    def does(self, command: Command, *, key: str | None = None) -> Done:
        """Act as the account elsewhere, by this activity; once, however often it comes. key "": each time."""
        sender = self.sender()
        if sender is None:
            raise NotFound()
        once = self.said.id if key is None else key
        return act(command, sender.as_actor(self.said.id), CHANNEL, idempotency_key=once or None)

    @property
    def request(self) -> str:
        """The key of this very request, for what some servers call the same each time they do it (Misskey's Follow)."""
        return f"{self.said.id} {self.signature}"

    @property
    def inner_type(self) -> str:
        """The type of what it is about, where that was embedded; of an Undo, what is undone."""
        return str((self.said.object or {}).get("type", ""))

    def inner(self, name: str) -> str:
        """The identity of a member of what it is about, where that was embedded."""
        return address((self.said.object or {}).get(name))

    def require_own_inner(self) -> None:
        """Raise Untrue when what it is about says that somebody else did it (attack O3)."""
        actor = self.inner("actor")
        if actor and not addresses.is_same(actor, self.signer.uri):
            raise Untrue("actor_differs")

    def require_own_origin(self, uri: str) -> None:
        """Raise Untrue unless this identity is of the signer's own server (attack O1)."""
        if not addresses.is_same_origin(uri, self.signer.uri):
            raise Untrue("id_elsewhere")

    def require_new(self) -> None:
        """Raise Unwanted when it was dealt with already, or taken back before it came."""
        if resolving.deed_of_uri(self.said.id) is not None:
            raise Unwanted("done")
        if resolving.is_gone(self.said.id):
            raise Unwanted("taken_back")
