"""Versions of the policy, and who acknowledged them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                ("files", models.TextField()),
                ("note", models.TextField()),
                ("member_id", models.BigIntegerField(null=True)),
                ("created_at", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("member_id", models.BigIntegerField()),
                ("name", models.CharField(max_length=120)),
                ("created_at", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["name", "member_id"], name="one_acknowledgement"),
                ],
            },
        ),
    ]
