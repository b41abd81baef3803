"""Personal data that the house recognises in an item, so that whoever decides does not have to find it all alone.

An item is not released whole while something stands in it that was recognised and not taken out, unless a person says
that they have looked (attack P7). What is not recognised is still theirs to find: a name alone looks like any word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from coffeehouse.database import sql
from coffeehouse.domain.requests.contents import Content
from coffeehouse.policy.detectors.email_address import detect_email_address
from coffeehouse.policy.detectors.nhs_number import detect_nhs_number
from coffeehouse.policy.detectors.ni_number import detect_ni_number
from coffeehouse.policy.detectors.phone import detect_personal_phone
from coffeehouse.policy.detectors.postcode import detect_postcode

DETECTORS = (
    ("nhs_number", detect_nhs_number),
    ("ni_number", detect_ni_number),
    ("phone", detect_personal_phone),
    ("email", detect_email_address),
    ("postcode", detect_postcode),
)
SHORTEST_NAME = 3
_HANDLE = re.compile(r"(?<![\w.])@[A-Za-z0-9_]+(?:@[A-Za-z0-9.:-]*[A-Za-z0-9])?")


class Spotted(NamedTuple):
    """Characters start to end of a part (text, warning), and what they look like: a detector's name, or "person"."""

    part: str
    start: int
    end: int
    what: str
    words: str


def spot(content: Content, own_account_ids: Iterable[int] = ()) -> list[Spotted]:
    """What is recognised in its words, in order. own_account_ids: of whoever asks for their own data."""
    found: list[Spotted] = []
    own = frozenset(own_account_ids)
    names = _names_of(content, own)
    shown = _shown_names(content, names, own)
    for part, text in (("warning", content.warning), ("text", content.text)):
        spans = {(span.start, span.end): what for what, detect in DETECTORS for span in detect(text)}
        spans |= {span: "person" for span in _people(text, names)}
        spans |= {place.span(): "person" for name in shown for place in re.finditer(rf"\b{re.escape(name)}\b", text)}
        found += [Spotted(part, start, end, what, text[start:end]) for (start, end), what in sorted(spans.items())]
    return found


def is_taken_out(spotted: Spotted, removed: Iterable[tuple[str, int, int]]) -> bool:
    """Whether some removal (part, start, end) covers it whole."""
    return any(part == spotted.part and start <= spotted.start and spotted.end <= end for part, start, end in removed)


def _people(text: str, names: dict[str, bool]) -> Iterable[tuple[int, int]]:
    """Handles of people who do not speak for a body."""
    for found in _HANDLE.finditer(text):
        handle = found.group()[1:].lower()
        if names.get(handle, True):
            yield found.span()


def _shown_names(content: Content, handles: dict[str, bool], own: frozenset[int]) -> list[str]:
    """The names by which those whom an item is by or speaks to are shown: people often sign with them."""
    people = [handle for handle, is_person in handles.items() if is_person]
    author_id = 0 if content.account_id in own else content.account_id or 0
    rows = sql.rows(
        "SELECT display_name FROM people_account WHERE kind = 'persona' AND display_name <> ''"
        f" AND (id = %s OR acct IN ({sql.marks(len(people) or 1)}))",
        (author_id, *(people or [""])),
    )
    return [name for (name,) in rows if len(name) >= SHORTEST_NAME]


def _names_of(content: Content, own: frozenset[int]) -> dict[str, bool]:
    """Handle in lower case → whether it is a person other than the asker; handles nobody here has are people."""
    handles = {found[1:].lower() for found in _HANDLE.findall(f"{content.warning}\n{content.text}")}
    if not handles:
        return {}
    rows = sql.rows(
        f"SELECT acct, id, kind FROM people_account WHERE acct IN ({sql.marks(len(handles))})", tuple(sorted(handles))
    )
    return {acct: kind == "persona" and account_id not in own for acct, account_id, kind in rows}
