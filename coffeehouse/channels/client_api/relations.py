"""Following, blocking, muting, recommending, private notes, requests to follow; and blocking whole servers."""

from __future__ import annotations

from typing import Any

from coffeehouse.channels.client_api import bodies
from coffeehouse.channels.client_api.accounts import must_exist
from coffeehouse.channels.client_api.answers import EMPTY, entity, listed
from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.channels.client_api.endpoints import Endpoint, anybody, user
from coffeehouse.domain.people import commands, relation_commands
from coffeehouse.domain.people import queries as people
from coffeehouse.kernel.errors import NotFound
from coffeehouse.kernel.language import is_language

MAX_LANGUAGES = 20


def _standing(call: Call) -> Answer:
    """How one stands to the account now."""
    found = people.relationships(call.account_id, [call.id])
    if not found:
        raise NotFound()
    return entity(found[0])


def _towards(scope: str, make: Any, does: str, member: str = "target_id") -> Endpoint:
    """An endpoint that does one thing about an account and answers with the Relationship. `does`: in words."""

    def perform(call: Call) -> Answer:
        call.act(make(**{member: call.id}))
        return _standing(call)

    perform.__doc__ = does
    return user(scope)(perform)


@user("write:follows")
def follow(call: Call) -> Answer:
    """Follow, ask to follow, or change how one follows."""
    body = call.body
    languages = bodies.texts(body, "languages")[:MAX_LANGUAGES]
    call.act(
        commands.FollowAccount(
            target_id=call.id,
            shows_boosts=bodies.flag(body, "reblogs"),
            notifies=bodies.flag(body, "notify"),
            languages=tuple(code for code in languages if is_language(code)) if "languages" in body else None,
        )
    )
    return _standing(call)


@user("write:mutes")
def mute(call: Call) -> Answer:
    """Not see an account, for good or for some seconds."""
    hides = bodies.flag(call.body, "notifications")
    call.act(
        commands.MuteAccount(
            target_id=call.id,
            hides_notifications=True if hides is None else hides,
            duration=bodies.number(call.body, "duration") or 0,
        )
    )
    return _standing(call)


@user("write:accounts")
def note(call: Call) -> Answer:
    """Keep a private remark about an account."""
    call.act(commands.NoteAccount(target_id=call.id, comment=bodies.text(call.body, "comment")))
    return _standing(call)


unfollow = _towards("write:follows", commands.UnfollowAccount, "Stop following, or take a request back.")
block = _towards("write:blocks", commands.BlockAccount, "Neither see an account nor be seen by it.")
unblock = _towards("write:blocks", commands.UnblockAccount, "End a block.")
unmute = _towards("write:mutes", commands.UnmuteAccount, "End a mute.")
remove_follower = _towards("write:follows", commands.RemoveFollower, "End somebody's following.", "account_id")
authorize_follow = _towards("write:follows", commands.AuthorizeFollow, "Say yes to a request.", "account_id")
reject_follow = _towards("write:follows", commands.RejectFollow, "Say no to a request.", "account_id")

endorse = _towards("write:accounts", relation_commands.EndorseAccount, "Recommend an account on one's profile.")
unendorse = _towards("write:accounts", relation_commands.UnendorseAccount, "Recommend it no longer.")


@user("read:accounts")
def read_endorsements(call: Call) -> Answer:
    """Whom one recommends."""
    page = call.page(40, 80)
    return listed(call, page, people.list_endorsed(call.account_id, call.account_id, page))


@anybody("read:accounts")
def read_endorsements_of(call: Call) -> Answer:
    """Whom an account recommends."""
    page = call.page(40, 80)
    must_exist(call)
    return listed(call, page, people.list_endorsed(call.viewer_id, call.id, page))


@user("read:blocks")
def read_domain_blocks(call: Call) -> Answer:
    """The servers one blocks."""
    page = call.page(100, 200)
    return listed(call, page, people.list_domain_blocks(call.account_id, page))


@user("write:blocks")
def block_domain(call: Call) -> Answer:
    """Want nothing from another server."""
    call.act(relation_commands.BlockDomain(domain=bodies.text(call.body, "domain")))
    return Answer(EMPTY)


@user("write:blocks")
def unblock_domain(call: Call) -> Answer:
    """End the block of a server."""
    call.act(relation_commands.UnblockDomain(domain=bodies.text(call.body, "domain")))
    return Answer(EMPTY)


@user("read:follows")
def read_follow_requests(call: Call) -> Answer:
    """Who asks to follow."""
    page = call.page(40, 80)
    return listed(call, page, people.follow_requests(call.account_id, page))


@user("read:blocks")
def read_blocks(call: Call) -> Answer:
    """Whom one blocks."""
    page = call.page(40, 80)
    return listed(call, page, people.list_blocks(call.account_id, page))


@user("read:mutes")
def read_mutes(call: Call) -> Answer:
    """Whom one mutes."""
    page = call.page(40, 80)
    return listed(call, page, people.list_mutes(call.account_id, page))
