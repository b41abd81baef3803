"""Entities rendered once and spliced many times: the reason a home page costs microseconds.

Handlers call `render_*` in the transaction that changes a row and store the text beside it. Readers join counters to it
in the query (the seams below) and call `splice_*`, which only join strings: flags, polls and accounts come in last.
A fragment is a JSON object's text without its closing brace.
"""

from __future__ import annotations

import msgspec

from coffeehouse.kernel.clock import DAY, iso
from coffeehouse.protocols.mastodon.embedded import PreviewCard, QuoteApproval
from coffeehouse.protocols.mastodon.entities import (
    AccountRole,
    CustomEmoji,
    FeatureApproval,
    Field,
    MediaAttachment,
    StatusApplication,
    StatusMention,
    StatusTag,
    visibility_out,
)

FAVOURITED, REBLOGGED, MUTED, BOOKMARKED, PINNED = 1, 2, 4, 8, 16
"""Bits of a viewer's flags on a status; `viewer=0` is a viewer with none of them, `viewer=None` the anonymous."""
VIEWER_BITS = 31
QUOTES, ASKS, HAS_CARD, LENDS, LOCAL_ONLY = 256, 512, 1024, 2048, 4096
"""A post's traits: it quotes another; whether it may be quoted depends on who looks; its fragment holds a card; the
addresses of its media are lent to each reader; it stays in this house."""
OPEN = ("public", "unlisted")


ACCOUNT_SEAMS = (',"followers_count":', ',"following_count":', ',"statuses_count":', ',"last_status_at":', "}")
"""What stands before each counter, and at the end, when a reader joins an account's fragment and counters to the whole
Account. `last_status_at` is a date in quotes or null. Readers let the database join: a text crosses into Python cheaper
than six values."""

COUNT_SEAMS = (',"replies_count":', ',"reblogs_count":', ',"favourites_count":', ',"quotes_count":')
"""The same for a post's fragment; what comes out is the `text` of `splice_status`."""


class AccountFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What an account's fragment says. Times in ms; `note` and the fields' values are HTML."""

    id: int
    username: str
    acct: str
    uri: str
    url: str
    created_at: int
    avatar_url: str
    header_url: str
    display_name: str = ""
    note: str = ""
    locked: bool = False
    bot: bool = False
    group: bool = False
    discoverable: bool | None = None
    indexable: bool = False
    hide_collections: bool | None = None
    suspended: bool = False
    limited: bool = False
    avatar_description: str = ""
    header_description: str = ""
    fields: tuple[Field, ...] = ()
    emojis: tuple[CustomEmoji, ...] = ()
    roles: tuple[AccountRole, ...] = ()
    shows_media: bool = True
    shows_media_replies: bool = True
    shows_featured: bool = True
    # The Account entity, as JSON, of where it moved to.
    moved: str = ""


class PostFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a post's fragment says. Times in ms; `content` is HTML; `visibility` in the house's words."""

    id: int
    created_at: int
    uri: str
    url: str
    content: str = ""
    visibility: str = "public"
    edited_at: int | None = None
    in_reply_to_id: int | None = None
    in_reply_to_account_id: int | None = None
    sensitive: bool = False
    spoiler_text: str = ""
    language: str | None = None
    media_attachments: tuple[MediaAttachment, ...] = ()
    mentions: tuple[StatusMention, ...] = ()
    tags: tuple[StatusTag, ...] = ()
    application: StatusApplication | None = None
    emojis: tuple[CustomEmoji, ...] = ()
    quoted_id: int | None = None
    quote_policy: str = "nobody"
    card: PreviewCard | None = None
    is_local_only: bool = False

    @property
    def traits(self) -> int:
        """What a read must know of the fragment, as bits."""
        asks = self.visibility != "direct" and not self._is_quotable
        lends = self.media_attachments and self.visibility not in OPEN
        return (
            (QUOTES if self.quoted_id else 0)
            | (ASKS if asks else 0)
            | (HAS_CARD if self.card else 0)
            | (LENDS if lends else 0)
            | (LOCAL_ONLY if self.is_local_only else 0)
        )

    @property
    def _is_quotable(self) -> bool:
        return self.quote_policy == "public" and self.visibility in ("public", "unlisted")

    @property
    def approval(self) -> QuoteApproval:
        """Who may quote it, and what holds for somebody who is neither its author nor a follower."""
        if self.visibility not in ("public", "unlisted") or self.quote_policy == "nobody":
            return QuoteApproval()
        return QuoteApproval(
            automatic=[self.quote_policy], current_user="automatic" if self.quote_policy == "public" else "denied"
        )


