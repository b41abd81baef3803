"""Fill an empty house with a made-up town.

Three bodies, five voices, two hundred people and two thousand posts, always the same, all through the engine, so that
the ledger holds every step. Only for trying things out: do not mix it with real people. The last lines printed are
addresses to sign in with and their password.
"""

from __future__ import annotations

import argparse
import sys

from coffeehouse.site.cli import opening


def configure(parser: argparse.ArgumentParser) -> None:
    """The command takes no arguments."""


def run(arguments: argparse.Namespace) -> int:
    """The command."""
    opening.load()
    from coffeehouse.site import setup

    setup.prepare_folders()
    if opening.pending_migrations():
        setup.migrate()
    fill()
    return 0


def fill() -> None:
    """Let the town move in, with a progress bar, and say who can sign in. Raises Conflict in a house that was used."""
    from rich.console import Console
    from rich.progress import Progress

    from coffeehouse.site.demo import load

    with Progress(console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task("The town moves in", total=1.0)
        loaded = load(lambda share: bar.update(task, completed=share))
    print("\n".join(loaded.lines()))
