"""Tables of records: what is held back from disposal, what was asked to be erased, what was disposed of and by whom."""

from __future__ import annotations

from django.db import models


class Hold(models.Model):
    """Nothing it names may be disposed of or erased until it is lifted. account_id: all that this account said."""

    id = models.BigIntegerField(primary_key=True)
    because = models.TextField()
    account_id = models.BigIntegerField(null=True)
    request_id = models.BigIntegerField(null=True)
    placed_at = models.BigIntegerField()
    placed_by_id = models.BigIntegerField(null=True)
    lifted_at = models.BigIntegerField(null=True)
    lifted_by_id = models.BigIntegerField(null=True)
    lifted_because = models.TextField(default="")

    class Meta:
        indexes = (
            models.Index(fields=["account_id"], name="hold_of_person", condition=models.Q(lifted_at__isnull=True)),
            models.Index(fields=["request_id"], name="hold_of_request", condition=models.Q(request_id__isnull=False)),
        )


class HoldObject(models.Model):
    """One object under a hold, as the ledger names it."""

    pk = models.CompositePrimaryKey("hold_id", "object")
    hold_id = models.BigIntegerField()
    object = models.CharField(max_length=80)

    class Meta:
        indexes = (models.Index(fields=["object", "hold_id"], name="hold_by_object"),)


class Erasure(models.Model):
    """Somebody asks to be forgotten. state: open, carried_out. scrubbed_at: since when no byte is left.

    account_id: whose records; asked_by_id: the member who asked, themselves or for somebody.
    """

    id = models.BigIntegerField(primary_key=True)
    account_id = models.BigIntegerField(db_index=True)
    asked_by_id = models.BigIntegerField(null=True)
    ground = models.CharField(max_length=30)
    words = models.TextField(default="")
    language = models.CharField(max_length=10, default="en")
    state = models.CharField(max_length=12, default="open")
    received_at = models.BigIntegerField()
    due_at = models.BigIntegerField()
    carried_out_at = models.BigIntegerField(null=True)
    carried_out_by_id = models.BigIntegerField(null=True)
    scrubbed_at = models.BigIntegerField(null=True)

    class Meta:
        indexes = (models.Index(fields=["state", "due_at"], name="erasure_by_state"),)


class ErasureItem(models.Model):
    """One object of an erasure. outcome: erase, restrict, keep; rule: what says so ("class members-posts", "hold 7").

    chosen_by_id: who chose otherwise than the rules. done_at: when it was carried out.
    """

    id = models.BigIntegerField(primary_key=True)
    erasure_id = models.BigIntegerField()
    object = models.CharField(max_length=80)
    class_id = models.CharField(max_length=60)
    outcome = models.CharField(max_length=10)
    rule = models.CharField(max_length=80)
    because = models.TextField()
    chosen_by_id = models.BigIntegerField(null=True)
    done_at = models.BigIntegerField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["erasure_id", "object"], name="one_erasureitem"),)


class ErasureAsked(models.Model):
    """A server elsewhere that was asked to delete its copies of what a request erased: the letter says how many."""

    pk = models.CompositePrimaryKey("erasure_id", "host")
    erasure_id = models.BigIntegerField()
    host = models.CharField(max_length=253)


class Disposal(models.Model):
    """Objects of one class whose time has come, disposed of by two people. state: proposed, approved, refused."""

    id = models.BigIntegerField(primary_key=True)
    class_id = models.CharField(max_length=60)
    # The class as it read when it was proposed: what the certificate cites.
    rule = models.TextField()
    state = models.CharField(max_length=12, default="proposed")
    proposed_at = models.BigIntegerField()
    proposed_by_id = models.BigIntegerField()
    decided_at = models.BigIntegerField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    because = models.TextField(default="")
    scrubbed_at = models.BigIntegerField(null=True)

    class Meta:
        indexes = (models.Index(fields=["state", "id"], name="disposal_by_state"),)


class DisposalItem(models.Model):
    """One object of a disposal; trigger_at: from when its time ran. outcome: "" (not decided), disposed, held, gone."""

    pk = models.CompositePrimaryKey("disposal_id", "object")
    disposal_id = models.BigIntegerField()
    object = models.CharField(max_length=80, db_index=True)
    trigger_at = models.BigIntegerField()
    outcome = models.CharField(max_length=10, default="")
    because = models.TextField(default="")


class Preserved(models.Model):
    """What was taken out of everybody's sight but must be kept: deleted while on hold, or restricted.

    reason: hold, restriction. content: JSON of what it was. Only records staff read it.
    """

    id = models.BigIntegerField(primary_key=True)
    object = models.CharField(max_length=80, db_index=True)
    account_id = models.BigIntegerField(null=True)
    class_id = models.CharField(max_length=60)
    reason = models.CharField(max_length=12)
    content = models.TextField()
    created_at = models.BigIntegerField()


class PreservedFile(models.Model):
    """A file of the house that stays because something preserved had it; several may have had the same."""

    pk = models.CompositePrimaryKey("file", "preserved_id")
    file = models.CharField(max_length=200)
    preserved_id = models.BigIntegerField(db_index=True)


class Deleted(models.Model):
    """A post or scheduled post that its author deleted and whose words the ledger's vault still has.

    class_id: the class it had; trigger_at: from when its time runs.
    """

    object = models.CharField(max_length=80, primary_key=True)
    account_id = models.BigIntegerField(db_index=True)
    class_id = models.CharField(max_length=60)
    trigger_at = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=["class_id", "trigger_at"], name="deleted_by_class"),)


class Recall(models.Model):
    """An erased post and somebody it named, for the minute in which open apps are told to take it off their screens."""

    pk = models.CompositePrimaryKey("post_id", "account_id")
    post_id = models.BigIntegerField()
    account_id = models.BigIntegerField()
    at = models.BigIntegerField()
