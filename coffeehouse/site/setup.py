"""First-run and start-up steps of a house: its folders, database tables and static files. Each is safe to repeat.

`coffeehouse up` runs them before the first process is forked.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

PRIVATE = 0o700


def prepare_folders() -> None:
    """Make the data folder and what stands in it; only the owner may look inside."""
    from django.conf import settings

    from coffeehouse.domain.federation import key_sealing
    from coffeehouse.domain.people import authenticator_key, push_key
    from coffeehouse.site.keys import secret_key

    for folder in (
        settings.DATA,
        settings.KEYS,
        settings.LEDGER_FOLDER,
        settings.MEDIA_ROOT,
        settings.MAIL_FOLDER,
        settings.INCOMING_FOLDER,
    ):
        make_private(folder)
    secret_key(settings.KEYS / "secret_key")
    push_key.private_key()
    authenticator_key.make_key()
    key_sealing.make_key()


def make_private(folder: Path) -> None:
    """Make a folder that only its owner may look into."""
    folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)


def migrate() -> None:
    """Apply every migration this version brings."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def vouch(say: Callable[[str], None] = print) -> int:
    """Let the ledger vouch for the rows of tables it has not vouched for yet; how many tables these were.

    say: is told how far it came, where there are more rows than one entry holds.
    """
    from coffeehouse.domain import vouching
    from coffeehouse.domain.capture.commands import VouchForRows
    from coffeehouse.domain.capture.queries import vouched_tables
    from coffeehouse.domain.context import SYSTEM
    from coffeehouse.engine.act import act

    known = vouched_tables()
    fresh = tuple(name for name in map(vouching.name_of, vouching.KEYS) if name not in known)
    begin, after = "", 0
    while fresh:
        result = act(VouchForRows(tables=fresh, begin=begin, after=after), SYSTEM, "cli").result
        if result is None:
            break
        begin, after = result
        say(f"The ledger tells of rows from before this version, once: {begin.partition('/')[0]}, up to {after}")
    return len(fresh)


def _static_stamp(folders: list[Path]) -> str:
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                facts = path.stat()
                digest.update(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static() -> bool:
    """Copy static files, hashed and compressed, into the data folder when they have changed; whether it did."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    storages = [store for finder in get_finders() for store in getattr(finder, "storages", {}).values()]
    stamp = _static_stamp([Path(store.location) for store in storages])
    mark = Path(settings.STATIC_ROOT) / ".collected"
    if mark.is_file() and mark.read_text("utf-8") == stamp:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    mark.parent.mkdir(parents=True, exist_ok=True)
    fresh = mark.with_name(f".collected.{os.getpid()}")
    fresh.write_text(stamp, "utf-8")
    fresh.replace(mark)
    return True
