"""The commands about what is sent to other servers, and what the acts of people here mean for those servers.

Filled after all others: it adds its reactions to commands that are there.
"""

from __future__ import annotations

from coffeehouse.domain.cases.commands import FileReport
from coffeehouse.domain.federation import sending_commands as commands
from coffeehouse.domain.federation.handlers import sending, telling, withholding
from coffeehouse.domain.federation.key_commands import RotateActorKey
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people import relation_commands as relations
from coffeehouse.domain.posts import commands as posts
from coffeehouse.engine.commands import also, register


def fill() -> None:
    """Register them."""
    register(
        commands.KeepDeliveries,
        kind="deliveries.answered",
        sentence="The house kept what other servers answered to its {object}.",
        handler=sending.apply_keep_deliveries,
        scope="web",
    )
    register(
        commands.RetryDeliveries,
        kind="deliveries.retried",
        sentence="{actor} had what waits for {object} tried again.",
        handler=sending.apply_retry_deliveries,
        scope="web",
    )
    register(
        commands.DropDeliveries,
        kind="deliveries.dropped",
        sentence="{actor} gave up what waited for {object}.",
        handler=sending.apply_drop_deliveries,
        scope="web",
    )
    _fill_reactions()


def _fill_reactions() -> None:
    """What acts of people here mean for other servers."""
    also(posts.PublishPost, telling.then_publish)
    also(posts.EditPost, telling.then_edit)
    also(posts.DeletePost, telling.then_delete)
    also(posts.ClosePoll, telling.then_close_poll)
    also(posts.BoostPost, telling.then_boost)
    also(posts.UnboostPost, telling.then_unboost)
    also(posts.FavouritePost, telling.then_favourite)
    also(posts.UnfavouritePost, telling.then_unfavourite)
    also(posts.VoteInPoll, telling.then_vote)
    also(posts.PinPost, telling.then_pin)
    also(posts.UnpinPost, telling.then_unpin)
    also(people.FollowAccount, telling.then_follow)
    also(people.UnfollowAccount, telling.then_unfollow)
    also(people.AuthorizeFollow, telling.then_authorize)
    also(people.RejectFollow, telling.then_refuse)
    also(people.RemoveFollower, telling.then_refuse)
    also(people.BlockAccount, telling.then_block)
    also(people.UnblockAccount, telling.then_unblock)
    also(people.UpdateProfile, telling.then_update_profile)
    also(people.SuspendMember, withholding.then_suspend)
    also(people.SuspendMember, telling.then_shown_or_hidden)
    also(people.ReinstateMember, telling.then_shown_or_hidden)
    also(relations.BlockDomain, telling.then_block_domain)
    also(RotateActorKey, telling.then_update_profile)
    also(FileReport, telling.then_report)
