"""What was deleted while the vault still has its words: in which class it was, and from when its time runs."""

from __future__ import annotations

import json
import re
from typing import Any

from django.db import migrations, models

OFFICIAL = ("voice", "service", "community")
DELETED = (
    "SELECT DISTINCT e.object, e.sequence, e.actor, e.time_at, v.payload FROM ledger_entry d"
    " JOIN ledger_entry e ON e.object = d.object AND e.kind IN ('post.published', 'held.released', 'held.published',"
    " 'held.emergency_released', 'post.received')"
    " JOIN ledger_vault v ON v.sequence = e.sequence WHERE d.kind = 'post.deleted' AND v.payload IS NOT NULL"
    " ORDER BY e.sequence"
)
INSERT = (
    "INSERT INTO records_deleted (object, account_id, class_id, trigger_at) VALUES (%s, %s, %s, %s)"
    " ON CONFLICT (object) DO NOTHING"
)


def note_deleted(apps: Any, schema_editor: Any) -> None:
    """Place every post that was deleted and not erased, by what the ledger says of it."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(DELETED)
        found = cursor.fetchall()
        cursor.execute("SELECT id, acct, kind FROM people_account WHERE domain = ''")
        accounts = cursor.fetchall()
        kinds = {account_id: kind for account_id, _, kind in accounts}
        official = {acct for _, acct, kind in accounts if kind in OFFICIAL}
        for name, _, actor, at, payload in found:
            told = json.loads(payload)
            # What was released is by the author of the draft, not by who released it.
            author = str((told.get("kept") or {}).get("author") or actor)
            if author.startswith("account/"):
                account_id = int(author.removeprefix("account/"))
                command = told.get("command") or {}
                held = (told.get("kept") or {}).get("held")
                if held is not None:
                    cursor.execute("SELECT command FROM publishing_heldcommand WHERE id = %s", [int(held)])
                    command = json.loads((cursor.fetchone() or ("{}",))[0])
                class_id = class_of(command, kinds.get(account_id, "") in OFFICIAL, official)
                cursor.execute(INSERT, [name, account_id, class_id, at])


def class_of(command: dict[str, Any], is_official: bool, official: set[str]) -> str:
    """The class that a post with these words was in."""
    if command.get("visibility") != "direct":
        return "official-posts" if is_official else "members-posts"
    named = {name.lower() for name in re.findall(r"@([\w-]+)", str(command.get("text") or ""))}
    return "enquiries" if is_official or named & official else "private-messages"


class Migration(migrations.Migration):
    """One table, filled for what there is."""

    dependencies = (
        ("records", "0003_files_of_several"), ("people", "0001_initial"), ("ledger", "0001_initial"),
    )  # fmt: skip

    operations = (
        migrations.CreateModel(
            name="Deleted",
            fields=[
                ("object", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("account_id", models.BigIntegerField(db_index=True)),
                ("class_id", models.CharField(max_length=60)),
                ("trigger_at", models.BigIntegerField()),
            ],
            options={"indexes": [models.Index(fields=["class_id", "trigger_at"], name="deleted_by_class")]},
        ),
        migrations.RunPython(note_deleted, migrations.RunPython.noop),
    )
