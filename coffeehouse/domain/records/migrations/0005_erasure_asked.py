"""Which servers were asked to delete their copies of what a request erased."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0004_deleted")]

    operations = [
        migrations.CreateModel(
            name="ErasureAsked",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "erasure_id", "host", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("erasure_id", models.BigIntegerField()),
                ("host", models.CharField(max_length=253)),
            ],
        ),
    ]
