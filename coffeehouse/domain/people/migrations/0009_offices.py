"""Who ever had a role, a seat or a body to look after."""

from __future__ import annotations

import json
from typing import Any

from django.db import migrations, models

STANDING = (
    "UPDATE people_member SET held_office = %s WHERE role <> 'member'"
    " OR id IN (SELECT member_id FROM people_seat) OR id IN (SELECT member_id FROM people_bodyadmin)"
)
# Those who have lost it since: entries of the ledger that gave it, or counted what ended when they left.
ENTRIES = (
    "SELECT e.kind, e.object, v.payload FROM ledger_entry e LEFT JOIN ledger_vault v ON v.sequence = e.sequence"
    " WHERE e.kind IN ('member.added', 'member.registered', 'member.role_changed', 'member.removed', 'seat.granted',"
    " 'body.admin_appointed')"
)


def note_offices(apps: Any, schema_editor: Any) -> None:
    """Note those there are, and those the ledger knows of."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(STANDING, [True])
        cursor.execute(ENTRIES)
        found = {member for row in cursor.fetchall() if (member := _member_of(*row))}
        for member_id in sorted(found):
            cursor.execute("UPDATE people_member SET held_office = %s WHERE id = %s", [True, member_id])


def _member_of(kind: str, name: str, payload: str | None) -> int | None:
    kept = (json.loads(payload).get("kept") or {}) if payload else {}
    if kind == "member.role_changed" or kept.get("seats") or kept.get("role", "member") != "member":
        return int(name.removeprefix("member/"))
    return int(kept["member"]) if kind in ("seat.granted", "body.admin_appointed") and "member" in kept else None


class Migration(migrations.Migration):
    """One column, and who it is true of."""

    dependencies = (("people", "0008_limited"), ("ledger", "0001_initial"))

    operations = (
        migrations.AddField("member", "held_office", models.BooleanField(default=False, db_default=False)),
        migrations.RunPython(note_offices, migrations.RunPython.noop),
    )
