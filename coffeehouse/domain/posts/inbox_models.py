"""Tables of what a reader keeps for themselves: filters, direct conversations, and which notifications are let in.

Part of `models`, which imports them; a module of its own because that one is full.
"""

from __future__ import annotations

from django.db import models


class Filter(models.Model):
    """What a reader does not want to see. context: space-separated places; action: warn, hide, blur."""

    id = models.BigIntegerField(primary_key=True)
    account_id = models.BigIntegerField()
    title = models.CharField(max_length=256)
    context = models.CharField(max_length=60)
    action = models.CharField(max_length=10, default="warn")
    expires_at = models.BigIntegerField(null=True)
    created_at = models.BigIntegerField()

    class Meta:
        # Asked with every token: whether its account has filters at all.
        indexes = (models.Index(fields=["account_id", "id"], name="filter_by_account"),)


class FilterKeyword(models.Model):
    """Words that a filter looks for. In the first version of the API each of these is a filter."""

    id = models.BigIntegerField(primary_key=True)
    filter_id = models.BigIntegerField(db_index=True)
    keyword = models.CharField(max_length=512)
    whole_word = models.BooleanField(default=True)


class FilterStatus(models.Model):
    """A single post that a filter is for."""

    id = models.BigIntegerField(primary_key=True)
    filter_id = models.BigIntegerField()
    post_id = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["filter_id", "post_id"], name="one_filtered_post"),)


class Conversation(models.Model):
    """What one account reads of a direct thread among the same people. participants: the others' ids, sorted."""

    id = models.BigIntegerField(primary_key=True)
    account_id = models.BigIntegerField()
    thread_id = models.BigIntegerField()
    participants = models.CharField(max_length=2200)
    last_post_id = models.BigIntegerField()
    is_unread = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["account_id", "thread_id", "participants"], name="one_conversation"),
        )
        indexes = (models.Index(fields=["account_id", "last_post_id"], name="conversation_by_account"),)


class DirectPost(models.Model):
    """A direct post that an account wrote or was told of; NULL once its conversation was taken away."""

    pk = models.CompositePrimaryKey("account_id", "post_id")
    account_id = models.BigIntegerField()
    post_id = models.BigIntegerField(db_index=True)
    in_conversation_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = (models.Index(fields=["in_conversation_id", "post_id"], name="direct_by_conversation"),)


class NotificationPolicy(models.Model):
    """Whose notifications an account keeps back, where it says so at all. Each: accept, filter, drop."""

    account_id = models.BigIntegerField(primary_key=True)
    for_not_following = models.CharField(max_length=6, default="accept")
    for_not_followers = models.CharField(max_length=6, default="accept")
    for_new_accounts = models.CharField(max_length=6, default="accept")
    for_private_mentions = models.CharField(max_length=6, default="accept")
    for_limited_accounts = models.CharField(max_length=6, default="filter")


class NotificationPermission(models.Model):
    """account lets every notification of from_account in, whatever its policy says."""

    pk = models.CompositePrimaryKey("account_id", "from_account_id")
    account_id = models.BigIntegerField()
    from_account_id = models.BigIntegerField()


class NotificationRequest(models.Model):
    """Notifications of from_account wait for account to let them in."""

    id = models.BigIntegerField(primary_key=True)
    account_id = models.BigIntegerField()
    from_account_id = models.BigIntegerField()
    last_post_id = models.BigIntegerField(null=True)
    created_at = models.BigIntegerField()
    updated_at = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account_id", "from_account_id"], name="one_request"),)
        indexes = (models.Index(fields=["account_id", "id"], name="request_by_account"),)
