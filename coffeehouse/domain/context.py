"""Who acts, and what a handler is given to work with. Stands between the engine and the handlers.

A handler assumes that policy has decided and that the write transaction is open; it writes rows, asks for jobs and
returns an `Outcome`; it never sends anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import msgspec

WEB_SCOPES = frozenset({"read", "write", "follow", "push", "profile", "web"})


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody asks for, in the imperative. Members that must never be recorded stand in `secret_members`."""

    def secret_members(self) -> frozenset[str]:
        """Names of members kept out of the ledger's payload: hashes of passwords, tokens, raw pictures."""
        return frozenset()


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Who acts. `member_id` is the human, `account_id` the account they act as, `capacity` in what part.

    capacity: "self" (own persona), "voice" (through a seat), "admin" (the house's business), "system", "visitor",
    "remote" (an account elsewhere). scopes: what the token or session allows, in Mastodon's words; "web" is a browser
    session. address: the network address; of an account elsewhere its server's host.
    """

    member_id: int | None = None
    account_id: int | None = None
    role: str = "visitor"
    member_state: str = "none"
    capacity: str = "visitor"
    account_kind: str = ""
    account_created_at: int = 0
    body_id: int | None = None
    token_id: int | None = None
    application_id: int | None = None
    scopes: frozenset[str] = frozenset()
    address: str = ""
    # Whether posts must be compared with filters before they are answered.
    has_filters: bool = False
    # What the seat allows, when speaking through a voice: of suggest, draft, review, release, emergency.
    powers: frozenset[str] = frozenset()
    # The identity of what an account elsewhere asks by (its Follow, its Like), so that it can be answered and undone.
    activity: str = ""

    @property
    def label(self) -> str:
        """How the ledger names the actor: the account if there is one, else the member, else the part played."""
        if self.account_id is not None:
            return f"account/{self.account_id}"
        if self.member_id is not None:
            return f"member/{self.member_id}"
        return self.capacity


ANONYMOUS = Actor()
SYSTEM = Actor(role="system", member_state="system", capacity="system", scopes=WEB_SCOPES)


@dataclass(frozen=True, slots=True)
class Job:
    """Work for after the commit: a kind the worker knows and a JSON payload. `run_at` 0 means at once."""

    kind: str
    payload: Mapping[str, Any]
    run_at: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """The columns of one row after the act, for the ledger: the row must be found so, until a later entry says else.

    `row` None means that the row is gone. A member whose name ends in `#sha256` holds the hash of a long text column.
    """

    table: str
    id: int
    row: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a handler did: the object acted on, what the ledger keeps, the answer for the caller, jobs to queue.

    `unchanged` True means that nothing was written (a second favourite): the engine then records nothing.
    """

    object: str
    result: Any = None
    kept: Mapping[str, Any] = field(default_factory=dict)
    states: tuple[State, ...] = ()
    jobs: tuple[Job, ...] = ()
    unchanged: bool = False
    # The ledger entry's kind, where it is not the one the command is registered with (a refused sign-in).
    kind: str = ""
    # Whom the entry names as actor instead of the one who acted: a voice, where who of its team decided is the team's
    # to know. The payload has the member.
    spoken_by: str = ""


class Context(Protocol):
    """What the engine hands to a handler besides the command."""

    @property
    def actor(self) -> Actor: ...

    @property
    def channel(self) -> str: ...

    @property
    def now(self) -> int: ...

    @property
    def prepared(self) -> Any:
        """What the command's `prepare` worked out before the transaction, or None."""
        ...

    def new_id(self) -> int:
        """A new id, greater than every id given before in this house."""
        ...

    def later(self, job: Job) -> None:
        """Ask for a job where the outcome is not at hand: it is queued with those of the outcome."""
        ...
