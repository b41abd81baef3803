"""Tables of posts. The post row holds only what was said and is vouched for by the ledger; counts stand apart.

`fragment` is the post's Mastodon entity, rendered once; a read splices counts and the viewer's flags into it.
"""

from __future__ import annotations

from django.db import models

from coffeehouse.domain.posts import authorship_models as authorship_models
from coffeehouse.domain.posts import campaign_models as campaign_models  # Django finds tables by this module
from coffeehouse.domain.posts import house_models as house_models
from coffeehouse.domain.posts import inbox_models as inbox_models


class Post(models.Model):
    """A status, or a boost of one (`boost_of_id`). visibility: public, unlisted, followers, direct."""

    id = models.BigIntegerField(primary_key=True)
    account_id = models.BigIntegerField()
    visibility = models.CharField(max_length=12)
    text = models.TextField(default="")
    text_hash = models.CharField(max_length=64, default="")
    spoiler_text = models.TextField(default="")
    is_sensitive = models.BooleanField(default=False)
    language = models.CharField(max_length=10, default="")
    in_reply_to_id = models.BigIntegerField(null=True)
    in_reply_to_account_id = models.BigIntegerField(null=True)
    conversation_id = models.BigIntegerField()
    boost_of_id = models.BigIntegerField(null=True)
    application_id = models.BigIntegerField(null=True)
    has_media = models.BooleanField(default=False)
    created_at = models.BigIntegerField()
    edited_at = models.BigIntegerField(null=True)
    fragment = models.TextField()
    # Who may quote it: public, followers, nobody. What was said before there were quotes nobody may.
    quote_policy = models.CharField(max_length=12, db_default="nobody")
    # What a read must know of the fragment: bits 256 quotes a post, 512 not everybody may quote it, 1024 has a card,
    # 2048 lends its media, 4096 stays in this house.
    traits = models.IntegerField(db_default=0)
    # Whether it came from another server: what its author's domain says as well, here for the lists of one kind.
    is_remote = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = (
            models.Index(fields=["account_id", "id"], name="post_by_account"),
            models.Index(fields=["conversation_id", "id"], name="post_by_conversation"),
            models.Index(
                fields=["in_reply_to_id", "id"],
                name="post_by_parent",
                condition=models.Q(in_reply_to_id__isnull=False),
            ),
            models.Index(
                fields=["id"],
                name="post_public",
                condition=models.Q(visibility="public", boost_of_id__isnull=True, in_reply_to_id__isnull=True),
            ),
            models.Index(
                fields=["id"],
                name="post_public_here",
                condition=models.Q(
                    visibility="public", boost_of_id__isnull=True, in_reply_to_id__isnull=True, is_remote=False
                ),
            ),
            models.Index(
                fields=["id"],
                name="post_public_elsewhere",
                condition=models.Q(
                    visibility="public", boost_of_id__isnull=True, in_reply_to_id__isnull=True, is_remote=True
                ),
            ),
            models.Index(
                fields=["id"],
                name="post_public_media",
                condition=models.Q(
                    visibility="public", boost_of_id__isnull=True, in_reply_to_id__isnull=True, has_media=True
                ),
            ),
            models.Index(fields=["account_id", "id"], name="post_media_by_account", condition=models.Q(has_media=True)),
            models.Index(
                fields=["boost_of_id", "id"], name="post_by_boosted", condition=models.Q(boost_of_id__isnull=False)
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["boost_of_id", "account_id"],
                name="one_boost",
                condition=models.Q(boost_of_id__isnull=False),
            ),
        )


class PostCounts(models.Model):
    """Counts of a post, kept by the handlers in the same transaction as what they count."""

    post_id = models.BigIntegerField(primary_key=True)
    replies_count = models.IntegerField(default=0)
    boosts_count = models.IntegerField(default=0)
    favourites_count = models.IntegerField(default=0)
    quotes_count = models.IntegerField(db_default=0)


class Quote(models.Model):
    """A post quotes another; its id is the quoting post's id. Stays when the other goes.

    state: accepted, pending (its author elsewhere is asked), rejected, revoked. stamp: by which an author elsewhere
    agreed (FEP-044f).
    """

    id = models.BigIntegerField(primary_key=True)
    quoted_id = models.BigIntegerField()
    quoted_account_id = models.BigIntegerField()
    state = models.CharField(max_length=12)
    stamp = models.CharField(max_length=2_000, default="", db_default="")

    class Meta:
        indexes = (
            models.Index(fields=["quoted_id", "id"], name="quote_by_quoted"),
            models.Index(fields=["stamp"], name="quote_by_stamp", condition=models.Q(stamp__gt="")),
        )


