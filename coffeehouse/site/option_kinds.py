"""What a setting is: its kind, its group, how it is written into the table (`option_table.py`)."""

from __future__ import annotations

from typing import Literal

import msgspec

Kind = Literal["text", "number", "switch", "list", "folder", "url", "choice", "colour", "file"]
GROUPS = {
    "house": "The house",
    "address": "Address and processes",
    "body": "The body that runs it",
    "ledger": "Ledger and policy",
    "limits": "Limits",
    "sign_in": "Signing in",
    "outside": "Mail, logs and proxies",
    "federation": "Other servers",
    "tests": "For trying other programs",
}


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """One setting. `default` is text as an operator would write it; `shown` replaces it in the docs when computed."""

    name: str
    kind: Kind
    default: str
    doc: str
    group: str
    shown: str | None = None
    least: int | None = None
    most: int | None = None
    choices: tuple[str, ...] = ()


def option(group: str, name: str, kind: Kind, default: str, doc: str, **rest: object) -> Option:
    """A setting of a group; `rest` are further members of Option."""
    return msgspec.convert(
        {"group": group, "name": name, "kind": kind, "default": default, "doc": doc, **rest}, type=Option
    )
