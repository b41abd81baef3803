"""Look for problems in settings, database, disk and keys, each with its remedy.

Prints one line for each thing looked at, and exits with 1 when something is wrong. Changes nothing. Safe to run beside
an open house.
"""

from __future__ import annotations

import argparse

from coffeehouse.site.cli import opening


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("--quiet", action="store_true", help="print problems only")


def run(arguments: argparse.Namespace) -> int:
    """The command."""
    from coffeehouse.site import options

    options.check_all()
    opening.load()
    from coffeehouse.site import checks

    problems = 0
    for finding in checks.look():
        if finding.remedy:
            problems += 1
            print(f"PROBLEM  {finding.subject}: {finding.said}\n         {finding.remedy}")
        elif not arguments.quiet:
            print(f"ok       {finding.subject}: {finding.said}")
    if problems:
        print(f"{problems} problem{'s' if problems > 1 else ''} found.")
    return 1 if problems else 0
