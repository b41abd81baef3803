"""Who said what through a voice.

Apart from `models` only because that module would grow too long.
"""

from __future__ import annotations

from django.db import models


class Authorship(models.Model):
    """A member wrote or changed a post of a voice (act: wrote, edited). sign_off: how their words are signed, or ""."""

    id = models.BigIntegerField(primary_key=True)
    post_id = models.BigIntegerField(db_index=True)
    member_id = models.BigIntegerField()
    act = models.CharField(max_length=10)
    sign_off = models.CharField(max_length=70, default="")
    created_at = models.BigIntegerField()
