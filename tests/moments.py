"""What a piece of work may cost on a machine that is not equally fast at every moment.

Some tests give a reader what was made to hurt it, and ask that this costs no more than a second, say, of the processor.
Where others use the same machine, the same work may cost twice or three times what it cost a minute ago, and such a
test would fail by chance. So a piece of work that never changes, the yardstick, is timed just before and just after;
when it takes longer than it should, the test may take longer by as much. What really runs away takes far longer still.
"""

from __future__ import annotations

import gc
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

# Seconds the yardstick takes on an ordinary machine: the median of two thousand on a quiet one (Python 3.11, in 2026).
NOMINAL = 0.020
_ROUNDS = 13_500
_WORD = re.compile(r"[a-z]+\d?")


def yardstick() -> float:
    """Seconds that a fixed piece of work takes now. It does what readers do: texts, a pattern, a dictionary."""
    # Of this thread alone, so that what others of the process do meanwhile (a server of the test) does not stretch it.
    began = time.thread_time()
    counts: dict[str, int] = {}
    for number in range(_ROUNDS):
        line = f"tea {number} for ada{number % 7}, and coffee".replace("tea", "more tea")
        for word in _WORD.findall(line):
            counts[word] = counts.get(word, 0) + len(word)
    return time.thread_time() - began


@contextmanager
def within(seconds: float, what: object = "") -> Iterator[None]:
    """The block costs at most so many seconds of CPU time, or as much more as the machine is slower at this moment.

    It never gets less, however fast the machine is. `what` is named when it fails, where one test tries many things.
    """
    with _uncollected():
        before = yardstick()
        began = time.process_time()
        yield
        spent = time.process_time() - began
        slower = max(before, yardstick())
    assert spent < seconds * max(1, slower / NOMINAL), (
        f"{what or 'this'} took {spent:.3f} s, where {seconds:g} s are allowed on an ordinary machine;"
        f" the yardstick took {slower * 1000:.1f} ms, ordinarily {NOMINAL * 1000:.1f} ms"
    )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Nothing is searched for garbage: in a process with the whole suite that alone takes half a second."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
