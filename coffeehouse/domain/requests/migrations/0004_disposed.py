"""When the words of a closed request were disposed of, or erased."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column, empty for every request there is; what is not yet disposed of is found by when it was closed."""

    dependencies = (("requests", "0003_reminders"),)

    operations = (
        migrations.AddField("request", "disposed_at", models.BigIntegerField(null=True)),
        migrations.AddIndex(
            "request",
            models.Index(fields=["closed_at"], name="request_by_closing", condition=models.Q(disposed_at__isnull=True)),
        ),
    )
