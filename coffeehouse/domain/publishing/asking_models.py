"""Tables of asking: who was shown which words, and the account that asks."""

from __future__ import annotations

from django.db import models


class Ask(models.Model):
    """One person shown one version of a draft; again, where it waits anew. `post_id`: the direct message with the poll.

    closed_at: since when it can no longer be answered: it was, or the words no longer wait.
    """

    id = models.BigIntegerField(primary_key=True)
    held_id = models.BigIntegerField()
    content_hash = models.CharField(max_length=64)
    member_id = models.BigIntegerField()
    post_id = models.BigIntegerField(unique=True)
    # What they replied to the message.
    reason = models.TextField(default="")
    # release, change or refuse, once they have said so.
    decision = models.CharField(max_length=12, default="")
    channel = models.CharField(max_length=30, default="")
    created_at = models.BigIntegerField()
    expires_at = models.BigIntegerField()
    closed_at = models.BigIntegerField(null=True)

    class Meta:
        indexes = (models.Index(fields=["held_id", "member_id"], name="ask_by_held"),)


class Desk(models.Model):
    """The account of the house that asks and tells. One row."""

    id = models.IntegerField(primary_key=True)
    account_id = models.BigIntegerField()
