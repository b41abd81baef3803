"""Writes docs/reference/commands.md from the registry: every act there is, and what the ledger says of it.

A test compares the page with what this makes. `python -m coffeehouse.engine.reference` writes it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from coffeehouse.engine.commands import BY_NAME, Registered
from coffeehouse.policy.vocabulary import GROUPS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "commands.md"
INTRODUCTION = """# Commands

<!-- Made by `python -m coffeehouse.engine.reference`; change the code instead. -->

Everything that can be done in the house, by whatever channel. Each act is decided by policy, carried out and recorded
in one transaction. *Scope* is what an app's token must allow; `web` means a browser session only, none that no sign-in
is needed. *Kind* is the ledger entry's. An act that policy refuses is recorded as `act.refused`, one that waits for a
person as `command.held`."""


def commands_page() -> str:
    """The text of docs/reference/commands.md."""
    lines = [INTRODUCTION, ""]
    for group in GROUPS:
        meaning = group.meaning[0].upper() + group.meaning[1:]
        lines += [f"## {group.name}", "", f"{meaning}.", "", "| command | what it asks | scope | kind | sentence |"]
        lines += ["|---|---|---|---|---|", *(_line(BY_NAME[name]) for name in group.actions), ""]
    return "\n".join(lines)


def _line(registered: Registered) -> str:
    asks = (registered.command.__doc__ or "").strip().split("\n")[0].replace("|", "\\|")
    scope = f"`{registered.scope}`" if registered.scope else "none"
    held = " May be held." if registered.may_be_held else ""
    return f"| `{registered.action}` | {asks}{held} | {scope} | `{registered.kind}` | {registered.sentence} |"


def main() -> int:
    """Write the page."""
    from coffeehouse.engine import registry

    registry.fill()
    PAGE.write_text(commands_page(), "utf-8")
    sys.stdout.write(f"{PAGE.name}\n")
    return 0


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coffeehouse.site.settings")
    django.setup()
    raise SystemExit(main())
