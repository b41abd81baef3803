"""Fill an empty house with a made-up town.

Three bodies, five voices, two hundred people and two thousand posts, always the same, all through the engine, so that
the ledger holds every step. Only for trying things out: do not mix it with real people. The last lines printed are
addresses to sign in with and their password.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

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
    """Load the town, or say that it is here already. Raises Conflict in a house that has been used."""
    from coffeehouse.site.demo import load

    with _bar() as report:
        loaded = load(report)
    for line in loaded.lines():
        print(line)
    sys.stdout.flush()


@contextmanager
def _bar() -> Iterator[Callable[[float], None]]:
    """Where progress is shown: a bar on a terminal, elsewhere a plain line for every tenth part."""
    if not sys.stderr.isatty():
        yield _Lines().report
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(file=sys.stderr)) as bar:
        task = bar.add_task("A town moves in", total=1.0)
        yield lambda share: bar.update(task, completed=share)


class _Lines:
    """Progress in words."""

    def __init__(self) -> None:
        self._tenths = 0

    def report(self, share: float) -> None:
        """Print a line when another tenth is done."""
        while int(share * 10 + 1e-9) > self._tenths:
            self._tenths += 1
            print(f"A town moves in: {self._tenths * 10} %", file=sys.stderr, flush=True)
