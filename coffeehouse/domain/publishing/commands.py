"""What can be asked about drafts (held commands), and about what the whole house is in.

held → approved → released          an approval is given to a content hash, never to "whatever it says by then"
     ↘ changes_asked → (revised) held
     ↘ refused, withdrawn
"""

from __future__ import annotations

from coffeehouse.domain.context import Command
from coffeehouse.domain.posts.commands import PollDraft


class ReleaseHeld(Command, frozen=True, kw_only=True):
    """Approve: somebody has looked and lets it happen. It is carried out when as many have as it needs.

    `content_hash`: of exactly the words, pictures, time and pair that were looked at.
    """

    held_id: int
    content_hash: str


class AskForChange(Command, frozen=True, kw_only=True):
    """Somebody has looked and wants something changed first; the author is told the reason."""

    held_id: int
    content_hash: str
    reason: str


class RefuseHeld(Command, frozen=True, kw_only=True):
    """Somebody has looked and refuses, with a reason the author is told. `content_hash` "": whatever it says."""

    held_id: int
    reason: str
    content_hash: str = ""


class WithdrawHeld(Command, frozen=True, kw_only=True):
    """The author takes back what waits."""

    held_id: int


class ReviseDraft(Command, frozen=True, kw_only=True):
    """Change what waits: a new revision, and all approvals are void. None leaves a part as it is."""

    held_id: int
    text: str | None = None
    spoiler_text: str | None = None
    is_sensitive: bool | None = None
    language: str | None = None
    visibility: str | None = None
    media_ids: tuple[int, ...] | None = None
    poll: PollDraft | None = None
    removes_poll: bool = False


class UndoRelease(Command, frozen=True, kw_only=True):
    """Take approved words back before they are published: they are held again, and approvals are void."""

    held_id: int


class EmergencyRelease(Command, frozen=True, kw_only=True):
    """Approve in the emergency lane: the second of two people publishes at once, and it is reviewed within 24 hours."""

    held_id: int
    content_hash: str


class ReviewAfterwards(Command, frozen=True, kw_only=True):
    """Look at what an emergency published. finding: ok, or correct (it needs a correction; say what in `reason`)."""

    held_id: int
    finding: str
    reason: str = ""


class PairDrafts(Command, frozen=True, kw_only=True):
    """Tie the two languages of one message together: both are released in one moment, or neither.

    `other_id` None unties them. Approvals of both are void: what they approved was something else.
    """

    held_id: int
    other_id: int | None = None


class SetEmbargo(Command, frozen=True, kw_only=True):
    """Choose the time before which it is not published; None: as soon as it is approved. Approvals are void."""

    held_id: int
    release_at: int | None = None


class PublishDraft(Command, frozen=True, kw_only=True):
    """The time of a draft has come: publish it if it was approved. Only the worker asks for it."""

    held_id: int
    release_at: int


class SetIncidentStop(Command, frozen=True, kw_only=True):
    """Stop all official words of the house, or let them go on."""

    is_on: bool
    reason: str


class SetElectionPeriod(Command, frozen=True, kw_only=True):
    """Say from when until when the rules before an election hold. Both None: there is none."""

    starts_at: int | None
    ends_at: int | None
    reason: str
