"""A web process waits for other machines briefly, and in all no longer than a few seconds of a minute."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from coffeehouse.federation import waiting


@pytest.fixture(autouse=True)
def _anew() -> Iterator[None]:
    waiting.budget.forget()
    yield
    waiting.budget.forget()


def test_a_first_question_has_the_brief_times() -> None:
    """One second to connect, three for all."""
    with waiting.turn("other.example") as times:
        assert times == waiting.BRIEFLY


def test_what_was_waited_is_gone_for_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the seconds are used up, everything that would wait is left to the worker; a minute later it goes on."""
    clock = 1_000.0
    monkeypatch.setattr(time, "monotonic", lambda: clock)
    for host, seconds in (("a.example", 3.0), ("b.example", 2.8)):
        with waiting.turn(host):
            clock += seconds
    with pytest.raises(waiting.MustWait), waiting.turn("c.example"):
        pass
    clock += waiting.WINDOW + 1
    with waiting.turn("c.example") as times:
        assert times == waiting.BRIEFLY


def test_a_host_that_was_waited_for_in_vain_is_left_to_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """For half a minute; others are asked meanwhile."""
    clock = 1_000.0
    monkeypatch.setattr(time, "monotonic", lambda: clock)
    with suppress(OSError), waiting.turn("slow.example"):
        clock += 2
        raise OSError
    with pytest.raises(waiting.MustWait), waiting.turn("slow.example"):
        pass
    with waiting.turn("quick.example") as times:
        assert times.total == 3.0
    clock += waiting.SLOW_FOR + 1
    with waiting.turn("slow.example"):
        pass


def test_one_that_refuses_at_once_is_not_slow() -> None:
    """An answer that came quickly cost nothing, whatever it was."""
    with pytest.raises(OSError, match="no"), waiting.turn("refusing.example"):
        raise OSError("no")
    with waiting.turn("refusing.example"):
        pass


def test_the_worker_is_patient() -> None:
    """Whatever was used up, its threads may wait."""
    waiting.budget.spend("slow.example", 100.0, in_vain=True)
    with waiting.patiently(), waiting.turn("slow.example") as times:
        assert times == waiting.PATIENTLY
    with pytest.raises(waiting.MustWait), waiting.turn("slow.example"):
        pass
