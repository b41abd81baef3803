"""Indexes for lists that grow with the house: distances, the accounts here and elsewhere."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


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
    ]
