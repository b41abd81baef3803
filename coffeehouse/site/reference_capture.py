"""The text of docs/reference/capture.md: the matrix of capture, made from the code (`capture`). `make docs`."""

from __future__ import annotations

from collections.abc import Iterator

from coffeehouse.engine.commands import BY_NAME
from coffeehouse.site.capture import CHANNELS, Way, ways
from coffeehouse.site.without_entry import TABLES_WITHOUT_ENTRY, WITHOUT_ENTRY

GENERATED = "<!-- Made by `make docs`; change the code instead. -->"
HEAD = f"""# What is captured

{GENERATED}

Every way into the house that may change something, the commands it leads to, and the entries these leave in the
ledger. An entry is written in the transaction of what it records: either both are there or neither. A command that
policy refuses leaves `act.refused`; one that finds nothing left to do (a second bookmark) leaves none, and changes
nothing.

The tables are read from the code. The tests of the channels hold what requests really do against them: an act by an
address that does not stand here fails, and so does a row written in a transaction without an entry.
[Completeness](../how-to/completeness.md) says each day whether what came to the channels was recorded.
"""
LIMITS = """## Not captured

- **Reading.** Timelines, posts and profiles are read without an entry. Where staff look at what is held about a
  person, the look is kept with its purpose (`member.viewed`), and the person can read who it was.
- **What never reached the house**: requests that its server or a proxy turned away, or that were addressed to another
  host or too large.
- **The machine itself**: whoever has the machine can change files and settings while the house is closed. Settings are
  compared when it opens (`settings.recorded`); what was changed in the ledger is found by `coffeehouse verify`.
- **Drafts that were never sent**: words in a form or an app before the button is pressed.
"""


def page() -> str:
    """The whole page."""
    found = ways()
    parts = [HEAD]
    for channel in dict.fromkeys(way.channel for way in found):
        parts.append("\n".join(_table(channel, [way for way in found if way.channel == channel])))
    parts.append("\n".join(_without_way(found)))
    parts.append("\n".join(_without_entry()))
    parts.append(LIMITS)
    return "\n".join(part.rstrip() + "\n" for part in parts)


def _table(channel: str, found: list[Way]) -> Iterator[str]:
    yield f"## {CHANNELS.get(channel, channel)}"
    yield ""
    yield f"Channel `{channel}` in entries of the ledger."
    yield ""
    yield "| way in | commands | entries |"
    yield "|---|---|---|"
    for way in found:
        methods = " ".join(way.methods)
        commands = ", ".join(f"`{command}`" for command in way.commands) or "none"
        kinds = ", ".join(f"`{kind}`" for kind in way.kinds) or f"none: {way.reason}"
        yield f"| {methods} `{_shown(way)}` | {commands} | {kinds} |".replace("|  `", "| `")


def _shown(way: Way) -> str:
    is_address = way.channel not in ("cli", "worker")
    return f"{'/' if is_address else ''}{way.address}".replace("|", "\\|")


def _without_way(found: list[Way]) -> Iterator[str]:
    """Commands that another command does, in its own transaction."""
    reached = {command for way in found for command in way.commands}
    inner = sorted(BY_NAME.keys() - reached)
    if not inner:
        return
    yield "## Done by the house within another act"
    yield ""
    yield "No way in leads to these directly."
    yield ""
    yield "| command | entry | what it is |"
    yield "|---|---|---|"
    for name in inner:
        words = " ".join((BY_NAME[name].command.__doc__ or "").split()).replace("|", "\\|")
        yield f"| `{name}` | `{BY_NAME[name].kind}` | {words} |"


def _without_entry() -> Iterator[str]:
    yield "## Written without an entry"
    yield ""
    yield "Addresses that may be asked by POST and record nothing:"
    yield ""
    yield "| address | why |"
    yield "|---|---|"
    for name, reason in sorted(WITHOUT_ENTRY.items()):
        yield f"| {name} | {reason} |"
    yield ""
    yield "Tables that change without an entry; every other one changes only together with one:"
    yield ""
    yield "| table | what is in it |"
    yield "|---|---|"
    for table, reason in sorted(TABLES_WITHOUT_ENTRY.items()):
        yield f"| `{table}` | {reason} |"
