"""What can be asked about people. Each is carried out by `handlers/` after policy has decided (see `engine.act`)."""

from __future__ import annotations

from coffeehouse.domain.context import Command


class OpenHouse(Command, frozen=True, kw_only=True):
    """First run: make a one-time link for the first administrator. `token_hash` is SHA-256 (hex) of its token."""

    token_hash: str

    def secret_members(self) -> frozenset[str]:
        return frozenset({"token_hash"})


class RegisterMember(Command, frozen=True, kw_only=True):
    """Ask to join. With a valid invitation the member is active at once, else pending until approved."""

    username: str
    email: str
    password_hash: str
    reason: str = ""
    language: str = "en"
    display_name: str = ""
    invitation_hash: str = ""

    def secret_members(self) -> frozenset[str]:
        return frozenset({"password_hash", "invitation_hash"})


class AddMember(Command, frozen=True, kw_only=True):
    """Add an active member with a role and a persona, by the house itself."""

    username: str
    email: str
    password_hash: str
    role: str = "member"
    language: str = "en"
    display_name: str = ""

    def secret_members(self) -> frozenset[str]:
        return frozenset({"password_hash"})


class ApproveMember(Command, frozen=True, kw_only=True):
    """Let a pending member in."""

    member_id: int


class RejectMember(Command, frozen=True, kw_only=True):
    """Turn a pending member away, with a reason they are told."""

    member_id: int
    reason: str


class ChangeRole(Command, frozen=True, kw_only=True):
    """Give a member another role: member, moderator, records, admin."""

    member_id: int
    role: str


class SuspendMember(Command, frozen=True, kw_only=True):
    """Shut a member out; their tokens and sessions end, their accounts are no longer shown."""

    member_id: int
    reason: str


class ReinstateMember(Command, frozen=True, kw_only=True):
    """Let a suspended member back in."""

    member_id: int


class SignIn(Command, frozen=True, kw_only=True):
    """Somebody claims to be the member with this e-mail address. The password is checked before the transaction."""

    email: str
    password: str

    def secret_members(self) -> frozenset[str]:
        return frozenset({"password", "email"})


class SignOut(Command, frozen=True, kw_only=True):
    """End the browser session."""


class ChangePassword(Command, frozen=True, kw_only=True):
    """Set a new password. All tokens and all other sessions end."""

    current_password: str
    password_hash: str

    def secret_members(self) -> frozenset[str]:
        return frozenset({"current_password", "password_hash"})


class CreateBody(Command, frozen=True, kw_only=True):
    """Make an organisation known to the house; with `parent_id`, a team of one."""

    slug: str
    name: str
    about: str = ""
    parent_id: int | None = None


class CreateAccount(Command, frozen=True, kw_only=True):
    """Create a voice or service of a body (or a further persona of the member who asks)."""

    username: str
    kind: str
    display_name: str = ""
    note: str = ""
    body_id: int | None = None


class GrantSeat(Command, frozen=True, kw_only=True):
    """Give a member a seat at a voice. powers: of suggest, draft, review, release, emergency.

    signed_name: the name their words are signed with, where the voice signs.
    """

    member_id: int
    account_id: int
    powers: tuple[str, ...]
    expires_at: int | None = None
    signed_name: str = ""


class RevokeSeat(Command, frozen=True, kw_only=True):
    """Take a member's seat away; their tokens for that voice end."""

    member_id: int
    account_id: int


class UpdateProfile(Command, frozen=True, kw_only=True):
    """Change what an account shows and its posting defaults. None leaves a member as it is; fields: (name, value).

    avatar, header: the bytes of a picture, or b"" to go back to the default one.
    """

    display_name: str | None = None
    note: str | None = None
    fields: tuple[tuple[str, str], ...] | None = None
    avatar: bytes | None = None
    header: bytes | None = None
    avatar_description: str | None = None
    header_description: str | None = None
    is_locked: bool | None = None
    is_bot: bool | None = None
    is_discoverable: bool | None = None
    is_indexable: bool | None = None
    hides_collections: bool | None = None
    default_visibility: str | None = None
    default_sensitive: bool | None = None
    default_language: str | None = None
    default_quote_policy: str | None = None
    attribution_domains: tuple[str, ...] | None = None
    shows_media: bool | None = None
    shows_media_replies: bool | None = None
    shows_featured: bool | None = None
    expands_media: str | None = None
    expands_warnings: bool | None = None
    plays_animations: bool | None = None


