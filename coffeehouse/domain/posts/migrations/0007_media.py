"""Video and sound: what is being prepared, what went wrong, and since when nobody uses an upload."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("posts", "0006_house")]
    operations: ClassVar = [
        migrations.AddField("media", "state", models.CharField(db_default="ready", max_length=10)),
        migrations.AddField("media", "problem", models.TextField(db_default="")),
        migrations.AddField("media", "source", models.CharField(db_default="", max_length=80)),
        migrations.AddField("media", "meta", models.TextField(db_default="")),
        migrations.AddField("media", "loose_at", models.BigIntegerField(null=True)),
        migrations.AddIndex("media", models.Index(fields=["preview"], name="media_by_preview")),
        migrations.AddIndex(
            "media",
            models.Index(fields=["id"], name="media_loose", condition=models.Q(post_id__isnull=True)),
        ),
    ]
