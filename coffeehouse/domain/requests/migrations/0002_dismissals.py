"""Messages that looked like requests and are none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("requests", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Dismissal",
            fields=[
                ("post_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("reason", models.TextField()),
                ("member_id", models.BigIntegerField(null=True)),
                ("created_at", models.BigIntegerField()),
            ],
        ),
    ]
