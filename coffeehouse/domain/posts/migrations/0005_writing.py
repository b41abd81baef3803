"""Quotes, cards of links, scheduled posts and trends."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("posts", "0004_tags")]
    operations: ClassVar = [
        migrations.AddField("post", "quote_policy", models.CharField(db_default="nobody", max_length=12)),
        migrations.AddField("post", "traits", models.IntegerField(db_default=0)),
        migrations.AddField("postcounts", "quotes_count", models.IntegerField(db_default=0)),
        migrations.AddField("media", "scheduled_id", models.BigIntegerField(null=True)),
        migrations.CreateModel(
            name="Quote",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("quoted_id", models.BigIntegerField()),
                ("quoted_account_id", models.BigIntegerField()),
                ("state", models.CharField(max_length=12)),
            ],
            options={"indexes": [models.Index(fields=["quoted_id", "id"], name="quote_by_quoted")]},
        ),
        migrations.CreateModel(
            name="Card",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("url", models.CharField(max_length=2048, unique=True)),
                ("title", models.TextField()),
                ("description", models.TextField(default="")),
                ("author_name", models.TextField(default="")),
                ("provider_name", models.TextField(default="")),
                ("published_at", models.BigIntegerField(null=True)),
                ("fetched_at", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="PostCard",
            fields=[
                ("post_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("card_id", models.BigIntegerField()),
            ],
            options={"indexes": [models.Index(fields=["card_id", "post_id"], name="post_by_card")]},
        ),
        migrations.CreateModel(
            name="Scheduled",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("account_id", models.BigIntegerField()),
                ("member_id", models.BigIntegerField(null=True)),
                ("application_id", models.BigIntegerField(null=True)),
                ("command", models.TextField()),
                ("scheduled_at", models.BigIntegerField()),
                ("state", models.CharField(default="waiting", max_length=12)),
                ("reason", models.TextField(default="")),
                ("created_at", models.BigIntegerField()),
            ],
            options={"indexes": [models.Index(fields=["account_id", "scheduled_at"], name="scheduled_by_account")]},
        ),
        migrations.CreateModel(
            name="Trend",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "kind", "position", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=8)),
                ("position", models.IntegerField()),
                ("target_id", models.BigIntegerField()),
                ("score", models.FloatField()),
            ],
        ),
    ]
