"""Show the keys that accounts sign with between servers, or put new ones in their place.

`coffeehouse federation keys NAME` prints an account's public keys. `coffeehouse federation rotate-key NAME` makes new
ones under the same names: do it when a copy of the database and of the file federation.key may be in other hands, or
when that file was lost. Followers' servers are told; others fetch the new key when the old one no longer fits. Without
NAME both speak of the house itself, which signs the questions it asks.
"""

from __future__ import annotations

import argparse

from coffeehouse.site.cli import CommandFailed, opening

TASKS = ("keys", "rotate-key")


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("task", choices=TASKS, help="what to do")
    parser.add_argument("name", nargs="?", default="", help="handle of an account here, without @ (the house itself)")


def run(arguments: argparse.Namespace) -> int:
    """The command."""
    opening.open_house()
    return show(arguments.name, rotates=arguments.task == "rotate-key")


def show(name: str, *, rotates: bool) -> int:
    """Print the public keys of an account, "" for the house; first make new ones where asked to."""
    from coffeehouse.domain.context import SYSTEM
    from coffeehouse.domain.federation.key_commands import RotateActorKey
    from coffeehouse.engine.act import act
    from coffeehouse.federation.keys import HOUSE, key_uri, public_keys

    account_id = _account_id(name) if name else HOUSE
    if rotates:
        act(RotateActorKey(account_id=account_id), SYSTEM, "cli")
    for kind, public in sorted(public_keys(account_id).items()):
        print(f"{key_uri(account_id, kind)}\n{public.strip()}\n")
    return 0


def _account_id(name: str) -> int:
    from coffeehouse.domain.people.queries import account_id_of

    found = account_id_of(name.lstrip("@"))
    if found is None:
        raise CommandFailed(f"There is no account {name} here. `coffeehouse member list` shows who is.")
    return found
