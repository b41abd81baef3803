"""What voices put right."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0005_asking"),
    ]

    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("post_id", models.BigIntegerField()),
                ("account_id", models.BigIntegerField()),
                ("visibility", models.CharField(max_length=12)),
                ("language", models.CharField(default="", max_length=10)),
                ("what_was_wrong", models.TextField()),
                ("is_apology", models.BooleanField(default=False)),
                ("created_at", models.BigIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["account_id", "id"], name="correction_by_account"),
                    models.Index(fields=["post_id", "id"], name="correction_by_post"),
                ],
            },
        ),
    ]
