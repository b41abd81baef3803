"""Writes a pack: first a folder with everything, then, once the house has recorded its manifest, one ZIP file of it.

    write_folder → the manifest's hash is recorded in the ledger, a checkpoint covers it → seal → one file to hand out

The proof that the manifest was recorded cannot be inside the manifest: `receipt.json` lies beside it. Pure but for the
folder it is given.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from coffeehouse.kernel.clock import iso
from coffeehouse.protocols.packs import verify_pack
from coffeehouse.protocols.packs.content import Attachment, Pack, PackItem
from coffeehouse.protocols.packs.document import document_names, write_document
from coffeehouse.protocols.packs.plain import file_name
from coffeehouse.protocols.packs.readme import write_readme
from coffeehouse.protocols.packs.redaction import cover_picture
from coffeehouse.protocols.packs.tables import items_csv, redactions_csv
from coffeehouse.protocols.packs.web_archive import media_type, write_archive

ARCHIVE = "archive.warc.gz"
MANIFEST = "manifest.json"
RECEIPT = "receipt.json"
FINISHING = 5
"""Steps after the items: web archive, tables, document, texts, manifest."""

Tell = Callable[[int, int], None]
SourceOf = Callable[[str], Path]


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What was written. manifest: its SHA-256 in hexadecimal. files, size: without manifest and receipt."""

    manifest: str
    files: int
    size: int


class SourceGoneError(Exception):
    """A file of an item is not where the house keeps it. The message names the item."""


class DamagedError(Exception):
    """The files are not those whose manifest was recorded."""


def write_folder(pack: Pack, folder: Path, source_of: SourceOf, tell: Tell = lambda _done, _of: None) -> Written:
    """Write every file of the pack into `folder`, which is emptied first. `tell` hears how far it has come."""
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("attachments", "proofs", "ledger"):
        (folder / name).mkdir(mode=0o700, parents=True)
    steps = len(pack.items) + FINISHING
    for number, item in enumerate(pack.items, 1):
        _write_item(folder, number, item, source_of)
        tell(number, steps)
    done = len(pack.items)
    with (folder / ARCHIVE).open("wb") as out:
        write_archive(pack, out, lambda number, place: _attachment_file(folder, pack, number, place), ARCHIVE)
    tell(done + 1, steps)
    (folder / "items.csv").write_bytes(items_csv(pack))
    (folder / "redactions.csv").write_bytes(redactions_csv(pack))
    _write_json(folder / "pack.json", _content(pack))
    tell(done + 2, steps)
    for volume, name in enumerate(document_names(pack), 1):
        (folder / name).write_bytes(write_document(pack, volume, folder))
    tell(done + 3, steps)
    _write_texts(folder, pack)
    tell(done + 4, steps)
    written = _write_manifest(folder, pack)
    tell(steps, steps)
    return written


def _write_item(folder: Path, number: int, item: PackItem, source_of: SourceOf) -> None:
    for place, attachment in enumerate(item.attachments, 1):
        if attachment.source:
            try:
                _write_attachment(folder / _attachment_name(number, place, attachment), attachment, source_of)
            except FileNotFoundError as gone:
                raise SourceGoneError(
                    f"File {place} of item {number} is no longer kept. Gather the items anew."
                ) from gone
    if item.proof is not None:
        (folder / _proof_name(number)).write_text(item.proof.text, encoding="utf-8", newline="\n")


def _write_attachment(to: Path, attachment: Attachment, source_of: SourceOf) -> None:
    source = source_of(attachment.source)
    if attachment.boxes:
        to.write_bytes(cover_picture(source.read_bytes(), attachment.boxes))
    else:
        shutil.copyfile(source, to)


def _attachment_name(number: int, place: int, attachment: Attachment) -> str:
    name = file_name(attachment.name, "file")
    if attachment.boxes:
        name = f"{name.rpartition('.')[0] or name}.png"
    return f"attachments/{number:05d}-{place}-{name}"


def _proof_name(number: int) -> str:
    return f"proofs/{number:05d}.tlog-proof"


def _attachment_file(folder: Path, pack: Pack, number: int, place: int) -> Path | None:
    attachment = pack.items[number - 1].attachments[place - 1]
    return folder / _attachment_name(number, place, attachment) if attachment.source else None


def _content(pack: Pack) -> dict[str, Any]:
    """Everything, to the letter, with the name of each file."""
    return {
        "format": "coffeehouse-release-pack/1",
        "reference": pack.reference,
        "kind": pack.kind,
        "title": pack.title,
        "house": pack.house,
        "address": pack.address,
        "made": iso(pack.made_at),
        "language": pack.language,
        "asked": pack.asked,
        "notes": list(pack.notes),
        "decisions": dict(sorted(Counter(item.decision for item in pack.items).items())),
        "items": [_item_content(number, item) for number, item in enumerate(pack.items, 1)],
    }


