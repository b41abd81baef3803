"""Tables of requests: for recorded information (FOI), and for the data held about oneself (subject access).

What is found is never copied: an item names an object of the house, and its words are read where they stand. So what is
erased is erased here too, and a decision about words that have changed since no longer counts (`Item.text_hash`).
"""

from __future__ import annotations

from django.db import models


class Request(models.Model):
    """Somebody asked. kind: foi, sar. law: one of `statutes.LAWS`. nation: whose public holidays count.

    state: open, proposed (an answer waits for a second person), answered, withdrawn. due_on: 2026-12-21, "" while the
    clock stands still. outcome: released, partly, withheld, not_held, refused. content_hash: of the answer and of every
    decision, as proposed; what the second person signs.
    """

    id = models.BigIntegerField(primary_key=True)
    reference = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=4)
    law = models.CharField(max_length=10)
    nation = models.CharField(max_length=20)
    words = models.TextField()
    asker_name = models.CharField(max_length=200, default="")
    asker_contact = models.CharField(max_length=300, default="")
    asker_account_id = models.BigIntegerField(null=True)
    # Whose data is asked for; only of a subject access request.
    subject_account_id = models.BigIntegerField(null=True)
    source_post_id = models.BigIntegerField(null=True)
    received_at = models.BigIntegerField()
    opened_at = models.BigIntegerField()
    opened_by_id = models.BigIntegerField(null=True)
    owner_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=12, default="open")
    due_on = models.CharField(max_length=10)
    is_extended = models.BooleanField(default=False)
    extension_reason = models.TextField(default="")
    outcome = models.CharField(max_length=12, default="")
    # The provision a refusal of the whole rests on.
    provision = models.CharField(max_length=40, default="")
    letter = models.TextField(default="")
    is_public = models.BooleanField(default=False)
    public_title = models.CharField(max_length=200, default="")
    public_question = models.TextField(default="")
    public_answer = models.TextField(default="")
    content_hash = models.CharField(max_length=64, default="")
    proposed_at = models.BigIntegerField(null=True)
    proposed_by_id = models.BigIntegerField(null=True)
    returned_reason = models.TextField(default="")
    signed_by_id = models.BigIntegerField(null=True)
    # For which last day, and how near it, who answers was reminded: "2026-12-21 5".
    reminded = models.CharField(max_length=20, default="", db_default="")
    # When it was answered, or withdrawn.
    closed_at = models.BigIntegerField(null=True)
    # When its words were disposed of, or erased: number, days and decisions stay.
    disposed_at = models.BigIntegerField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["state", "due_on", "id"], name="request_by_state"),
            models.Index(fields=["source_post_id"], name="request_by_post"),
            models.Index(fields=["asker_account_id", "id"], name="request_by_asker"),
            models.Index(fields=["closed_at"], name="request_public", condition=models.Q(is_public=True)),
            models.Index(fields=["closed_at"], name="request_by_closing", condition=models.Q(disposed_at__isnull=True)),
        )


class Pause(models.Model):
    """The clock stood still, or starts again. kind: clarification, fee, identity. ISO days; ended_on "" while open."""

    id = models.BigIntegerField(primary_key=True)
    request_id = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=14)
    reason = models.TextField()
    started_on = models.CharField(max_length=10)
    ended_on = models.CharField(max_length=10, default="")


class Search(models.Model):
    """What was looked for: words, whose (account ids between spaces), between which days. is_cut: there was more."""

    id = models.BigIntegerField(primary_key=True)
    request_id = models.BigIntegerField(db_index=True)
    words = models.CharField(max_length=200, default="")
    account_ids = models.TextField(default="")
    since_on = models.CharField(max_length=10, default="")
    until_on = models.CharField(max_length=10, default="")
    found_count = models.IntegerField()
    new_count = models.IntegerField()
    is_cut = models.BooleanField(default=False)
    member_id = models.BigIntegerField(null=True)
    created_at = models.BigIntegerField()


class Item(models.Model):
    """Something found for a request. object: "post/77"; kind: one of `contents.KINDS`; at: when it was said.

    decision: "" (none yet), include, redact, withhold, out_of_scope. text_hash: of all the words as they were then.
    """

    id = models.BigIntegerField(primary_key=True)
    request_id = models.BigIntegerField()
    search_id = models.BigIntegerField()
    object = models.CharField(max_length=60)
    kind = models.CharField(max_length=12)
    at = models.BigIntegerField()
    account_id = models.BigIntegerField(null=True)
    decision = models.CharField(max_length=12, default="")
    exemption = models.CharField(max_length=40, default="")
    reason = models.TextField(default="")
    shows_author = models.BooleanField(default=False)
    text_hash = models.CharField(max_length=64, default="")
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.BigIntegerField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["request_id", "object"], name="one_item"),)
        indexes = (
            models.Index(fields=["request_id", "at", "id"], name="item_by_time"),
            models.Index(fields=["object"], name="item_by_object"),
        )


class Redaction(models.Model):
    """A part of an item that is not released. part: as in `protocols.packs.content.Redaction`.

    Of "text" and "warning": characters start to end. Of "attachment N picture": a box, in thousandths of its sides.
    """

    id = models.BigIntegerField(primary_key=True)
    item_id = models.BigIntegerField(db_index=True)
    part = models.CharField(max_length=30)
    start = models.IntegerField(default=0)
    end = models.IntegerField(default=0)
    box = models.CharField(max_length=40, default="")
    exemption = models.CharField(max_length=40)
    reason = models.TextField()


class Dismissal(models.Model):
    """Somebody has read a message that looked like a request, and it is none."""

    post_id = models.BigIntegerField(primary_key=True)
    reason = models.TextField()
    member_id = models.BigIntegerField(null=True)
    created_at = models.BigIntegerField()
