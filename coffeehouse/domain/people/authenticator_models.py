"""Tables of how members prove that it is they: passkeys, authenticator apps, recovery codes, directory identities."""

from __future__ import annotations

from django.db import models


class Authenticator(models.Model):
    """One passkey or authenticator app of a member. kind: passkey, totp.

    credential: of a passkey its id and public key (no secret; base64url), of an app its secret, sealed with the
    house's key (`authenticator_key`). counter: the last time step of a code that was used, or the passkey's own count.
    """

    id = models.BigIntegerField(primary_key=True)
    member_id = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=60)
    # SHA-256 of a passkey's id: no passkey is two members'. Of an app, of its sealed secret.
    credential_hash = models.CharField(max_length=64, unique=True)
    credential = models.TextField()
    counter = models.BigIntegerField(default=0)
    created_at = models.BigIntegerField()
    used_at = models.BigIntegerField(null=True)

    class Meta:
        app_label = "people"


class RecoveryCode(models.Model):
    """A code for the day all authenticators are gone; works once. Only its SHA-256 is kept."""

    id = models.BigIntegerField(primary_key=True)
    member_id = models.BigIntegerField(db_index=True)
    code_hash = models.CharField(max_length=64)
    created_at = models.BigIntegerField()
    used_at = models.BigIntegerField(null=True)

    class Meta:
        app_label = "people"


class DirectoryIdentity(models.Model):
    """Who a member is in a body's directory: its issuer and the subject there, letter by letter. Never an address."""

    id = models.BigIntegerField(primary_key=True)
    member_id = models.BigIntegerField(db_index=True)
    issuer = models.CharField(max_length=500)
    subject = models.CharField(max_length=255)
    created_at = models.BigIntegerField()
    used_at = models.BigIntegerField(null=True)

    class Meta:
        app_label = "people"
        constraints = (
            models.UniqueConstraint(fields=["issuer", "subject"], name="one_directory_identity"),
            models.UniqueConstraint(fields=["member_id", "issuer"], name="one_identity_per_directory"),
        )
