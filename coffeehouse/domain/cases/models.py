"""Tables of cases. Who reported is told to those who decide, never to the one reported."""

from __future__ import annotations

from django.db import models


class Report(models.Model):
    """Somebody says that an account or its posts break a rule. category: spam, legal, violation, other."""

    id = models.BigIntegerField(primary_key=True)
    account_id = models.BigIntegerField(db_index=True)
    target_id = models.BigIntegerField(db_index=True)
    category = models.CharField(max_length=12)
    comment = models.TextField(default="")
    is_forwarded = models.BooleanField(default=False)
    # Ids of the rules that are meant, between spaces.
    rule_ids = models.TextField(default="")
    # open, resolved. Who took it is in `assigned_to_id` (a member).
    state = models.CharField(max_length=12, default="open")
    assigned_to_id = models.BigIntegerField(null=True)
    created_at = models.BigIntegerField()
    decided_at = models.BigIntegerField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    reason = models.TextField(default="")

    class Meta:
        indexes = (models.Index(fields=["state", "id"], name="report_by_state"),)


class ReportedPost(models.Model):
    """A post that a report names, as it read then: its author may change or delete it meanwhile."""

    pk = models.CompositePrimaryKey("report_id", "post_id")
    report_id = models.BigIntegerField()
    post_id = models.BigIntegerField(db_index=True)
    text = models.TextField()
    spoiler_text = models.TextField(default="")
    created_at = models.BigIntegerField()
