"""Tables of people. Ids come from the engine, grow with time and are never reused; times are ms since the epoch, UTC.

Numbers that change with every post (`AccountCounts`) stand apart from the account, so that a row the ledger vouches
for is not rewritten by counting.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from coffeehouse.domain.people import authenticator_models as authenticator_models
from coffeehouse.domain.people import house_models as house_models  # Django finds tables by this module
from coffeehouse.domain.people import push_models as push_models
from coffeehouse.domain.people import voice_models as voice_models


class Body(models.Model):
    """An organisation that runs or shares the house, or a team of one (`parent_id`, one level deep)."""

    id = models.BigIntegerField(primary_key=True)
    slug = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    about = models.TextField(default="")
    created_at = models.BigIntegerField()
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT)


class MemberManager(BaseUserManager["Member"]):
    """Looks members up by e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> Member:
        return self.get(email=(username or "").strip().lower())


class Member(AbstractBaseUser):
    """A human who signs in.

    state: pending, active, suspended, rejected, left. role: member, moderator, records, admin.
    """

    id = models.BigIntegerField(primary_key=True)
    email = models.CharField(max_length=254, unique=True)
    role = models.CharField(max_length=20, default="member")
    state = models.CharField(max_length=20, default="pending", db_index=True)
    reason = models.TextField(default="")
    language = models.CharField(max_length=10, default="en")
    created_at = models.BigIntegerField()
    decided_at = models.BigIntegerField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    # When the e-mail address was found to be theirs, and the app they asked to join with.
    confirmed_at = models.BigIntegerField(null=True)
    application_id = models.BigIntegerField(null=True)
    # When all browser sessions were last ended at once; part of what a session is checked against.
    sessions_ended_at = models.BigIntegerField(default=0, db_default=0)
    # Whether they ever had a role, a seat at a voice or a body to look after: leaving ends these, not the record of it.
    held_office = models.BooleanField(default=False, db_default=False)
    # The time of the last sign-in is an event of the ledger, not a column.
    last_login = None

    objects = MemberManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # Django's is a plain attribute; ours follows the state
        """Whether this member may be signed in: waiting for approval counts, suspended and rejected do not."""
        return self.state in ("pending", "active")

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What ends a session when it changes: the password, and `sessions_ended_at`."""
        own: str = super()._get_session_auth_hash(secret)  # type: ignore[misc]  # not in the stubs
        return f"{own}.{self.sessions_ended_at}" if self.sessions_ended_at else own


class Account(models.Model):
    """What posts and is followed. kind: persona, voice, community, service. acct: lower-case `name` or `name@host`."""

    id = models.BigIntegerField(primary_key=True)
    acct = models.CharField(max_length=320, unique=True)
    username = models.CharField(max_length=64)
    domain = models.CharField(max_length=253, default="")
    kind = models.CharField(max_length=20, default="persona")
    body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT)
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT)
    display_name = models.CharField(max_length=200, default="")
    note = models.TextField(default="")
    note_html = models.TextField(default="")
    fields = models.TextField(default="[]")
    avatar = models.CharField(max_length=200, default="")
    header = models.CharField(max_length=200, default="")
    avatar_description = models.TextField(default="")
    header_description = models.TextField(default="")
    is_locked = models.BooleanField(default=False)
    is_bot = models.BooleanField(default=False)
    is_discoverable = models.BooleanField(default=True)
    is_indexable = models.BooleanField(default=True)
    hides_collections = models.BooleanField(default=False)
    default_visibility = models.CharField(max_length=12, default="public")
    default_sensitive = models.BooleanField(default=False)
    default_language = models.CharField(max_length=10, default="")
    # public, followers or nobody may quote, unless a post says otherwise.
    default_quote_policy = models.CharField(max_length=10, default="public", db_default="public")
    # Web sites that may name this account as the author of their pages: JSON list of host names.
    attribution_domains = models.TextField(default="[]", db_default="[]")
    shows_media = models.BooleanField(default=True, db_default=True)
    shows_media_replies = models.BooleanField(default=True, db_default=True)
    shows_featured = models.BooleanField(default=True, db_default=True)
    # How apps show what the account reads. media: default, show_all, hide_all.
    expands_media = models.CharField(max_length=10, default="default", db_default="default")
    expands_warnings = models.BooleanField(default=False, db_default=False)
    plays_animations = models.BooleanField(default=False, db_default=False)
    created_at = models.BigIntegerField()
    # Since when it is not shown: its member waits for approval or is suspended. NULL: shown.
    hidden_at = models.BigIntegerField(null=True)
    # Since when only those who follow it see it without looking for it: it or its server is limited.
    limited_at = models.BigIntegerField(null=True)
    fragment = models.TextField()

    class Meta:
        # Accounts by the start of their name; and those that speak for a body.
        indexes = (
            models.Index(Lower("display_name"), name="account_by_name"),
            models.Index(
                fields=["kind"],
                name="account_official",
                condition=models.Q(kind__in=["voice", "service", "community"]),
            ),
            models.Index(fields=["domain"], name="account_elsewhere", condition=models.Q(domain__gt="")),
            models.Index(fields=["id"], name="account_here", condition=models.Q(domain="", hidden_at__isnull=True)),
        )


class AccountCounts(models.Model):
    """Counts of an account, kept by the handlers in the same transaction as what they count."""

    account_id = models.BigIntegerField(primary_key=True)
    followers_count = models.IntegerField(default=0)
    following_count = models.IntegerField(default=0)
    statuses_count = models.IntegerField(default=0)
    last_status_at = models.BigIntegerField(null=True)
    # The UTC day of the same, as the Account entity says it: 2026-11-22.
    last_status_on = models.CharField(max_length=10, null=True)  # noqa: DJ001  # NULL is what the entity says

    class Meta:
        # The directory's order, and who is followed most.
        indexes = (
            models.Index(fields=["last_status_at"], name="counts_by_activity"),
            models.Index(
                fields=["followers_count"], name="counts_by_followers", condition=models.Q(followers_count__gt=0)
            ),
        )


class Seat(models.Model):
    """member × voice. powers: space-separated of suggest, draft, review, release, emergency.

    signed_name: what the member's words are signed with, where the voice signs; empty signs nothing. A seat that ran
    out is never lived up again: a new one takes its place, so that its tokens stay dead.
    """

    id = models.BigIntegerField(primary_key=True)
    member = models.ForeignKey(Member, on_delete=models.PROTECT)
    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    powers = models.CharField(max_length=80)
    created_at = models.BigIntegerField()
    expires_at = models.BigIntegerField(null=True)
    signed_name = models.CharField(max_length=60, default="", db_default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["member", "account"], name="one_seat"),)


class Invitation(models.Model):
    """A one-time link that lets its holder join at once, with a role. Only the hash of its token is kept."""

    id = models.BigIntegerField(primary_key=True)
    token_hash = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=20)
    created_at = models.BigIntegerField()
    expires_at = models.BigIntegerField()
    used_at = models.BigIntegerField(null=True)


class Application(models.Model):
    """An OAuth client as Mastodon's `POST /api/v1/apps` registers it."""

    id = models.BigIntegerField(primary_key=True)
    name = models.CharField(max_length=200)
    website = models.TextField(default="")
    redirect_uris = models.TextField()
    scopes = models.TextField()
    client_id = models.CharField(max_length=64, unique=True)
    secret_hash = models.CharField(max_length=64)
    created_at = models.BigIntegerField()


