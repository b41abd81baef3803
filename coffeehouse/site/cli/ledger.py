"""The keys that sign the ledger: show them, or put new ones in their place.

`coffeehouse ledger keys` prints the public keys, the present ones first. `coffeehouse ledger rotate-key` retires them:
the change is recorded in the ledger itself, the next checkpoint is signed with the old and the new keys, and after it
the old private keys are gone. Whoever knows an old key can follow the change, and receipts given out before stay good.
Do it when somebody who could read the keys leaves, and at once, with --because compromised, when they may have been
read by others. Safe beside an open house. Make a backup afterwards.
"""

from __future__ import annotations

import argparse

from coffeehouse.ledger.rotation import REASONS
from coffeehouse.site.cli import CommandFailed, opening


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    tasks = parser.add_subparsers(dest="task", required=True, metavar="keys | rotate-key")
    tasks.add_parser("keys", help="print the public keys", allow_abbrev=False)
    rotate = tasks.add_parser("rotate-key", help="retire the keys and sign with new ones", allow_abbrev=False)
    rotate.add_argument("--because", choices=REASONS, default="planned", help="why (default: planned)")


def run(arguments: argparse.Namespace) -> int:
    """The command."""
    opening.open_house()
    return show_keys() if arguments.task == "keys" else rotate(arguments.because)


def show_keys() -> int:
    """Print the keys of today, then those that were retired, with the entry that did it."""
    from django.conf import settings

    from coffeehouse.ledger import key_files, queries

    print(*(signer.public.text() for signer in key_files.current(settings.DATA, settings.LEDGER_ORIGIN)), sep="\n")
    for rotation in reversed(queries.rotations()):
        print(f"retired by entry {rotation.sequence} ({rotation.statement.because}):")
        print(*rotation.statement.retired, sep="\n")
    return 0


def rotate(because: str) -> int:
    """Record the change, sign with both, and put the new keys in place."""
    from django.conf import settings

    from coffeehouse.domain.context import SYSTEM
    from coffeehouse.domain.records.key_commands import RotateLedgerKey
    from coffeehouse.engine.act import act
    from coffeehouse.ledger import key_files
    from coffeehouse.ledger.rotation import Statement

    _sign_everything()  # also ends a change that was broken off
    retired = tuple(signer.public.text() for signer in key_files.current(settings.DATA, settings.LEDGER_ORIGIN))
    fresh = tuple(signer.public.text() for signer in key_files.prepare_next(settings.DATA, settings.LEDGER_ORIGIN))
    statement = Statement(settings.LEDGER_ORIGIN, because, retired, fresh)
    done = act(RotateLedgerKey(statement=statement.text()), SYSTEM, "cli")
    _sign_everything()
    now = tuple(signer.public.text() for signer in key_files.current(settings.DATA, settings.LEDGER_ORIGIN))
    if now != fresh:
        raise CommandFailed("The change is recorded, but the new keys are not in place yet. Run the command again.")
    print(f"Entry {done.entry_sequence} retired the old keys. From now on the ledger is signed with:")
    print(*fresh, sep="\n")
    print("Make a backup now: a backup from before holds the retired keys. Tell those who check the ledger.")
    return 0


def _sign_everything() -> None:
    """What the worker does every minute, now."""
    from django.conf import settings

    from coffeehouse.ledger.integrate import integrate
    from coffeehouse.ledger.sign import SigningRefusedError, sign_checkpoint

    while integrate():
        pass
    try:
        sign_checkpoint(settings.DATA, settings.LEDGER_ORIGIN)
    except SigningRefusedError as problem:
        raise CommandFailed(f"The ledger cannot be signed: {problem}.") from problem
