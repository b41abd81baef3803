"""From the items of an answered request to what goes into its pack, with the proof of each that it was recorded.

    domain.requests.released_items (redacted already) → here: proofs, words → protocols.packs.writing

An entry of the ledger names who acted. So where the recipient may not know that, the proof has the leaf and the path,
but not the entry, and the item does not say which object it is. What an entry committed to is laid open only to the
person who wrote it themselves, and only where nothing was taken out of it.
"""

from __future__ import annotations

import re

import msgspec
from django.conf import settings

from coffeehouse.domain.packs.queries import PackRow
from coffeehouse.domain.requests.queries import InformationRequest, Released, own_accounts, released_items
from coffeehouse.ledger import vault
from coffeehouse.ledger.proof_file import ProofFile, parse_proof_file
from coffeehouse.ledger.queries import Recorded, entries_of, latest_checkpoint, payload_of, read_entry
from coffeehouse.ledger.receipts import read_receipt
from coffeehouse.ledger.sign import verifier_key
from coffeehouse.ledger.tree import leaf_hash
from coffeehouse.protocols.packs.content import SUBJECT_ACCESS, Opening, Pack, PackItem, Proof
from coffeehouse.protocols.packs.words import channel_word, kind_word, phrase, words_of

TELLING = ("item", "author")
"""Parts that, withheld, forbid to say which object this is and who acted."""
_OBJECT = re.compile(r"[a-z]+/[0-9]+")


class NotCoveredYetError(Exception):
    """No checkpoint covers an entry yet: the job is tried again, within a minute."""


def pack_of(row: PackRow, request: InformationRequest) -> tuple[Pack, tuple[str, ...]]:
    """The content of a pack, and the objects of the house that lie in it. Raises NotCoveredYetError."""
    found = released_items(request, row.language)
    objects = tuple(dict.fromkeys(each.item.object for each in found if each.item.object))
    own = frozenset(f"account/{account_id}" for account_id in own_accounts(request))
    items = tuple(_in_words(_proved(each, request, own), row.language) for each in found)
    checkpoint = latest_checkpoint()
    words = words_of(row.language)
    pack = Pack(
        reference=request.reference,
        kind=request.kind,
        title=words["title_sar" if request.kind == SUBJECT_ACCESS else "title_foi"],
        house=settings.BODY_NAME,
        address=settings.BASE_URL,
        made_at=row.created_at,
        items=items,
        language=row.language,
        time_zone=settings.TIME_ZONE,
        asked=request.words,
        notes=(request.letter,) if request.letter else (),
        key=verifier_key(settings.DATA, settings.LEDGER_ORIGIN).text(),
        checkpoint="" if checkpoint is None else checkpoint.note,
    )
    return pack, objects


def _proved(released: Released, request: InformationRequest, own: frozenset[str]) -> PackItem:
    """The item with its proof, and without what would tell who is behind it where that is withheld."""
    item = released.item
    is_hidden = any(redaction.part in TELLING for redaction in item.redactions)
    proof = None
    if released.sequence is not None:
        entry = _entry_with_words(released, released.sequence)
        may_open = request.kind == SUBJECT_ACCESS and released.is_whole and entry.actor in own
        proof = proof_of(entry, has_entry=not is_hidden, opens=item if may_open else None)
    if is_hidden:
        facts = tuple((name, value) for name, value in item.facts if not _OBJECT.fullmatch(value))
        item = msgspec.structs.replace(item, object="", facts=facts)
    return msgspec.structs.replace(item, proof=proof)


def _entry_with_words(released: Released, sequence: int) -> Recorded:
    """The newest entry about the object that recorded just these words; its first where that cannot be told."""
    item = released.item
    if released.is_whole and item.text:
        for entry in reversed(entries_of(item.object)):
            if _says(payload_of(entry.sequence), item):
                return entry
    return read_entry(sequence)


def _says(payload: dict[str, object], item: PackItem) -> bool:
    command = payload.get("command")
    return isinstance(command, dict) and command.get("text") == item.text


def proof_of(entry: Recorded, *, has_entry: bool = True, opens: PackItem | None = None) -> Proof:
    """The proof of an entry against the newest checkpoint. opens: the item whose words are shown to be the recorded."""
    text = read_receipt(entry.sequence).text
    if text is None:
        raise NotCoveredYetError(f"No checkpoint covers entry {entry.sequence} yet.")
    if not has_entry:
        whole = parse_proof_file(text)
        text = ProofFile(whole.index, whole.proof, whole.checkpoint).text()
    opening = None
    if opens is not None and has_entry and _says(payload_of(entry.sequence), opens):
        opening = opening_of(entry.sequence)
    leaf = leaf_hash(entry.text.encode()).hex()
    return Proof(sequence=entry.sequence, leaf=leaf, text=text, opening=opening)


def opening_of(sequence: int) -> Opening | None:
    """What an entry committed to, laid open; None when it was erased."""
    sealed = vault.read(sequence)
    return None if sealed is None else Opening(salt=sealed.salt.hex(), payload=sealed.payload)


def _in_words(item: PackItem, language: str) -> PackItem:
    """The item with the house's own terms as a reader knows them."""
    redactions = tuple(
        msgspec.structs.replace(redaction, reason=phrase(redaction.reason, language)) for redaction in item.redactions
    )
    return msgspec.structs.replace(
        item,
        kind=kind_word(item.kind, language),
        channel=channel_word(item.channel, language),
        audience=phrase(item.audience, language),
        facts=tuple((phrase(name, language), value) for name, value in item.facts),
        redactions=redactions,
    )
