"""Make a house from a backup, in an empty data folder.

Refuses a folder that holds anything, and a file that is not a whole backup. Afterwards the ledger is verified.
With PostgreSQL, DATABASE_URL must name an empty database.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from coffeehouse.kernel import clock
from coffeehouse.site import archive
from coffeehouse.site.cli import CommandFailed, opening, verify


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("file", type=Path, help="a file that `coffeehouse backup` wrote")


def run(arguments: argparse.Namespace) -> int:
    """The command."""
    opening.load()
    from django.conf import settings
    from django.db import connection

    data = Path(settings.DATA)
    if data.exists() and any(data.iterdir()):
        raise CommandFailed(f"{data} is not empty. Set COFFEEHOUSE_DATA to a folder that is empty or not there yet.")
    try:
        manifest = archive.read_manifest(arguments.file)
    except archive.BrokenArchive as error:
        raise CommandFailed(str(error)) from error
    if manifest.database != connection.vendor:
        raise CommandFailed(
            f"This backup is of a house on {manifest.database}, and DATABASE_URL names {connection.vendor}. "
            f"Set DATABASE_URL to {manifest.database}."
        )
    _write(arguments.file, data)
    print(f"Restored the house of {clock.iso(manifest.made_at)} into {data}.")
    _compare(manifest)
    missing = opening.pending_migrations()
    if missing:
        print(f"It was made by version {manifest.version}. Run `coffeehouse migrate` before you open it.")
    return verify.check_house()


def _write(file: Path, data: Path) -> None:
    from django.db import connection

    from coffeehouse.site import copying, setup

    setup.make_private(data)
    archive.extract(file, data)
    if connection.vendor == "sqlite":
        restored, wanted = data / archive.SQLITE_NAME, Path(connection.settings_dict["NAME"])
        if restored != wanted:
            if wanted.exists():
                raise CommandFailed(f"{wanted}, which DATABASE_URL names, exists already. Name another file.")
            restored.rename(wanted)
        return
    dump = data / archive.POSTGRES_NAME
    try:
        copying.restore_postgres(dump)
    except copying.CannotCopy as error:
        raise CommandFailed(f"{error} The files were restored; empty {data} before you try again.") from error
    dump.unlink()


def _compare(manifest: archive.Manifest) -> None:
    """Say which settings must be as they were: the addresses are part of every name and of the signed ledger."""
    from django.conf import settings

    if manifest.base_url != settings.BASE_URL:
        print(
            f"Its address was {manifest.base_url}; now it is {settings.BASE_URL}. Set BASE_URL back to keep its names."
        )
    if manifest.ledger_origin != settings.LEDGER_ORIGIN:
        print(f"Set LEDGER_ORIGIN={manifest.ledger_origin}: the ledger was signed under that name.")
