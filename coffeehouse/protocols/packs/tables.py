"""The tables of a pack: its items, and the log of what was taken out and why, as CSV for a spreadsheet. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from coffeehouse.kernel.clock import iso
from coffeehouse.protocols.packs.content import Pack, PackItem
from coffeehouse.protocols.packs.plain import cell

ITEM_COLUMNS = (
    "number", "kind", "object", "time", "channel", "author", "audience", "language", "decision", "warning", "text",
    "url", "attachments", "withheld_under", "entry_in_ledger",
)  # fmt: skip
REDACTION_COLUMNS = ("item", "part", "withheld_under", "reason")


def items_csv(pack: Pack) -> bytes:
    """One line for each item."""
    return _table(ITEM_COLUMNS, (_item(number, item) for number, item in enumerate(pack.items, 1)))


def redactions_csv(pack: Pack) -> bytes:
    """One line for each thing taken out."""
    return _table(
        REDACTION_COLUMNS,
        (
            (number, redaction.part, redaction.exemption, redaction.reason)
            for number, item in enumerate(pack.items, 1)
            for redaction in item.redactions
        ),
    )


def _item(number: int, item: PackItem) -> tuple[str | int | None, ...]:
    return (
        number, item.kind, item.object, iso(item.time_at), item.channel, item.author, item.audience, item.language,
        item.decision, item.warning, item.text, item.url,
        "; ".join(attachment.name for attachment in item.attachments),
        ", ".join(dict.fromkeys(redaction.exemption for redaction in item.redactions)),
        None if item.proof is None else item.proof.sequence,
    )  # fmt: skip


def _table(columns: Sequence[str], lines: Iterable[Sequence[str | int | None]]) -> bytes:
    """UTF-8 with a byte order mark, which is how spreadsheets know it, and lines that end as RFC 4180 says."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    writer.writerows([cell(value) for value in line] for line in lines)
    return b"\xef\xbb\xbf" + out.getvalue().encode()
