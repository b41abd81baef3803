"""A file may stay because of several preserved objects: it goes with the last of them."""

from typing import Any

from django.db import migrations, models

COPY = "INSERT INTO records_preservedfiles (file, preserved_id) SELECT file, preserved_id FROM records_preservedfile"


def copy(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(COPY)


class Migration(migrations.Migration):
    dependencies = [("records", "0002_recall")]

    operations = [
        migrations.CreateModel(
            name="PreservedFiles",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "file", "preserved_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("file", models.CharField(max_length=200)),
                ("preserved_id", models.BigIntegerField(db_index=True)),
            ],
        ),
        migrations.RunPython(copy, migrations.RunPython.noop),
        migrations.DeleteModel(name="PreservedFile"),
        migrations.RenameModel(old_name="PreservedFiles", new_name="PreservedFile"),
    ]
