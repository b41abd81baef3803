"""Holds, erasures, disposals and what was preserved."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies: ClassVar = []
    operations: ClassVar = [
        migrations.CreateModel(
            name="DisposalItem",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "disposal_id", "object", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("disposal_id", models.BigIntegerField()),
                ("object", models.CharField(db_index=True, max_length=80)),
                ("trigger_at", models.BigIntegerField()),
                ("outcome", models.CharField(default="", max_length=10)),
                ("because", models.TextField(default="")),
            ],
        ),
        migrations.CreateModel(
            name="Preserved",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("object", models.CharField(db_index=True, max_length=80)),
                ("account_id", models.BigIntegerField(null=True)),
                ("class_id", models.CharField(max_length=60)),
                ("reason", models.CharField(max_length=12)),
                ("content", models.TextField()),
                ("created_at", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="PreservedFile",
            fields=[
                ("file", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("preserved_id", models.BigIntegerField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Disposal",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("class_id", models.CharField(max_length=60)),
                ("rule", models.TextField()),
                ("state", models.CharField(default="proposed", max_length=12)),
                ("proposed_at", models.BigIntegerField()),
                ("proposed_by_id", models.BigIntegerField()),
                ("decided_at", models.BigIntegerField(null=True)),
                ("decided_by_id", models.BigIntegerField(null=True)),
                ("because", models.TextField(default="")),
                ("scrubbed_at", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["state", "id"], name="disposal_by_state")],
            },
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("account_id", models.BigIntegerField(db_index=True)),
                ("asked_by_id", models.BigIntegerField(null=True)),
                ("ground", models.CharField(max_length=30)),
                ("words", models.TextField(default="")),
                ("language", models.CharField(default="en", max_length=10)),
                ("state", models.CharField(default="open", max_length=12)),
                ("received_at", models.BigIntegerField()),
                ("due_at", models.BigIntegerField()),
                ("carried_out_at", models.BigIntegerField(null=True)),
                ("carried_out_by_id", models.BigIntegerField(null=True)),
                ("scrubbed_at", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["state", "due_at"], name="erasure_by_state")],
            },
        ),
        migrations.CreateModel(
            name="ErasureItem",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("erasure_id", models.BigIntegerField()),
                ("object", models.CharField(max_length=80)),
                ("class_id", models.CharField(max_length=60)),
                ("outcome", models.CharField(max_length=10)),
                ("rule", models.CharField(max_length=80)),
                ("because", models.TextField()),
                ("chosen_by_id", models.BigIntegerField(null=True)),
                ("done_at", models.BigIntegerField(null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("erasure_id", "object"), name="one_erasureitem")],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("because", models.TextField()),
                ("account_id", models.BigIntegerField(null=True)),
                ("request_id", models.BigIntegerField(null=True)),
                ("placed_at", models.BigIntegerField()),
                ("placed_by_id", models.BigIntegerField(null=True)),
                ("lifted_at", models.BigIntegerField(null=True)),
                ("lifted_by_id", models.BigIntegerField(null=True)),
                ("lifted_because", models.TextField(default="")),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("lifted_at__isnull", True)), fields=["account_id"], name="hold_of_person"
                    ),
                    models.Index(
                        condition=models.Q(("request_id__isnull", False)), fields=["request_id"], name="hold_of_request"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HoldObject",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "hold_id", "object", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hold_id", models.BigIntegerField()),
                ("object", models.CharField(max_length=80)),
            ],
            options={
                "indexes": [models.Index(fields=["object", "hold_id"], name="hold_by_object")],
            },
        ),
    ]
