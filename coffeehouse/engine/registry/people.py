"""The commands of people: what each is called in the ledger, what a token must allow, and how often it may be done."""

from __future__ import annotations

from typing import Any

from coffeehouse.domain.context import Actor
from coffeehouse.domain.people import commands
from coffeehouse.domain.people.handlers import accounts, follows, lists, members, tokens
from coffeehouse.domain.posts.handlers import telling
from coffeehouse.engine import preserving
from coffeehouse.engine.commands import Limit, register, writes_per_account
from coffeehouse.kernel import clock
from coffeehouse.kernel.secrets import hash_secret


def _by_address(name: str, count: int, window: int) -> Any:
    def limits(_command: Any, actor: Actor) -> list[Limit]:
        return [Limit(f"{name}:{actor.address}", count, window)] if actor.address else []

    return limits


def _sign_in_limits(command: commands.SignIn, actor: Actor) -> list[Limit]:
    """Per address and per e-mail address (attack D14), whoever asks."""
    found = [Limit(f"sign_in_as:{hash_secret(command.email.strip().lower())}", 10, 15 * clock.MINUTE)]
    if actor.address:
        found.append(Limit(f"sign_in:{actor.address}", 30, 15 * clock.MINUTE))
    return found


def _follow_limits(_command: Any, actor: Actor) -> list[Limit]:
    return [*writes_per_account(_command, actor), Limit(f"follow:{actor.label}", 400, clock.DAY)]


def _new_account_facts(command: commands.CreateAccount, _actor: Actor, _prepared: Any, _now: int) -> dict[str, Any]:
    return {"new_account_kind": command.kind}


def fill() -> None:
    """Register the commands of people."""
    _fill_membership()
    _fill_decisions()
    _fill_accounts()
    _fill_access()
    _fill_applications()
    _fill_relations()
    _fill_distances()
    _fill_lists()
    _fill_markers()


def _fill_membership() -> None:
    register(
        commands.OpenHouse,
        kind="house.opened",
        sentence="The house made a one-time link for its first administrator.",
        handler=members.apply_open_house,
        scope="web",
    )
    register(
        commands.RegisterMember,
        kind="member.registered",
        sentence="{actor} asked to join as {object}.",
        handler=members.apply_register_member,
        scope="",
        limits=_by_address("register", 10, clock.HOUR),
    )
    register(
        commands.AddMember,
        kind="member.added",
        sentence="{actor} added {object}.",
        handler=members.apply_add_member,
        scope="web",
    )


def _fill_decisions() -> None:
    register(
        commands.ApproveMember,
        kind="member.approved",
        sentence="{actor} let {object} in.",
        handler=members.apply_approve_member,
        scope="web",
    )
    register(
        commands.RejectMember,
        kind="member.rejected",
        sentence="{actor} turned {object} away.",
        handler=members.apply_reject_member,
        scope="web",
    )
    register(
        commands.ChangeRole,
        kind="member.role_changed",
        sentence="{actor} changed the role of {object}.",
        handler=members.apply_change_role,
        scope="web",
    )
    register(
        commands.SuspendMember,
        kind="member.suspended",
        sentence="{actor} suspended {object}.",
        handler=members.apply_suspend_member,
        scope="web",
    )
    register(
        commands.ReinstateMember,
        kind="member.reinstated",
        sentence="{actor} let {object} back in.",
        handler=members.apply_reinstate_member,
        scope="web",
    )


def _fill_accounts() -> None:
    register(
        commands.CreateBody,
        kind="body.created",
        sentence="{actor} made {object} known to the house.",
        handler=accounts.apply_create_body,
        scope="web",
    )
    register(
        commands.CreateAccount,
        kind="account.created",
        sentence="{actor} created {object}.",
        handler=accounts.apply_create_account,
        scope="web",
        facts=_new_account_facts,
    )
    register(
        commands.UpdateProfile,
        kind="account.updated",
        sentence="{actor} changed the profile of {object}.",
        handler=accounts.apply_update_profile,
        scope="write:accounts",
        prepare=accounts.prepare_update_profile,
        limits=writes_per_account,
    )


def _fill_access() -> None:
    register(
        commands.SignIn,
        kind="member.signed_in",
        sentence="{object} signed in.",
        handler=members.apply_sign_in,
        scope="",
        prepare=members.prepare_sign_in,
        limits=_sign_in_limits,
    )
    register(
        commands.SignOut,
        kind="member.signed_out",
        sentence="{object} signed out.",
        handler=members.apply_sign_out,
        scope="web",
    )
    register(
        commands.ChangePassword,
        kind="member.password_changed",
        sentence="{object} set a new password.",
        handler=members.apply_change_password,
        scope="web",
        prepare=members.prepare_change_password,
        limits=_by_address("password", 10, 15 * clock.MINUTE),
    )


