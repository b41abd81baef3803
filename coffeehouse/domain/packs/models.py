"""Tables of packs: each pack with what became of it, and which objects of the house lie in it."""

from __future__ import annotations

from django.db import models


class Pack(models.Model):
    """The answer to a request, as one file. state: making, written, ready, failed, removed.

    manifest, sha256: hexadecimal, of the list of its files and of the whole file; "" until there is one. problem: why
    it failed, in words for staff. The file itself lies in the data folder under the pack's id.
    """

    id = models.BigIntegerField(primary_key=True)
    request_id = models.BigIntegerField()
    reference = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=10)
    made_by_id = models.BigIntegerField(null=True)
    created_at = models.BigIntegerField()
    manifest = models.CharField(max_length=64, default="")
    item_count = models.IntegerField(default=0)
    file_count = models.IntegerField(default=0)
    sha256 = models.CharField(max_length=64, default="")
    size = models.BigIntegerField(default=0)
    ready_at = models.BigIntegerField(null=True)
    problem = models.TextField(default="")
    removed_at = models.BigIntegerField(null=True)
    removed_because = models.TextField(default="")

    class Meta:
        indexes = (models.Index(fields=["request_id", "id"], name="pack_by_request"),)


class PackedObject(models.Model):
    """An object of the house whose words, or the fact that it is there, lie in a pack."""

    pk = models.CompositePrimaryKey("pack_id", "object")
    pack_id = models.BigIntegerField()
    object = models.CharField(max_length=60)

    class Meta:
        indexes = (models.Index(fields=["object"], name="packed_by_object"),)
