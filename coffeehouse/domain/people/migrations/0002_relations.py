"""Endorsements, blocked domains, dismissed suggestions; what profiles and preferences gained; orders of the directory."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("people", "0001_initial"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="DismissedSuggestion",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "target_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("account_id", models.BigIntegerField()),
                ("target_id", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="DomainBlock",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("account_id", models.BigIntegerField()),
                ("domain", models.CharField(max_length=253)),
            ],
        ),
        migrations.CreateModel(
            name="Endorsement",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("account_id", models.BigIntegerField()),
                ("target_id", models.BigIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name="account",
            name="attribution_domains",
            field=models.TextField(db_default="[]", default="[]"),
        ),
        migrations.AddField(
            model_name="account",
            name="default_quote_policy",
            field=models.CharField(db_default="public", default="public", max_length=10),
        ),
        migrations.AddField(
            model_name="account",
            name="expands_media",
            field=models.CharField(db_default="default", default="default", max_length=10),
        ),
        migrations.AddField(
            model_name="account",
            name="expands_warnings",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="account",
            name="plays_animations",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="account",
            name="shows_featured",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="account",
            name="shows_media",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="account",
            name="shows_media_replies",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(django.db.models.functions.text.Lower("display_name"), name="account_by_name"),
        ),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(
                condition=models.Q(("kind__in", ["voice", "service", "community"])),
                fields=["kind"],
                name="account_official",
            ),
        ),
        migrations.AddIndex(
            model_name="accountcounts",
            index=models.Index(fields=["last_status_at"], name="counts_by_activity"),
        ),
        migrations.AddIndex(
            model_name="accountcounts",
            index=models.Index(
                condition=models.Q(("followers_count__gt", 0)), fields=["followers_count"], name="counts_by_followers"
            ),
        ),
        migrations.AddIndex(
            model_name="domainblock",
            index=models.Index(fields=["account_id", "id"], name="domain_block_by_account"),
        ),
        migrations.AddConstraint(
            model_name="domainblock",
            constraint=models.UniqueConstraint(fields=("account_id", "domain"), name="one_domain_block"),
        ),
        migrations.AddIndex(
            model_name="endorsement",
            index=models.Index(fields=["account_id", "id"], name="endorsement_by_account"),
        ),
        migrations.AddConstraint(
            model_name="endorsement",
            constraint=models.UniqueConstraint(fields=("account_id", "target_id"), name="one_endorsement"),
        ),
    ]