def _fill_applications() -> None:
    register(
        commands.RegisterApplication,
        kind="application.registered",
        sentence="An app registered as {object}.",
        handler=tokens.apply_register_application,
        scope="",
        limits=_by_address("apps", 25, 10 * clock.MINUTE),
    )
    register(
        commands.AuthorizeApplication,
        kind="application.authorized",
        sentence="{actor} let {object} act for them.",
        handler=tokens.apply_authorize_application,
        scope="web",
        limits=writes_per_account,
    )
    register(
        commands.ExchangeCode,
        kind="token.issued",
        sentence="An app got {object}.",
        handler=tokens.apply_exchange_code,
        scope="",
        limits=_by_address("token", 60, 5 * clock.MINUTE),
    )
    register(
        commands.IssueClientToken,
        kind="token.issued",
        sentence="An app got {object} for itself.",
        handler=tokens.apply_issue_client_token,
        scope="",
        limits=_by_address("token", 60, 5 * clock.MINUTE),
    )
    register(
        commands.IssueToken,
        kind="token.issued",
        sentence="{actor} issued {object}.",
        handler=tokens.apply_issue_token,
        scope="web",
    )
    register(
        commands.RevokeToken,
        kind="token.revoked",
        sentence="{actor} ended {object}.",
        handler=tokens.apply_revoke_token,
        scope="",
        limits=_by_address("revoke", 60, 5 * clock.MINUTE),
    )


def _fill_relations() -> None:
    register(
        commands.FollowAccount,
        kind="follow.created",
        sentence="{actor} followed {object}.",
        handler=follows.apply_follow_account,
        scope="write:follows",
        limits=_follow_limits,
        then=(telling.then_follow,),
    )
    register(
        commands.UnfollowAccount,
        kind="follow.removed",
        sentence="{actor} stopped following {object}.",
        handler=follows.apply_unfollow_account,
        scope="write:follows",
        limits=writes_per_account,
        then=(telling.then_part,),
    )
    register(
        commands.AuthorizeFollow,
        kind="follow.authorized",
        sentence="{actor} let {object} follow.",
        handler=follows.apply_authorize_follow,
        scope="write:follows",
        limits=writes_per_account,
        then=(telling.then_authorize,),
    )
    register(
        commands.RejectFollow,
        kind="follow.rejected",
        sentence="{actor} did not let {object} follow.",
        handler=follows.apply_reject_follow,
        scope="write:follows",
        limits=writes_per_account,
        then=(telling.then_reject,),
    )
    register(
        commands.RemoveFollower,
        kind="follower.removed",
        sentence="{actor} removed {object} from the followers.",
        handler=follows.apply_remove_follower,
        scope="write:follows",
        limits=writes_per_account,
        then=(telling.then_removed,),
    )


def _fill_distances() -> None:
    register(
        commands.BlockAccount,
        kind="account.blocked",
        sentence="{actor} blocked {object}.",
        handler=follows.apply_block_account,
        scope="write:blocks",
        limits=writes_per_account,
        then=(telling.then_part,),
    )
    register(
        commands.UnblockAccount,
        kind="account.unblocked",
        sentence="{actor} unblocked {object}.",
        handler=follows.apply_unblock_account,
        scope="write:blocks",
        limits=writes_per_account,
    )
    register(
        commands.MuteAccount,
        kind="account.muted",
        sentence="{actor} muted {object}.",
        handler=follows.apply_mute_account,
        scope="write:mutes",
        limits=writes_per_account,
        then=(telling.then_part,),
    )
    register(
        commands.UnmuteAccount,
        kind="account.unmuted",
        sentence="{actor} unmuted {object}.",
        handler=follows.apply_unmute_account,
        scope="write:mutes",
        limits=writes_per_account,
        then=(telling.then_unmute,),
    )
    register(
        commands.NoteAccount,
        kind="account.noted",
        sentence="{actor} wrote a private remark about {object}.",
        handler=preserving.apply_note_account,
        scope="write:accounts",
        limits=writes_per_account,
    )


def _fill_lists() -> None:
    register(
        commands.CreateList,
        kind="list.created",
        sentence="{actor} made {object}.",
        handler=lists.apply_create_list,
        scope="write:lists",
        limits=writes_per_account,
    )
    register(
        commands.UpdateList,
        kind="list.updated",
        sentence="{actor} changed {object}.",
        handler=lists.apply_update_list,
        scope="write:lists",
        limits=writes_per_account,
        then=(telling.then_list_changed,),
    )
    register(
        commands.DeleteList,
        kind="list.deleted",
        sentence="{actor} removed {object}.",
        handler=lists.apply_delete_list,
        scope="write:lists",
        limits=writes_per_account,
        then=(telling.then_list_changed,),
    )
    register(
        commands.AddToList,
        kind="list.extended",
        sentence="{actor} put accounts on {object}.",
        handler=lists.apply_add_to_list,
        scope="write:lists",
        limits=writes_per_account,
        then=(telling.then_list_changed,),
    )
    register(
        commands.RemoveFromList,
        kind="list.reduced",
        sentence="{actor} took accounts off {object}.",
        handler=lists.apply_remove_from_list,
        scope="write:lists",
        limits=writes_per_account,
        then=(telling.then_list_changed,),
    )


def _fill_markers() -> None:
    register(
        commands.SetMarkers,
        kind="markers.set",
        sentence="{actor} read on.",
        handler=lists.apply_set_markers,
        scope="write:statuses",
        limits=writes_per_account,
    )
