"""Packs and what lies in them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Pack",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("request_id", models.BigIntegerField()),
                ("reference", models.CharField(max_length=20)),
                ("language", models.CharField(max_length=2)),
                ("state", models.CharField(max_length=10)),
                ("made_by_id", models.BigIntegerField(null=True)),
                ("created_at", models.BigIntegerField()),
                ("manifest", models.CharField(default="", max_length=64)),
                ("item_count", models.IntegerField(default=0)),
                ("file_count", models.IntegerField(default=0)),
                ("sha256", models.CharField(default="", max_length=64)),
                ("size", models.BigIntegerField(default=0)),
                ("ready_at", models.BigIntegerField(null=True)),
                ("problem", models.TextField(default="")),
                ("removed_at", models.BigIntegerField(null=True)),
                ("removed_because", models.TextField(default="")),
            ],
            options={
                "indexes": [models.Index(fields=["request_id", "id"], name="pack_by_request")],
            },
        ),
        migrations.CreateModel(
            name="PackedObject",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "pack_id", "object", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("pack_id", models.BigIntegerField()),
                ("object", models.CharField(max_length=60)),
            ],
            options={
                "indexes": [models.Index(fields=["object"], name="packed_by_object")],
            },
        ),
    ]
