"""Push subscriptions."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("people", "0002_relations")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="PushSubscription",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("token_id", models.BigIntegerField(unique=True)),
                ("account_id", models.BigIntegerField(db_index=True)),
                ("endpoint", models.CharField(max_length=2048)),
                ("p256dh", models.CharField(max_length=100)),
                ("auth", models.CharField(max_length=40)),
                ("is_standard", models.BooleanField(default=False)),
                ("alerts", models.TextField(default="")),
                ("policy", models.CharField(default="all", max_length=10)),
                ("created_at", models.BigIntegerField()),
            ],
        ),
    ]