class AuthorizationCode(models.Model):
    """An OAuth code, single use, ten minutes. A second use revokes the token that the first one gave."""

    id = models.BigIntegerField(primary_key=True)
    code_hash = models.CharField(max_length=64, unique=True)
    application = models.ForeignKey(Application, on_delete=models.CASCADE)
    member = models.ForeignKey(Member, on_delete=models.PROTECT)
    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    redirect_uri = models.TextField()
    scopes = models.TextField()
    code_challenge = models.CharField(max_length=128, default="")
    created_at = models.BigIntegerField()
    expires_at = models.BigIntegerField()
    used_at = models.BigIntegerField(null=True)
    token_id = models.BigIntegerField(null=True)
    seat_id = models.BigIntegerField(null=True)


class Token(models.Model):
    """An access token: person + account + application + scopes. Only its SHA-256 is kept; revoked ones stay as rows.

    For a voice it hangs on one seat (`seat_id`) and ends with it; a later seat of the same member does not revive it.
    """

    id = models.BigIntegerField(primary_key=True)
    token_hash = models.CharField(max_length=64, unique=True)
    application = models.ForeignKey(Application, null=True, on_delete=models.CASCADE)
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT)
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT)
    scopes = models.TextField()
    label = models.CharField(max_length=200, default="")
    created_at = models.BigIntegerField()
    revoked_at = models.BigIntegerField(null=True)
    seat_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = (models.Index(fields=["seat_id"], name="token_by_seat", condition=models.Q(seat_id__isnull=False)),)


