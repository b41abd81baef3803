"""When those who answer were reminded."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("requests", "0002_dismissals"),
    ]

    operations = [
        migrations.AddField(
            model_name="request",
            name="reminded",
            field=models.CharField(db_default="", default="", max_length=20),
        ),
    ]