class _AccountStart(msgspec.Struct, kw_only=True):
    """The members of Account that change only when the profile does, in Mastodon's order."""

    id: str
    username: str
    acct: str
    display_name: str
    locked: bool
    bot: bool
    discoverable: bool | None
    indexable: bool
    group: bool
    created_at: str
    note: str
    url: str
    uri: str
    avatar: str
    avatar_static: str
    avatar_description: str
    header: str
    header_static: str
    header_description: str
    hide_collections: bool | None
    noindex: bool
    moved: msgspec.Raw | None
    suspended: bool
    limited: bool
    memorial: bool
    feature_approval: FeatureApproval
    show_media: bool
    show_media_replies: bool
    show_featured: bool
    emojis: tuple[CustomEmoji, ...]
    roles: tuple[AccountRole, ...]
    fields: tuple[Field, ...]


class _StatusStart(msgspec.Struct, kw_only=True):
    """The members of Status that change only when the post does, in Mastodon's order."""

    id: str
    created_at: str
    in_reply_to_id: str | None
    in_reply_to_account_id: str | None
    sensitive: bool
    spoiler_text: str
    visibility: str
    language: str | None
    uri: str
    url: str
    edited_at: str | None
    content: str
    application: StatusApplication | None
    media_attachments: tuple[MediaAttachment, ...]
    mentions: tuple[StatusMention, ...]
    tags: tuple[StatusTag, ...]
    emojis: tuple[CustomEmoji, ...]
    # As the servers write it that know such posts; only where it holds.
    local_only: bool | msgspec.UnsetType = msgspec.UNSET
    quote: dict[str, str] | None
    quote_approval: QuoteApproval
    card: PreviewCard | msgspec.UnsetType = msgspec.UNSET


def account_uri(base_url: str, username: str) -> str:
    """The account's identity in the fediverse."""
    return f"{base_url}/users/{username}"


def account_url(base_url: str, username: str) -> str:
    """The account's page."""
    return f"{base_url}/@{username}"


def status_uri(base_url: str, username: str, status_id: int) -> str:
    """The post's identity in the fediverse."""
    return f"{base_url}/users/{username}/statuses/{status_id}"


def status_url(base_url: str, username: str, status_id: int) -> str:
    """The post's page; apps rely on this form."""
    return f"{base_url}/@{username}/{status_id}"


def boost_uri(base_url: str, username: str, status_id: int) -> str:
    """The boost's identity in the fediverse: an activity, not an object."""
    return f"{status_uri(base_url, username, status_id)}/activity"


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)


def _open(entity: msgspec.Struct) -> str:
    return msgspec.json.encode(entity)[:-1].decode()


def render_account_fragment(account: AccountFacts) -> str:
    """Account without its counters. The day of joining is told, not the minute, as Mastodon does."""
    return _open(
        _AccountStart(
            id=str(account.id),
            username=account.username,
            acct=account.acct,
            display_name=account.display_name,
            locked=account.locked,
            bot=account.bot,
            discoverable=account.discoverable,
            indexable=account.indexable,
            group=account.group,
            created_at=iso(account.created_at - account.created_at % DAY),
            note=account.note,
            url=account.url,
            uri=account.uri,
            avatar=account.avatar_url,
            avatar_static=account.avatar_url,
            avatar_description=account.avatar_description,
            header=account.header_url,
            header_static=account.header_url,
            header_description=account.header_description,
            hide_collections=account.hide_collections,
            noindex=not account.indexable,
            moved=msgspec.Raw(account.moved.encode()) if account.moved else None,
            suspended=account.suspended,
            limited=account.limited,
            memorial=False,
            feature_approval=FeatureApproval(),
            show_media=account.shows_media,
            show_media_replies=account.shows_media_replies,
            show_featured=account.shows_featured,
            emojis=account.emojis,
            roles=account.roles,
            fields=account.fields,
        )
    )


def render_status_fragment(post: PostFacts) -> str:
    """Status without account, counters, poll, boosted post and the viewer's flags; a quoted post is named only."""
    return _open(
        _StatusStart(
            id=str(post.id),
            created_at=iso(post.created_at),
            in_reply_to_id=_text(post.in_reply_to_id),
            in_reply_to_account_id=_text(post.in_reply_to_account_id),
            sensitive=post.sensitive,
            spoiler_text=post.spoiler_text,
            visibility=visibility_out(post.visibility),
            language=post.language,
            uri=post.uri,
            url=post.url,
            edited_at=None if post.edited_at is None else iso(post.edited_at),
            content=post.content,
            application=post.application,
            media_attachments=post.media_attachments,
            mentions=post.mentions,
            tags=post.tags,
            emojis=post.emojis,
            local_only=post.is_local_only or msgspec.UNSET,
            quote={"quoted_status_id": str(post.quoted_id)} if post.quoted_id else None,
            quote_approval=post.approval,
            card=post.card or msgspec.UNSET,
        )
    )


