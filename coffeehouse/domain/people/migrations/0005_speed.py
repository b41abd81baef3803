"""Indexes for lists that grow with the house: distances, the accounts here and elsewhere."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def order_directory(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """On PostgreSQL, which puts NULL first where SQLite puts it last, the directory's order needs an index of its own."""
    if editor.connection.vendor == "postgresql":
        editor.execute(
            "CREATE INDEX counts_by_activity_last ON people_accountcounts"
            " (last_status_at DESC NULLS LAST, account_id DESC)"
        )


def leave(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Remove it."""
    editor.execute("DROP INDEX IF EXISTS counts_by_activity_last")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("people", "0004_accounts")]
    operations: ClassVar = [
        migrations.AddIndex("block", models.Index(fields=["account_id", "id"], name="block_by_account")),
        migrations.AddIndex("mute", models.Index(fields=["account_id", "id"], name="mute_by_account")),
        migrations.AddIndex(
            "account",
            models.Index(fields=["domain"], name="account_elsewhere", condition=models.Q(domain__gt="")),
        ),
        migrations.AddIndex(
            "account",
            models.Index(fields=["id"], name="account_here", condition=models.Q(domain="", hidden_at__isnull=True)),
        ),
        migrations.RunPython(order_directory, leave),
    ]
