"""The document of a pack, as tagged PDF that screen readers read (PDF/UA-1).

Typst sets it from values, never from markup. It runs without a network and sees one folder with two files: our template
and the values. A character that its fonts have no letter for stands as its name or number, since PDF/UA allows no
letter that is not there.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import unicodedata
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from coffeehouse.protocols.packs.content import INCLUDED, REDACTED, WITHHELD, Attachment, Pack, PackItem
from coffeehouse.protocols.packs.pages import described
from coffeehouse.protocols.packs.plain import one_line, visible
from coffeehouse.protocols.packs.words import moment, words_of

COMMAND = "python3 verify.py"
TEMPLATE = Path(__file__).with_name("index.typ")
MAX_TRIES = 30
# How Typst names what no font has a letter for, as Rust writes strings.
_NO_LETTER = re.compile(r'the text `"((?:[^"\\`]|\\.)+)"`')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_ORDINARY = frozenset(map(chr, range(0x20, 0x180)))


class DocumentError(RuntimeError):
    """The document could not be set."""


def write_document(pack: Pack, decisions: Counter[str] | None = None) -> bytes:
    """The PDF. DocumentError when Typst refuses."""
    missing: set[str] = set()
    values = values_of(pack, decisions or Counter(item.decision for item in pack.items))
    with tempfile.TemporaryDirectory(prefix="pack-") as made:
        folder = Path(made)
        shutil.copyfile(TEMPLATE, folder / TEMPLATE.name)
        for _ in range(MAX_TRIES):
            (folder / "data.json").write_text(json.dumps(_lettered(values, missing)), encoding="ascii")
            try:
                return _set(folder, pack.made_at)
            except typst.TypstError as problem:
                found = {sign for text in _unset(problem.diagnostic) for sign in text} - _ORDINARY - missing
                if not found:
                    raise DocumentError(f"The document of the pack could not be made: {problem.message}") from problem
                missing |= found
    raise DocumentError("The document of the pack could not be made: too many characters without a letter.")


def _set(folder: Path, at: int) -> bytes:
    compiler = typst.Compiler(root=str(folder))
    made = compiler.compile(
        str(folder / TEMPLATE.name),
        format="pdf",
        pdf_standards="ua-1",
        timestamp=datetime.fromtimestamp(at // 1000, UTC),
    )
    if not isinstance(made, bytes):
        raise DocumentError("The document of the pack could not be made: Typst gave no PDF.")
    return made


def values_of(pack: Pack, decisions: Counter[str]) -> dict[str, Any]:
    """All that the template shows."""
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
        "items": [_item(pack, number, item) for number, item in enumerate(pack.items, 1)],
        "redactions": [
            (str(number), one_line(each.part), one_line(each.exemption), one_line(each.reason))
            for number, item in enumerate(pack.items, 1)
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
