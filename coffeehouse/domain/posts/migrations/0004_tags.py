"""Followed and featured hashtags."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("posts", "0003_inbox"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="FeaturedTag",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("account_id", models.BigIntegerField()),
                ("tag_id", models.BigIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("account_id", "tag_id"), name="one_featured_tag")],
            },
        ),
        migrations.CreateModel(
            name="TagFollow",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("account_id", models.BigIntegerField()),
                ("tag_id", models.BigIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["account_id", "id"], name="tag_follow_by_account")],
                "constraints": [models.UniqueConstraint(fields=("tag_id", "account_id"), name="one_tag_follow")],
            },
        ),
    ]
