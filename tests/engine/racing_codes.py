"""Runs in a process of its own, on a real database: eight people type the same code at the same moment.

Prints how many of the eight were let in, for codes of an app and for recovery codes. Started by test_code_races.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable
from typing import Any

import django

TOGETHER = 8


def main() -> None:
    """Give Ada an app and recovery codes, and race."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coffeehouse.site.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from coffeehouse.domain.people import authenticator_commands as commands
    from coffeehouse.kernel import clock
    from coffeehouse.kernel.secrets import hash_secret
    from coffeehouse.protocols import one_time_codes as codes
    from tests.commands.house import House

    house = House()
    ada, secret = house.member("ada"), codes.new_secret()
    first = codes.code_at(secret, clock.now_ms())
    house.act("ada", commands.EnrolAuthenticator(kind="totp", name="Phone", secret=secret, code=first))
    recovery = codes.new_recovery_codes()
    hashes = tuple(hash_secret(codes.plain_recovery_code(code)) for code in recovery)
    house.act("ada", commands.MakeRecoveryCodes(code_hashes=hashes))
    following = codes.code_at(secret, clock.now_ms() + codes.STEP)
    told = {
        "app": race(lambda: commands.UseOneTimeCode(member_id=ada, code=following, first="password")),
        "recovery": race(lambda: commands.UseRecoveryCode(member_id=ada, code=recovery[0], first="password")),
    }
    sys.stdout.write(json.dumps(told))


def race(make: Callable[[], Any]) -> list[bool]:
    """Whether each of the eight was let in."""
    from django.db import connection

    from coffeehouse.domain.context import ANONYMOUS
    from coffeehouse.engine.act import act

    told: list[bool] = []
    start = threading.Barrier(TOGETHER)

    def run() -> None:
        start.wait()
        try:
            told.append(act(make(), ANONYMOUS, "web").result is not None)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(TOGETHER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


if __name__ == "__main__":
    main()
