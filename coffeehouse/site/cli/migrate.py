"""Bring the database up to date with this version.

`coffeehouse up` does the same for a house on SQLite. With PostgreSQL and several web nodes, run this once, from one
place, after the nodes of the old version have stopped and before those of the new one start: what an old node writes
meanwhile the new one would take for a hand in the database.
"""

from __future__ import annotations

import argparse

from coffeehouse.site.cli import CommandFailed, opening


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("--check", action="store_true", help="only say whether anything is missing (exit 1 if so)")


def run(arguments: argparse.Namespace) -> int:
    """The command."""
    from coffeehouse.site import setup

    opening.load()
    setup.prepare_folders()
    missing = opening.pending_migrations()
    if arguments.check:
        if missing:
            raise CommandFailed(f"Missing: {', '.join(missing)}. Run `coffeehouse migrate`.")
        print("The database is up to date.")
        return 0
    setup.migrate()
    setup.vouch()
    print(f"Applied {len(missing)} migrations." if missing else "The database is up to date.")
    return 0