class Card(models.Model):
    """What a page says of itself, as plain text: what is shown under a post that links to it. No HTML of it is kept."""

    id = models.BigIntegerField(primary_key=True)
    url = models.CharField(max_length=2048, unique=True)
    title = models.TextField()
    description = models.TextField(default="")
    author_name = models.TextField(default="")
    provider_name = models.TextField(default="")
    published_at = models.BigIntegerField(null=True)
    fetched_at = models.BigIntegerField()


class PostCard(models.Model):
    """A post links to what a card describes."""

    post_id = models.BigIntegerField(primary_key=True)
    card_id = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=["card_id", "post_id"], name="post_by_card"),)


class Scheduled(models.Model):
    """Words that wait for their time. command: the PublishPost as JSON. state: waiting, held (policy), failed."""

    id = models.BigIntegerField(primary_key=True)
    account_id = models.BigIntegerField()
    member_id = models.BigIntegerField(null=True)
    application_id = models.BigIntegerField(null=True)
    command = models.TextField()
    scheduled_at = models.BigIntegerField()
    state = models.CharField(max_length=12, default="waiting")
    reason = models.TextField(default="")
    created_at = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=["account_id", "scheduled_at"], name="scheduled_by_account"),)


class Trend(models.Model):
    """What many talk of at the moment: made anew by the worker from public posts. kind: tag, status, link."""

    pk = models.CompositePrimaryKey("kind", "position")
    kind = models.CharField(max_length=8)
    position = models.IntegerField()
    target_id = models.BigIntegerField()
    score = models.FloatField()


class PostEdit(models.Model):
    """A version of an edited post that is no longer the current one, oldest first by id."""

    id = models.BigIntegerField(primary_key=True)
    post_id = models.BigIntegerField(db_index=True)
    text = models.TextField()
    html = models.TextField()
    spoiler_text = models.TextField()
    is_sensitive = models.BooleanField()
    media = models.TextField(default="[]")
    poll_options = models.TextField(default="")
    created_at = models.BigIntegerField()


class Mention(models.Model):
    """A post names an account. Sees a direct post: its author and whom it mentions."""

    pk = models.CompositePrimaryKey("post_id", "account_id")
    post_id = models.BigIntegerField()
    account_id = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=["account_id", "post_id"], name="mention_by_account"),)


class Tag(models.Model):
    """A hashtag, by its folded name; `display_name` is how it was first written."""

    id = models.BigIntegerField(primary_key=True)
    name = models.CharField(max_length=100, unique=True)
    display_name = models.CharField(max_length=100)
    created_at = models.BigIntegerField()


class PostTag(models.Model):
    """A post carries a hashtag."""

    pk = models.CompositePrimaryKey("tag_id", "post_id")
    tag_id = models.BigIntegerField()
    post_id = models.BigIntegerField(db_index=True)


class TagFollow(models.Model):
    """account wants public posts with a hashtag in its home timeline."""

    id = models.BigIntegerField(primary_key=True)
    account_id = models.BigIntegerField()
    tag_id = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tag_id", "account_id"], name="one_tag_follow"),)
        indexes = (models.Index(fields=["account_id", "id"], name="tag_follow_by_account"),)


class FeaturedTag(models.Model):
    """account shows a hashtag on its profile."""

    id = models.BigIntegerField(primary_key=True)
    account_id = models.BigIntegerField()
    tag_id = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account_id", "tag_id"], name="one_featured_tag"),)


class Media(models.Model):
    """A picture, video or sound, ours to serve under a random name. Belongs to a post from when that is published.

    kind: image, gifv, video, audio. state: ready; waiting for the worker (the upload is `source`); failed by `problem`.
    meta: what video and sound have besides sizes (`protocols.recordings`). loose_at: since when nothing uses it.

    One with a `scheduled_id` waits for that scheduled post: nobody else may have it, and it is not cleared away.
    """

    id = models.BigIntegerField(primary_key=True)
    account_id = models.BigIntegerField(db_index=True)
    post_id = models.BigIntegerField(null=True, db_index=True)
    scheduled_id = models.BigIntegerField(null=True)
    position = models.IntegerField(default=0)
    kind = models.CharField(max_length=10)
    content_type = models.CharField(max_length=50)
    file = models.CharField(max_length=200, unique=True)
    preview = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    description = models.TextField(default="")
    focus_x = models.FloatField(default=0.0)
    focus_y = models.FloatField(default=0.0)
    width = models.IntegerField()
    height = models.IntegerField()
    preview_width = models.IntegerField()
    preview_height = models.IntegerField()
    blurhash = models.CharField(max_length=100)
    created_at = models.BigIntegerField()
    state = models.CharField(max_length=10, db_default="ready")
    problem = models.TextField(db_default="")
    source = models.CharField(max_length=80, db_default="")
    meta = models.TextField(db_default="")
    loose_at = models.BigIntegerField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["preview"], name="media_by_preview"),
            models.Index(fields=["id"], name="media_loose", condition=models.Q(post_id__isnull=True)),
        )


