"""The text that opens first: what the pack is, what lies in it, and how anybody checks it. Pure."""

from __future__ import annotations

import textwrap
from collections import Counter

from coffeehouse.protocols.packs.content import INCLUDED, REDACTED, WITHHELD, Pack
from coffeehouse.protocols.packs.document import COMMAND, document_names
from coffeehouse.protocols.packs.plain import one_line, visible
from coffeehouse.protocols.packs.words import moment, words_of

INDEX = "index.pdf"
_FILES = (
    (INDEX, "file_index"),
    ("items.csv", "file_items"),
    ("redactions.csv", "file_redactions"),
    ("pack.json", "file_json"),
    ("archive.warc.gz", "file_warc"),
    ("attachments/", "file_attachments"),
    ("proofs/", "file_proofs"),
    ("ledger/", "file_ledger"),
    ("verify.py", "file_verify"),
    ("manifest.json", "file_manifest"),
    ("receipt.json", "file_receipt"),
)
_WIDTH = 78


def write_readme(pack: Pack) -> str:
    """README.txt, in the language of the pack."""
    words = words_of(pack.language)
    counts = Counter(item.decision for item in pack.items)
    title = one_line(pack.title)
    numbers = words["what_counts"].format(
        total=len(pack.items), included=counts[INCLUDED], redacted=counts[REDACTED], withheld=counts[WITHHELD]
    )
    absent = {
        "attachments/": not any(attachment.source for item in pack.items for attachment in item.attachments),
        "proofs/": not any(item.proof for item in pack.items),
    }
    named = {INDEX: f"{document_names(pack)[0]} …" if len(document_names(pack)) > 1 else INDEX}
    lines = [
        title, "=" * min(len(title), _WIDTH), "",
        f"{words['reference']}: {one_line(pack.reference)}",
        f"{words['house']}: {one_line(pack.house)}",
        f"{words['made']}: {moment(pack.made_at, pack.language, pack.time_zone)}", "",
        *_section(words["what"], _said(words["what_words"], pack), numbers),
        *(_wrapped(visible(note)) for note in pack.notes),
        "" if pack.notes else None,
        words["files"], "",
        *(_file(named.get(name, name), words[key]) for name, key in _FILES if not absent.get(name)), "",
        _wrapped(words["spreadsheet"]), "",
        *_section(words["check_title"], words["check_words"]), f"    {COMMAND}", "",
        _wrapped(words["check_more"] % f"{pack.address}/ledger"),
    ]  # fmt: skip
    return "\n".join(line for line in lines if line is not None) + "\n"


def _said(sentence: str, pack: Pack) -> str:
    """Names are put in last: braces in them are theirs and stay (attack X7)."""
    return sentence.format(house=one_line(pack.house), reference=one_line(pack.reference))


def _section(title: str, *paragraphs: str) -> list[str]:
    return [title, "", *(part for paragraph in paragraphs for part in (_wrapped(paragraph), ""))]


def _wrapped(text: str) -> str:
    return "\n".join(
        textwrap.fill(line, _WIDTH, break_long_words=False, break_on_hyphens=False) for line in text.split("\n")
    )


def _file(name: str, about: str) -> str:
    return textwrap.fill(about, _WIDTH, initial_indent=f"  {name:<17} ", subsequent_indent=" " * 20)
