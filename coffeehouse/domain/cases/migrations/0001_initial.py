"""Reports."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.fields.composite
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies: ClassVar = []
    operations: ClassVar = [
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("account_id", models.BigIntegerField(db_index=True)),
                ("target_id", models.BigIntegerField(db_index=True)),
                ("category", models.CharField(max_length=12)),
                ("comment", models.TextField(default="")),
                ("is_forwarded", models.BooleanField(default=False)),
                ("rule_ids", models.TextField(default="")),
                ("state", models.CharField(default="open", max_length=12)),
                ("assigned_to_id", models.BigIntegerField(null=True)),
                ("created_at", models.BigIntegerField()),
                ("decided_at", models.BigIntegerField(null=True)),
                ("decided_by_id", models.BigIntegerField(null=True)),
                ("reason", models.TextField(default="")),
            ],
            options={"indexes": [models.Index(fields=["state", "id"], name="report_by_state")]},
        ),
        migrations.CreateModel(
            name="ReportedPost",
            fields=[
                (
                    "pk",
                    django.db.models.fields.composite.CompositePrimaryKey(
                        "report_id", "post_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("report_id", models.BigIntegerField()),
                ("post_id", models.BigIntegerField(db_index=True)),
                ("text", models.TextField()),
                ("spoiler_text", models.TextField(default="")),
                ("created_at", models.BigIntegerField()),
            ],
        ),
    ]
