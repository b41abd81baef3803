"""Who was asked about a draft, and the account that asks."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0002_drafts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Desk",
            fields=[
                ("id", models.IntegerField(primary_key=True, serialize=False)),
                ("account_id", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Ask",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("held_id", models.BigIntegerField()),
                ("content_hash", models.CharField(max_length=64)),
                ("member_id", models.BigIntegerField()),
                ("post_id", models.BigIntegerField(unique=True)),
                ("reason", models.TextField(default="")),
                ("decision", models.CharField(default="", max_length=12)),
                ("channel", models.CharField(default="", max_length=30)),
                ("created_at", models.BigIntegerField()),
                ("expires_at", models.BigIntegerField()),
                ("closed_at", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["held_id", "member_id"], name="ask_by_held")],
            },
        ),
    ]
