"""The house's own texts and rules: every version stays, the newest in force counts."""

from __future__ import annotations

from datetime import date

import msgspec
from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Outcome, State
from coffeehouse.domain.people import house_commands as commands
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid, NotFound
from coffeehouse.kernel.text import characters, normalise, one_line
from coffeehouse.protocols.house_text import render_house_text

KINDS = ("about", "privacy", "terms")
MAX_TEXT = 100_000
MAX_RULE, MAX_HINT, MAX_RULES = 300, 1_000, 50


def _check_language(language: str) -> None:
    if language not in dict(settings.LANGUAGES):
        raise Invalid("The pages of this house do not have this language. Choose one of theirs.", field="language")


def apply_set_house_text(command: commands.SetHouseText, context: Context) -> Outcome:
    """Insert a version. A version for a day that has not come replaces an earlier one for the same day."""
    if command.kind not in KINDS:
        raise NotFound()
    _check_language(command.language)
    text = normalise(command.text, field="text")
    if characters(text) > MAX_TEXT:
        raise Invalid(f"This text is too long. It may have {MAX_TEXT} characters.", field="text")
    text_id = context.new_id()
    columns = {
        "kind": command.kind,
        "language": command.language,
        "text": text,
        "html": render_house_text(text) if text else "",
        "effective_on": _day(command.effective_on, context.now),
        "created_at": context.now,
    }
    sql.execute(
        f"INSERT INTO people_housetext (id, {', '.join(columns)}) VALUES (%s, {sql.marks(len(columns))})",
        (text_id, *columns.values()),
    )
    return Outcome(object=f"text/{text_id}", result=str(text_id), states=(State("people_housetext", text_id, columns),))


def _day(written: str, now: int) -> str:
    """The day a text holds from. Raises Invalid for a day that has passed: what held then cannot be changed now."""
    today = clock.day_text(now)
    try:
        day = date.fromisoformat(written).isoformat() if written else today
    except ValueError as error:
        raise Invalid("Write the day as year-month-day, such as 2026-12-24.", field="effective_on") from error
    if day < today:
        raise Invalid("This day has passed. Choose today or a later day.", field="effective_on")
    return day


def apply_set_rule(command: commands.SetRule, context: Context) -> Outcome:
    """Insert or change a rule."""
    words = msgspec.json.encode(_rule_words(command.words)).decode()
    if command.rule_id is not None:
        done = sql.execute(
            "UPDATE people_houserule SET words = %s, position = %s WHERE id = %s AND removed_at IS NULL",
            (words, command.position, command.rule_id),
        )
        if not done:
            raise NotFound()
        rule_id = command.rule_id
    else:
        if sql.value("SELECT COUNT(*) FROM people_houserule WHERE removed_at IS NULL") >= MAX_RULES:
            raise Invalid(f"A house has at most {MAX_RULES} rules. Fewer are read by more people.", field="text")
        rule_id = context.new_id()
        sql.execute(
            "INSERT INTO people_houserule (id, position, words, created_at) VALUES (%s, %s, %s, %s)",
            (rule_id, command.position, words, context.now),
        )
    row = {"position": command.position, "words": words, "removed_at": None}
    return Outcome(object=f"rule/{rule_id}", result=str(rule_id), states=(State("people_houserule", rule_id, row),))


def _rule_words(given: tuple[tuple[str, str, str], ...]) -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = {}
    for language, text, hint in given:
        _check_language(language)
        text, hint = one_line(text, field="text"), normalise(hint, field="hint")
        if len(text) > MAX_RULE or len(hint) > MAX_HINT:
            raise Invalid(f"A rule has {MAX_RULE} characters and its explanation {MAX_HINT}. Shorten it.", field="text")
        if text:
            words[language] = {"text": text, "hint": hint}
    if not words:
        raise Invalid("Write the rule.", field="text")
    return words


def apply_remove_rule(command: commands.RemoveRule, context: Context) -> Outcome:
    """Take a rule out of force; its row stays, for what refers to it."""
    row = sql.row(
        "UPDATE people_houserule SET removed_at = %s WHERE id = %s AND removed_at IS NULL RETURNING position, words",
        (context.now, command.rule_id),
    )
    if row is None:
        raise NotFound()
    columns = {"position": row[0], "words": row[1], "removed_at": context.now}
    return Outcome(object=f"rule/{command.rule_id}", states=(State("people_houserule", command.rule_id, columns),))
