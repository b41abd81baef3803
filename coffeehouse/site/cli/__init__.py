"""The command line, `coffeehouse`. One module per command; only the one that was asked for is imported.

Every command works without a terminal, says what to do when it fails, and then exits with 1 (2: wrong arguments).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

# name: one line of help. The module of the same name has configure(parser) and run(arguments) -> int.
COMMANDS = {
    "up": "Open the house: web, streaming and worker in one foreground process",
    "demo": "Fill an empty house with a made-up town",
    "check": "Look for problems in settings, database, disk and keys, each with its remedy",
    "member": "Add, list, promote or suspend members",
    "policy": "Try the house rules: run a pack's examples, or put the past to it",
    "token": "Print an API token for a script",
    "witness": "Have neighbours cosign this ledger, and cosign theirs",
    "verify": "Prove that ledger and database have not been changed",
    "ledger": "Show the keys that sign the ledger, or put new ones in their place",
    "federation": "Show the keys accounts sign with between servers, or put new ones in their place",
    "backup": "Write a consistent copy of a running house into one file",
    "restore": "Make a house from a backup, in an empty data folder",
    "sunset": "Close the house for good, and write it as a site of plain files",
    "migrate": "Bring the database up to date with this version",
}


class CommandFailed(Exception):
    """A command could not do its work; the message says why and what to do next."""


def parser_of(name: str) -> argparse.ArgumentParser:
    """The parser of one command, with its help."""
    module = import_module(f"coffeehouse.site.cli.{name}")
    parser = argparse.ArgumentParser(
        prog=f"coffeehouse {name}",
        description=module.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    module.configure(parser)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0] in ("-h", "--help", "help"):
        sys.stdout.write(overview())
        return 0
    if given[0] == "--version":
        from importlib.metadata import version

        print(f"coffeehouse {version('coffeehouse')}")
        return 0
    name, *rest = given
    if name not in COMMANDS:
        return _fail(f"There is no command {name!r}. `coffeehouse --help` lists the commands.", 2)
    return _run(name, rest)


def _run(name: str, rest: Sequence[str]) -> int:
    from coffeehouse.kernel.errors import Problem
    from coffeehouse.site.options import WrongSetting

    parsed = parser_of(name).parse_args(rest)
    try:
        status: int = import_module(f"coffeehouse.site.cli.{name}").run(parsed)
        sys.stdout.flush()
    except Problem as problem:
        return _fail(problem.message, 1)
    except (CommandFailed, WrongSetting) as problem:
        return _fail(str(problem), 1)
    except KeyboardInterrupt:
        return _fail("Stopped.", 130)
    except BrokenPipeError:
        # The reader of our output has gone (`coffeehouse member list | head`): not an error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


def _fail(message: str, status: int) -> int:
    print(message, file=sys.stderr)
    return status


def overview() -> str:
    """The text of `coffeehouse --help`."""
    lines = [
        "usage: coffeehouse COMMAND [...]",
        "",
        "The social network a public body can stand behind.",
        "",
        "commands:",
    ]
    lines += [f"  {name:<9} {line}" for name, line in COMMANDS.items()]
    lines += [
        "",
        "`coffeehouse COMMAND --help` explains a command. Settings come from the environment and a file .env;",
        "docs/reference/settings.md lists them. COFFEEHOUSE_DATA names the house the command is about.",
        "",
    ]
    return "\n".join(lines)
