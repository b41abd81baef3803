#!/usr/bin/env python3
"""Checks a release pack, without the house and without a network. Needs Python 3.8 or later and nothing else.

    python3 verify.py                   the pack this file lies in
    python3 verify.py PACK              another one: a folder, or the ZIP file as it was received
    python3 verify.py --key KEY         trust this ledger key only: take it from the house's own site

It checks that every file is as the manifest says and none is missing or added; that the manifest is the one the house
recorded when it made the pack; that each proof leads from its item's leaf in the ledger to a checkpoint signed by the
ledger's key; and, where an item's record was laid open, that the words in the pack are the words that were recorded.
It shares no code with what made the pack.
Exit status: 0 nothing wrong, 1 something wrong, 2 could not run.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import re
import sys
import zipfile
from collections.abc import Iterator
from typing import IO, Any, NamedTuple

OUTSIDE_MANIFEST = ("manifest.json", "receipt.json")
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


class Wrong(Exception):
    """Something is not as it should be; the message says what."""


# Ed25519 (RFC 8032), checking only.
class Point(NamedTuple):
    """A point of the curve in extended coordinates: its x is x/z, its y is y/z, and x*y is t/z."""

    x: int
    y: int
    z: int
    t: int


def add(one: Point, two: Point) -> Point:
    a = (one.y - one.x) * (two.y - two.x) % P
    b = (one.y + one.x) * (two.y + two.x) % P
    c = 2 * one.t * two.t * D % P
    d = 2 * one.z * two.z % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return Point(e * f % P, g * h % P, f * g % P, e * h % P)


def times(number: int, point: Point) -> Point:
    result = Point(0, 1, 1, 0)
    while number:
        if number & 1:
            result = add(result, point)
        point = add(point, point)
        number >>= 1
    return result


def x_of(y: int, sign: int) -> int:
    """The x that goes with y on the curve."""
    if y >= P:
        raise Wrong("a signature or key is not a point of the curve")
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        raise Wrong("a signature or key is not a point of the curve")
    return P - x if x & 1 != sign else x


def point_of(data: bytes) -> Point:
    number = int.from_bytes(data, "little")
    y = number & ((1 << 255) - 1)
    x = x_of(y, number >> 255)
    return Point(x, y, 1, x * y % P)


def bytes_of(point: Point) -> bytes:
    inverse = pow(point.z, P - 2, P)
    x, y = point.x * inverse % P, point.y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def base_point() -> Point:
    y = 4 * pow(5, P - 2, P) % P
    x = x_of(y, 0)
    return Point(x, y, 1, x * y % P)


def is_signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` (64 bytes) is the one of `key` (32 bytes) over the message."""
    if len(key) != 32 or len(signature) != 64:
        return False
    s = int.from_bytes(signature[32:], "little")
    if s >= ORDER:
        return False
    try:
        public = point_of(key)
    except Wrong:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    minus = Point(-public.x % P, public.y, public.z, -public.t % P)
    return bytes_of(add(times(s, base_point()), times(k, minus))) == signature[:32]


