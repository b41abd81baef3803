"""The channel table of a pack: which way for which words. Pure.

    channels.toml → read_table → rows, shown to readers as a table
                  → as_cedar   → rules, checked and asked like every other rule of the pack

A row names a situation (purpose × sensitivity × audience × urgency; what it leaves out is any) and sorts the ways into
preferred, allowed and forbidden. Words that come by a forbidden way wait for a person; by one that is merely allowed
they go out, and the verdict suggests a better one. Ways of which the house carries only the message of a colleague (a
phone call, a letter) stand in the table as well: they are what it suggests.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

import msgspec

from coffeehouse.policy.statements import Fault

FILE = "channels.toml"
# What a post can be here; the first by what it reaches.
MEDIA = {
    "public": "public post", "unlisted": "public post", "followers": "followers post", "direct": "direct message",
}  # fmt: skip
CARRIED = tuple(dict.fromkeys(MEDIA.values()))
WAYS = (*CARRIED, "email", "text message", "phone call", "letter")
DIMENSIONS: Mapping[str, tuple[str, ...]] = {
    "purpose": ("inform", "answer", "advise", "warn"),
    "sensitivity": ("open", "contact", "personal", "identifier"),
    "audience": ("everybody", "followers", "person"),
    "urgency": ("routine", "emergency"),
}
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_IDENTIFIERS = ("has_nhs_number", "has_ni_number")
_CONTACTS = ("has_phone", "has_email", "has_postcode")
_ADVISING = ("health advice", "legal matters", "personal advice")


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One situation. "" is any. by: the rule of the pack that sees to it already, so that nobody is told twice."""

    name: str
    because: str
    purpose: str = ""
    sensitivity: str = ""
    audience: str = ""
    urgency: str = ""
    preferred: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    cites: str = ""
    by: str = ""

    @property
    def situation(self) -> dict[str, str]:
        """The dimensions it names."""
        return {name: getattr(self, name) for name in DIMENSIONS if getattr(self, name)}


class _File(msgspec.Struct, forbid_unknown_fields=True):
    row: tuple[Row, ...]


def read_table(source: str) -> tuple[tuple[Row, ...], list[Fault]]:
    """The rows of a channels.toml given as text, and what is wrong with it."""
    try:
        rows = msgspec.convert(tomllib.loads(source), _File).row
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        return (), [Fault(FILE, 0, str(error))]
    faults = []
    names: set[str] = set()
    for row in rows:
        wrong = _complaints(row) + (["the name is used twice"] if row.name in names else [])
        names.add(row.name)
        faults += [Fault(FILE, _line(source, row.name), f"{row.name}: {each}") for each in wrong]
    return rows, faults


def _complaints(row: Row) -> list[str]:
    wrong = [] if _NAME.fullmatch(row.name) else ["name: small letters, digits and hyphens"]
    wrong += [] if row.because.strip() else ["because: say why, in words"]
    wrong += [
        f"{name}: one of {', '.join(DIMENSIONS[name])}" for name, value in row.situation.items()
        if value not in DIMENSIONS[name]
    ]  # fmt: skip
    listed = [*row.preferred, *row.allowed, *row.forbidden]
    wrong += [f"there is no way {way}; there are {', '.join(WAYS)}" for way in listed if way not in WAYS]
    wrong += [f"{way} stands in it twice" for way in dict.fromkeys(listed) if listed.count(way) > 1]
    wrong += [] if row.preferred else ["preferred: say which way is better"]
    return wrong


def _line(source: str, name: str) -> int:
    for number, line in enumerate(source.splitlines(), 1):
        if line.startswith("name") and f'"{name}"' in line:
            return number
    return 0


def as_cedar(rows: tuple[Row, ...]) -> str:
    """The rules that the table amounts to, as Cedar text."""
    return "\n".join(_rules(row) for row in rows if not row.by)


def _rules(row: Row) -> str:
    stopped = [way for way in row.forbidden if way in CARRIED]
    bettered = [way for way in row.allowed if way in CARRIED]
    text = _rule(row, f"channels.{row.name}", "hold", stopped) if stopped else ""
    if bettered:
        text += _rule(row, f"channels.{row.name}{'-better-way' if stopped else ''}", "suggest", bettered)
    return text


def _rule(row: Row, rule_id: str, verdict: str, ways: list[str]) -> str:
    conditions = ["context.is_official"]
    conditions += [f"context.{name} == {_quoted(value)}" for name, value in row.situation.items()]
    conditions.append(f"[{', '.join(_quoted(way) for way in ways)}].contains(context.medium)")
    cites = f"@cites({_quoted(row.cites)})\n" if row.cites.strip() else ""
    because = f"{row.because.strip()} Better: {' or '.join(row.preferred)}."
    return (
        f"@id({_quoted(rule_id)})\n@verdict({_quoted(verdict)})\n@because({_quoted(because)})\n{cites}"
        'forbid (principal, action in Action::"Publishing", resource)\n'
        f"when {{ {' && '.join(conditions)} }};\n"
    )


def _quoted(text: str) -> str:
    """A Cedar text. Backslashes and quotes are the only characters that could end it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


def channel_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The situation of a post and the way it goes, from what else is known of it."""
    cues = str(facts.get("criticality_cues", ""))
    is_emergency = "|emergency|" in cues
    visibility = str(facts.get("visibility", "public"))
    is_to_one = visibility == "direct" or (bool(facts.get("is_reply")) and int(facts.get("mention_count", 0)) <= 1)
    return {
        "medium": MEDIA.get(visibility, CARRIED[0]),
        "purpose": _purpose(cues, is_emergency, bool(facts.get("is_reply"))),
        "sensitivity": _sensitivity(facts),
        "audience": "person" if is_to_one else "followers" if visibility == "followers" else "everybody",
        "urgency": "emergency" if is_emergency else "routine",
    }


def _purpose(cues: str, is_emergency: bool, is_reply: bool) -> str:
    if is_emergency:
        return "warn"
    if any(f"|{cue}|" in cues for cue in _ADVISING):
        return "advise"
    return "answer" if is_reply else "inform"


def _sensitivity(facts: Mapping[str, Any]) -> str:
    if any(facts.get(name) for name in _IDENTIFIERS):
        return "identifier"
    if facts.get("has_visit_details"):
        return "personal"
    return "contact" if any(facts.get(name) for name in _CONTACTS) else "open"
