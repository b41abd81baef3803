"""Since when an account, or its server, is limited."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column, empty for everybody there is."""

    dependencies = (("people", "0007_authenticators"),)

    operations = (migrations.AddField("account", "limited_at", models.BigIntegerField(null=True)),)
