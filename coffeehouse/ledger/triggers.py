"""Triggers that refuse to change what is recorded, on SQLite and PostgreSQL. Used by the migration.

They stop mistakes; they cannot stop whoever may drop them. Against those stand checkpoints kept elsewhere and `verify`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

REFUSAL = "the ledger is never changed"

# table, event, condition under which the event is refused ("" = always); {sub} and {length} differ by database
RULES = (
    ("ledger_entry", "UPDATE", ""),
    ("ledger_entry", "DELETE", ""),
    ("ledger_checkpoint", "UPDATE", ""),
    ("ledger_checkpoint", "DELETE", ""),
    ("ledger_tile", "DELETE", ""),
    # A partial tile grows at its end and nowhere else.
    (
        "ledger_tile",
        "UPDATE",
        "NEW.level <> OLD.level OR NEW.position <> OLD.position OR {length}(NEW.hashes) > 8192"
        " OR substr(NEW.hashes, 1, {length}(OLD.hashes)) <> OLD.hashes",
    ),
    ("ledger_vault", "DELETE", ""),
    # Erasing is the one change: both parts at once, once, and saying when.
    (
        "ledger_vault",
        "UPDATE",
        "NEW.sequence <> OLD.sequence OR OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL"
        " OR NEW.payload IS NOT NULL OR NEW.salt IS NOT NULL",
    ),
)


def create_statements(vendor: str) -> list[str]:
    """The statements that set all triggers up."""
    if vendor == "sqlite":
        return [_sqlite(*rule) for rule in RULES]
    refuse = f"BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END"
    function = f"CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ {refuse} $$"
    return [function, *(_postgres(*rule) for rule in RULES)]


def drop_statements(vendor: str) -> list[str]:
    """The statements that take all triggers down."""
    # On PostgreSQL a trigger's name belongs to its table.
    on = "" if vendor == "sqlite" else " ON {}"
    return [f"DROP TRIGGER IF EXISTS {_name(table, event)}{on.format(table)}" for table, event, _ in RULES]


@contextmanager
def lifted(execute: Callable[[str], object], vendor: str) -> Iterator[None]:
    """Without triggers for the length of the block: for tests that empty tables or play the attacker."""
    for statement in drop_statements(vendor):
        execute(statement)
    try:
        yield
    finally:
        for statement in create_statements(vendor):
            execute(statement)


def _name(table: str, event: str) -> str:
    return f"{table}_refuse_{event.lower()}"


def _sqlite(table: str, event: str, condition: str) -> str:
    when = f" WHEN {condition.format(length='length')}" if condition else ""
    action = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    return f"CREATE TRIGGER {_name(table, event)} BEFORE {event} ON {table}{when} {action}"


def _postgres(table: str, event: str, condition: str) -> str:
    when = f" WHEN ({condition.format(length='octet_length')})" if condition else ""
    return (
        f"CREATE TRIGGER {_name(table, event)} BEFORE {event} ON {table}"
        f" FOR EACH ROW{when} EXECUTE FUNCTION ledger_refuse()"
    )
