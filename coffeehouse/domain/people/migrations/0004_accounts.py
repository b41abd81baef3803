"""Joining, the house's texts and rules, custom emoji."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("people", "0003_push")]
    operations: ClassVar = [
        migrations.AddField(model_name="member", name="confirmed_at", field=models.BigIntegerField(null=True)),
        migrations.AddField(model_name="member", name="application_id", field=models.BigIntegerField(null=True)),
        migrations.CreateModel(
            name="EmailConfirmation",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("member_id", models.BigIntegerField(db_index=True)),
                ("email", models.CharField(max_length=254)),
                ("created_at", models.BigIntegerField()),
                ("expires_at", models.BigIntegerField()),
                ("used_at", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="HeldName",
            fields=[
                ("acct", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("created_at", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="CustomEmoji",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("shortcode", models.CharField(max_length=40, unique=True)),
                ("category", models.CharField(default="", max_length=60)),
                ("file", models.CharField(max_length=200)),
                ("still", models.CharField(max_length=200)),
                ("is_in_picker", models.BooleanField(default=True)),
                ("created_at", models.BigIntegerField()),
                ("disabled_at", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="HouseText",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("language", models.CharField(max_length=10)),
                ("text", models.TextField()),
                ("html", models.TextField()),
                ("effective_on", models.CharField(max_length=10)),
                ("created_at", models.BigIntegerField()),
            ],
            options={"indexes": [models.Index(fields=["kind", "language", "id"], name="housetext_by_kind")]},
        ),
        migrations.CreateModel(
            name="HouseRule",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("position", models.IntegerField()),
                ("words", models.TextField()),
                ("created_at", models.BigIntegerField()),
                ("removed_at", models.BigIntegerField(null=True)),
            ],
        ),
    ]
