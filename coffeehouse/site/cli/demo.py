"""Fill an empty house with a made-up town.

Three bodies, five voices, two hundred people and two thousand posts, always the same, all through the engine, so that
the ledger holds every step. Only for trying things out: do not mix it with real people.
"""

from __future__ import annotations

import argparse
import sys

from coffeehouse.site.cli import CommandFailed, opening


def configure(parser: argparse.ArgumentParser) -> None:
    """The command takes no arguments."""


def run(arguments: argparse.Namespace) -> int:
    """The command."""
    opening.load()
    from coffeehouse.site import setup

    setup.prepare_folders()
    if opening.pending_migrations():
        setup.migrate()
    if not fill():
        raise CommandFailed("This house holds posts already. Set COFFEEHOUSE_DATA to a new folder for the demo.")
    return 0


def fill() -> bool:
    """Load the town with a progress bar; False, and nothing done, when the house holds posts already."""
    from coffeehouse.database import sql

    if sql.value("SELECT 1 FROM posts_post LIMIT 1"):
        print("This house holds posts already: the demo is left out.")
        return False
    from rich.console import Console
    from rich.progress import Progress

    from coffeehouse.site.demo import load

    with Progress(console=Console(file=sys.stderr)) as bar:
        task = bar.add_task("A town moves in", total=1.0)
        load(lambda share: bar.update(task, completed=share))
    return True