def _item_content(number: int, item: PackItem) -> dict[str, Any]:
    members = msgspec.to_builtins(item)
    return {
        "number": number,
        "time": iso(item.time_at),
        **{name: members[name] for name in (
            "object", "kind", "decision", "channel", "author", "audience", "language", "url", "warning", "text",
            "redactions",
        )},
        "facts": [{"name": name, "value": value} for name, value in item.facts],
        "attachments": [_attachment_content(number, *pair) for pair in enumerate(item.attachments, 1)],
        "proof": None if item.proof is None else {
            "file": _proof_name(number), "sequence": item.proof.sequence, "leaf": item.proof.leaf,
            "opening": None if item.proof.opening is None else msgspec.to_builtins(item.proof.opening),
        },
    }  # fmt: skip


def _attachment_content(number: int, place: int, attachment: Attachment) -> dict[str, Any]:
    return {
        "name": attachment.name,
        "description": attachment.description,
        "media_type": media_type(attachment),
        "file": _attachment_name(number, place, attachment) if attachment.source else None,
        "is_covered": bool(attachment.boxes),
    }


def _write_texts(folder: Path, pack: Pack) -> None:
    (folder / "README.txt").write_text(write_readme(pack), encoding="utf-8", newline="\n")
    shutil.copyfile(verify_pack.__file__, folder / "verify.py")
    (folder / "ledger" / "checkpoint").write_text(pack.checkpoint, encoding="utf-8", newline="\n")
    (folder / "ledger" / "key.txt").write_text(f"{pack.key}\n", encoding="utf-8", newline="\n")


def _write_manifest(folder: Path, pack: Pack) -> Written:
    paths = [path for path in files_in(folder) if path.name not in (MANIFEST, RECEIPT)]
    files = [
        {"path": path.relative_to(folder).as_posix(), "bytes": path.stat().st_size, "sha256": sha256_of(path)}
        for path in paths
    ]
    _write_json(folder / MANIFEST, {"reference": pack.reference, "made": iso(pack.made_at), "files": files})
    return Written(
        manifest=sha256_of(folder / MANIFEST), files=len(files), size=sum(path.stat().st_size for path in paths)
    )


def files_in(folder: Path) -> Iterator[Path]:
    """The files of a pack, in one order."""
    yield from sorted(path for path in folder.rglob("*") if path.is_file())


def sha256_of(path: Path) -> str:
    """Hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_folder(folder: Path, manifest: str) -> None:
    """Raise DamagedError unless the folder holds just the files of the manifest with this SHA-256."""
    try:
        is_same = sha256_of(folder / MANIFEST) == manifest
        listed = json.loads((folder / MANIFEST).read_text(encoding="ascii"))["files"] if is_same else []
        is_same = is_same and all(sha256_of(folder / each["path"]) == each["sha256"] for each in listed)
    except FileNotFoundError:
        is_same = False
    if not is_same:
        raise DamagedError("The files of this pack were damaged before it was finished. Make it again.")


def seal(folder: Path, receipt: dict[str, Any], to: Path, name: str) -> str:
    """Put the folder and the receipt of its manifest into the ZIP file `to`, under the folder `name`; its SHA-256.

    All at once: there is never half a pack under this name. The same folder makes the same bytes.
    """
    _write_json(folder / RECEIPT, receipt)
    made = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["made"]
    stamp = datetime.fromisoformat(made).astimezone(UTC).timetuple()[:6]
    fresh = to.with_name(f".{to.name}.part")
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files_in(folder):
            about = zipfile.ZipInfo(f"{name}/{path.relative_to(folder).as_posix()}", stamp)
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = 0o644 << 16
            with path.open("rb") as source, archive.open(about, "w", force_zip64=True) as out:
                shutil.copyfileobj(source, out, 1 << 20)
    fresh.chmod(0o600)
    with fresh.open("rb") as written:
        os.fsync(written.fileno())
    digest = sha256_of(fresh)
    fresh.replace(to)
    return digest


def _write_json(path: Path, value: Any) -> None:
    """In ASCII: whatever a text holds stands in it as `\\u202e`, and nothing that reads lines is misled (attack X8)."""
    path.write_text(json.dumps(value, ensure_ascii=True, indent=1) + "\n", encoding="ascii", newline="\n")
