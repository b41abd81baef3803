"""Announcements; which report a notification is about."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.fields.composite
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("posts", "0005_writing")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="notification", name="report_id", field=models.BigIntegerField(null=True, db_index=True)
        ),
        migrations.AddField(model_name="poll", name="emojis", field=models.TextField(db_default="[]")),
        migrations.CreateModel(
            name="Announcement",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("words", models.TextField()),
                ("starts_at", models.BigIntegerField(null=True)),
                ("ends_at", models.BigIntegerField(null=True)),
                ("is_all_day", models.BooleanField(default=False)),
                ("published_at", models.BigIntegerField()),
                ("created_at", models.BigIntegerField()),
                ("updated_at", models.BigIntegerField()),
                ("ended_at", models.BigIntegerField(null=True)),
            ],
            options={"indexes": [models.Index(fields=["published_at"], name="announcement_shown")]},
        ),
        migrations.CreateModel(
            name="AnnouncementReaction",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("announcement_id", models.BigIntegerField()),
                ("account_id", models.BigIntegerField()),
                ("name", models.CharField(max_length=60)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("announcement_id", "name", "account_id"), name="one_announcementreaction"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="AnnouncementRead",
            fields=[
                (
                    "pk",
                    django.db.models.fields.composite.CompositePrimaryKey(
                        "account_id", "announcement_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("account_id", models.BigIntegerField()),
                ("announcement_id", models.BigIntegerField()),
            ],
        ),
    ]
