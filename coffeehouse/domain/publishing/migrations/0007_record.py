"""The record of an author: what was released without a second person."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("publishing", "0006_corrections")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="DirectRelease",
            fields=[
                ("post_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("voice_id", models.BigIntegerField()),
                ("member_id", models.BigIntegerField()),
                ("criticality", models.CharField(max_length=10)),
                ("route", models.TextField()),
                ("created_at", models.BigIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["member_id", "voice_id", "created_at"], name="direct_by_author"),
                ],
            },
        ),
    ]
