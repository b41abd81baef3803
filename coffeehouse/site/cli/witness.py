"""Witnesses: houses that cosign this ledger's checkpoints, and ledgers this house cosigns.

  coffeehouse witness add URL [--key KEY ...]
  coffeehouse witness list [--json]
  coffeehouse witness remove URL --because WHY
  coffeehouse witness trust KEY
  coffeehouse witness distrust KEY --because WHY
  coffeehouse witness keys

URL is the witness's submission prefix, such as https://next.example/witness. Two houses become each other's witnesses
when each adds the other's URL and trusts the other's ledger key; `keys` prints what the other house needs from this
one. Every change is recorded in the ledger as done by the house.
"""

from __future__ import annotations

import argparse
from typing import Any

from coffeehouse.site.cli import CommandFailed, opening


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", help="send checkpoints to a witness", allow_abbrev=False)
    add.add_argument("url", metavar="URL", help="its submission prefix")
    add.add_argument("--key", action="append", default=[], help="its verifier key; asked of a house when not given")
    listing = actions.add_parser("list", help="show witnesses and watched ledgers", allow_abbrev=False)
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    remove = actions.add_parser("remove", help="send checkpoints to a witness no longer", allow_abbrev=False)
    remove.add_argument("url", metavar="URL")
    remove.add_argument("--because", required=True, help="why: recorded")
    trust = actions.add_parser("trust", help="cosign the checkpoints of a ledger", allow_abbrev=False)
    trust.add_argument("key", metavar="KEY", help="the ledger's verifier key: name+id+key")
    distrust = actions.add_parser("distrust", help="cosign nothing more signed with a key", allow_abbrev=False)
    distrust.add_argument("key", metavar="KEY")
    distrust.add_argument("--because", required=True, help="why: recorded")
    actions.add_parser("keys", help="print what another house needs from this one", allow_abbrev=False)


def run(arguments: argparse.Namespace) -> int:
    """The command."""
    opening.open_house()
    actions = {
        "add": _add, "list": _list, "remove": _remove, "trust": _trust, "distrust": _distrust, "keys": _keys,
    }  # fmt: skip
    actions[arguments.action](arguments)
    return 0


def _act(command: Any) -> Any:
    from coffeehouse.domain.context import SYSTEM
    from coffeehouse.engine.act import act

    return act(command, SYSTEM, "cli")


def _add(arguments: argparse.Namespace) -> None:
    from coffeehouse.delivery.witnesses import ask_for_keys
    from coffeehouse.domain.records.witness_commands import AddWitness

    keys = tuple(arguments.key) or ask_for_keys(arguments.url)
    _act(AddWitness(url=arguments.url, keys=keys))
    print("Checkpoints go to this witness from now on. It signs with")
    print("\n".join(f"  {key}" for key in keys))
    if not arguments.key:
        print("Its own address said so. Compare the keys with what its people tell you by another way.")
    print("It cosigns once its people trust this ledger: `coffeehouse witness keys` prints what they need.")


def _list(arguments: argparse.Namespace) -> None:
    import msgspec

    from coffeehouse.domain.records.witness_queries import list_watched_logs
    from coffeehouse.ledger.witnesses import list_witnesses

    witnesses, logs = list_witnesses(), list_watched_logs()
    if arguments.json:
        for each in witnesses:
            told = {"witness": each.url, "name": each.name, "size": each.size, "problem": each.problem}
            print(msgspec.json.encode({**told, "cosigned_at": each.cosigned_at}).decode())
        for log in logs:
            size = log.seen.size if log.seen else 0
            at = log.seen.cosigned_at if log.seen else None
            print(msgspec.json.encode({"log": log.origin, "size": size, "cosigned_at": at}).decode())
        return
    print("Witnesses of this ledger:" if witnesses else "This ledger has no witness.")
    for each in witnesses:
        print(f"  {each.url}  {each.name}  cosigned {each.size} entries{_when(each.cosigned_at)}")
        if each.problem:
            print(f"    {each.problem}")
    print("Ledgers this house cosigns:" if logs else "This house cosigns no other ledger.")
    for log in logs:
        seen = log.seen
        print(f"  {log.origin}  {f'{seen.size} entries{_when(seen.cosigned_at)}' if seen else 'nothing yet'}")


def _when(at: int | None) -> str:
    from coffeehouse.kernel.clock import iso

    return f" at {iso(at)}" if at else ""


def _remove(arguments: argparse.Namespace) -> None:
    from coffeehouse.domain.records.witness_commands import RemoveWitness
    from coffeehouse.ledger.witnesses import list_witnesses

    found = next((each for each in list_witnesses() if each.url == arguments.url.rstrip("/")), None)
    if found is None:
        raise CommandFailed("There is no such witness. `coffeehouse witness list` shows them.")
    _act(RemoveWitness(witness_id=found.id, because=arguments.because))
    print("Checkpoints go to this witness no longer. What it cosigned stays.")


def _trust(arguments: argparse.Namespace) -> None:
    from coffeehouse.domain.records.witness_commands import TrustLog

    done = _act(TrustLog(key=arguments.key))
    print(f"This house cosigns what {arguments.key.partition('+')[0]} signs with this key.")
    if done.entry_sequence < 0:
        print("It did so before.")


def _distrust(arguments: argparse.Namespace) -> None:
    from coffeehouse.domain.records.witness_commands import DistrustLog
    from coffeehouse.domain.records.witness_queries import list_watched_logs

    keys = {each.key: each.id for log in list_watched_logs() for each in log.keys}
    if arguments.key.strip() not in keys:
        raise CommandFailed(
            "This house does not trust that key. `coffeehouse witness list` shows the ledgers it knows."
        )
    _act(DistrustLog(key_id=keys[arguments.key.strip()], because=arguments.because))
    print("This house cosigns nothing more that is signed with this key. What it cosigned, it remembers.")


def _keys(_arguments: argparse.Namespace) -> None:
    from django.conf import settings

    from coffeehouse.ledger.key_files import current
    from coffeehouse.ledger.witnessing import ensure_cosigners

    ledger = current(settings.DATA, settings.LEDGER_ORIGIN)[0].public.text()
    print("To have this ledger witnessed, the other house runs")
    print(f"  coffeehouse witness trust {ledger}")
    print("To have its own ledger witnessed here, it runs")
    print(f"  coffeehouse witness add {settings.BASE_URL}/witness")
    print("and compares the keys it is shown with these:")
    for cosigner in ensure_cosigners(settings.DATA, settings.WITNESS_NAME):
        print(f"  {cosigner.key.text()}")
