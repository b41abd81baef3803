"""Close the house for good, and write it as a site of plain files that can be read for ever.

Nothing new is taken from then on; there is no way back. Everybody but administrators and records managers leaves: their
apps, sessions and seats end. Into FOLDER come the public pages at their old addresses with a search that needs no
server, a web archive (WARC), the ledger's tiles, and a tombstone for each account. Run again, it goes on where it
stopped and writes the folder anew.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from coffeehouse.site.cli import CommandFailed, opening
from coffeehouse.site.cli.progress import progress


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("folder", type=Path, help="where to write: a folder that is empty or not there yet")
    parser.add_argument("--because", default="", help="why the house closes; shown on every page")
    parser.add_argument(
        "--move", action="append", default=[], metavar="NAME=ADDRESS",
        help="an account that goes on elsewhere, for example leedon=https://town.example/@leedon; may be repeated",
    )  # fmt: skip
    parser.add_argument("--yes", action="store_true", help="yes, close it: this cannot be undone")


def run(arguments: argparse.Namespace) -> int:
    """The command."""
    opening.open_house()
    from coffeehouse.domain.publishing.closing import closed
    from coffeehouse.site import setup
    from coffeehouse.site.sunset import farewell
    from coffeehouse.site.sunset.walking import NotAnswered

    if closed() is None:
        _close(arguments)
    mode = closed()
    assert mode is not None  # noqa: S101  # it was closed above
    setup.collect_static()
    try:
        farewell.prepare(arguments.folder)
    except FileExistsError as error:
        raise CommandFailed(f"{arguments.folder} holds other files. Name an empty folder.") from error
    with progress("Ending accounts") as report:
        left = farewell.end_accounts(report)
    size = farewell.close_ledger()
    try:
        with progress("Writing pages") as report:
            walk = farewell.write_site(arguments.folder, mode, report)
    except NotAnswered as error:
        raise CommandFailed(f"{error} The house stays closed. Look at its log, then run the command again.") from error
    farewell.write_readme(arguments.folder, mode)
    count = farewell.write_sums(arguments.folder)
    print(f"{left} members left. The ledger ends with {size} entries under a checkpoint.")
    print(f"{arguments.folder}: {count} files, {len(walk.files)} addresses. Open {arguments.folder}/site/index.html.")
    for address in walk.missing[:20]:
        print(f"Not shown to visitors, so not written: {address}")
    print("Now make the last backup: coffeehouse backup")
    return 0


def _close(arguments: argparse.Namespace) -> None:
    from coffeehouse.domain.context import SYSTEM
    from coffeehouse.domain.people import queries as people
    from coffeehouse.domain.publishing.closing import CloseHouse
    from coffeehouse.engine.act import act

    if not arguments.because.strip():
        raise CommandFailed("Say why the house closes: --because 'The council merged with its neighbour.'")
    if not arguments.yes:
        raise CommandFailed("This closes the house for good. Add --yes when everybody knows and a backup is made.")
    moves = []
    for written in arguments.move:
        name, _, target = written.partition("=")
        account_id = people.account_id_of(name.lstrip("@"))
        if account_id is None:
            raise CommandFailed(f"There is no account {name} in this house.")
        moves.append((account_id, target))
    act(CloseHouse(because=arguments.because.strip(), moves=tuple(moves)), SYSTEM, "cli")
