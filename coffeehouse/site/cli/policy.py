"""Try the house rules: run a pack's examples, or put the past to it.

`coffeehouse policy check [PACK]` loads a pack and runs its examples; each that is not kept is printed with file and
line. `coffeehouse policy replay PACK --days 90` lists every verdict of these days that would be another one under PACK.
PACK is a folder; without one, the pack in force. Neither changes anything; both are safe beside an open house.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from coffeehouse.site.cli import CommandFailed, opening


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
        return check(arguments.pack or "", files_of(arguments.pack))
    from coffeehouse.policy.checking import pack_of
    from coffeehouse.policy.packs import PackError
    from coffeehouse.site.cli import policy_replay

    opening.open_house()
    try:
        pack = pack_of(files_of(arguments.pack))
    except PackError as error:
        raise CommandFailed(f"The pack cannot be used.\n{error}") from error
    return policy_replay.replay(pack, arguments.days, arguments.format, arguments.anew)


def files_of(where: str | None) -> dict[str, str]:
    """The files of the pack in this folder, by name; without one, of the pack in force. Raises CommandFailed."""
    from coffeehouse.policy.checking import read_folder

    if where is None:
        opening.open_house()
        from coffeehouse.engine.policy_in_force import files_in_force

        return files_in_force()
    if not (Path(where) / "pack.toml").is_file():
        raise CommandFailed(f"{where} is not a policy pack: there is no pack.toml in it. Name the folder of a pack.")
    return read_folder(where)


def check(where: str, files: dict[str, str]) -> int:
    """All that the console demands of a pack before it may decide, its examples included; 1 when something is wrong."""
    from coffeehouse.policy.checking import check_files

    checked = check_files(files)
    for fault in checked.faults:
        print(Path(where) / str(fault))
    if checked.pack is not None:
        print(f"{checked.pack.version}:", end=" ")
    print(f"{len(checked.tried)} examples, {len(checked.faults)} faults.")
    return 1 if checked.faults else 0
