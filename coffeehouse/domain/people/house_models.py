"""Tables of the house's own things that accounts and posts refer to: emoji, texts, rules; and of joining.

Apart from `models` only because that module would grow too long.
"""

from __future__ import annotations

from django.db import models


class EmailConfirmation(models.Model):
    """A mail that asks whether an address is a member's own. The link in it is signed, so no secret is kept."""

    id = models.BigIntegerField(primary_key=True)
    member_id = models.BigIntegerField(db_index=True)
    email = models.CharField(max_length=254)
    created_at = models.BigIntegerField()
    expires_at = models.BigIntegerField()
    used_at = models.BigIntegerField(null=True)


class HeldName(models.Model):
    """A name asked for with an address that is known already: taken, so that trying again tells nothing (U6)."""

    acct = models.CharField(max_length=64, primary_key=True)
    created_at = models.BigIntegerField()


class CustomEmoji(models.Model):
    """A picture that stands for `:shortcode:`. `still` is its first frame, for people who want nothing to move."""

    id = models.BigIntegerField(primary_key=True)
    shortcode = models.CharField(max_length=40, unique=True)
    category = models.CharField(max_length=60, default="")
    file = models.CharField(max_length=200)
    still = models.CharField(max_length=200)
    is_in_picker = models.BooleanField(default=True)
    created_at = models.BigIntegerField()
    # Since when it is no longer offered; what was written with it keeps it. NULL: offered.
    disabled_at = models.BigIntegerField(null=True)


class HouseText(models.Model):
    """A version of a text of the house. kind: about, privacy, terms. The newest in force counts."""

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    text = models.TextField()
    html = models.TextField()
    # The UTC day from which it holds, such as 2026-11-22.
    effective_on = models.CharField(max_length=10)
    created_at = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=["kind", "language", "id"], name="housetext_by_kind"),)


class HouseRule(models.Model):
    """A rule people agree to. words: JSON, language → {text, hint}."""

    id = models.BigIntegerField(primary_key=True)
    position = models.IntegerField()
    words = models.TextField()
    created_at = models.BigIntegerField()
    removed_at = models.BigIntegerField(null=True)
