"""Requests, their pauses, searches, items and redactions."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Pause",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("request_id", models.BigIntegerField(db_index=True)),
                ("kind", models.CharField(max_length=14)),
                ("reason", models.TextField()),
                ("started_on", models.CharField(max_length=10)),
                ("ended_on", models.CharField(default="", max_length=10)),
            ],
        ),
        migrations.CreateModel(
            name="Redaction",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("item_id", models.BigIntegerField(db_index=True)),
                ("part", models.CharField(max_length=30)),
                ("start", models.IntegerField(default=0)),
                ("end", models.IntegerField(default=0)),
                ("box", models.CharField(default="", max_length=40)),
                ("exemption", models.CharField(max_length=40)),
                ("reason", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Search",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("request_id", models.BigIntegerField(db_index=True)),
                ("words", models.CharField(default="", max_length=200)),
                ("account_ids", models.TextField(default="")),
                ("since_on", models.CharField(default="", max_length=10)),
                ("until_on", models.CharField(default="", max_length=10)),
                ("found_count", models.IntegerField()),
                ("new_count", models.IntegerField()),
                ("is_cut", models.BooleanField(default=False)),
                ("member_id", models.BigIntegerField(null=True)),
                ("created_at", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("request_id", models.BigIntegerField()),
                ("search_id", models.BigIntegerField()),
                ("object", models.CharField(max_length=60)),
                ("kind", models.CharField(max_length=12)),
                ("at", models.BigIntegerField()),
                ("account_id", models.BigIntegerField(null=True)),
                ("decision", models.CharField(default="", max_length=12)),
                ("exemption", models.CharField(default="", max_length=40)),
                ("reason", models.TextField(default="")),
                ("shows_author", models.BooleanField(default=False)),
                ("text_hash", models.CharField(default="", max_length=64)),
                ("decided_by_id", models.BigIntegerField(null=True)),
                ("decided_at", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["request_id", "at", "id"], name="item_by_time"),
                    models.Index(fields=["object"], name="item_by_object"),
                ],
                "constraints": [models.UniqueConstraint(fields=("request_id", "object"), name="one_item")],
            },
        ),
        migrations.CreateModel(
            name="Request",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=20, unique=True)),
                ("kind", models.CharField(max_length=4)),
                ("law", models.CharField(max_length=10)),
                ("nation", models.CharField(max_length=20)),
                ("words", models.TextField()),
                ("asker_name", models.CharField(default="", max_length=200)),
                ("asker_contact", models.CharField(default="", max_length=300)),
                ("asker_account_id", models.BigIntegerField(null=True)),
                ("subject_account_id", models.BigIntegerField(null=True)),
                ("source_post_id", models.BigIntegerField(null=True)),
                ("received_at", models.BigIntegerField()),
                ("opened_at", models.BigIntegerField()),
                ("opened_by_id", models.BigIntegerField(null=True)),
                ("owner_id", models.BigIntegerField(null=True)),
                ("state", models.CharField(default="open", max_length=12)),
                ("due_on", models.CharField(max_length=10)),
                ("is_extended", models.BooleanField(default=False)),
                ("extension_reason", models.TextField(default="")),
                ("outcome", models.CharField(default="", max_length=12)),
                ("provision", models.CharField(default="", max_length=40)),
                ("letter", models.TextField(default="")),
                ("is_public", models.BooleanField(default=False)),
                ("public_title", models.CharField(default="", max_length=200)),
                ("public_question", models.TextField(default="")),
                ("public_answer", models.TextField(default="")),
                ("content_hash", models.CharField(default="", max_length=64)),
                ("proposed_at", models.BigIntegerField(null=True)),
                ("proposed_by_id", models.BigIntegerField(null=True)),
                ("returned_reason", models.TextField(default="")),
                ("signed_by_id", models.BigIntegerField(null=True)),
                ("closed_at", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "due_on", "id"], name="request_by_state"),
                    models.Index(fields=["source_post_id"], name="request_by_post"),
                    models.Index(fields=["asker_account_id", "id"], name="request_by_asker"),
                    models.Index(condition=models.Q(("is_public", True)), fields=["closed_at"], name="request_public"),
                ],
            },
        ),
    ]
