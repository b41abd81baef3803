"""Who said what through a voice."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("posts", "0008_speed")]
    operations: ClassVar = [
        migrations.CreateModel(
            "Authorship",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("post_id", models.BigIntegerField(db_index=True)),
                ("member_id", models.BigIntegerField()),
                ("act", models.CharField(max_length=10)),
                ("sign_off", models.CharField(default="", max_length=70)),
                ("created_at", models.BigIntegerField()),
            ],
        ),
    ]
