"""Tables of the ledger, its one row of head, and the triggers that refuse changes."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

import coffeehouse.ledger.models
from coffeehouse.ledger import triggers


def set_up(apps: Any, schema_editor: Any) -> None:
    """The first head, then the triggers."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO ledger_head (id, size, last_id, last_at) VALUES (1, 0, 0, 0)")
        for statement in triggers.create_statements(connection.vendor):
            cursor.execute(statement)


def take_down(apps: Any, schema_editor: Any) -> None:
    """Before the tables go."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        for statement in triggers.drop_statements(connection.vendor):
            cursor.execute(statement)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("size", coffeehouse.ledger.models.PositionField(primary_key=True, serialize=False)),
                ("note", models.TextField()),
                ("signed_at", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                ("id", models.IntegerField(primary_key=True, serialize=False)),
                ("size", models.BigIntegerField()),
                ("last_id", models.BigIntegerField()),
                ("last_at", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Tile",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "level", "position", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("level", models.IntegerField()),
                ("position", models.BigIntegerField()),
                ("hashes", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Vault",
            fields=[
                ("sequence", coffeehouse.ledger.models.PositionField(primary_key=True, serialize=False)),
                ("salt", models.BinaryField(null=True)),
                ("payload", models.TextField(null=True)),
                ("erased_at", models.BigIntegerField(null=True)),
                ("erased_because", models.TextField(default="")),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("sequence", coffeehouse.ledger.models.PositionField(primary_key=True, serialize=False)),
                ("time_at", models.BigIntegerField()),
                ("kind", models.CharField(max_length=80)),
                ("actor", models.CharField(max_length=80)),
                ("object", models.CharField(max_length=200)),
                ("body", models.CharField(max_length=80)),
                ("channel", models.CharField(max_length=40)),
                ("entry", models.TextField()),
                ("leaf_hash", models.BinaryField()),
            ],
            options={
                "indexes": [models.Index(fields=["object", "sequence"], name="entry_by_object")],
            },
        ),
        migrations.RunPython(set_up, take_down),
    ]
