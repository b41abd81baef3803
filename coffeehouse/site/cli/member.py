"""Add, list, promote, suspend members, or end all access of one who leaves.

  coffeehouse member add NAME --email E --password-stdin [--role admin]
  coffeehouse member list [--json] [--with-email WHY]
  coffeehouse member role NAME ROLE
  coffeehouse member suspend NAME --reason WHY
  coffeehouse member reinstate NAME
  coffeehouse member reset-second-steps NAME --reason WHY
  coffeehouse member leave NAME [--stays-member]

NAME is the handle without @, or the e-mail address. Every change is recorded in the ledger as done by the house; so is
a list with e-mail addresses, with WHY: each member can read it under "Who looked".
"""

from __future__ import annotations

import argparse
import sys
from typing import Any

from coffeehouse.site.cli import CommandFailed, opening

ROLES = ("member", "moderator", "records", "admin")
COLUMNS = ("acct", "role", "state")


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", help="add an active member with a persona", allow_abbrev=False)
    add.add_argument("name", help="handle, without @")
    add.add_argument("--email", required=True, help="address to sign in with")
    add.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    add.add_argument("--role", choices=ROLES, default="member", help="what the member may do (default: member)")
    add.add_argument("--display-name", default="", help="name that people see")
    add.add_argument("--language", default="en", help="language of the pages and mails (default: en)")
    listing = actions.add_parser("list", help="list members", allow_abbrev=False)
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    listing.add_argument(
        "--with-email", metavar="WHY", help="with addresses: a look at each member, recorded with what it is for"
    )
    role = actions.add_parser("role", help="give a member another role", allow_abbrev=False)
    role.add_argument("name")
    role.add_argument("role", choices=ROLES)
    suspend = actions.add_parser("suspend", help="shut a member out", allow_abbrev=False)
    suspend.add_argument("name")
    suspend.add_argument("--reason", required=True, help="why: recorded, and told to the member who asks")
    reinstate = actions.add_parser("reinstate", help="let a suspended member back in", allow_abbrev=False)
    reinstate.add_argument("name")
    reset = actions.add_parser(
        "reset-second-steps", help="take a member's passkeys, apps and recovery codes away", allow_abbrev=False
    )
    reset.add_argument("name")
    reset.add_argument("--reason", required=True, help="how you know that it is they who ask: recorded")
    leave = actions.add_parser(
        "leave", help="end every seat, app, session and push of a member at once; their posts stay", allow_abbrev=False
    )
    leave.add_argument("name")
    leave.add_argument("--stays-member", action="store_true", help="they may sign in again, as themselves")


def run(arguments: argparse.Namespace) -> int:
    """The command."""
    opening.open_house()
    actions = {
        "add": _add, "list": _list, "role": _role, "suspend": _suspend, "reinstate": _reinstate, "leave": _leave,
        "reset-second-steps": _reset_second_steps,
    }  # fmt: skip
    actions[arguments.action](arguments)
    return 0


def _act(command: Any) -> Any:
    from coffeehouse.domain.context import SYSTEM
    from coffeehouse.engine.act import act

    return act(command, SYSTEM, "cli")


def _add(arguments: argparse.Namespace) -> None:
    from django.contrib.auth.hashers import make_password

    from coffeehouse.domain.people.commands import AddMember

    password = _read_password(arguments)
    _act(
        AddMember(
            username=arguments.name,
            email=arguments.email,
            password_hash=make_password(password),
            role=arguments.role,
            language=arguments.language,
            display_name=arguments.display_name,
        )
    )
    print(f"{arguments.name} can sign in now as {arguments.role}, with {arguments.email}.")


def _read_password(arguments: argparse.Namespace) -> str:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    if arguments.password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    elif sys.stdin.isatty():
        from getpass import getpass

        password = getpass("Password: ")
        if getpass("Again: ") != password:
            raise CommandFailed("The two passwords differ. Start again.")
    else:
        raise CommandFailed("Give the password on standard input, with --password-stdin.")
    try:
        validate_password(password)
    except ValidationError as error:
        raise CommandFailed(f"Choose another password. {' '.join(error.messages)}") from None
    return password


def _every_member() -> list[dict[str, Any]]:
    from coffeehouse.domain.people.queries import list_members

    found: list[dict[str, Any]] = []
    while page := list_members(limit=500, after_id=found[-1]["id"] if found else 0):
        found += page
    return found


def find_member(name: str) -> dict[str, Any]:
    """The member with this handle or e-mail address. Raises CommandFailed."""
    wanted = name.lstrip("@").lower()
    for member in _every_member():
        if wanted in ((member["acct"] or "").lower(), member["email"]):
            return member
    raise CommandFailed(f"Nobody here is called {name}. `coffeehouse member list` shows who is.")


def _list(arguments: argparse.Namespace) -> None:
    import msgspec

    from coffeehouse.domain.capture.commands import ViewMember

    members = _every_member()
    columns: tuple[str, ...] = COLUMNS
    if arguments.with_email is not None:
        columns = (*COLUMNS, "email")
        for member in members:
            _act(ViewMember(member_id=member["id"], purpose="other", note=arguments.with_email))
    else:
        members = [{name: member[name] for name in ("id", *COLUMNS, "language", "created_at")} for member in members]
    if arguments.json:
        for member in members:
            print(msgspec.json.encode({**member, "id": str(member["id"])}).decode())
        return
    table = [columns, *([str(member[column] or "") for column in columns] for member in members)]
    widths = [max(len(row[position]) for row in table) for position in range(len(columns))]
    for row in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _role(arguments: argparse.Namespace) -> None:
    from coffeehouse.domain.people.commands import ChangeRole

    member = find_member(arguments.name)
    _act(ChangeRole(member_id=member["id"], role=arguments.role))
    print(f"{arguments.name} is {arguments.role} now.")


def _suspend(arguments: argparse.Namespace) -> None:
    from coffeehouse.domain.people.commands import SuspendMember

    member = find_member(arguments.name)
    _act(SuspendMember(member_id=member["id"], reason=arguments.reason))
    print(f"{arguments.name} is suspended.")


def _reinstate(arguments: argparse.Namespace) -> None:
    from coffeehouse.domain.people.commands import ReinstateMember

    member = find_member(arguments.name)
    _act(ReinstateMember(member_id=member["id"]))
    print(f"{arguments.name} may come in again.")


def _leave(arguments: argparse.Namespace) -> None:
    from coffeehouse.domain.people.voice_commands import RemoveLeaver

    member = find_member(arguments.name)
    ended = _act(RemoveLeaver(member_id=member["id"], stays_member=arguments.stays_member)).result
    print(
        f"{arguments.name} has left: {ended['seats']} seats and {ended['tokens']} apps ended, with every session, push"
        " and stream. What they wrote stays."
    )
    if arguments.stays_member:
        print("They may sign in again, as themselves.")


def _reset_second_steps(arguments: argparse.Namespace) -> None:
    from coffeehouse.domain.people.authenticator_commands import ResetSecondSteps

    member = find_member(arguments.name)
    _act(ResetSecondSteps(member_id=member["id"], reason=arguments.reason))
    print(f"{arguments.name} signs in with the password alone, until they set up a new second step.")
