"""What changed from one version of a pack to the next, and since when a rule has been as it is. Pure.

Works on the text of statements alone, so that a version from before the vocabulary changed is still told apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from coffeehouse.policy.statements import cut

_ID = re.compile(r'@id\(\s*"([^"]+)"\s*\)')


class Changes(NamedTuple):
    """Ids of rules and promises, each in the order of their names."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]

    @property
    def is_nothing(self) -> bool:
        return not (self.added or self.removed or self.changed)


def statements_of(files: Mapping[str, str]) -> dict[str, str]:
    """Rule id → text of its statement, without what stands around it."""
    found = {}
    for name, text in files.items():
        if name.endswith(".cedar"):
            for statement in cut(text, name)[0]:
                named = _ID.search(statement.text)
                if named:
                    found[named.group(1)] = "\n".join(line.rstrip() for line in statement.text.splitlines())
    return found


def compare(before: Mapping[str, str], after: Mapping[str, str]) -> Changes:
    """What changed between two packs, given as files."""
    old, new = statements_of(before), statements_of(after)
    return Changes(
        tuple(sorted(new.keys() - old.keys())),
        tuple(sorted(old.keys() - new.keys())),
        tuple(sorted(name for name in new.keys() & old.keys() if new[name] != old[name])),
    )


def since(rule_id: str, versions: Iterable[tuple[str, Mapping[str, str]]]) -> str:
    """The earliest of the versions from which the rule stood as it does now, "" where there is none.

    versions: (when, statements), newest first.
    """
    begun, text = "", None
    for when, statements in versions:
        if text is None:
            text = statements.get(rule_id)
        if statements.get(rule_id) != text:
            break
        begun = when
    return begun
