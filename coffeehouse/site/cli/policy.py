"""Try the house rules: run a pack's examples, or put the past to it.

`coffeehouse policy check [PACK]` loads a pack and runs its examples; each that is not kept is printed with file and
line. `coffeehouse policy replay PACK --days 90` lists every verdict of these days that would be another one under PACK.
PACK is a folder; without one, the pack in force. Neither changes anything; both are safe beside an open house.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from coffeehouse.site.cli import CommandFailed, opening

if TYPE_CHECKING:
    from coffeehouse.policy.packs import Pack


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    tasks = parser.add_subparsers(dest="task", required=True, metavar="check | replay")
    check = tasks.add_parser("check", help="load a pack and run its examples", allow_abbrev=False)
    check.add_argument("pack", nargs="?", metavar="PACK", help="folder of the pack (default: the one in force)")
    replay = tasks.add_parser("replay", help="list the verdicts that would change", allow_abbrev=False)
    replay.add_argument("pack", nargs="?", metavar="PACK", help="folder of the pack (default: the one in force)")
    replay.add_argument("--days", type=_days, default=90, help="how many days back (default: 90)")
    replay.add_argument("--format", choices=("table", "json"), default="table", help="json: one object a line")
    replay.add_argument(
        "--anew", action="store_true", help="run the detectors over all texts, also where they have not changed"
    )


def _days(text: str) -> int:
    days = int(text)
    if not 0 < days <= 36_500:
        raise argparse.ArgumentTypeError("a number of days, 1 or more")
    return days


def run(arguments: argparse.Namespace) -> int:
    """The command."""
    if arguments.task == "check":
        return check_pack(arguments.pack)
    from coffeehouse.site.cli import policy_replay

    opening.open_house()
    return policy_replay.replay(pack_of(arguments.pack), arguments.days, arguments.format, arguments.anew)


def pack_of(where: str | None) -> Pack:
    """The pack in this folder, or the one in force. Raises CommandFailed with every fault, file and line."""
    from coffeehouse.policy.packs import PackError, load_pack

    try:
        if where is not None:
            return load_pack(where)
        opening.load()
        from coffeehouse.engine.judging import pack_in_force

        return pack_in_force()
    except PackError as error:
        raise CommandFailed(f"The pack cannot be used.\n{error}") from error


def check_pack(where: str | None) -> int:
    """Load, run the examples, say what they leave untried; 1 when one is not kept."""
    from coffeehouse.policy.examples import load_examples, try_example, uncovered
    from coffeehouse.policy.packs import DEFAULT_FOLDER, PackError

    pack = pack_of(where)
    folder = pack.folder or DEFAULT_FOLDER
    try:
        examples = load_examples(folder)
    except PackError as error:
        raise CommandFailed(f"The examples cannot be read.\n{error}") from error
    failures = 0
    for example in examples:
        complaint = try_example(example, pack).complaint
        if complaint:
            failures += 1
            print(f"{Path(folder) / example.file}:{example.line}: {example.name}: {complaint}")
    for line in uncovered(pack, examples):
        print(f"note: {line}")
    print(f"{pack.version}: {len(examples)} examples, {failures} not kept.")
    return 1 if failures else 0