class RegisterApplication(Command, frozen=True, kw_only=True):
    """Register an OAuth client. redirect_uris: one or more, `urn:ietf:wg:oauth:2.0:oob` allowed."""

    name: str
    redirect_uris: tuple[str, ...]
    scopes: str
    website: str = ""
    client_id: str
    secret_hash: str

    def secret_members(self) -> frozenset[str]:
        return frozenset({"secret_hash"})


class AuthorizeApplication(Command, frozen=True, kw_only=True):
    """A signed-in member lets an application act as one of their accounts; gives a code."""

    application_id: int
    account_id: int
    redirect_uri: str
    scopes: str
    code_challenge: str = ""
    code_hash: str

    def secret_members(self) -> frozenset[str]:
        return frozenset({"code_hash", "code_challenge"})


class ExchangeCode(Command, frozen=True, kw_only=True):
    """An application turns a code into a token (RFC 6749 §4.1.3, RFC 7636). A second use revokes the first's token."""

    client_id: str
    client_secret: str
    code: str
    redirect_uri: str
    code_verifier: str = ""
    token_hash: str

    def secret_members(self) -> frozenset[str]:
        return frozenset({"client_secret", "code", "code_verifier", "token_hash"})


class IssueClientToken(Command, frozen=True, kw_only=True):
    """An application gets a token of its own, for no account (RFC 6749 §4.4)."""

    client_id: str
    client_secret: str
    scopes: str
    token_hash: str

    def secret_members(self) -> frozenset[str]:
        return frozenset({"client_secret", "token_hash"})


class IssueToken(Command, frozen=True, kw_only=True):
    """The house itself gives a token for an account (command line, scripts)."""

    account_id: int
    scopes: str
    label: str
    token_hash: str
    application_id: int | None = None

    def secret_members(self) -> frozenset[str]:
        return frozenset({"token_hash"})


class RevokeToken(Command, frozen=True, kw_only=True):
    """End a token: by its holder's application (`token` and client), or by its member or those who look after the
    voice it is for (`token_id`)."""

    token: str = ""
    client_id: str = ""
    client_secret: str = ""
    token_id: int | None = None

    def secret_members(self) -> frozenset[str]:
        return frozenset({"token", "client_secret"})


class FollowAccount(Command, frozen=True, kw_only=True):
    """Follow, or change how one follows. A locked target is asked first. None leaves a choice as it is."""

    target_id: int
    shows_boosts: bool | None = None
    notifies: bool | None = None
    languages: tuple[str, ...] | None = None


class UnfollowAccount(Command, frozen=True, kw_only=True):
    """Stop following, or take a request back."""

    target_id: int


class AuthorizeFollow(Command, frozen=True, kw_only=True):
    """Say yes to a follow request."""

    account_id: int


class RejectFollow(Command, frozen=True, kw_only=True):
    """Say no to a follow request."""

    account_id: int


class RemoveFollower(Command, frozen=True, kw_only=True):
    """End somebody's following of oneself."""

    account_id: int


class BlockAccount(Command, frozen=True, kw_only=True):
    """Neither see an account nor be seen by it; following ends both ways."""

    target_id: int


class UnblockAccount(Command, frozen=True, kw_only=True):
    """End a block."""

    target_id: int


class MuteAccount(Command, frozen=True, kw_only=True):
    """Not see an account, for `duration` seconds (0: until unmuted)."""

    target_id: int
    hides_notifications: bool = True
    duration: int = 0


class UnmuteAccount(Command, frozen=True, kw_only=True):
    """End a mute."""

    target_id: int


class NoteAccount(Command, frozen=True, kw_only=True):
    """Keep a private remark about an account; an empty one removes it."""

    target_id: int
    comment: str


class CreateList(Command, frozen=True, kw_only=True):
    """Make a list of one's own."""

    title: str
    replies_policy: str = "list"
    is_exclusive: bool = False


class UpdateList(Command, frozen=True, kw_only=True):
    """Change a list; None leaves a member as it is."""

    list_id: int
    title: str | None = None
    replies_policy: str | None = None
    is_exclusive: bool | None = None


class DeleteList(Command, frozen=True, kw_only=True):
    """Remove a list."""

    list_id: int


class AddToList(Command, frozen=True, kw_only=True):
    """Put followed accounts on a list."""

    list_id: int
    account_ids: tuple[int, ...]


class RemoveFromList(Command, frozen=True, kw_only=True):
    """Take accounts off a list."""

    list_id: int
    account_ids: tuple[int, ...]


class SetMarkers(Command, frozen=True, kw_only=True):
    """Remember how far the home timeline and the notifications have been read. (timeline, last read id)."""

    positions: tuple[tuple[str, int], ...]
