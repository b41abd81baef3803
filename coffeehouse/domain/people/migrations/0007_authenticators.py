"""Passkeys, authenticator apps, recovery codes, and who members are in a body's directory."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("people", "0006_seats")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Authenticator",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("member_id", models.BigIntegerField(db_index=True)),
                ("kind", models.CharField(max_length=10)),
                ("name", models.CharField(max_length=60)),
                ("credential_hash", models.CharField(max_length=64, unique=True)),
                ("credential", models.TextField()),
                ("counter", models.BigIntegerField(default=0)),
                ("created_at", models.BigIntegerField()),
                ("used_at", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="RecoveryCode",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("member_id", models.BigIntegerField(db_index=True)),
                ("code_hash", models.CharField(max_length=64)),
                ("created_at", models.BigIntegerField()),
                ("used_at", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="DirectoryIdentity",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("member_id", models.BigIntegerField(db_index=True)),
                ("issuer", models.CharField(max_length=500)),
                ("subject", models.CharField(max_length=255)),
                ("created_at", models.BigIntegerField()),
                ("used_at", models.BigIntegerField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("issuer", "subject"), name="one_directory_identity"),
                    models.UniqueConstraint(fields=("member_id", "issuer"), name="one_identity_per_directory"),
                ]
            },
        ),
    ]
