"""Tables of federation. What everybody sees of an account or a post stands in `people` and `posts`, whichever server it
is of; here stands what only servers ask for: identities, inboxes, keys, what was sent and what is still to be sent.

A host is lower case, in its ASCII form, with the port where it is not the scheme's own. Times are ms, UTC.
"""

from __future__ import annotations

from django.db import models

# PostgreSQL's index pages hold no more; longer identities are refused when they are read.
URI = 2_000


class Server(models.Model):
    """Another server. state: open, limited (only followers see it), suspended (nothing in or out), allowed (allowlist).

    budget: most deliveries taken from it in five minutes, NULL for the house's own limit. signs: the form of signature
    it last took (`cavage`, `rfc9421`). The breaker: after `failures` in a row nothing is tried before `retry_at`.
    """

    host = models.CharField(max_length=260, primary_key=True)
    state = models.CharField(max_length=10, default="open", db_default="open")
    rejects_media = models.BooleanField(default=False, db_default=False)
    budget = models.IntegerField(null=True)
    reason = models.TextField(default="", db_default="")
    software = models.CharField(max_length=100, default="", db_default="")
    signs = models.CharField(max_length=10, default="", db_default="")
    first_seen_at = models.BigIntegerField()
    last_heard_at = models.BigIntegerField(null=True)
    last_reached_at = models.BigIntegerField(null=True)
    failures = models.IntegerField(default=0, db_default=0)
    retry_at = models.BigIntegerField(default=0, db_default=0)
    dead_at = models.BigIntegerField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["host"], name="server_decided", condition=~models.Q(state="open")),
            models.Index(fields=["host"], name="server_failing", condition=models.Q(failures__gt=0)),
        )


class ServerDecision(models.Model):
    """What was decided about a server, by whom, when and why; the latest is what holds. member_id NULL: the house."""

    id = models.BigIntegerField(primary_key=True)
    host = models.CharField(max_length=260)
    state = models.CharField(max_length=10)
    rejects_media = models.BooleanField(default=False)
    budget = models.IntegerField(null=True)
    reason = models.TextField(default="")
    member_id = models.BigIntegerField(null=True)
    decided_at = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=["host", "id"], name="decision_by_host"),)


class Relay(models.Model):
    """A relay the house follows: it passes on public posts of others. state: asked, accepted, refused.

    uri: what is followed, its actor. follow: the identity of our Follow, which its answer names.
    """

    id = models.BigIntegerField(primary_key=True)
    uri = models.CharField(max_length=URI, unique=True)
    inbox = models.CharField(max_length=URI)
    state = models.CharField(max_length=10)
    follow = models.CharField(max_length=URI, unique=True)
    asked_at = models.BigIntegerField()
    answered_at = models.BigIntegerField(null=True)


class RemoteActor(models.Model):
    """What servers need of an account elsewhere; its id is that of `people_account`."""

    id = models.BigIntegerField(primary_key=True)
    uri = models.CharField(max_length=URI, unique=True)
    host = models.CharField(max_length=260)
    type = models.CharField(max_length=20)
    url = models.CharField(max_length=URI, default="")
    inbox = models.CharField(max_length=URI)
    shared_inbox = models.CharField(max_length=URI, default="")
    outbox = models.CharField(max_length=URI, default="")
    followers = models.CharField(max_length=URI, default="")
    following = models.CharField(max_length=URI, default="")
    featured = models.CharField(max_length=URI, default="")
    # JSON lists of addresses.
    also_known_as = models.TextField(default="[]")
    moved_to = models.CharField(max_length=URI, default="")
    avatar_url = models.CharField(max_length=URI, default="")
    header_url = models.CharField(max_length=URI, default="")
    fetched_at = models.BigIntegerField()
    gone_at = models.BigIntegerField(null=True)
    # Not shown, because its server is suspended.
    is_shut = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = (models.Index(fields=["host", "id"], name="actor_by_host"),)


