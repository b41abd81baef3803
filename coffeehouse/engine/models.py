"""The engine's own tables: the outbox, answers already given, and counters of limits."""

from __future__ import annotations

from django.db import models


class OutboxJob(models.Model):
    """Work for after the commit. The worker leases a row, does it and deletes it; `dead_at` marks one given up."""

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=40)
    payload = models.TextField()
    created_at = models.BigIntegerField()
    run_at = models.BigIntegerField()
    leased_until = models.BigIntegerField(default=0)
    attempts = models.IntegerField(default=0)
    last_error = models.TextField(default="")
    dead_at = models.BigIntegerField(null=True)

    class Meta:
        db_table = "engine_outbox"
        indexes = (models.Index(fields=["run_at"], name="outbox_due", condition=models.Q(dead_at__isnull=True)),)


class IdempotencyKey(models.Model):
    """The answer a key was given: the same key from the same holder gets it again instead of a second act."""

    holder_key = models.CharField(max_length=300, primary_key=True)
    command_hash = models.CharField(max_length=64)
    answer = models.TextField()
    entry_sequence = models.BigIntegerField()
    created_at = models.BigIntegerField(db_index=True)

    class Meta:
        db_table = "engine_idempotency"


class LimitWindow(models.Model):
    """How often something was done by one key since the window began."""

    key = models.CharField(max_length=200, primary_key=True)
    window_at = models.BigIntegerField(db_index=True)
    count = models.IntegerField()

    class Meta:
        db_table = "engine_limit"