class Follow(models.Model):
    """account follows target; `is_pending` while a locked target has not answered (a follow request)."""

    id = models.BigIntegerField(primary_key=True)
    account_id = models.BigIntegerField()
    target_id = models.BigIntegerField()
    is_pending = models.BooleanField(default=False)
    shows_boosts = models.BooleanField(default=True)
    notifies = models.BooleanField(default=False)
    languages = models.TextField(default="")
    created_at = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account_id", "target_id"], name="one_follow"),)
        indexes = (
            models.Index(fields=["target_id", "is_pending", "id"], name="follow_by_target"),
            models.Index(fields=["account_id", "is_pending", "id"], name="follow_by_account"),
            models.Index(fields=["target_id"], name="follow_notifies", condition=models.Q(notifies=True)),
        )


class Block(models.Model):
    """account does not want to see target, nor be seen by it."""

    id = models.BigIntegerField(primary_key=True)
    account_id = models.BigIntegerField()
    target_id = models.BigIntegerField()
    created_at = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account_id", "target_id"], name="one_block"),)
        indexes = (
            models.Index(fields=["target_id", "account_id"], name="block_by_target"),
            models.Index(fields=["account_id", "id"], name="block_by_account"),
        )


class Mute(models.Model):
    """account does not want to see target for a while; target is not told."""

    id = models.BigIntegerField(primary_key=True)
    account_id = models.BigIntegerField()
    target_id = models.BigIntegerField()
    hides_notifications = models.BooleanField(default=True)
    created_at = models.BigIntegerField()
    expires_at = models.BigIntegerField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account_id", "target_id"], name="one_mute"),)
        indexes = (
            models.Index(fields=["target_id", "account_id"], name="mute_by_target"),
            models.Index(fields=["account_id", "id"], name="mute_by_account"),
        )


class AccountNote(models.Model):
    """A private remark of one account about another."""

    id = models.BigIntegerField(primary_key=True)
    account_id = models.BigIntegerField()
    target_id = models.BigIntegerField()
    comment = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account_id", "target_id"], name="one_note"),)


class Endorsement(models.Model):
    """account recommends target, which it follows, on its profile."""

    id = models.BigIntegerField(primary_key=True)
    account_id = models.BigIntegerField()
    target_id = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account_id", "target_id"], name="one_endorsement"),)
        indexes = (models.Index(fields=["account_id", "id"], name="endorsement_by_account"),)


class DomainBlock(models.Model):
    """account wants nothing from another server; domain: lower case, international names in their `xn--` form."""

    id = models.BigIntegerField(primary_key=True)
    account_id = models.BigIntegerField()
    domain = models.CharField(max_length=253)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account_id", "domain"], name="one_domain_block"),)
        indexes = (models.Index(fields=["account_id", "id"], name="domain_block_by_account"),)


class DismissedSuggestion(models.Model):
    """account does not want target suggested to it again."""

    pk = models.CompositePrimaryKey("account_id", "target_id")
    account_id = models.BigIntegerField()
    target_id = models.BigIntegerField()


class List(models.Model):
    """A list of one's own. replies_policy: followed, list, none."""

    id = models.BigIntegerField(primary_key=True)
    account_id = models.BigIntegerField(db_index=True)
    title = models.CharField(max_length=256)
    replies_policy = models.CharField(max_length=10, default="list")
    is_exclusive = models.BooleanField(default=False)
    created_at = models.BigIntegerField()


class ListMember(models.Model):
    """An account on a list."""

    pk = models.CompositePrimaryKey("list_id", "account_id")
    list_id = models.BigIntegerField()
    account_id = models.BigIntegerField(db_index=True)


class Marker(models.Model):
    """How far an account has read a timeline (home, notifications)."""

    pk = models.CompositePrimaryKey("account_id", "timeline")
    account_id = models.BigIntegerField()
    timeline = models.CharField(max_length=20)
    last_read_id = models.BigIntegerField()
    version = models.IntegerField()
    updated_at = models.BigIntegerField()
