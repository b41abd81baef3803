"""The whole farewell, in order: accounts, ledger, pages, search, tombstones, and sums that show that all is there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from hashlib import file_digest
from pathlib import Path

from django.conf import settings
from warcio.warcwriter import WARCWriter

from coffeehouse.database import sql
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.people.voice_commands import RemoveLeaver
from coffeehouse.domain.publishing.closing import STAYING
from coffeehouse.domain.publishing.queries import Mode
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from coffeehouse.ledger.integrate import integrate
from coffeehouse.ledger.queries import signed_size
from coffeehouse.ledger.sign import sign_checkpoint
from coffeehouse.ledger.tiles import tile_path, tiles_of
from coffeehouse.site.sunset import finding
from coffeehouse.site.sunset.tombstones import write_tombstones
from coffeehouse.site.sunset.walking import Report, Walk

MARK = ".coffeehouse-sunset"
SITE, ARCHIVE, SUMS, README = "site", "house.warc.gz", "SHA256SUMS", "README.txt"
PAGES = (
    "/", "/public", "/about", "/policy", "/policy/rules", "/policy/versions", "/terms", "/privacy", "/accessibility",
    "/corrections", "/corrections.atom", "/ledger", "/search", "/icon.svg", "/ledger/checkpoint", "/ledger/key",
    "/ledger/key-changes",
)  # fmt: skip


def end_accounts(report: Report) -> int:
    """Everybody but those who look after the records leaves: tokens, sessions and seats end. How many left now."""
    leaving = [
        member_id
        for (member_id,) in sql.rows(
            "SELECT id FROM people_member WHERE state IN ('active', 'pending', 'suspended') AND role NOT IN (%s, %s)"
            " ORDER BY id",
            STAYING,
        )
    ]
    for number, member_id in enumerate(leaving, 1):
        act(RemoveLeaver(member_id=member_id, is_told=True), SYSTEM, "cli")
        report(number / len(leaving))
    report(1.0)
    return len(leaving)


def close_ledger() -> int:
    """Put every entry under a checkpoint; how many there are."""
    while integrate():
        pass
    sign_checkpoint(settings.DATA, settings.LEDGER_ORIGIN)
    return signed_size()


def prepare(folder: Path) -> None:
    """An empty folder of ours. Raises FileExistsError where somebody else's files lie."""
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise FileExistsError(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text("Written by coffeehouse sunset, which may write it anew.\n", "utf-8")
    shutil.rmtree(folder / SITE, ignore_errors=True)


def write_site(folder: Path, mode: Mode, report: Report) -> Walk:
    """Write pages, web archive, search and tombstones."""
    root = folder / SITE
    with (folder / ARCHIVE).open("wb") as out:
        archive = WARCWriter(out, gzip=True, warc_version="1.1")
        about = {"software": "Coffeehouse", "format": "WARC File Format 1.1", "isPartOf": settings.BASE_URL}
        archive.write_record(archive.create_warcinfo_record(ARCHIVE, about))
        walk = Walk(root, archive)
        walk.go(_seeds(), lambda share: report(share * 0.8))
    index = finding.write_index(root / "search", finding.said())
    walk.finish(finding.search_form(index), index.lists, lambda share: report(0.8 + share * 0.2))
    write_tombstones(root, mode.starts_at)
    return walk


def _seeds() -> Iterator[str]:
    """What nothing else may lead to, and every account and post that a visitor may see."""
    yield from PAGES
    for (acct,) in sql.rows("SELECT acct FROM people_account WHERE domain = '' AND hidden_at IS NULL ORDER BY id"):
        yield f"/@{acct}"
    for post in finding.said():
        yield post.address
    for level, number, width in tiles_of(signed_size()):
        yield f"/ledger/{tile_path(level, number, width)}"


def write_sums(folder: Path) -> int:
    """List every file with its SHA-256, as `sha256sum --check` reads it; how many there are."""
    lines = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in (SUMS, MARK):
            with path.open("rb") as file:
                lines.append(f"{file_digest(file, 'sha256').hexdigest()}  {name}\n")
    (folder / SUMS).write_text("".join(lines), "utf-8")
    return len(lines)


def write_readme(folder: Path, mode: Mode) -> None:
    """Say in plain words what the folder holds."""
    (folder / README).write_text(
        f"""{settings.BODY_NAME}: {settings.BASE_URL}

This house closed on {clock.day_text(mode.starts_at)}. {mode.reason}

site/          every public page as a plain file. Open site/index.html; no server is needed.
               Served by any web server under the old address, every old link to a page still works.
house.warc.gz  the same pages as the house showed them, as a web archive (WARC/1.1).
site/ledger/   the last checkpoint, the keys and the tiles of the ledger (C2SP tlog-tiles): with them, every receipt
               (receipt.tlog-proof beside a post) can be checked for ever.
site/users/    what other servers are told about the accounts: that they are gone, and where they went.
SHA256SUMS     check all files with: sha256sum --check SHA256SUMS

Nothing private is in here. The records themselves are in the backup of the house.
""",
        "utf-8",
    )
