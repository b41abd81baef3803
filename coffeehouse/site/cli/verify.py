"""Prove that ledger and database have not been changed.

Recomputes every entry, the tree and all signed checkpoints, compares each row of the house with what the ledger last
said of it, and each file of media with what it was stored with. Names every position that does not fit, and exits with
1 if there is one. Safe to run beside an open house.
`python coffeehouse/ledger/verify.py` does the same without this program, for auditors who do not trust it.

It cannot see that the newest entries were cut off, unless a checkpoint that covers them is kept elsewhere: give such
with --checkpoint.
"""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coffeehouse.site.cli import CommandFailed, opening

if TYPE_CHECKING:
    from coffeehouse.ledger.verify import Source


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument(
        "--checkpoint", type=Path, action="append", default=[], metavar="FILE", help="a checkpoint kept elsewhere"
    )
    parser.add_argument(
        "--receipt", type=Path, action="append", default=[], metavar="FILE", help="a receipt (.tlog-proof) of an entry"
    )
    parser.add_argument(
        "--vkey", action="append", default=[], metavar="KEY", help="check against this key instead of the house's own"
    )


def run(arguments: argparse.Namespace) -> int:
    """The command."""
    opening.open_house()
    try:
        notes = [file.read_text("utf-8") for file in arguments.checkpoint]
        receipts = [file.read_text("utf-8") for file in arguments.receipt]
    except (OSError, UnicodeDecodeError) as error:
        raise CommandFailed(f"A file cannot be read: {error}. Check --checkpoint and --receipt.") from error
    return check_house(arguments.vkey, notes, receipts)


def check_house(keys: Sequence[str] = (), notes: Sequence[str] = (), receipts: Sequence[str] = ()) -> int:
    """Verify the house of the settings and print the report; 0 when nothing was found, else 1."""
    from django.conf import settings
    from django.db import DatabaseError

    from coffeehouse.ledger import key_files
    from coffeehouse.ledger.outside import LOG
    from coffeehouse.ledger.queries import signed_as_another
    from coffeehouse.ledger.verify import parse_key, verify
    from coffeehouse.site.checks import origin_remedy

    key_file = settings.KEYS / "ledger.key"
    if not keys and not key_file.exists():
        raise CommandFailed(f"{key_file} is missing, so signatures cannot be checked. Put it back, or give --vkey KEY.")
    signed = ""
    with contextlib.suppress(DatabaseError, ValueError):  # what is damaged is found below
        signed = signed_as_another(settings.LEDGER_ORIGIN)
    if signed:
        raise CommandFailed(
            f"Not verified: the ledger was signed as {signed}, the settings say {settings.LEDGER_ORIGIN}. "
            + origin_remedy(signed)
        )
    try:
        for key in keys:
            parse_key(key)
    except ValueError as problem:
        raise CommandFailed(f"--vkey is {problem}. The ledger page of the house shows the key.") from None
    log = settings.LEDGER_FOLDER / LOG
    try:
        report = verify(
            _source(),
            list(keys) or [key.public.text() for key in key_files.current(settings.DATA, settings.LEDGER_ORIGIN)],
            origin=settings.LEDGER_ORIGIN,
            log=log if log.exists() else None,
            media=settings.MEDIA_ROOT if settings.MEDIA_ROOT.is_dir() else None,
            notes=notes,
            receipts=receipts,
        )
    except ChildProcessError as problem:
        raise CommandFailed(f"Not verified: {problem}") from problem
    for where, what in report.findings:
        print(f"{where}: {what}")
    if report.further:
        print(f"and {report.further} further findings")
    print(", ".join(f"{number} {what}" for what, number in report.counts.items()))
    print("Verified: nothing found." if report.is_clean else "NOT VERIFIED.")
    return 0 if report.is_clean else 1


def _source() -> Source:
    """The house's database, read in one snapshot, on the SQLite the house itself uses."""
    from django.conf import settings
    from django.db import connection

    from coffeehouse.ledger.verify import open_source
    from coffeehouse.site import options

    if connection.vendor != "sqlite":
        return open_source(options.text("DATABASE_URL"))
    from pysqlite3 import dbapi2

    return open_source(str(Path(settings.DATABASES["default"]["NAME"]).resolve()), dbapi2)
