"""What can be asked about records. An object is named as the ledger names it: `post/77`, `held/5`, `report/3`,
`account/9` (a person: their profile, membership and access)."""

from __future__ import annotations

from coffeehouse.domain.context import Command


class PlaceHold(Command, frozen=True, kw_only=True):
    """Stop disposal and erasure of objects, or of all a person said here. The result is the hold's id.

    account_id: everything of this account, also what comes later. request_id: the request it serves, if one does.
    """

    because: str
    objects: tuple[str, ...] = ()
    account_id: int | None = None
    request_id: int | None = None


class WidenHold(Command, frozen=True, kw_only=True):
    """Put further objects under a hold: a search for a request has found more."""

    hold_id: int
    objects: tuple[str, ...]


class LiftHold(Command, frozen=True, kw_only=True):
    """End a hold. What another hold names stays held."""

    hold_id: int
    because: str


class RequestErasure(Command, frozen=True, kw_only=True):
    """Ask that what the house holds about a person is erased. The result is the erasure's id.

    A member asks for themselves; records staff for anybody (`account_id`). objects: only these; none: everything.
    ground: one of `erasures.GROUNDS` (UK GDPR article 17(1)). words: what the person wrote.
    """

    account_id: int
    objects: tuple[str, ...] = ()
    ground: str = "no_longer_needed"
    words: str = ""


class ChooseOutcome(Command, frozen=True, kw_only=True):
    """Choose another outcome than the rules propose for one item of an erasure, with a reason. A hold stands above it.

    outcome: erase, restrict, keep.
    """

    erasure_id: int
    object: str
    outcome: str
    because: str


class CarryOutErasure(Command, frozen=True, kw_only=True):
    """Do to each item what its outcome says, and end the request. The holds of this moment count."""

    erasure_id: int


class ProposeDisposal(Command, frozen=True, kw_only=True):
    """Name objects of one record class whose time has come. Another person decides. The result is the disposal's id."""

    class_id: str
    objects: tuple[str, ...]


class ApproveDisposal(Command, frozen=True, kw_only=True):
    """Dispose of what a colleague proposed. The holds of this moment count."""

    disposal_id: int


class RefuseDisposal(Command, frozen=True, kw_only=True):
    """Dispose of nothing of what a colleague proposed, with a reason."""

    disposal_id: int
    because: str


class FinishScrub(Command, frozen=True, kw_only=True):
    """Say that no byte is left of what was erased before `begun_at`: the files of the house were written anew."""

    begun_at: int
