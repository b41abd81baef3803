"""Progress of long commands."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(task: str) -> Iterator[Callable[[float], None]]:
    """Where progress is shown, on standard error: a bar on a terminal, elsewhere a line for every tenth part.

    Yields a function that takes the share done, 0 to 1.
    """
    if not sys.stderr.isatty():
        yield _Lines(task).report
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(file=sys.stderr)) as bar:
        number = bar.add_task(task, total=1.0)
        yield lambda share: bar.update(number, completed=share)


class _Lines:
    """Progress in words."""

    def __init__(self, task: str) -> None:
        self._task = task
        self._tenths = 0

    def report(self, share: float) -> None:
        """Print a line when another tenth is done."""
        while int(share * 10 + 1e-9) > self._tenths:
            self._tenths += 1
            print(f"{self._task}: {self._tenths * 10} %", file=sys.stderr, flush=True)
