"""Tables of publishing: what policy held."""

from __future__ import annotations

from django.db import models


class HeldCommand(models.Model):
    """A command that policy held until somebody has looked. state: held, released, refused.

    `content_hash` is the SHA-256 of `command`; a release decides again on exactly the words that were looked at.
    """

    id = models.BigIntegerField(primary_key=True)
    name = models.CharField(max_length=60)
    command = models.TextField()
    content_hash = models.CharField(max_length=64)
    actor = models.TextField()
    account_id = models.BigIntegerField(null=True, db_index=True)
    channel = models.CharField(max_length=30)
    verdict = models.TextField()
    state = models.CharField(max_length=12, default="held")
    created_at = models.BigIntegerField()
    decided_at = models.BigIntegerField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    decision_reason = models.TextField(default="")
    result_object = models.CharField(max_length=60, default="")

    class Meta:
        indexes = (models.Index(fields=["state", "id"], name="held_by_state"),)
