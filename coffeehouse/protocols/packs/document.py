"""The document of a pack, as tagged PDF that screen readers read (PDF/UA-1).

Typst sets it from values, never from markup, in a child that is given one folder with two files: our template and the
values. A character that its fonts have no letter for stands as its name or number: PDF/UA allows none that is missing.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coffeehouse.protocols.packs import document_worker
from coffeehouse.protocols.packs.content import INCLUDED, REDACTED, WITHHELD, Attachment, Pack, PackItem
from coffeehouse.protocols.packs.pages import described
from coffeehouse.protocols.packs.plain import one_line, visible
from coffeehouse.protocols.packs.words import moment, words_of

COMMAND = "python3 verify.py"
TEMPLATE = Path(__file__).with_name("index.typ")
MAX_TRIES = 5
TIMEOUT_SECONDS = 900
VOLUME = 1_000
"""Items in one document: more of them need more memory than a small machine has, and no reader opens them."""
# How Typst names what no font has a letter for, as Rust writes strings.
_NO_LETTER = re.compile(r'the text `"((?:[^"\\`]|\\.)+)"`')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_ORDINARY = frozenset(map(chr, range(0x20, 0x180)))


class DocumentError(RuntimeError):
    """The document could not be set."""


def document_names(pack: Pack) -> list[str]:
    """`index.pdf`, or of a large pack `index-1.pdf` and so on: what a person, and a reader, can open."""
    volumes = -(-len(pack.items) // VOLUME)
    return ["index.pdf"] if volumes < 2 else [f"index-{volume}.pdf" for volume in range(1, volumes + 1)]


def write_document(pack: Pack, volume: int = 1, beside: Path | None = None) -> bytes:
    """The PDF of this volume, from 1; it is made in the folder `beside`. DocumentError when Typst refuses."""
    values = values_of(pack, volume)
    with tempfile.TemporaryDirectory(prefix=".document-", dir=beside) as made:
        folder = Path(made)
        shutil.copyfile(TEMPLATE, folder / TEMPLATE.name)
        missing = _without_letter(folder, values, pack.made_at)
        for _ in range(MAX_TRIES):
            found = _set(folder, _lettered(values, missing), pack.made_at)
            if found is None:
                return (folder / "index.pdf").read_bytes()
            if found <= missing:
                break
            missing |= found
    raise DocumentError("The document of the pack could not be made: some of its characters cannot be set.")


def _without_letter(folder: Path, values: dict[str, Any], at: int) -> set[str]:
    """The signs of a document that no font has a letter for: asked with a page of them, which is quick."""
    signs = sorted({sign for text in _texts(values) for sign in text} - _ORDINARY - {"\n"})
    if not signs:
        return set()
    probe = {**values, "asked": [[sign] for sign in signs], "items": [], "notes": [], "redactions": []}
    return _set(folder, probe, at) or set()


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    else:
        for member in value.values() if isinstance(value, dict) else value:
            yield from _texts(member)


def _set(folder: Path, values: Any, at: int) -> set[str] | None:
    """Set the document, in a child; None when it is there, else the signs no font has. DocumentError for the rest."""
    (folder / "data.json").write_text(json.dumps(values), encoding="ascii")
    command = [sys.executable, "-I", document_worker.__file__, str(folder), str(at // 1_000)]
    try:
        done = subprocess.run(  # noqa: S603  our own file, no shell, no words of strangers
            command, capture_output=True, timeout=TIMEOUT_SECONDS, check=False, env={}, cwd=folder
        )
        problem = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise DocumentError(
            "The document of the pack could not be made: it took too long, or too much memory."
        ) from None
    if not problem:
        return None
    signs = {sign for text in _unset(problem["diagnostic"]) for sign in text} - _ORDINARY
    if not signs:
        raise DocumentError(f"The document of the pack could not be made: {problem['message']}")
    return signs


def values_of(pack: Pack, volume: int = 1) -> dict[str, Any]:
    """All that the template shows."""
    start = (volume - 1) * VOLUME
    shown = list(enumerate(pack.items, 1))[start : start + VOLUME]
    part = f" {shown[0][0]}–{shown[-1][0]}" if len(pack.items) > VOLUME else ""
    decisions = Counter(item.decision for item in pack.items)
    words = words_of(pack.language)
    made = moment(pack.made_at, pack.language, pack.time_zone)
    return {
        "words": dict(words),
        "language": pack.language,
        "title": one_line(pack.title),
        "house": one_line(pack.house),
        "about": [
            (words["reference"], one_line(pack.reference)), (words["house"], one_line(pack.house)),
            (words["made"], made),
        ],
        "asked": _paragraphs(pack.asked),
        "notes": [_paragraphs(note) for note in pack.notes],
        "summary": [(words[decision], str(decisions[decision])) for decision in (INCLUDED, REDACTED, WITHHELD)],
        "items_heading": words["items"] + part,
        "items": [_item(pack, number, item) for number, item in shown],
        "redactions": [
            (str(number), one_line(each.part), one_line(each.exemption), one_line(each.reason))
            for number, item in shown
            for each in item.redactions
        ],
        "command": COMMAND,
        "check_more": words["check_more"] % f"{pack.address}/ledger",
    }  # fmt: skip


def _item(pack: Pack, number: int, item: PackItem) -> dict[str, Any]:
    words = words_of(pack.language)
    language = item.language.split("-")[0].lower()
    return {
        "heading": one_line(f"{words['item']} {number}: {item.kind}"),
        "about": [(one_line(name), one_line(value)) for name, value in described(pack, item)],
        "text": _paragraphs(item.text),
        "language": language if _LANGUAGE.fullmatch(language) else "",
        "attachments": [_attachment(words, attachment) for attachment in item.attachments],
        "redactions": [one_line(f"{each.part}: {each.exemption}. {each.reason}") for each in item.redactions],
    }


def _attachment(words: Any, attachment: Attachment) -> str:
    parts = [attachment.name, attachment.description]
    if not attachment.source:
        parts.append(words["not_released"])
    elif attachment.boxes:
        parts.append(words["covered"])
    return ". ".join(one_line(part) for part in parts if part)


def _paragraphs(text: str) -> list[list[str]]:
    """The text as paragraphs of lines."""
    blocks = re.split(r"\n\s*\n", visible(text).strip("\n"))
    return [block.split("\n") for block in blocks if block.strip()]


def _unset(diagnostic: str) -> list[str]:
    """The texts that a refusal names."""
    return [_ESCAPED.sub(_unescaped, found) for found in _NO_LETTER.findall(diagnostic)]


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else found[2]


def _lettered(value: Any, missing: set[str]) -> Any:
    """The values with what has no letter spelled out."""
    if isinstance(value, str):
        return "".join(spelled(sign) if sign in missing else sign for sign in value) if missing else value
    if isinstance(value, dict):
        return {name: _lettered(member, missing) for name, member in value.items()}
    return [_lettered(member, missing) for member in value]


def spelled(sign: str) -> str:
    """A sign by its name where that helps a reader (`[grinning face]`), else by its number; joiners are left out."""
    if unicodedata.category(sign) in ("Mn", "Me", "Cf", "Sk") and not unicodedata.name(sign, "").startswith("TAG"):
        return ""
    name = unicodedata.name(sign, "") if unicodedata.category(sign) in ("So", "Sm", "Sc") else ""
    return f"[{name.lower()}]" if name else f"[U+{ord(sign):04X}]"
