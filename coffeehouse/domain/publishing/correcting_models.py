"""The table of corrections."""

from __future__ import annotations

from django.db import models


class Correction(models.Model):
    """A voice put a post right. Its id is the id of the notice, the post that says so under the corrected one.

    visibility: of the post as it was corrected, so that the public page still lists it when the post is gone.
    """

    id = models.BigIntegerField(primary_key=True)
    post_id = models.BigIntegerField()
    account_id = models.BigIntegerField()
    visibility = models.CharField(max_length=12)
    language = models.CharField(max_length=10, default="")
    what_was_wrong = models.TextField()
    is_apology = models.BooleanField(default=False)
    created_at = models.BigIntegerField()

    class Meta:
        indexes = (
            models.Index(fields=["account_id", "id"], name="correction_by_account"),
            models.Index(fields=["post_id", "id"], name="correction_by_post"),
        )