class RemoteKey(models.Model):
    """A public key that an account elsewhere signs with. kind: rsa (PEM), ed25519 (multibase)."""

    key_id = models.CharField(max_length=URI, primary_key=True)
    account_id = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=10)
    public = models.TextField()
    fetched_at = models.BigIntegerField()


class LocalKey(models.Model):
    """A key that an account of ours signs with. id 0 as account: the house itself (instance actor).

    private: PEM, encrypted with the house's own secret. A retired one only checks.
    """

    id = models.BigIntegerField(primary_key=True)
    account_id = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    private = models.TextField()
    public = models.TextField()
    created_at = models.BigIntegerField()
    retired_at = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["account_id", "kind"], name="one_live_key", condition=models.Q(retired_at__isnull=True)
            ),
        )


class RemoteObject(models.Model):
    """Where a post of ours or of others has its identity elsewhere; its id is that of `posts_post`.

    For a boost from elsewhere it is the Announce. type: Note, Question, Article, ...; link: the card of types that are
    shown as one.
    """

    id = models.BigIntegerField(primary_key=True)
    uri = models.CharField(max_length=URI, unique=True)
    url = models.CharField(max_length=URI, default="")
    type = models.CharField(max_length=20, default="Note")
    account_id = models.BigIntegerField(db_index=True)
    context = models.CharField(max_length=URI, default="", db_default="")
    replies = models.CharField(max_length=URI, default="", db_default="")
    # The identity of what it answers, while that is not here.
    awaits = models.CharField(max_length=URI, default="", db_default="")
    # The identity of what it quotes, and of the stamp by which it says that it may (FEP-044f).
    quote = models.CharField(max_length=URI, default="", db_default="")
    quote_stamp = models.CharField(max_length=URI, default="", db_default="")
    fetched_at = models.BigIntegerField()
    updated_at = models.BigIntegerField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["awaits"], name="object_awaits", condition=models.Q(awaits__gt="")),
            models.Index(fields=["context"], name="object_context", condition=models.Q(context__gt="")),
        )


class Gone(models.Model):
    """An identity that is no more: of ours (answered 410) or of others (a late Create of it is not taken)."""

    uri = models.CharField(max_length=URI, primary_key=True)
    gone_at = models.BigIntegerField(db_index=True)


class Deed(models.Model):
    """The identity of a Follow, Like, Block, Flag or vote between servers, so that it can be answered and undone."""

    uri = models.CharField(max_length=URI, primary_key=True)
    kind = models.CharField(max_length=12)
    account_id = models.BigIntegerField()
    object_id = models.BigIntegerField()
    created_at = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=["account_id", "kind", "object_id"], name="deed_by_account"),)


class RemoteFollower(models.Model):
    """An account elsewhere follows one of ours: where its posts go. Derived from `people_follow`."""

    pk = models.CompositePrimaryKey("target_id", "account_id")
    target_id = models.BigIntegerField()
    account_id = models.BigIntegerField(db_index=True)
    host = models.CharField(max_length=260)
    # The shared inbox where there is one.
    inbox = models.CharField(max_length=URI)

    class Meta:
        indexes = (models.Index(fields=["target_id", "host"], name="remote_follower_by_host"),)


class Arrival(models.Model):
    """A delivery that could not be dealt with while its sender waited: it needs somebody else's answer first.

    state: unproven (its key is still to be fetched), waiting (proven; an object or account is still to be fetched).
    `request` has what the signature covers, as JSON: only then is it proven. peer: the network address that sent what
    is unproven.
    """

    id = models.BigIntegerField(primary_key=True)
    host = models.CharField(max_length=260)
    peer = models.CharField(max_length=50, default="", db_default="")
    state = models.CharField(max_length=10)
    request = models.TextField(default="")
    body = models.TextField()
    signer_id = models.BigIntegerField(null=True)
    arrived_at = models.BigIntegerField()
    run_at = models.BigIntegerField()
    leased_until = models.BigIntegerField(default=0, db_default=0)
    attempts = models.IntegerField(default=0, db_default=0)
    last_error = models.TextField(default="", db_default="")

    class Meta:
        indexes = (
            models.Index(fields=["run_at"], name="arrival_due"),
            models.Index(fields=["host"], name="arrival_host"),
            models.Index(fields=["peer", "host"], name="arrival_peer"),
        )


