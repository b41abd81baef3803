"""A release pack made without a house: a small ledger with a key of its own, and items whose words are hostile."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image, PngImagePlugin

from coffeehouse.ledger.checkpoints import Checkpoint
from coffeehouse.ledger.entries import Entry, canonical, payload_hash
from coffeehouse.ledger.notes import Signer
from coffeehouse.ledger.proof_file import ProofFile
from coffeehouse.ledger.proofs import make_inclusion
from coffeehouse.ledger.tree import leaf_hash, root_of
from coffeehouse.protocols.packs import writing
from coffeehouse.protocols.packs.content import (
    FOI,
    REDACTED,
    WITHHELD,
    Attachment,
    Box,
    Opening,
    Pack,
    PackItem,
    Proof,
    Redaction,
)

ORIGIN = "house.example/ledger"
SECOND = 1_000
AT = 1_790_000_000_000
FORMULA = "=cmd|' /C calc'!A0"
HOSTILE = (
    f"{FORMULA} {{{{ 7*7 }}}} {{% x %}} #{{1+1}} $x$ *b* \\n ${{7*7}}\r\nsecond line\r\x1b[31mred\x07"
    "\u2028apart\u2029\u202eevil\x00<script>alert(1)</script> &amp; 😀👩‍⚕️ 中文 ŵŷ العربية"
)
WITHHELD_NAME = "Gwenllian Nobody"


class Ledger:
    """Entries, their payloads, and proofs against one checkpoint."""

    def __init__(self) -> None:
        self.signer = Signer(ORIGIN, Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"test").digest()))
        self.entries: list[bytes] = []
        self.payloads: list[tuple[bytes, bytes]] = []

    def add(self, object: str, payload: dict[str, Any], kind: str = "post.published") -> int:
        """Record something; its sequence."""
        sequence, sealed = len(self.entries), canonical(payload)
        salt = hashlib.sha256(b"%d" % sequence).digest()
        entry = Entry(
            sequence=sequence, time="2026-09-21T14:13:20.000Z", body="house", actor="account/1", capacity="self",
            channel="web", kind=kind, object=object, policy="", payload_hash=payload_hash(salt, sealed),
        )  # fmt: skip
        self.entries.append(entry.canonical())
        self.payloads.append((salt, sealed))
        return sequence

    def proof(self, sequence: int, *, is_opened: bool = False, has_entry: bool = True) -> Proof:
        """As it goes into a pack."""
        leaves = [leaf_hash(entry) for entry in self.entries]
        hashes = make_inclusion(sequence, len(leaves), lambda start, end: root_of(leaves[start:end]))
        extra = self.entries[sequence] if has_entry else None
        text = ProofFile(sequence, tuple(hashes), self.checkpoint(), extra).text()
        salt, sealed = self.payloads[sequence]
        opening = Opening(salt=salt.hex(), payload=sealed.decode()) if is_opened else None
        return Proof(sequence=sequence, leaf=leaves[sequence].hex(), text=text, opening=opening)

    def checkpoint(self) -> str:
        """Of all that is there."""
        root = root_of([leaf_hash(entry) for entry in self.entries])
        return self.signer.sign(Checkpoint(ORIGIN, len(self.entries), root).text())

    @property
    def key(self) -> str:
        """The verifier key."""
        return self.signer.verifier.text()


def picture(folder: Path, name: str = "a.png") -> str:
    """A picture with a red left half, a green right half, and words in its metadata; its key."""
    made = Image.new("RGBA", (200, 100), (255, 0, 0, 255))
    made.paste((0, 255, 0, 255), (100, 0, 200, 100))
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", WITHHELD_NAME)
    made.save(folder / name, pnginfo=told)
    return name


def make_pack(folder: Path, ledger: Ledger, language: str = "en") -> Pack:
    """Three items: one whole and laid open, one redacted, one withheld."""
    source = picture(folder)
    ledger.add("house", {"command": {}}, "house.opened")
    whole = ledger.add("post/7", {"command": {"text": "The bins are late."}})
    parts = ledger.add("post/8", {"command": {"text": f"{WITHHELD_NAME} said so"}})
    gone = ledger.add("post/9", {"command": {"text": "All of it."}})
    box = Box(left=0, top=0, width=0.5, height=1)
    return Pack(
        reference="FOI-2026-0001", kind=FOI, title=f"Bins {FORMULA} {{{{ 7*7 }}}}", house="Leedon Council & Town",
        address="https://house.example", made_at=AT, language=language, asked=HOSTILE,
        notes=("You can ask us to look again.",), key=ledger.key, checkpoint=ledger.checkpoint(),
        items=(
            PackItem(
                object="post/7", kind="post", time_at=AT, author="Leedon Council", audience="everybody", channel="web",
                language="en", url="https://house.example/@leedon/7", text="The bins are late.",
                proof=ledger.proof(whole, is_opened=True),
            ),
            PackItem(
                object="post/8", kind="post", time_at=AT + SECOND, author=HOSTILE, text=HOSTILE, warning=HOSTILE,
                channel="client_api", language="cy", decision=REDACTED, facts=(("Answers", HOSTILE),),
                attachments=(
                    Attachment(
                        name=f"../../{FORMULA}\r\nX: y.png", media_type="image/png", source=source, boxes=(box,),
                        description=HOSTILE,
                    ),
                    Attachment(name="[withheld: FOIA s.40(2)]", media_type="video/mp4\r\nX-Evil: 1"),
                ),
                redactions=(Redaction(part="text", exemption="FOIA s.40(2)", reason=HOSTILE),),
                proof=ledger.proof(parts),
            ),
            PackItem(
                object="", kind="post", time_at=AT + 2 * SECOND, decision=WITHHELD,
                redactions=(Redaction(part="item", exemption="FOIA s.42", reason="Legal advice."),),
                proof=ledger.proof(gone, has_entry=False),
            ),
        ),
    )  # fmt: skip


def receipt_of(ledger: Ledger, manifest: str) -> dict[str, Any]:
    """What the house hands out once the manifest is recorded."""
    sequence = ledger.add("pack/1", {"command": {"pack_id": "1", "manifest": manifest}}, "pack.written")
    proof = ledger.proof(sequence, is_opened=True)
    assert proof.opening is not None
    return {
        "sequence": sequence, "leaf": proof.leaf, "proof": proof.text,
        "opening": {"salt": proof.opening.salt, "payload": proof.opening.payload},
    }  # fmt: skip


def write_whole(tmp: Path, language: str = "en") -> tuple[Path, Path, Ledger]:
    """A written and sealed pack: its folder, its ZIP file, the ledger."""
    sources = tmp / "sources"
    sources.mkdir()
    ledger = Ledger()
    pack = make_pack(sources, ledger, language)
    folder, to = tmp / "folder", tmp / "pack.zip"
    written = writing.write_folder(pack, folder, lambda key: sources / key)
    writing.seal(folder, receipt_of(ledger, written.manifest), to, "FOI-2026-0001")
    return folder, to, ledger
