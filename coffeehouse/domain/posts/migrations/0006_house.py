"""A step of the schema."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("posts", "0005_writing")]
    operations: ClassVar = []
