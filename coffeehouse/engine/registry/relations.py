"""The commands of endorsements, servers, suggestions, verified links and hashtags."""

from __future__ import annotations

from coffeehouse.domain.context import Command
from coffeehouse.domain.people import relation_commands as people
from coffeehouse.domain.people.handlers import accounts, domains, follows, recommending
from coffeehouse.domain.posts import tag_commands as tags
from coffeehouse.domain.posts.handlers import tagging, telling
from coffeehouse.engine.commands import Handler, Then, register, writes_per_account

# (command, handler, kind, sentence, scope, what follows from it)
MEMBERS: tuple[tuple[type[Command], Handler, str, str, str, tuple[Then, ...]], ...] = (
    (
        people.EndorseAccount, recommending.apply_endorse_account, "account.endorsed",
        "{actor} recommended {object} on their profile.", "write:accounts", (),
    ),
    (
        people.UnendorseAccount, recommending.apply_unendorse_account, "endorsement.removed",
        "{actor} recommended {object} no longer.", "write:accounts", (),
    ),
    (
        people.DismissSuggestion, recommending.apply_dismiss_suggestion, "suggestion.dismissed",
        "{actor} did not want {object} suggested.", "write:accounts", (),
    ),
    (
        people.BlockDomain, domains.apply_block_domain, "domain.blocked", "{actor} blocked the server {object}.",
        "write:blocks", (telling.then_block_domain,),
    ),
    (
        people.UnblockDomain, domains.apply_unblock_domain, "domain.unblocked",
        "{actor} unblocked the server {object}.", "write:blocks", (),
    ),
    (tags.FollowTag, tagging.apply_follow_tag, "tag.followed", "{actor} followed {object}.", "write:follows", ()),
    (
        tags.UnfollowTag, tagging.apply_unfollow_tag, "tag.unfollowed", "{actor} stopped following {object}.",
        "write:follows", (),
    ),
    (
        tags.FeatureTag, tagging.apply_feature_tag, "tag.featured", "{actor} put {object} on their profile.",
        "write:accounts", (),
    ),
    (
        tags.UnfeatureTag, tagging.apply_unfeature_tag, "tag.unfeatured", "{actor} took {object} off their profile.",
        "write:accounts", (),
    ),
)  # fmt: skip


def fill() -> None:
    """Register these commands."""
    for command, handler, kind, sentence, scope, then in MEMBERS:
        register(
            command,
            kind=kind,
            sentence=sentence,
            handler=handler,
            scope=scope,
            limits=writes_per_account,
            then=then,
        )
    register(
        people.EndMute,
        kind="mute.ended",
        sentence="The time of a mute of {object} was over.",
        handler=follows.apply_end_mute,
        scope="web",
        then=(telling.then_mute_ended,),
    )
    register(
        people.VerifyLinks,
        kind="links.verified",
        sentence="Links on the profile of {object} were seen to link back to it.",
        handler=accounts.apply_verify_links,
        scope="web",
    )
