"""Block lists of servers as they are passed around: the CSV that Mastodon exports, or one name a line.

    #domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate
    bad.example,suspend,FALSE,FALSE,"Fraud",FALSE

Pure. What cannot be read is named with its line and the reason, and nothing of it is guessed: a name with stars was
made unreadable on purpose by whoever exported it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

import msgspec

from coffeehouse.protocols.addresses import BadAddress, read_url

MOST_LINES = 10_000
LONGEST_COMMENT = 1_000
HEADER = ("#domain", "#severity", "#reject_media", "#reject_reports", "#public_comment", "#obfuscate")
STATE_OF = {"": "suspended", "suspend": "suspended", "silence": "limited", "limit": "limited", "noop": "open"}
SEVERITY_OF = {"suspended": "suspend", "limited": "silence", "open": "noop"}
TRUE = frozenset({"true", "1", "yes", "t"})
# What a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Listed(msgspec.Struct, frozen=True):
    """A server of a list, in the house's words. state: suspended, limited or open."""

    host: str
    state: str
    rejects_media: bool = False
    reason: str = ""


class Unread(msgspec.Struct, frozen=True):
    """A line that names no server, and why: stars, severity, name, house (it names the house itself)."""

    line: int
    text: str
    why: str


class BlockList(msgspec.Struct, frozen=True):
    """What a list says, each server once, and what of it cannot be read. is_cut: there was more."""

    servers: tuple[Listed, ...]
    unread: tuple[Unread, ...] = ()
    is_cut: bool = False


def read_list(text: str, house: str = "") -> BlockList:
    """The servers of a list. A server named twice has the later line's terms. house: whose list it is to be."""
    found: dict[str, Listed] = {}
    unread: list[Unread] = []
    columns = {"domain": 0}
    is_cut = False
    for number, row in enumerate(_rows(text), start=1):
        if number > MOST_LINES:
            is_cut = True
            break
        names = [name.strip().lstrip("#").lower() for name in row]
        if "domain" in names and number == 1:
            columns = {name: at for at, name in enumerate(names)}
            continue
        cells = {name: row[at].strip() for name, at in columns.items() if at < len(row)}
        if not cells.get("domain") or cells["domain"].startswith("#"):
            continue
        listed = _listed(number, cells)
        if isinstance(listed, Unread):
            unread.append(listed)
        elif listed.host == house:
            unread.append(Unread(number, listed.host, "house"))
        else:
            found[listed.host] = listed
    return BlockList(tuple(found.values()), tuple(unread), is_cut)


def _rows(text: str) -> Iterable[list[str]]:
    # Lines are taken apart one by one: a quotation mark that is never closed must not swallow the rest of a list.
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").split("\n")
    return (next(csv.reader([line]), []) if len(line) <= 8_000 else [line[:100]] for line in lines)


def _listed(number: int, cells: dict[str, str]) -> Listed | Unread:
    written = cells["domain"]
    name = written.removeprefix("*.").lower()
    severity = cells.get("severity", "").lower()
    if "*" in name or "?" in name:
        return Unread(number, written[:100], "stars")
    if severity not in STATE_OF:
        return Unread(number, f"{written[:100]}, {severity[:40]}", "severity")
    try:
        host = read_url(f"https://{name}/").authority
    except BadAddress:
        host = ""
    # A list of names is about the public internet: one label is a slip, or a word.
    if not host or "/" in name or "." not in host:
        return Unread(number, written[:100], "name")
    reason = cells.get("public_comment", "") or cells.get("comment", "")
    return Listed(
        host=host,
        state=STATE_OF[severity],
        rejects_media=cells.get("reject_media", "").lower() in TRUE,
        reason=" ".join(reason.removeprefix("'").split())[:LONGEST_COMMENT],
    )


def write_list(servers: Iterable[Listed]) -> str:
    """The CSV of a list, as other servers import it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for server in servers:
        reason = f"'{server.reason}" if server.reason.startswith(FORMULA) else server.reason
        media = "TRUE" if server.rejects_media else "FALSE"
        writer.writerow([server.host, SEVERITY_OF[server.state], media, "FALSE", reason, "FALSE"])
    return text.getvalue()
