from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("federation", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="arrival",
            name="peer",
            field=models.CharField(db_default="", default="", max_length=50),
        ),
        migrations.AddIndex(
            model_name="arrival",
            index=models.Index(fields=["peer", "host"], name="arrival_peer"),
        ),
    ]
