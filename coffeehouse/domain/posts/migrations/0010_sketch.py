"""Sketches of public texts, to count the accounts that send nearly the same one within a day."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("posts", "0009_authorship")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="TextSketch",
            fields=[
                ("post_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("sketch", models.BigIntegerField()),
                ("account_id", models.BigIntegerField()),
            ],
            options={"indexes": [models.Index(fields=["sketch", "post_id"], name="sketch_latest")]},
        ),
    ]
