"""No column is forgotten: each that can hold words is reached by an erasure, or stands with the reason why not."""

from __future__ import annotations

import tomllib
from pathlib import Path

from django.apps import apps
from django.db import models

import coffeehouse

PACKAGE = Path(coffeehouse.__file__).parent
LISTS = tomllib.loads(Path(__file__).with_name("columns.toml").read_text("utf-8"))
# Shorter columns hold words of the house: states, kinds, codes of languages, days.
SHORT = 60
REACHING = (
    *sorted(PACKAGE.glob("domain/*/handlers/erasing.py")),
    PACKAGE / "engine/forgetting.py", PACKAGE / "engine/erasing.py",
    PACKAGE / "ledger/vault.py", PACKAGE / "domain/records/handlers/removing.py",
    PACKAGE / "domain/posts/handlers/changing.py", PACKAGE / "domain/posts/handlers/linking.py",
    PACKAGE / "domain/posts/handlers/notifying.py", PACKAGE / "domain/posts/handlers/conversing.py",
)  # fmt: skip


def columns() -> dict[str, set[str]]:
    """Table → its columns that can hold words or bytes."""
    found: dict[str, set[str]] = {}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            is_long = isinstance(field, models.CharField) and (field.max_length or SHORT) >= SHORT
            if is_long or isinstance(field, models.TextField | models.BinaryField):
                found.setdefault(model._meta.db_table, set()).add(str(field.column))
    return found


def test_every_column_is_in_a_list() -> None:
    """A column in neither list: say in columns.toml what an erasure does about it; take out what is no more."""
    there = columns()
    unsaid = {
        f"{table}.{column}"
        for table, names in there.items()
        for column in names
        if column not in LISTS["goes"].get(table, ()) and table not in LISTS["stays"]
    }
    assert sorted(unsaid) == []
    listed = {f"{table}.{column}" for table, names in LISTS["goes"].items() for column in names}
    assert sorted(listed - {f"{table}.{column}" for table, names in there.items() for column in names}) == []
    assert sorted(set(LISTS["stays"]) - set(there)) == []


def test_what_goes_is_reached() -> None:
    """Each table of the first list is named in a module that erases."""
    code = "\n".join(path.read_text("utf-8") for path in REACHING)
    assert [table for table in LISTS["goes"] if table not in code] == []


def test_what_stays_says_why() -> None:
    """A reason is a few words at least."""
    assert [table for table, why in LISTS["stays"].items() if len(why) < 6] == []
