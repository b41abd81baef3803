"""Table of where accounts went when the house closed for good."""

from __future__ import annotations

from django.db import models


class Move(models.Model):
    """An account of this house can be followed at `target`, an address elsewhere."""

    account_id = models.BigIntegerField(primary_key=True)
    target = models.TextField()
