"""Drafts: revisions, decisions, times, pairs, emergencies; and what the whole house is in."""

from __future__ import annotations

from typing import Any, ClassVar

import msgspec
from django.db import migrations, models


def tell_authors(apps: Any, _editor: Any) -> None:
    """Whose words wait already: the person, and the voice if it is one; each has its first revision."""
    held_commands, revisions = apps.get_model("publishing", "HeldCommand"), apps.get_model("publishing", "Revision")
    for held in held_commands.objects.all().iterator():
        actor = msgspec.json.decode(held.actor)
        held.member_id = actor.get("member_id")
        held.voice_id = held.account_id if actor.get("capacity") == "voice" else None
        held.save(update_fields=["member_id", "voice_id"])
        revisions.objects.create(
            id=held.id,
            held_id=held.id,
            revision=1,
            command=held.command,
            content_hash=held.content_hash,
            member_id=held.member_id,
            created_at=held.created_at,
        )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("publishing", "0001_initial")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("held_id", models.BigIntegerField()),
                ("revision", models.IntegerField()),
                ("content_hash", models.CharField(max_length=64)),
                ("member_id", models.BigIntegerField(null=True)),
                ("account_id", models.BigIntegerField(null=True)),
                ("decision", models.CharField(max_length=14)),
                ("reason", models.TextField(default="")),
                ("channel", models.CharField(max_length=30)),
                ("is_void", models.BooleanField(default=False)),
                ("created_at", models.BigIntegerField()),
            ],
            options={"indexes": [models.Index(fields=["held_id", "id"], name="decision_by_held")]},
        ),
        migrations.CreateModel(
            name="Mode",
            fields=[
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("starts_at", models.BigIntegerField()),
                ("ends_at", models.BigIntegerField(null=True)),
                ("reason", models.TextField()),
                ("set_at", models.BigIntegerField()),
                ("set_by_id", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("held_id", models.BigIntegerField()),
                ("revision", models.IntegerField()),
                ("command", models.TextField()),
                ("embargo_at", models.BigIntegerField(null=True)),
                ("pair_id", models.BigIntegerField(null=True)),
                ("content_hash", models.CharField(max_length=64)),
                ("member_id", models.BigIntegerField(null=True)),
                ("created_at", models.BigIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["held_id", "revision"], name="one_revision")],
            },
        ),
        *(
            migrations.AddField(model_name="heldcommand", name=name, field=field)
            for name, field in (
                ("member_id", models.BigIntegerField(null=True)),
                ("voice_id", models.BigIntegerField(null=True)),
                ("revision", models.IntegerField(db_default=1, default=1)),
                ("criticality", models.CharField(db_default="routine", default="routine", max_length=10)),
                ("route", models.TextField(db_default="", default="")),
                ("needs", models.IntegerField(db_default=1, default=1)),
                ("embargo_at", models.BigIntegerField(null=True)),
                ("release_at", models.BigIntegerField(null=True)),
                ("pair_id", models.BigIntegerField(null=True)),
                ("emergency", models.BooleanField(db_default=False, default=False)),
                ("review_due_at", models.BigIntegerField(null=True)),
            )
        ),
        migrations.AlterField(
            model_name="heldcommand", name="state", field=models.CharField(default="held", max_length=14)
        ),
        migrations.RunPython(tell_authors, migrations.RunPython.noop, elidable=True),
        *(
            migrations.AddIndex(model_name="heldcommand", index=index)
            for index in (
                models.Index(
                    fields=["voice_id", "id"], name="held_by_voice", condition=models.Q(voice_id__isnull=False)
                ),
                models.Index(fields=["member_id", "id"], name="held_by_member"),
                models.Index(fields=["pair_id"], name="held_by_pair", condition=models.Q(pair_id__isnull=False)),
                models.Index(
                    fields=["review_due_at"], name="held_to_review", condition=models.Q(review_due_at__isnull=False)
                ),
            )
        ),
    ]
