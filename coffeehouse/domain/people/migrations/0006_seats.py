"""Bodies have teams and administrators, voices say what they are for, and each token of a voice hangs on one seat."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

# Tokens of voices whose member has no seat any more keep none: they are dead, as they were.
SEATS_OF_TOKENS = (
    "UPDATE people_token SET seat_id = (SELECT s.id FROM people_seat s WHERE s.member_id = people_token.member_id"
    " AND s.account_id = people_token.account_id)"
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("people", "0005_speed")]
    operations: ClassVar = [
        migrations.CreateModel(
            "BodyAdmin",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("body_id", models.BigIntegerField()),
                ("member_id", models.BigIntegerField(db_index=True)),
                ("created_at", models.BigIntegerField()),
            ],
        ),
        migrations.AddConstraint(
            "bodyadmin", models.UniqueConstraint(fields=("body_id", "member_id"), name="one_body_admin")
        ),
        migrations.CreateModel(
            "Voice",
            fields=[
                ("account_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("words", models.TextField(default="{}")),
                ("sign_off", models.CharField(default="none", max_length=10)),
                ("updated_at", models.BigIntegerField()),
            ],
        ),
        migrations.AddField(
            "body",
            "parent",
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="people.body"),
        ),
        migrations.AddField("member", "sessions_ended_at", models.BigIntegerField(db_default=0, default=0)),
        migrations.AddField("seat", "signed_name", models.CharField(db_default="", default="", max_length=60)),
        migrations.AddField("authorizationcode", "seat_id", models.BigIntegerField(null=True)),
        migrations.AddField("token", "seat_id", models.BigIntegerField(null=True)),
        migrations.RunSQL(SEATS_OF_TOKENS, migrations.RunSQL.noop),
        migrations.AddIndex(
            "token",
            models.Index(condition=models.Q(("seat_id__isnull", False)), fields=["seat_id"], name="token_by_seat"),
        ),
    ]
