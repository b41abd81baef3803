"""Tables of witnesses: who cosigns our checkpoints, whose checkpoints we cosign, and what did not fit together.

What people set (`Witness`, `TrustedLog`, `Evidence`) is changed by acts, and entries vouch for it. The rest is kept as
signing keeps it: no act, since a cosignature that caused an entry would cause the next checkpoint, without end.
"""

from __future__ import annotations

from django.db import models


class Witness(models.Model):
    """A witness that is sent our checkpoints. url: its submission prefix; keys: verifier keys, one a line."""

    id = models.BigIntegerField(primary_key=True)
    url = models.CharField(max_length=500, unique=True)
    keys = models.TextField()
    added_at = models.BigIntegerField()


class Submission(models.Model):
    """How far a witness has come with our checkpoints. size: the largest it cosigned; problem: "" while all is well."""

    witness_id = models.BigIntegerField(primary_key=True)
    size = models.BigIntegerField()
    cosigned_at = models.BigIntegerField(null=True)
    asked_at = models.BigIntegerField(null=True)
    next_at = models.BigIntegerField()
    failure_count = models.IntegerField()
    problem = models.TextField()


class Cosignature(models.Model):
    """Cosignature lines of a witness under our checkpoint of a size; the last of each day is kept, and the newest."""

    pk = models.CompositePrimaryKey("witness_id", "size")
    witness_id = models.BigIntegerField()
    size = models.BigIntegerField()
    lines = models.TextField()
    cosigned_at = models.BigIntegerField()


class TrustedLog(models.Model):
    """A key of a ledger whose checkpoints we cosign; a ledger may have more than one."""

    id = models.BigIntegerField(primary_key=True)
    origin = models.CharField(max_length=255)
    key = models.TextField()
    added_at = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=["origin"], name="trusted_log_by_origin"),)


class Witnessed(models.Model):
    """A checkpoint of such a ledger that we cosigned; of the older ones the last of each day. lines: our signatures."""

    pk = models.CompositePrimaryKey("origin", "size")
    origin = models.CharField(max_length=255)
    size = models.BigIntegerField()
    root = models.BinaryField()
    note = models.TextField()
    lines = models.TextField()
    cosigned_at = models.BigIntegerField()


class Evidence(models.Model):
    """Signed words that do not fit together. kind: split, fork, rollback (of theirs), behind, contradicted (of ours).

    known: the checkpoint held until then; shown: the one that does not fit it, or what a witness answered.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=20)
    origin = models.CharField(max_length=255)
    size = models.BigIntegerField()
    known = models.TextField()
    shown = models.TextField()
    witness = models.CharField(max_length=500)
    seen_at = models.BigIntegerField()
    explanation = models.TextField()
    explained_at = models.BigIntegerField(null=True)


class Notice(models.Model):
    """A day's notice of our newest checkpoint that went out: `post` by the records account, `mail` to the auditor."""

    pk = models.CompositePrimaryKey("kind", "day")
    kind = models.CharField(max_length=10)
    day = models.CharField(max_length=10)
    size = models.BigIntegerField()
    sent_at = models.BigIntegerField()
