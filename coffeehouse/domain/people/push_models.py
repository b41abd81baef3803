"""The table of push subscriptions."""

from __future__ import annotations

from django.db import models


class PushSubscription(models.Model):
    """Where and for what an app is woken; one for each token. alerts: kinds, separated by blanks."""

    id = models.BigIntegerField(primary_key=True)
    token_id = models.BigIntegerField(unique=True)
    account_id = models.BigIntegerField(db_index=True)
    endpoint = models.CharField(max_length=2048)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    is_standard = models.BooleanField(default=False)
    alerts = models.TextField(default="")
    policy = models.CharField(max_length=10, default="all")
    created_at = models.BigIntegerField()

    class Meta:
        app_label = "people"
