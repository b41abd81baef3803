"""What other servers tell us, as commands. Each is carried out by `handlers/` after policy has decided.

What people elsewhere do with posts and accounts that are here (follow, boost, favourite, vote, block, delete, report)
are the ordinary commands, with the account elsewhere as actor (`queries.remote_actor`).
"""

from __future__ import annotations

from coffeehouse.domain.context import Command
from coffeehouse.protocols.activitypub.documents import ActorDocument, ObjectDocument


class ReceiveActor(Command, frozen=True, kw_only=True):
    """Take in an account elsewhere, or what changed of it. The document was fetched from, or signed by, its own server.

    host: the one in its handle, proven by WebFinger where it is another than that of its identity.
    """

    document: ActorDocument
    host: str


class ReceivePost(Command, frozen=True, kw_only=True):
    """Take in a post from elsewhere, by its author (the actor). raw: the document as it came, kept in the vault.

    is_old: it was fetched for a thread or a profile: it goes into no feed, and nobody is told. reads_thread: then the
    house also asks for what it answers, and for what answers it.
    """

    document: ObjectDocument
    raw: str = ""
    is_old: bool = False
    reads_thread: bool = False

    def secret_members(self) -> frozenset[str]:
        """What the document says stands in `raw` once already."""
        return frozenset({"document"}) if self.raw else frozenset()


class ReceiveEdit(Command, frozen=True, kw_only=True):
    """Take in a new version of a post that is here, by its author; of a Question also its counts."""

    document: ObjectDocument
    raw: str = ""

    def secret_members(self) -> frozenset[str]:
        """What the document says stands in `raw` once already."""
        return frozenset({"document"}) if self.raw else frozenset()


class RequestQuote(Command, frozen=True, kw_only=True):
    """Ask to quote a post of ours (FEP-044f), by the author elsewhere of the post that quotes it."""

    post_id: int
    quoted_id: int


class AnswerQuote(Command, frozen=True, kw_only=True):
    """Say whether a post of ours may quote one's own, which is elsewhere; also afterwards, that it no longer may.

    stamp: the identity of the QuoteAuthorization.
    """

    post_id: int
    is_accepted: bool
    stamp: str = ""


class SettleQuote(Command, frozen=True, kw_only=True):
    """What a post from elsewhere quotes is here by now. is_allowed: its author's stamp was seen."""

    post_id: int
    is_allowed: bool = False


class KeepEmoji(Command, frozen=True, kw_only=True):
    """Keep a custom emoji of another server, as it was fetched, and show it in the post or profile it was met in.

    Without data it is here already, and only shown.
    """

    emoji_id: int
    post_id: int = 0
    account_id: int = 0
    data: bytes = b""


class KeepMedia(Command, frozen=True, kw_only=True):
    """Keep a picture, video or sound of a post elsewhere, as it was fetched: data (a picture), or received (the rest).

    problem: it is not to be had, or nothing the house takes; then it stays a link to where it is.
    """

    media_id: int
    data: bytes = b""
    received: str = ""
    problem: str = ""


class RefuseDelivery(Command, frozen=True, kw_only=True):
    """Keep that a delivery was refused, and why; nothing of what it said. reason: a slug (`digest`, `no_signature`)."""

    host: str
    reason: str
    key_id: str = ""
    type: str = ""
