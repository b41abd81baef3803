"""Tables of announcements: what the house tells everybody, and what people make of it.

Apart from `models` only because that module would grow too long.
"""

from __future__ import annotations

from django.db import models


class Announcement(models.Model):
    """words: JSON, language → text as written. Shown from `published_at` until `ended_at`, if it has one."""

    id = models.BigIntegerField(primary_key=True)
    words = models.TextField()
    # What it is about, if that has a time: an evening, a day without water. Not when it is shown.
    starts_at = models.BigIntegerField(null=True)
    ends_at = models.BigIntegerField(null=True)
    is_all_day = models.BooleanField(default=False)
    published_at = models.BigIntegerField()
    created_at = models.BigIntegerField()
    updated_at = models.BigIntegerField()
    ended_at = models.BigIntegerField(null=True)

    class Meta:
        indexes = (models.Index(fields=["published_at"], name="announcement_shown"),)


class AnnouncementReaction(models.Model):
    """An account answers an announcement with an emoji: the character itself, or a shortcode of the house's."""

    id = models.BigIntegerField(primary_key=True)
    announcement_id = models.BigIntegerField()
    account_id = models.BigIntegerField()
    name = models.CharField(max_length=60)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["announcement_id", "name", "account_id"], name="one_announcementreaction"),
        )


class AnnouncementRead(models.Model):
    """An account has put an announcement away."""

    pk = models.CompositePrimaryKey("account_id", "announcement_id")
    account_id = models.BigIntegerField()
    announcement_id = models.BigIntegerField()
