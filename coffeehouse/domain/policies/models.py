"""Tables of policies: every version that was ever in force, and who acknowledged which."""

from __future__ import annotations

from django.db import models


class Version(models.Model):
    """A policy pack as it was saved; the newest decides. Rows are never changed.

    name: id, version and content, as `default@1.0.0#0123456789ab`. files: JSON object of file name → text.
    """

    id = models.BigIntegerField(primary_key=True)
    name = models.CharField(max_length=120)
    files = models.TextField()
    note = models.TextField()
    member_id = models.BigIntegerField(null=True)
    created_at = models.BigIntegerField()


class Acknowledgement(models.Model):
    """A member has read a version. By its name, since the pack that comes with the house has no row."""

    id = models.BigIntegerField(primary_key=True)
    member_id = models.BigIntegerField()
    name = models.CharField(max_length=120)
    created_at = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["name", "member_id"], name="one_acknowledgement"),)