class Outgoing(models.Model):
    """A document that is being delivered, once, however many inboxes it goes to. sender_id 0: the house itself."""

    id = models.BigIntegerField(primary_key=True)
    sender_id = models.BigIntegerField()
    body = models.TextField()
    # What it is about, so that somebody can be shown what became of it: "Create post/1", "Follow account/2".
    about = models.CharField(max_length=100)
    created_at = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=["sender_id", "about"], name="outgoing_by_sender"),)


class Delivery(models.Model):
    """One inbox an Outgoing goes to. Leased by host, in the order of ids per sender and host; dead ones stay."""

    id = models.BigIntegerField(primary_key=True)
    outgoing_id = models.BigIntegerField(db_index=True)
    sender_id = models.BigIntegerField()
    host = models.CharField(max_length=260)
    inbox = models.CharField(max_length=URI)
    run_at = models.BigIntegerField()
    leased_until = models.BigIntegerField(default=0, db_default=0)
    attempts = models.IntegerField(default=0, db_default=0)
    last_error = models.TextField(default="", db_default="")
    dead_at = models.BigIntegerField(null=True)

    class Meta:
        indexes = (
            # Of all of them: those given up are counted and removed by server, too.
            models.Index(fields=["host", "sender_id", "id"], name="delivery_by_host"),
            models.Index(fields=["run_at"], name="delivery_due", condition=models.Q(dead_at__isnull=True)),
            models.Index(fields=["dead_at"], name="delivery_dead", condition=models.Q(dead_at__isnull=False)),
        )


class Reached(models.Model):
    """A post of ours was handed to a server: who is asked to delete it, and that it left the house."""

    pk = models.CompositePrimaryKey("post_id", "host")
    post_id = models.BigIntegerField()
    host = models.CharField(max_length=260)
    inbox = models.CharField(max_length=URI)
    first_at = models.BigIntegerField()


class Unfetchable(models.Model):
    """An address or host that did not answer: not asked again before `until` (attack A15). Bounded by the worker."""

    key = models.CharField(max_length=URI, primary_key=True)
    reason = models.CharField(max_length=200)
    until = models.BigIntegerField(db_index=True)


class RemoteMedia(models.Model):
    """Where a picture of a post or account elsewhere comes from; its id is that of `posts_media`."""

    id = models.BigIntegerField(primary_key=True)
    url = models.CharField(max_length=URI)
    attempts = models.IntegerField(default=0, db_default=0)


class RemoteEmoji(models.Model):
    """A custom emoji of another server; file and still are empty until it was fetched, and where it cannot be had."""

    id = models.BigIntegerField(primary_key=True)
    host = models.CharField(max_length=260)
    shortcode = models.CharField(max_length=100)
    url = models.CharField(max_length=URI)
    file = models.CharField(max_length=200, default="", db_default="")
    still = models.CharField(max_length=200, default="", db_default="")
    asked_at = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["host", "shortcode"], name="one_remote_emoji"),)


class Alias(models.Model):
    """An account elsewhere that one of ours says it also is (`alsoKnownAs`): it may be moved here."""

    pk = models.CompositePrimaryKey("account_id", "uri")
    account_id = models.BigIntegerField()
    uri = models.CharField(max_length=URI)


class Moved(models.Model):
    """An account of ours that moved away."""

    account_id = models.BigIntegerField(primary_key=True)
    target_id = models.BigIntegerField()
    moved_at = models.BigIntegerField()