class Poll(models.Model):
    """The question under a post; its id is the post's id. options: JSON list of titles."""

    id = models.BigIntegerField(primary_key=True)
    options = models.TextField()
    is_multiple = models.BooleanField(default=False)
    hides_totals = models.BooleanField(default=False)
    expires_at = models.BigIntegerField(null=True)
    closed_at = models.BigIntegerField(null=True)
    voters_count = models.IntegerField(default=0)
    votes = models.TextField()
    # The CustomEmoji entities that the options use, as JSON.
    emojis = models.TextField(db_default="[]")

    class Meta:
        indexes = (models.Index(fields=["expires_at"], name="poll_open", condition=models.Q(closed_at__isnull=True)),)


class PollVote(models.Model):
    """One choice of one account."""

    pk = models.CompositePrimaryKey("post_id", "account_id", "choice")
    post_id = models.BigIntegerField()
    account_id = models.BigIntegerField()
    choice = models.IntegerField()


class Favourite(models.Model):
    """account likes post. The id gives the page order of `GET /api/v1/favourites`."""

    id = models.BigIntegerField(primary_key=True)
    account_id = models.BigIntegerField()
    post_id = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["post_id", "account_id"], name="one_favourite"),)
        indexes = (
            models.Index(fields=["account_id", "id"], name="favourite_by_account"),
            models.Index(fields=["post_id", "id"], name="favourite_by_post"),
        )


class Bookmark(models.Model):
    """account keeps post, privately."""

    id = models.BigIntegerField(primary_key=True)
    account_id = models.BigIntegerField()
    post_id = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["post_id", "account_id"], name="one_bookmark"),)
        indexes = (models.Index(fields=["account_id", "id"], name="bookmark_by_account"),)


class Pin(models.Model):
    """account shows its own post at the top of its profile."""

    id = models.BigIntegerField(primary_key=True)
    account_id = models.BigIntegerField(db_index=True)
    post_id = models.BigIntegerField(unique=True)


class Mark(models.Model):
    """What an account has done with a post: bits 1 favourited, 2 boosted, 8 bookmarked, 16 pinned. Derived."""

    pk = models.CompositePrimaryKey("account_id", "post_id")
    account_id = models.BigIntegerField()
    post_id = models.BigIntegerField()
    bits = models.IntegerField()


class ThreadMute(models.Model):
    """account wants no more notifications from a conversation."""

    pk = models.CompositePrimaryKey("account_id", "conversation_id")
    account_id = models.BigIntegerField()
    conversation_id = models.BigIntegerField()


class Notification(models.Model):
    """type: one of `queries.notifications.TYPES`. `is_filtered`: kept back until a request is accepted.

    group_key: what it is shown together with, "" when alone. detail: JSON of what only its type has (a warning).
    """

    id = models.BigIntegerField(primary_key=True)
    account_id = models.BigIntegerField()
    type = models.CharField(max_length=30)
    from_account_id = models.BigIntegerField(db_index=True)
    post_id = models.BigIntegerField(null=True, db_index=True)
    report_id = models.BigIntegerField(null=True, db_index=True)
    created_at = models.BigIntegerField()
    is_filtered = models.BooleanField(db_default=False)
    group_key = models.CharField(max_length=60, db_default="")
    detail = models.TextField(db_default="")

    class Meta:
        indexes = (
            models.Index(fields=["account_id", "id"], name="notification_by_account"),
            models.Index(
                fields=["account_id", "group_key", "id"],
                name="notification_by_group",
                condition=models.Q(group_key__gt=""),
            ),
            models.Index(
                fields=["account_id", "from_account_id", "id"],
                name="notification_kept_back",
                condition=models.Q(is_filtered=True),
            ),
        )


class Feed(models.Model):
    """A home timeline: one row for each post or boost in it, clustered by reader.

    Under the reader's id negated stands what exclusive lists keep out of the home timeline; list timelines read both.
    """

    pk = models.CompositePrimaryKey("account_id", "post_id")
    account_id = models.BigIntegerField()
    post_id = models.BigIntegerField()
