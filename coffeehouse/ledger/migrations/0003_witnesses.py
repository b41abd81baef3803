"""Tables of witnesses: ours, those we are to, and evidence."""

from __future__ import annotations

from django.db import migrations, models


def _pair(first: str, second: str) -> models.CompositePrimaryKey:
    return models.CompositePrimaryKey(first, second, blank=True, editable=False, primary_key=True, serialize=False)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_keys")]

    operations = [
        migrations.CreateModel(
            name="Witness",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("url", models.CharField(max_length=500, unique=True)),
                ("keys", models.TextField()),
                ("added_at", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("witness_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("size", models.BigIntegerField()),
                ("cosigned_at", models.BigIntegerField(null=True)),
                ("asked_at", models.BigIntegerField(null=True)),
                ("next_at", models.BigIntegerField()),
                ("failure_count", models.IntegerField()),
                ("problem", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Cosignature",
            fields=[
                ("pk", _pair("witness_id", "size")),
                ("witness_id", models.BigIntegerField()),
                ("size", models.BigIntegerField()),
                ("lines", models.TextField()),
                ("cosigned_at", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="TrustedLog",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("origin", models.CharField(max_length=255)),
                ("key", models.TextField()),
                ("added_at", models.BigIntegerField()),
            ],
            options={"indexes": [models.Index(fields=["origin"], name="trusted_log_by_origin")]},
        ),
        migrations.CreateModel(
            name="Witnessed",
            fields=[
                ("pk", _pair("origin", "size")),
                ("origin", models.CharField(max_length=255)),
                ("size", models.BigIntegerField()),
                ("root", models.BinaryField()),
                ("note", models.TextField()),
                ("lines", models.TextField()),
                ("cosigned_at", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("origin", models.CharField(max_length=255)),
                ("size", models.BigIntegerField()),
                ("known", models.TextField()),
                ("shown", models.TextField()),
                ("witness", models.CharField(max_length=500)),
                ("seen_at", models.BigIntegerField()),
                ("explanation", models.TextField()),
                ("explained_at", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("pk", _pair("kind", "day")),
                ("kind", models.CharField(max_length=10)),
                ("day", models.CharField(max_length=10)),
                ("size", models.BigIntegerField()),
                ("sent_at", models.BigIntegerField()),
            ],
        ),
    ]
