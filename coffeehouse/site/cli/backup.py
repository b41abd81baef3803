"""Write a consistent copy of a running house into one file.

The file holds database, media, ledger checkpoints and keys, and is read back and checked before the command ends. It
contains everything people said in private, and the keys: keep it as safe as the house, and encrypted elsewhere.
"""

from __future__ import annotations

import argparse
import tempfile
from importlib.metadata import version
from pathlib import Path

from coffeehouse.kernel import clock
from coffeehouse.site import archive
from coffeehouse.site.cli import CommandFailed, opening


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument(
        "file", nargs="?", type=Path, help="where to write (default: coffeehouse-<time>.tar.gz in this folder)"
    )


def run(arguments: argparse.Namespace) -> int:
    """The command."""
    opening.open_house()
    from coffeehouse.site.copying import CannotCopy

    made_at = clock.now_ms()
    target: Path = arguments.file or Path(f"coffeehouse-{clock.iso(made_at)[:19].replace(':', '')}.tar.gz")
    if target.exists():
        raise CommandFailed(f"{target} exists already. Choose another name.")
    try:
        writer = archive.Writer(target)
    except OSError as error:
        raise CommandFailed(f"{target} cannot be written ({error.strerror}). Choose another place.") from error
    try:
        _fill(writer, made_at)
        manifest = archive.read_manifest(target)
    except (CannotCopy, archive.BrokenArchive) as error:
        raise CommandFailed(str(error)) from error
    except OSError as error:
        raise CommandFailed(f"The backup failed ({error}). Make room, or choose another place.") from error
    finally:
        writer.abandon()
    size = sum(member.size for member in manifest.members.values())
    print(f"{target}: {len(manifest.members)} files, {size / 1e6:.1f} MB before compression, read back and whole.")
    return 0


def _fill(writer: archive.Writer, made_at: int) -> None:
    from django.conf import settings
    from django.db import connection

    from coffeehouse.site import copying

    _add_folder(writer, settings.DATA, "ledger")
    is_sqlite = connection.vendor == "sqlite"
    name = archive.SQLITE_NAME if is_sqlite else archive.POSTGRES_NAME
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=settings.DATA) as folder:
        copy = Path(folder) / name
        (copying.copy_sqlite if is_sqlite else copying.copy_postgres)(copy)
        writer.add(copy, name)
    _add_folder(writer, settings.DATA, "media")
    _add_folder(writer, settings.DATA, "keys")
    writer.finish(
        archive.Manifest(
            version=version("coffeehouse"),
            made_at=made_at,
            base_url=settings.BASE_URL,
            ledger_origin=settings.LEDGER_ORIGIN,
            database="sqlite" if is_sqlite else "postgresql",
            members=writer.members,
        )
    )


def _add_folder(writer: archive.Writer, data: Path, name: str) -> None:
    for path in archive.files_of(data / name):
        writer.add(path, f"{name}/{path.relative_to(data / name)}")
