"""Table of sketches: what nearly identical texts of the last day share. Derived, and gone after a day."""

from __future__ import annotations

from django.db import models


class TextSketch(models.Model):
    """The sketch of an account's newest public post that has it (`policy.detectors.campaign`); short ones have none."""

    post_id = models.BigIntegerField(primary_key=True)
    sketch = models.BigIntegerField()
    account_id = models.BigIntegerField()

    class Meta:
        indexes = (
            models.Index(fields=["sketch", "post_id"], name="sketch_latest"),
            models.Index(fields=["sketch", "account_id"], name="sketch_of_account"),
        )
