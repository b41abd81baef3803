"""Tables of the ledger. Read and written with SQL (`append`, `integrate`, `queries`); here is their one definition.

Nothing points out of the ledger and nothing points in: no foreign keys. Triggers (`triggers.py`) refuse changes.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from coffeehouse.ledger import witness_models as witness_models  # Django finds tables by this module


class PositionField(models.BigIntegerField):  # type: ignore[type-arg]  # not subscriptable at run time
    """A 64-bit number that, as a primary key, is SQLite's own row number: one tree on disk instead of two."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "coffeehouse.ledger.models.PositionField", args, kwargs


class Entry(models.Model):
    """One recorded fact. `entry` is its canonical JSON, the other columns repeat parts of it for finding."""

    sequence = PositionField(primary_key=True)
    time_at = models.BigIntegerField()
    kind = models.CharField(max_length=80)
    actor = models.CharField(max_length=80)
    object = models.CharField(max_length=200)
    body = models.CharField(max_length=80)
    channel = models.CharField(max_length=40)
    entry = models.TextField()
    leaf_hash = models.BinaryField()

    class Meta:
        indexes = (models.Index(fields=["object", "sequence"], name="entry_by_object"),)


class Vault(models.Model):
    """What an entry commits to. Erasure empties salt and payload; the row stays and says when and why."""

    sequence = PositionField(primary_key=True)
    salt = models.BinaryField(null=True)
    payload = models.TextField(null=True)  # noqa: DJ001 - erased is not the same as empty
    erased_at = models.BigIntegerField(null=True)
    erased_because = models.TextField(default="")


class Tile(models.Model):
    """Up to 256 hashes of the tree, as c2sp.org/tlog-tiles lays them out. Only the last of a level is partial."""

    pk = models.CompositePrimaryKey("level", "position")
    level = models.IntegerField()
    position = models.BigIntegerField()
    hashes = models.BinaryField()


class Checkpoint(models.Model):
    """A signed note about the tree at this size."""

    size = PositionField(primary_key=True)
    note = models.TextField()
    signed_at = models.BigIntegerField()


class MlDsaSignature(models.Model):
    """The ML-DSA-44 lines of a checkpoint. Large, so only the last of each hour is kept: it covers all before it."""

    size = PositionField(primary_key=True)
    hour = models.BigIntegerField()
    lines = models.TextField()


class KeyStatement(models.Model):
    """The words of a change of the ledger's keys. An entry names their SHA-256 as its object (`rotation.py`)."""

    id = models.BigIntegerField(primary_key=True)
    object = models.CharField(max_length=200, unique=True)
    statement = models.TextField()


class Head(models.Model):
    """One row: how many entries there are, the last id given, the time of the last entry. A cursor."""

    id = models.IntegerField(primary_key=True)
    size = models.BigIntegerField()
    last_id = models.BigIntegerField()
    last_at = models.BigIntegerField()