# The formats of the ledger: c2sp.org/signed-note, /tlog-checkpoint, /tlog-proof, and the tree of RFC 9162.
def base64_bytes(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise Wrong(f"not base 64: {shown(text[:40])}") from None
    if base64.b64encode(data).decode() != text:
        raise Wrong(f"not base 64 in its one spelling: {shown(text[:40])}")
    return data


def parse_key(text: str) -> tuple[str, bytes, bytes]:
    """Name, key id and 32 bytes of a verifier key."""
    try:
        name, hex_id, encoded = text.strip().split("+", 2)
    except ValueError:
        raise Wrong("not a ledger key: expected name+keyid+base64") from None
    material = base64_bytes(encoded)
    key_id = hashlib.sha256(name.encode() + b"\n" + material).digest()[:4]
    if material[:1] != b"\x01" or len(material) != 33 or key_id.hex() != hex_id:
        raise Wrong("not an Ed25519 ledger key: expected name+keyid+base64")
    return name, key_id, material[1:]


class Notes:
    """Reads signed checkpoints by one key; each note is checked once."""

    def __init__(self, key: tuple[str, bytes, bytes]) -> None:
        self.name, self.key_id, self.public = key
        self._known: dict[str, tuple[int, bytes]] = {}

    def read(self, note: str) -> tuple[int, bytes]:
        """Size and root that the note states, or Wrong."""
        if note not in self._known:
            self._known[note] = self._read(note)
        return self._known[note]

    def _read(self, note: str) -> tuple[int, bytes]:
        text, blank, signatures = note.rpartition("\n\n")
        text += "\n"
        if not blank or not note.endswith("\n"):
            raise Wrong("the checkpoint is not a signed note")
        good = False
        for line in signatures[:-1].split("\n"):
            parts = line.split(" ")
            if len(parts) != 3 or parts[0] != "\u2014":
                raise Wrong("the checkpoint has a signature line that is none")
            data = base64_bytes(parts[2])
            if parts[1] == self.name and data[:4] == self.key_id:
                if not is_signed(self.public, text.encode(), data[4:]):
                    raise Wrong("the signature of the checkpoint does not fit its text")
                good = True
        if not good:
            raise Wrong("the checkpoint is not signed by the ledger's key")
        lines = text.split("\n")
        if len(lines) < 4 or lines[0] != self.name or not re.match(r"(0|[1-9][0-9]{0,18})\Z", lines[1]):
            raise Wrong(f"the checkpoint is not one of {shown(self.name)}")
        return int(lines[1]), base64_bytes(lines[2])


def parse_proof(text: str) -> tuple[bytes | None, int, list[bytes], str]:
    """Entry (None when it is not given), index, hashes and checkpoint of a proof file."""
    head, blank, note = text.partition("\n\n")
    lines = head.split("\n")
    if not blank or lines.pop(0) != "c2sp.org/tlog-proof@v1":
        raise Wrong("not a proof file")
    extra = None
    if lines and lines[0].startswith("extra "):
        extra = base64_bytes(lines.pop(0)[6:])
    found = re.match(r"index (0|[1-9][0-9]{0,18})\Z", lines.pop(0)) if lines else None
    if not found:
        raise Wrong("not a proof file: the index is missing")
    return extra, int(found.group(1)), [base64_bytes(line) for line in lines], note


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def climb(index: int, size: int, leaf: bytes, proof: list[bytes]) -> bytes:
    """The root the proof leads to (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        raise Wrong(f"there is no entry {index} in a ledger of {size}")
    last, here = size - 1, leaf
    for item in proof:
        if last == 0:
            raise Wrong("the proof is too long")
        if index & 1 or index == last:
            here = node(item, here)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            here = node(here, item)
        index, last = index >> 1, last >> 1
    if last:
        raise Wrong("the proof is too short")
    return here


# The pack:
class Folder:
    """A pack that was unpacked."""

    def __init__(self, path: str) -> None:
        self.path = path

    def names(self) -> Iterator[str]:
        for folder, folders, names in os.walk(self.path):
            folders[:] = [name for name in folders if name != "__pycache__"]
            for name in names:
                yield os.path.relpath(os.path.join(folder, name), self.path).replace(os.sep, "/")

    def open(self, name: str) -> IO[bytes]:
        return open(os.path.join(self.path, *name.split("/")), "rb")


class Zipped:
    """A pack as it was received: one folder in a ZIP file."""

    def __init__(self, path: str) -> None:
        self.zip = zipfile.ZipFile(path)
        first = next((name for name in self.zip.namelist() if name.endswith("/manifest.json")), "")
        self.top = first[: -len("manifest.json")]

    def names(self) -> Iterator[str]:
        for name in self.zip.namelist():
            if not name.endswith("/"):
                yield name[len(self.top) :] if name.startswith(self.top) else "../" + name

    def open(self, name: str) -> IO[bytes]:
        return self.zip.open(self.top + name)


class Report:
    """What was found wrong, in order."""

    def __init__(self) -> None:
        self.findings: list[str] = []

    def add(self, where: str, what: str) -> None:
        self.findings.append(f"{where}: {what}")


def sha256_of(pack: Folder | Zipped, name: str) -> str:
    digest = hashlib.sha256()
    with pack.open(name) as file:
        for piece in iter(lambda: file.read(1 << 20), b""):
            digest.update(piece)
    return digest.hexdigest()


def text_of(pack: Folder | Zipped, name: str) -> str:
    with pack.open(name) as file:
        return file.read().decode("utf-8")


def check_files(pack: Folder | Zipped, report: Report) -> int:
    """Compare the files with the manifest; how many there are."""
    manifest = json.loads(text_of(pack, "manifest.json"))
    listed = {file["path"]: file["sha256"] for file in manifest["files"]}
    there = list(pack.names())
    for name in sorted(set(there)):
        if there.count(name) > 1:
            report.add(shown(name), "is there twice")
    for name in sorted(set(listed) - set(there)):
        report.add(shown(name), "is missing")
    for name in sorted(set(there) - set(listed) - set(OUTSIDE_MANIFEST)):
        report.add(shown(name), "is not in the manifest: it was added")
    for name in sorted(set(listed) & set(there)):
        if sha256_of(pack, name) != listed[name]:
            report.add(shown(name), "was changed: its SHA-256 is not the one in the manifest")
    return len(listed)


def check_item(pack: Folder | Zipped, item: dict[str, Any], notes: Notes) -> str:
    """Check the proof of one item: "opened", "proved", or "none" where it has none."""
    proof = item.get("proof")
    if not proof:
        return "none"
    entry = check_proof(text_of(pack, proof["file"]), proof["leaf"], proof["sequence"], notes)
    about = {item["object"], *(fact["value"] for fact in item["facts"])}
    if entry is not None and entry["object"] not in about:
        raise Wrong("the entry is about something else")
    if not proof.get("opening"):
        return "proved"
    said = strings_in(opened(entry, proof["opening"]))
    if any(item[part] and item[part] not in said for part in ("text", "warning")):
        raise Wrong("the words in the pack are not those that were recorded")
    return "opened"


def check_proof(text: str, leaf_hex: str, sequence: int, notes: Notes) -> dict[str, Any] | None:
    """Check one proof file; its entry, where it carries one."""
    extra, index, hashes, note = parse_proof(text)
    leaf = bytes.fromhex(leaf_hex)
    if index != sequence:
        raise Wrong(f"the proof is about entry {index}, not about entry {sequence}")
    size, root = notes.read(note)
    if climb(index, size, leaf, hashes) != root:
        raise Wrong("the proof does not lead to the checkpoint: this was not recorded so")
    if extra is None:
        return None
    if hashlib.sha256(b"\x00" + extra).digest() != leaf:
        raise Wrong("the entry does not belong to its leaf")
    entry: dict[str, Any] = json.loads(extra)
    if entry["sequence"] != index:
        raise Wrong("the entry has another number than its proof")
    return entry


def opened(entry: dict[str, Any] | None, opening: dict[str, str]) -> dict[str, Any]:
    """What was recorded, once it is shown to be what the entry committed to."""
    if entry is None:
        raise Wrong("its record is laid open but the entry is not given")
    payload = opening["payload"].encode("utf-8")
    if hashlib.sha256(bytes.fromhex(opening["salt"]) + payload).hexdigest() != entry["payload_hash"]:
        raise Wrong("what was laid open is not what was recorded")
    value: dict[str, Any] = json.loads(payload)
    return value


def check_receipt(pack: Folder | Zipped, notes: Notes) -> str:
    """Check that the house recorded this very manifest; when it did."""
    receipt = json.loads(text_of(pack, "receipt.json"))
    entry = check_proof(receipt["proof"], receipt["leaf"], receipt["sequence"], notes)
    recorded = opened(entry, receipt["opening"])
    if entry is None or entry["kind"] != "pack.written":
        raise Wrong("is not about the making of a pack")
    if recorded["command"]["manifest"] != sha256_of(pack, "manifest.json"):
        raise Wrong("the manifest is not the one the house recorded when it made this pack")
    return str(entry["time"])


def strings_in(value: Any) -> set[str]:
    if isinstance(value, str):
        return {value}
    if isinstance(value, dict):
        value = list(value.values())
    return set().union(*(strings_in(each) for each in value)) if isinstance(value, list) and value else set()


CANNOT_READ = (KeyError, TypeError, ValueError, AttributeError, OSError, RecursionError)


def told(problem: Exception) -> str:
    return str(problem) if isinstance(problem, Wrong) else f"cannot be read ({type(problem).__name__})"


def check_proofs(pack: Folder | Zipped, content: dict[str, Any], notes: Notes, report: Report) -> dict[str, int]:
    """Check every item's proof; how many were opened, proved, and without one."""
    counts = {"opened": 0, "proved": 0, "none": 0}
    for item in content["items"]:
        try:
            counts[check_item(pack, item, notes)] += 1
        except (Wrong, *CANNOT_READ) as problem:
            report.add(f"item {shown(str(item.get('number')))}", told(problem))
    return counts


def shown(text: str) -> str:
    """Text of the pack on a terminal: what cannot drive it, so that no name in the pack can."""
    return "".join(sign if sign.isprintable() else f"[U+{ord(sign):04X}]" for sign in text)


def say(line: str) -> None:
    encoding = sys.stdout.encoding or "ascii"
    print(line.encode(encoding, "backslashreplace").decode(encoding))  # noqa: T201 - a program of its own


def verify(path: str, key: str = "") -> tuple[Report, list[str]]:
    """Check the pack; what is wrong, and what to say about the rest."""
    pack: Folder | Zipped = Folder(path) if os.path.isdir(path) else Zipped(path)
    report = Report()
    files = check_files(pack, report)
    content = json.loads(text_of(pack, "pack.json"))
    lines = [
        f"{shown(content['title'])} ({shown(content['reference'])}), {len(content['items'])} items",
        f"Files compared with the manifest: {files}",
    ]
    used = key or text_of(pack, "ledger/key.txt").strip()
    try:
        notes = Notes(parse_key(used))
        lines.append(f"Recorded by the house when it made the pack: {shown(check_receipt(pack, notes))}")
    except (Wrong, *CANNOT_READ) as problem:
        report.add("receipt.json", told(problem))
        return report, lines
    counts = check_proofs(pack, content, notes, report)
    lines += [
        f"Items proved to be recorded: {counts['proved'] + counts['opened']}",
        f"  of these, with the recorded words laid open, and they are the same: {counts['opened']}",
        f"Items without a proof: {counts['none']}",
    ]
    if not key:
        lines += [
            f"The ledger's key is the one in this pack: {shown(used)}",
            f"  Compare it with what the house publishes, {shown(content['address'])}/ledger, or name that with --key.",
        ]
    return report, lines


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Check a release pack.")
    here = os.path.dirname(os.path.abspath(__file__))
    parser.add_argument("pack", nargs="?", default=here, help="folder or ZIP file; without it, where this file lies")
    parser.add_argument("--key", default="", help="the ledger's key from the house's own site: name+keyid+base64")
    asked = parser.parse_args(arguments)
    try:
        report, lines = verify(asked.pack, asked.key)
    except (Wrong, *CANNOT_READ, zipfile.BadZipFile) as problem:
        say(f"This pack cannot be read: {type(problem).__name__} {shown(str(problem))}")
        return 2
    for line in lines:
        say(line)
    for finding in report.findings:
        say(f"WRONG  {finding}")
    say("Something is wrong with this pack." if report.findings else "Nothing is wrong with this pack.")
    return 1 if report.findings else 0


if __name__ == "__main__":
    sys.exit(main())
