"""ML-DSA-44 signatures beside the checkpoints, and the statements of changed keys."""

from __future__ import annotations

from django.db import migrations, models

import coffeehouse.ledger.models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="MlDsaSignature",
            fields=[
                ("size", coffeehouse.ledger.models.PositionField(primary_key=True, serialize=False)),
                ("hour", models.BigIntegerField()),
                ("lines", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="KeyStatement",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("object", models.CharField(max_length=200, unique=True)),
                ("statement", models.TextField()),
            ],
        ),
    ]
