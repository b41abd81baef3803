"""The house's texts and rules, and whom it knows."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec
from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.kernel import clock


class HouseText(NamedTuple):
    """A version of a text. `succeeded_by`: the day from which a later one holds, if one is written already."""

    text: str
    html: str
    effective_on: str
    created_at: int
    succeeded_by: str | None = None


def _versions(kind: str, language: str) -> list[HouseText]:
    """The last version written for each day, by day; in the house's first language where there is none in this."""
    for tried in dict.fromkeys((language, settings.LANGUAGE_CODE)):
        found = sql.rows(
            "SELECT t.text, t.html, t.effective_on, t.created_at FROM people_housetext t WHERE t.kind = %s"
            " AND t.language = %s ORDER BY t.id",
            (kind, tried),
        )
        by_day = {row[2]: HouseText(*row) for row in found}
        if any(version.text for version in by_day.values()):
            return [by_day[day] for day in sorted(by_day)]
    return []


def read_house_text(kind: str, language: str, day: str = "") -> HouseText | None:
    """The text in force (today, or on `day`: 2026-11-22), or None where the house has written none."""
    wanted = day or clock.day_text(clock.now_ms())
    versions = _versions(kind, language)
    held = [version for version in versions if version.effective_on <= wanted]
    if not held or not held[-1].text:
        return None
    later = [version.effective_on for version in versions if version.effective_on > held[-1].effective_on]
    return held[-1]._replace(succeeded_by=later[0] if later else None)


def text_from(kind: str, language: str, day: str) -> HouseText | None:
    """The version that holds from exactly this day, also one that is still to come."""
    versions = _versions(kind, language)
    for at, version in enumerate(versions):
        if version.effective_on == day and version.text:
            later = versions[at + 1].effective_on if at + 1 < len(versions) else None
            return version._replace(succeeded_by=later)
    return None


def written_text(kind: str, language: str) -> HouseText | None:
    """The version written last in this very language, for whoever edits it."""
    row = sql.row(
        "SELECT text, html, effective_on, created_at FROM people_housetext WHERE kind = %s AND language = %s"
        " ORDER BY id DESC LIMIT 1",
        (kind, language),
    )
    return None if row is None else HouseText(*row)


class Rule(NamedTuple):
    """A rule in force. words: language → {text, hint}."""

    id: int
    position: int
    words: dict[str, dict[str, str]]

    def in_language(self, language: str) -> dict[str, str]:
        """Its text and hint in a language, else in the house's first, else in any."""
        for tried in (language, settings.LANGUAGE_CODE, *self.words):
            if tried in self.words:
                return self.words[tried]
        return {"text": "", "hint": ""}


def read_rules() -> list[Rule]:
    """The rules in force, in their order."""
    found = sql.rows("SELECT id, position, words FROM people_houserule WHERE removed_at IS NULL ORDER BY position, id")
    return [Rule(row[0], row[1], msgspec.json.decode(row[2])) for row in found]


def rule_entities() -> list[dict[str, Any]]:
    """Rule entities: text in the house's first language, the others as translations."""
    entities = []
    for rule in read_rules():
        first = rule.in_language(settings.LANGUAGE_CODE)
        entities.append({"id": str(rule.id), "text": first["text"], "hint": first["hint"], "translations": rule.words})
    return entities


def contact_account_id() -> int | None:
    """Whom people can turn to: the persona of the administrator who has been here longest."""
    found = sql.value(
        "SELECT a.id FROM people_member m JOIN people_account a ON a.member_id = m.id AND a.kind = 'persona'"
        " WHERE m.role = 'admin' AND m.state = 'active' AND a.hidden_at IS NULL ORDER BY m.id, a.id LIMIT 1"
    )
    return None if found is None else int(found)


# From each name to the next along the index: there are many accounts to a server.
KNOWN_DOMAINS = """
WITH RECURSIVE known (domain) AS (
  SELECT MIN(domain) FROM people_account WHERE domain > ''
  UNION ALL
  SELECT (SELECT MIN(a.domain) FROM people_account a WHERE a.domain > known.domain AND a.domain > '')
  FROM known WHERE known.domain IS NOT NULL
)
SELECT domain FROM known WHERE domain IS NOT NULL
AND EXISTS (SELECT 1 FROM people_account a WHERE a.domain = known.domain AND a.domain > '' AND a.hidden_at IS NULL)
LIMIT 10000
"""


def known_domains() -> list[str]:
    """The other servers the house knows somebody of whom it shows, at most 10,000."""
    return [row[0] for row in sql.rows(KNOWN_DOMAINS)]
