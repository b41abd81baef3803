"""Indexes for lists that grow with the house: posts with media, who boosted and who favourited a post."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("posts", "0007_media")]
    operations: ClassVar = [
        migrations.AddIndex(
            "post",
            models.Index(
                fields=["id"],
                name="post_public_media",
                condition=models.Q(
                    visibility="public", boost_of_id__isnull=True, in_reply_to_id__isnull=True, has_media=True
                ),
            ),
        ),
        migrations.AddIndex(
            "post",
            models.Index(fields=["account_id", "id"], name="post_media_by_account", condition=models.Q(has_media=True)),
        ),
        migrations.AddIndex(
            "post",
            models.Index(
                fields=["boost_of_id", "id"], name="post_by_boosted", condition=models.Q(boost_of_id__isnull=False)
            ),
        ),
        migrations.AddIndex("favourite", models.Index(fields=["post_id", "id"], name="favourite_by_post")),
    ]
