"""The deliveries there are: closing polls, removing files, mail about membership. Registered with `jobs` by name.

What changes the house goes through `engine.act`, as every change does; mail may arrive twice, and says nothing wrong
when it does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext, override

from coffeehouse.delivery.access import deliver_access_changed
from coffeehouse.delivery.cards import deliver_card
from coffeehouse.delivery.checkpoint_notices import deliver_auditor_mail
from coffeehouse.delivery.comparing import deliver_compare_followers
from coffeehouse.delivery.corrections import deliver_correction
from coffeehouse.delivery.drafts import deliver_draft
from coffeehouse.delivery.elsewhere import deliver_emoji, deliver_media, deliver_post
from coffeehouse.delivery.erasure_letters import deliver_erasure_letter
from coffeehouse.delivery.farewells import FAREWELLS
from coffeehouse.delivery.federating import deliver_federate
from coffeehouse.delivery.jobs import DELIVERIES
from coffeehouse.delivery.packs import deliver_end_pack, deliver_make_pack, deliver_remove_pack, deliver_seal_pack
from coffeehouse.delivery.push import deliver_push
from coffeehouse.delivery.relations import deliver_end_mute, deliver_verify_links
from coffeehouse.delivery.reviewing import (
    deliver_review_ask,
    deliver_review_mail,
    deliver_review_reason,
    deliver_review_tell,
)
from coffeehouse.delivery.scheduled import deliver_not_published, deliver_scheduled
from coffeehouse.delivery.scrubbing import AFTER_ERASURE
from coffeehouse.delivery.servers import deliver_settle_server
from coffeehouse.delivery.strangers import (
    deliver_avatar,
    deliver_follow_moved,
    deliver_forget_posts,
    deliver_look_up,
    deliver_refresh_actor,
)
from coffeehouse.delivery.witnesses import deliver_submission
from coffeehouse.delivery.workshop import deliver_finish_media, deliver_forget_received
from coffeehouse.domain import files
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.people.queries import list_members, member_by_id
from coffeehouse.domain.people.queries.joining import confirmation_asked, language_of_address
from coffeehouse.domain.posts.commands import ClosePoll
from coffeehouse.engine.act import act
from coffeehouse.kernel.errors import NotFound

Payload = Mapping[str, Any]


def register_all() -> None:
    """Make every delivery known."""
    DELIVERIES.update(
        {
            "close_poll": deliver_close_poll,
            "end_mute": deliver_end_mute,
            "verify_links": deliver_verify_links,
            "settle_server": deliver_settle_server,
            "push": deliver_push,
            "remove_files": deliver_remove_files,
            "finish_media": deliver_finish_media,
            "forget_received": deliver_forget_received,
            "make_pack": deliver_make_pack,
            "seal_pack": deliver_seal_pack,
            "remove_pack": deliver_remove_pack,
            "end_pack": deliver_end_pack,
            "publish_scheduled": deliver_scheduled,
            "mail_not_published": deliver_not_published,
            "publish_draft": deliver_draft,
            "fetch_card": deliver_card,
            "fetch_post": deliver_post,
            "fetch_media": deliver_media,
            "fetch_emoji": deliver_emoji,
            "fetch_avatar": deliver_avatar,
            "refresh_actor": deliver_refresh_actor,
            "look_up": deliver_look_up,
            "compare_followers": deliver_compare_followers,
            "forget_posts": deliver_forget_posts,
            "follow_moved": deliver_follow_moved,
            "correction.published": deliver_correction,
            "review.ask": deliver_review_ask,
            "review.tell": deliver_review_tell,
            "review.reason": deliver_review_reason,
            "review.mail": deliver_review_mail,
            "notify_sign_up": deliver_sign_up,
            "mail_approved": deliver_approved,
            "mail_rejected": deliver_rejected,
            "mail_confirm": deliver_confirm,
            "mail_known_address": deliver_known_address,
            "mail_access_changed": deliver_access_changed,
            **FAREWELLS,
            **AFTER_ERASURE,
            "witness.submit": deliver_submission,
            "mail_erasure": deliver_erasure_letter,
            "mail_auditor": deliver_auditor_mail,
            "federate": deliver_federate,
        }
    )


def deliver_close_poll(payload: Payload) -> None:
    """The time of a poll is over. A poll that was deleted meanwhile needs no closing."""
    try:
        act(ClosePoll(post_id=int(payload["post_id"])), SYSTEM, "worker")
    except NotFound:
        return


def deliver_remove_files(payload: Payload) -> None:
    """Remove pictures nobody refers to any more, and nobody must keep.

    One that was given back to its author may be in another post by now.
    """
    keys = [str(key) for key in payload["keys"]]
    kept = files.in_use(keys)
    for key in keys:
        if key not in kept:
            files.remove(key)


def deliver_sign_up(_payload: Payload) -> None:
    """Tell those who approve that somebody waits."""
    for member in list_members(limit=10_000):
        if member["role"] in ("admin", "moderator") and member["state"] == "active":
            with override(member["language"]):
                _mail(
                    member["email"],
                    gettext("Somebody asks to join %(house)s") % {"house": settings.BODY_NAME},
                    gettext("Read who it is and why, and let them in or not: %(link)s")
                    % {"link": f"{settings.BASE_URL}/admin/approvals"},
                )


def deliver_approved(payload: Payload) -> None:
    """Tell a member that they may come in."""
    member = member_by_id(int(payload["member_id"]))
    if member is None:
        return
    with override(member.language):
        _mail(
            member.email,
            gettext("Welcome to %(house)s") % {"house": settings.BODY_NAME},
            gettext("You can sign in now: %(link)s") % {"link": f"{settings.BASE_URL}{settings.LOGIN_URL}"},
        )


def deliver_rejected(payload: Payload) -> None:
    """Tell somebody that they cannot join, and why."""
    member = member_by_id(int(payload["member_id"]))
    if member is None:
        return
    with override(member.language):
        _mail(
            member.email,
            gettext("You cannot join %(house)s") % {"house": settings.BODY_NAME},
            gettext("The reason given: %(reason)s\n\nIf you think this is wrong, reply to this message.")
            % {"reason": payload["reason"]},
        )


def deliver_confirm(payload: Payload) -> None:
    """Ask whether an address is the member's own."""
    asked = confirmation_asked(int(payload["confirmation_id"]))
    if asked is None:
        return
    with override(asked.language):
        _mail(
            asked.email,
            gettext("Confirm your email address for %(house)s") % {"house": settings.BODY_NAME},
            gettext("Somebody gave this address when asking to join. If it was you, open this page and press the "
                    "button: %(link)s\n\nIf it was not you, do nothing.")
            % {"link": f"{settings.BASE_URL}/confirm?code={asked.code}"},
        )  # fmt: skip


def deliver_known_address(payload: Payload) -> None:
    """Tell a member that their address was given again: the one who gave it was told nothing (attack U6)."""
    language = language_of_address(str(payload["email"]))
    if language is None:
        return
    with override(language):
        _mail(
            str(payload["email"]),
            gettext("You are a member of %(house)s already") % {"house": settings.BODY_NAME},
            gettext("Somebody asked to join with this address. If it was you, sign in instead: %(link)s\n\n"
                    "If it was not you, there is nothing to do: nothing has changed.")
            % {"link": f"{settings.BASE_URL}{settings.LOGIN_URL}"},
        )  # fmt: skip


def _mail(to: str, subject: str, body: str) -> None:
    send_mail(subject, f"{body}\n\n{settings.BODY_NAME}\n{settings.BASE_URL}\n", None, [to])
