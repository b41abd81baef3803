"""Table of what was released without a second person: with the decisions about drafts, the record of each author."""

from __future__ import annotations

from django.db import models


class DirectRelease(models.Model):
    """An official post that its author released at once. `route` says to the author by what record.

    Drafts that waited are not here: `HeldCommand` and `Decision` have them.
    """

    post_id = models.BigIntegerField(primary_key=True)
    voice_id = models.BigIntegerField()
    member_id = models.BigIntegerField()
    criticality = models.CharField(max_length=10)
    route = models.TextField()
    created_at = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=["member_id", "voice_id", "created_at"], name="direct_by_author"),)
