"""An account's page, its followers and whom it follows; follow, block, mute; requests to follow."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers, showing
from coffeehouse.channels.web.access import public, require_account, signed_in
from coffeehouse.channels.web.acting import actor_of, viewer_id
from coffeehouse.domain.people import commands
from coffeehouse.domain.people import queries as people
from coffeehouse.domain.posts import queries as posts
from coffeehouse.engine.act import act
from coffeehouse.kernel.errors import NotFound
from coffeehouse.kernel.pages import Page

PINNED = 5
ACTS: dict[str, tuple[type[Any], str]] = {
    "follow": (commands.FollowAccount, ""),
    "unfollow": (commands.UnfollowAccount, ""),
    "block": (commands.BlockAccount, "blocked"),
    "unblock": (commands.UnblockAccount, ""),
    "mute": (commands.MuteAccount, "muted"),
    "unmute": (commands.UnmuteAccount, ""),
}


def find(request: HttpRequest, acct: str) -> dict[str, Any]:
    """The account with this handle, for showing. Raises NotFound."""
    viewer = viewer_id(request)
    account_id = people.account_id_of(acct)
    text = None if account_id is None else people.read_account(viewer, account_id)
    if text is None:
        raise NotFound
    return showing.account(text)


@public("GET")
def show_profile(request: HttpRequest, acct: str) -> HttpResponse:
    """Who this is and what they said; tabs for replies and pictures."""
    viewer = viewer_id(request)
    account_id = people.account_id_of(acct)
    entity = None if account_id is None else people.read_account(viewer, account_id)
    if entity is None or account_id is None:
        raise NotFound
    tab = request.GET.get("show", "")
    page = showing.page_of(request)
    is_first = page.max_id is None and page.min_id is None
    listed = posts.account_statuses(
        viewer,
        account_id,
        page,
        only_media=tab == "pictures",
        excludes_replies=tab != "replies",
        excludes_boosts=tab == "pictures",
    )
    pins = posts.pinned_statuses(viewer, account_id, Page(limit=PINNED)) if is_first and not tab else []
    relation = None if viewer is None or viewer == account_id else people.relationships(viewer, [account_id])[0]

    def make() -> HttpResponse:
        return answers.page(
            request,
            "posts/profile.html",
            account=showing.account(entity),
            is_mine=viewer == account_id,
            relation=relation,
            tabs=_tabs(request.path, tab),
            pinned=[post | {"pinned": True} for post in showing.statuses(pins, viewer)],
            posts=showing.statuses(listed, viewer),
            pages=showing.around(request, page, listed),
        )

    return answers.remembered(request, showing.facts(entity, pins, listed), make)


def _tabs(path: str, here: str) -> list[dict[str, Any]]:
    named = (("", _("Posts")), ("replies", _("Posts and replies")), ("pictures", _("Pictures")))
    return [
        {"href": f"{path}?show={name}" if name else path, "text": text, "is_here": name == here} for name, text in named
    ]


@public("GET")
def show_followers(request: HttpRequest, acct: str) -> HttpResponse:
    """Who follows an account, unless it hides them."""
    account = find(request, acct)
    page = showing.page_of(request, 40)
    listed = people.followers_of(viewer_id(request), int(account["id"]), page)
    return _people(request, account, page, listed, _("Followers of %(name)s"), _("Nobody to show."))


@public("GET")
def show_following(request: HttpRequest, acct: str) -> HttpResponse:
    """Whom an account follows, unless it hides them."""
    account = find(request, acct)
    page = showing.page_of(request, 40)
    listed = people.following_of(viewer_id(request), int(account["id"]), page)
    return _people(request, account, page, listed, _("Whom %(name)s follows"), _("Nobody to show."))


def _people(
    request: HttpRequest, account: dict[str, Any], page: Page, listed: Any, heading: str, empty: str
) -> HttpResponse:
    name = account["display_name"] or account["username"]
    return answers.page(
        request,
        "posts/people.html",
        heading=heading % {"name": name},
        people=showing.accounts(listed),
        pages=showing.around(request, page, listed),
        empty=empty,
        back=f"/@{account['acct']}",
        back_text=_("Back to the profile"),
    )


@signed_in("POST")
def do_to_account(request: HttpRequest, account_id: int, what: str) -> HttpResponse:
    """Follow, block, mute, or the opposite; then back to the profile."""
    command, done = ACTS[what]
    require_account(request)
    if people.read_account(viewer_id(request), account_id) is None:
        raise NotFound
    act(command(target_id=account_id), actor_of(request), "web")
    return answers.onward(request, "/home", done=done)


@signed_in("GET")
def show_follow_requests(request: HttpRequest) -> HttpResponse:
    """Who asks to follow the member."""
    page = showing.page_of(request, 40)
    listed = people.follow_requests(require_account(request), page)
    return answers.page(
        request,
        "posts/people.html",
        heading=_("Requests to follow you"),
        people=showing.accounts(listed),
        pages=showing.around(request, page, listed),
        requests=True,
        empty=_("Nobody is asking at the moment."),
        back="/notifications",
        back_text=_("Back to notifications"),
    )


@signed_in("POST")
def authorize_follow(request: HttpRequest, account_id: int) -> HttpResponse:
    """Say yes to one of them."""
    act(commands.AuthorizeFollow(account_id=account_id), actor_of(request), "web")
    return answers.to("/follow-requests")


@signed_in("POST")
def reject_follow(request: HttpRequest, account_id: int) -> HttpResponse:
    """Say no to one of them."""
    act(commands.RejectFollow(account_id=account_id), actor_of(request), "web")
    return answers.to("/follow-requests")
