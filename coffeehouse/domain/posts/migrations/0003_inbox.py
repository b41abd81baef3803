"""Filters, direct conversations, and notifications that are grouped or kept back."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

# The direct posts there are already: for who wrote them and whom they name.
DIRECT = """
INSERT INTO posts_directpost (account_id, post_id)
SELECT account_id, id FROM posts_post WHERE visibility = 'direct'
UNION SELECT m.account_id, m.post_id FROM posts_mention m JOIN posts_post p ON p.id = m.post_id
WHERE p.visibility = 'direct'
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("posts", "0002_search")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Conversation",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("account_id", models.BigIntegerField()),
                ("thread_id", models.BigIntegerField()),
                ("participants", models.CharField(max_length=2200)),
                ("last_post_id", models.BigIntegerField()),
                ("is_unread", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="DirectPost",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "post_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("account_id", models.BigIntegerField()),
                ("post_id", models.BigIntegerField(db_index=True)),
                ("in_conversation_id", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Filter",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("account_id", models.BigIntegerField()),
                ("title", models.CharField(max_length=256)),
                ("context", models.CharField(max_length=60)),
                ("action", models.CharField(default="warn", max_length=10)),
                ("expires_at", models.BigIntegerField(null=True)),
                ("created_at", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="FilterKeyword",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("filter_id", models.BigIntegerField(db_index=True)),
                ("keyword", models.CharField(max_length=512)),
                ("whole_word", models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name="FilterStatus",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("filter_id", models.BigIntegerField()),
                ("post_id", models.BigIntegerField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="NotificationPermission",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "from_account_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("account_id", models.BigIntegerField()),
                ("from_account_id", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="NotificationPolicy",
            fields=[
                ("account_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("for_not_following", models.CharField(default="accept", max_length=6)),
                ("for_not_followers", models.CharField(default="accept", max_length=6)),
                ("for_new_accounts", models.CharField(default="accept", max_length=6)),
                ("for_private_mentions", models.CharField(default="accept", max_length=6)),
                ("for_limited_accounts", models.CharField(default="filter", max_length=6)),
            ],
        ),
        migrations.CreateModel(
            name="NotificationRequest",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("account_id", models.BigIntegerField()),
                ("from_account_id", models.BigIntegerField()),
                ("last_post_id", models.BigIntegerField(null=True)),
                ("created_at", models.BigIntegerField()),
                ("updated_at", models.BigIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name="notification",
            name="detail",
            field=models.TextField(db_default=""),
        ),
        migrations.AddField(
            model_name="notification",
            name="group_key",
            field=models.CharField(db_default="", max_length=60),
        ),
        migrations.AddField(
            model_name="notification",
            name="is_filtered",
            field=models.BooleanField(db_default=False),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                condition=models.Q(("group_key__gt", "")),
                fields=["account_id", "group_key", "id"],
                name="notification_by_group",
            ),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                condition=models.Q(("is_filtered", True)),
                fields=["account_id", "from_account_id", "id"],
                name="notification_kept_back",
            ),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(fields=["account_id", "last_post_id"], name="conversation_by_account"),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.UniqueConstraint(
                fields=("account_id", "thread_id", "participants"), name="one_conversation"
            ),
        ),
        migrations.AddIndex(
            model_name="directpost",
            index=models.Index(fields=["in_conversation_id", "post_id"], name="direct_by_conversation"),
        ),
        migrations.AddIndex(
            model_name="filter",
            index=models.Index(fields=["account_id", "id"], name="filter_by_account"),
        ),
        migrations.AddConstraint(
            model_name="filterstatus",
            constraint=models.UniqueConstraint(fields=("filter_id", "post_id"), name="one_filtered_post"),
        ),
        migrations.AddIndex(
            model_name="notificationrequest",
            index=models.Index(fields=["account_id", "id"], name="request_by_account"),
        ),
        migrations.AddConstraint(
            model_name="notificationrequest",
            constraint=models.UniqueConstraint(fields=("account_id", "from_account_id"), name="one_request"),
        ),
        migrations.RunSQL(DIRECT, migrations.RunSQL.noop),
    ]
