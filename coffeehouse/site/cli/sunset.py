"""Close the house for good, and write it as a site of plain files that can be read for ever.

Nothing new is taken from then on; there is no way back. Everybody but administrators and records managers leaves: their
apps, sessions and seats end, and they are told by mail. Followers elsewhere are told where accounts went, if the
account there names the old one as an alias. Into FOLDER come the public pages at their old addresses with a search that
needs no server, a web archive (WARC), the ledger's tiles, and a tombstone for each account.

Run again, it goes on where it stopped, announces moves that could not be announced before, and writes the folder anew:
do so after every erasure, and replace the published copy.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from coffeehouse.site.cli import CommandFailed, opening
from coffeehouse.site.cli.progress import progress

if TYPE_CHECKING:
    from coffeehouse.site.sunset.moving import Move


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("folder", type=Path, help="where to write: a folder that is empty or not there yet")
    parser.add_argument("--because", default="", help="why the house closes; shown on every page")
    parser.add_argument(
        "--move", action="append", default=[], metavar="NAME=ADDRESS",
        help="an account that goes on elsewhere, for example leedon=https://town.example/@leedon; may be repeated",
    )  # fmt: skip
    parser.add_argument(
        "--wait", type=int, default=300, metavar="SECONDS",
        help="how long to wait, at most, until other servers and members have been told; 300",
    )  # fmt: skip
    parser.add_argument("--yes", action="store_true", help="yes, close it: this cannot be undone")


def run(arguments: argparse.Namespace) -> int:
    """The command."""
    opening.open_house()
    from coffeehouse.domain.publishing.closing import closed
    from coffeehouse.site import setup
    from coffeehouse.site.sunset import farewell, moving, telling
    from coffeehouse.site.sunset.walking import NotAnswered

    unannounced = moving.announce_rest() if closed() is not None else _close(arguments)
    mode = closed()
    assert mode is not None  # noqa: S101  # it was closed above
    setup.collect_static()
    try:
        farewell.prepare(arguments.folder)
    except FileExistsError as error:
        raise CommandFailed(f"{arguments.folder} holds other files. Name an empty folder.") from error
    with progress("Ending accounts") as report:
        left = farewell.end_accounts(report)
    with progress("Telling members and other servers") as report:
        untold = telling.tell(arguments.wait, report)
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
    for line in (*_unannounced(unannounced), *untold.lines()):
        print(line)
    for address in walk.missing[:20]:
        print(f"Not shown to visitors, so not written: {address}")
    print("Now make the last backup: coffeehouse backup")
    return 0


def _unannounced(moves: list[Move]) -> list[str]:
    """Which moves other servers were not told of, and what to do."""
    lines = [f"The move to {move.target} was not announced to other servers. {move.why}" for move in moves]
    if lines:
        lines.append("Then run this command again: it announces what it can by then. The pages say where they went.")
    return lines


def _close(arguments: argparse.Namespace) -> list[Move]:
    """Close the house; the moves that could not be announced."""
    from coffeehouse.domain.context import SYSTEM
    from coffeehouse.domain.people import queries as people
    from coffeehouse.domain.publishing.closing import CloseHouse
    from coffeehouse.engine.act import act
    from coffeehouse.site.sunset import moving

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
    with progress("Asking where accounts go") as report:
        seen = [moving.look_at(*move) for move in moves]
        report(1.0)
    announced = tuple((move.account_id, move.target_id) for move in seen if move.target_id is not None)
    act(CloseHouse(because=arguments.because.strip(), moves=tuple(moves), announced=announced), SYSTEM, "cli")
    return [move for move in seen if move.target_id is None]
