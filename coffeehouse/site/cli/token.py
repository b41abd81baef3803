"""Print an API token for a script.

The token acts for the account NAME and may do what --scopes says. It is printed once and kept only as a hash; the
member sees it among their applications and can end it there.
"""

from __future__ import annotations

import argparse

from coffeehouse.site.cli import CommandFailed, opening


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("name", help="handle of an account here, without @")
    parser.add_argument("--scopes", default="read", help='what it may do, such as "read write follow push" (read)')
    parser.add_argument("--label", default="command line", help="what the member sees it called")


def run(arguments: argparse.Namespace) -> int:
    """The command."""
    opening.open_house()
    import hashlib
    import secrets

    from coffeehouse.domain.context import SYSTEM
    from coffeehouse.domain.people.commands import IssueToken
    from coffeehouse.domain.people.queries import account_id_of
    from coffeehouse.engine.act import act

    account_id = account_id_of(arguments.name.lstrip("@"))
    if account_id is None:
        raise CommandFailed(f"There is no account {arguments.name} here. `coffeehouse member list` shows who is.")
    token = secrets.token_urlsafe(32)
    command = IssueToken(
        account_id=account_id,
        scopes=arguments.scopes,
        label=arguments.label,
        token_hash=hashlib.sha256(token.encode()).hexdigest(),
    )
    act(command, SYSTEM, "cli")
    print(token)
    return 0
