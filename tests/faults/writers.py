"""Runs in a process of its own: at each line it is given, forks writers and a worker, in a process group to be killed.

It prints `group <id>` when they run and `dead` when all are gone. A writer prints `<post id> <text>` once an act was
acknowledged; the worker integrates and signs without a pause. Started by test_kill.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import django

WRITERS = 3


def main() -> None:
    """Set up, warm up, then fork at each line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coffeehouse.site.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    from tests.commands.house import House

    house = House()
    # Policy and templates are read at the first act: those who are forked have them.
    house.post("Cyn")
    work(once=True)
    connections.close_all()
    say("ready")
    for number, _ in enumerate(sys.stdin):
        run_round(house, number)


def say(line: str) -> None:
    """One whole line, at once."""
    os.write(1, f"{line}\n".encode())


def run_round(house: object, number: int) -> None:
    """Fork, and wait until all have been killed."""
    from tests.commands.house import House

    assert isinstance(house, House)
    group = 0
    duties: list[Callable[[], None]] = [work]
    duties += [lambda who=who: write(house, f"{number}.{who}") for who in range(WRITERS)]  # type: ignore[misc]
    children = []
    for duty in duties:
        child = os.fork()
        if child == 0:
            os.setpgid(0, group)
            try:
                duty()
            except Exception as problem:  # noqa: BLE001 - the test shows it, and fails
                say(f"failed {type(problem).__name__}: {problem}")
            os._exit(1)
        os.setpgid(child, group)
        group = group or child
        children.append(child)
    say(f"group {group}")
    for child in children:
        os.waitpid(child, 0)
    say("dead")


def write(house: object, name: str) -> None:
    """Post for ever."""
    from tests.commands.house import House

    assert isinstance(house, House)
    count = 0
    while True:
        count += 1
        text = f"Neges {name}.{count}"
        say(f"{house.post(text)} {text}")


def work(*, once: bool = False) -> None:
    """Integrate and sign for ever."""
    from django.conf import settings

    from coffeehouse.ledger.integrate import integrate
    from coffeehouse.ledger.sign import sign_checkpoint

    while True:
        integrate()
        sign_checkpoint(settings.DATA, settings.LEDGER_ORIGIN)
        if once:
            return


if __name__ == "__main__":
    main()
