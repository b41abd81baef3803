"""Tables of publishing: drafts (what policy held), their revisions, what people decided, and what the house is in."""

from __future__ import annotations

from django.db import models

from coffeehouse.domain.publishing import asking_models as asking_models  # Django finds tables by this module
from coffeehouse.domain.publishing import closing_models as closing_models
from coffeehouse.domain.publishing import correcting_models as correcting_models
from coffeehouse.domain.publishing import record_models as record_models


class HeldCommand(models.Model):
    """A command that policy held until somebody has looked: a draft.

    state: held, changes_asked, approved (waits for its time, its pair or the end of the undo window), released,
    refused, withdrawn. `content_hash` is the SHA-256 of what an approval is given to: the command, the pictures as they
    are, what it answers, its time and its pair (`engine.holding_content`). `member_id` is the human who wrote it first;
    `actor` is as whom it will be published: whoever wrote the latest revision.
    """

    id = models.BigIntegerField(primary_key=True)
    name = models.CharField(max_length=60)
    command = models.TextField()
    content_hash = models.CharField(max_length=64)
    actor = models.TextField()
    account_id = models.BigIntegerField(null=True, db_index=True)
    channel = models.CharField(max_length=30)
    verdict = models.TextField()
    state = models.CharField(max_length=14, default="held")
    created_at = models.BigIntegerField()
    decided_at = models.BigIntegerField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    decision_reason = models.TextField(default="")
    result_object = models.CharField(max_length=60, default="")
    member_id = models.BigIntegerField(null=True)
    # The voice it speaks as; NULL for one's own words.
    voice_id = models.BigIntegerField(null=True)
    revision = models.IntegerField(default=1, db_default=1)
    criticality = models.CharField(max_length=10, default="routine", db_default="routine")
    # Why it took this way, as a plain sentence for its author.
    route = models.TextField(default="", db_default="")
    needs = models.IntegerField(default=1, db_default=1)
    # Not before this time, as people chose it: part of what is approved.
    embargo_at = models.BigIntegerField(null=True)
    # When it is to be published: the embargo, or the end of the undo window where that is later.
    release_at = models.BigIntegerField(null=True)
    # Both languages of a pair have the same: they are released together.
    pair_id = models.BigIntegerField(null=True)
    emergency = models.BooleanField(default=False, db_default=False)
    # An emergency release is reviewed afterwards by this time; NULL: nothing is due.
    review_due_at = models.BigIntegerField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["state", "id"], name="held_by_state"),
            models.Index(fields=["voice_id", "id"], name="held_by_voice", condition=models.Q(voice_id__isnull=False)),
            models.Index(fields=["member_id", "id"], name="held_by_member"),
            models.Index(fields=["pair_id"], name="held_by_pair", condition=models.Q(pair_id__isnull=False)),
            models.Index(
                fields=["review_due_at"], name="held_to_review", condition=models.Q(review_due_at__isnull=False)
            ),
        )


class Revision(models.Model):
    """One version of what waits, and who made it: a change of words, time or pair. Whoever made one is an author."""

    id = models.BigIntegerField(primary_key=True)
    held_id = models.BigIntegerField()
    revision = models.IntegerField()
    command = models.TextField()
    embargo_at = models.BigIntegerField(null=True)
    pair_id = models.BigIntegerField(null=True)
    content_hash = models.CharField(max_length=64)
    member_id = models.BigIntegerField(null=True)
    created_at = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["held_id", "revision"], name="one_revision"),)


class Decision(models.Model):
    """What somebody decided about exactly these words.

    decision: release (an approval), emergency (the same in the emergency lane), change, refuse, withdraw, undo,
    after_ok, after_correct; by the house itself, with `member_id` NULL: returned (approvals no longer stood), late (its
    time came first). `is_void`: an approval that counts no more, because the words changed or somebody took it back.
    """

    id = models.BigIntegerField(primary_key=True)
    held_id = models.BigIntegerField()
    revision = models.IntegerField()
    content_hash = models.CharField(max_length=64)
    member_id = models.BigIntegerField(null=True)
    account_id = models.BigIntegerField(null=True)
    decision = models.CharField(max_length=14)
    reason = models.TextField(default="")
    channel = models.CharField(max_length=30)
    is_void = models.BooleanField(default=False)
    created_at = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=["held_id", "id"], name="decision_by_held"),)


class Mode(models.Model):
    """What the whole house is in. name: incident_stop (on from `starts_at` until `ends_at` is set), election,
    closed (for good).
    """

    name = models.CharField(max_length=20, primary_key=True)
    starts_at = models.BigIntegerField()
    ends_at = models.BigIntegerField(null=True)
    reason = models.TextField()
    set_at = models.BigIntegerField()
    set_by_id = models.BigIntegerField(null=True)