def _viewer_text(bits: int) -> str:
    names = ("favourited", "reblogged", "muted", "bookmarked", "pinned")
    flags = ",".join(f'"{name}":{"true" if bits >> at & 1 else "false"}' for at, name in enumerate(names))
    return f',{flags},"filtered":[]}}'


_VIEWER = tuple(_viewer_text(bits) for bits in range(32))


def uncounted(fragment: str) -> str:
    """The `text` of `splice_status` for a post that nobody has answered, boosted or favourited."""
    first, second, third, fourth = COUNT_SEAMS
    return f"{fragment}{first}0{second}0{third}0{fourth}0"


NO_CARD = '"card":null,'


def splice_status(
    text: str, account_json: str, *, poll_json: str = "null", card: str = NO_CARD, viewer: int | None = None
) -> str:
    """The whole Status. `text` is the fragment with its counters (COUNT_SEAMS) joined to it.

    `viewer` is the bits above; None leaves the flags out, as Mastodon does for the anonymous. `card` is empty when the
    fragment has one.
    """
    return (
        f'{text},"reblog":null,"account":{account_json},{card}"poll":{poll_json}'
        f"{'}' if viewer is None else _VIEWER[viewer]}"
    )


def with_tail(fragment: str, approval: QuoteApproval, card: PreviewCard | None) -> str:
    """The fragment with another approval and card: they are its last members."""
    head = fragment[: fragment.rindex(QUOTE_APPROVAL)]
    shown = "" if card is None else f',"card":{msgspec.json.encode(card).decode()}'
    return f"{head}{QUOTE_APPROVAL}{msgspec.json.encode(approval).decode()}{shown}"


def card_of(fragment: str) -> PreviewCard | None:
    """The card that a fragment holds."""
    _, found, text = fragment.partition(',"card":')
    return msgspec.json.decode(text, type=PreviewCard) if found else None


NO_PARENT = '"in_reply_to_id":null,"in_reply_to_account_id":null,'


def with_parent(fragment: str, parent_id: int, account_id: int) -> str:
    """The fragment of a post whose parent was not known so far."""
    return fragment.replace(NO_PARENT, f'"in_reply_to_id":"{parent_id}","in_reply_to_account_id":"{account_id}",', 1)


EMOJIS_BEGIN, EMOJIS_END = ',"emojis":', ',"quote":'


def with_emojis(fragment: str, emojis: tuple[CustomEmoji, ...]) -> str:
    """The fragment of a post with these custom emoji instead of those it had."""
    before, _, rest = fragment.partition(EMOJIS_BEGIN)
    after = rest[rest.index(EMOJIS_END) :]
    return f"{before}{EMOJIS_BEGIN}{msgspec.json.encode(emojis).decode()}{after}"


NO_QUOTE = '"quote":null,'


def with_quote(fragment: str, quoted_id: int) -> str:
    """The fragment of a post of which it was not known so far what it quotes."""
    return fragment.replace(NO_QUOTE, f'"quote":{{"quoted_status_id":"{quoted_id}"}},', 1)


MEDIA_BEGIN, MEDIA_END = ',"media_attachments":', ',"mentions":'


def with_media(fragment: str, media: tuple[MediaAttachment, ...]) -> str:
    """The fragment with these pictures instead of those it had."""
    before, _, rest = fragment.partition(MEDIA_BEGIN)
    after = rest[rest.index(MEDIA_END) :]
    return f"{before}{MEDIA_BEGIN}{msgspec.json.encode(media).decode()}{after}"


QUOTE_SEAM = '"quote":{'
MAY_QUOTE, MAY_NOT_QUOTE = '"current_user":"automatic"}', '"current_user":"denied"}'
QUOTE_APPROVAL = ',"quote_approval":'
FOLLOWERS_MAY = f'{QUOTE_APPROVAL}{{"automatic":["followers"],'
"""Seams of a fragment. None can stand inside a text of JSON, where every quotation mark is escaped."""


def splice_boost(fragment: str, account_json: str, status_json: str, *, viewer: int | None = None) -> str:
    """The Status of a boost: `fragment` and `account_json` are the boost's, `status_json` the whole boosted post."""
    return (
        f'{fragment},"replies_count":0,"reblogs_count":0,"favourites_count":0,"quotes_count":0,"reblog":{status_json},'
        f'"account":{account_json},"card":null,"poll":null{"}" if viewer is None else _VIEWER[viewer]}'
    )
