"""Tables of official voices besides their accounts and seats: who administers a body, and what a voice says of itself.

Apart from `models` only because that module would grow too long.
"""

from __future__ import annotations

from django.db import models


class BodyAdmin(models.Model):
    """member administers body (and its teams): its voices, their seats and tokens; nothing of any other body."""

    id = models.BigIntegerField(primary_key=True)
    body_id = models.BigIntegerField()
    member_id = models.BigIntegerField(db_index=True)
    created_at = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["body_id", "member_id"], name="one_body_admin"),)


class Voice(models.Model):
    """What a voice says of itself. words: JSON, language → {purpose, hours}. sign_off: none, initials, name.

    A voice without a row says nothing of itself and signs nothing.
    """

    account_id = models.BigIntegerField(primary_key=True)
    words = models.TextField(default="{}")
    sign_off = models.CharField(max_length=10, default="none")
    updated_at = models.BigIntegerField()
