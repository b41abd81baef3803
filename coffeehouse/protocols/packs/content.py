"""What goes into a release pack: plain values, all of them as the recipient may see them.

    a request's items → redaction → these → writing (WARC, CSV, JSON, PDF, proofs, verifier) → one ZIP file

Withheld words are never in here: whoever makes a `PackItem` has taken them out before (`redaction.redact_text`), so
that no writer can let one slip. Only pictures are covered later, when they are written, by their `boxes`. Pure.
"""

from __future__ import annotations

import msgspec

INCLUDED, REDACTED, WITHHELD = "included", "redacted", "withheld"
"""What was decided about an item: it is there whole, without some parts, or only by its number and the reason."""

FOI, SUBJECT_ACCESS = "foi", "sar"
"""What was asked under: freedom of information, or access to one's own data."""


class Redaction(msgspec.Struct, frozen=True, kw_only=True):
    """One thing taken out, and why.

    part: "item", "author", "warning", "text", or of an attachment "attachment 1", "attachment 1 name", "attachment 1
    description", "attachment 1 picture". exemption: the provision in its usual words, "FOIA s.40(2)". reason: why it
    applies here, in words for the recipient.
    """

    part: str
    exemption: str
    reason: str


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """A rectangle of a picture that is covered, in fractions of its width and height from the top left, 0 to 1."""

    left: float
    top: float
    width: float
    height: float


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """A file of an item. source: the key under which the house keeps it; "" when it is withheld.

    name and description are as released, that is with their redactions made. boxes: what is covered of a picture.
    """

    name: str
    media_type: str
    source: str = ""
    description: str = ""
    boxes: tuple[Box, ...] = ()


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """What an entry committed to, laid open: SHA-256(salt, payload) is its `payload_hash`. salt: hexadecimal."""

    salt: str
    payload: str


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """That the item is recorded: its leaf in the ledger's tree, and the path from there to a signed checkpoint.

    sequence: the entry's number. leaf: its hash, hexadecimal. text: a `tlog-proof` file; it carries the entry itself
    only where the recipient may know who acted. opening: only where the recipient may see all that was recorded.
    """

    sequence: int
    leaf: str
    text: str
    opening: Opening | None = None


class PackItem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing the house holds: a post, a message, a draft, a decision, a report, somebody's own data.

    object: as the ledger names it ("post/77"); "" where that would tell what is withheld. kind: what it is in a word.
    time_at: ms UTC. author: the name as released. audience: who could see it, in words. url: where it stands in public,
    "" where it does not. language: of the text, "" unknown. decision: INCLUDED, REDACTED or WITHHELD. facts: further
    labelled lines ("Replies to", …).
    """

    object: str
    kind: str
    time_at: int
    decision: str = INCLUDED
    channel: str = ""
    author: str = ""
    audience: str = ""
    language: str = ""
    url: str = ""
    warning: str = ""
    text: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    attachments: tuple[Attachment, ...] = ()
    redactions: tuple[Redaction, ...] = ()
    proof: Proof | None = None


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """All of a pack. reference: the request's number, as people write it. kind: FOI or SUBJECT_ACCESS.

    house: the name of the body; address: of the house, https://…; made_at: ms UTC. asked: what was asked for, as far
    as the recipient wrote it. notes: what else the answer says, in paragraphs. key: the ledger's verifier key;
    checkpoint: the signed note the proofs lead to.
    """

    reference: str
    kind: str
    title: str
    house: str
    address: str
    made_at: int
    items: tuple[PackItem, ...]
    language: str = "en"
    time_zone: str = "Europe/London"
    asked: str = ""
    notes: tuple[str, ...] = ()
    key: str = ""
    checkpoint: str = ""
