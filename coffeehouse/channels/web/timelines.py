"""Lists of posts: the front page, home, public, a topic, bookmarks, favourites."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers, showing
from coffeehouse.channels.web.access import public, require_account, signed_in
from coffeehouse.channels.web.acting import viewer_id
from coffeehouse.channels.web.forms import Form
from coffeehouse.domain.paging import Listed
from coffeehouse.domain.people import queries as people
from coffeehouse.domain.posts import queries as posts
from coffeehouse.domain.posts.queries.announcements import read_announcements
from coffeehouse.kernel.errors import NotFound
from coffeehouse.kernel.pages import Page

FRONT_PAGE_POSTS = 10


def _show(
    request: HttpRequest, page: Page, listed: Listed, heading: str, *, empty: str, explanation: str = "",
    composer: Form | None = None, announcements: list[dict[str, Any]] | None = None,
    tabs: list[dict[str, Any]] | None = None,
) -> HttpResponse:  # fmt: skip

    def make() -> HttpResponse:
        return answers.page(
            request,
            "pages/timeline.html",
            heading=heading,
            explanation=explanation,
            posts=showing.statuses(listed, viewer_id(request)),
            pages=showing.around(request, page, listed),
            empty=empty,
            composer=composer,
            announcements=announcements,
            tabs=tabs,
        )

    return answers.remembered(request, showing.facts(listed), make)


@public("GET")
def show_front(request: HttpRequest) -> HttpResponse:
    """The front page for visitors; members go home."""
    if viewer_id(request) is not None:
        return answers.to("/home", done=request.GET.get("done", ""))
    listed = posts.public_timeline(None, Page(limit=FRONT_PAGE_POSTS), origin=posts.HERE)

    def make() -> HttpResponse:
        return answers.page(request, "pages/landing.html", posts=showing.statuses(listed, None))

    return answers.remembered(request, showing.facts(listed), make)


@signed_in("GET")
def show_home(request: HttpRequest) -> HttpResponse:
    """What the member follows, with a box to write in."""
    account_id = require_account(request)
    page = showing.page_of(request)
    composer = new_post_form(account_id) if page.max_id is None and page.min_id is None else None
    return _show(
        request,
        page,
        posts.home_timeline(account_id, page),
        _("Home"),
        empty=_("It is quiet here. Look at what is public, and follow people whose posts you like."),
        composer=composer,
        announcements=_announcements(account_id) if composer else None,
    )


def _announcements(account_id: int) -> list[dict[str, Any]]:
    """What the house announces and the reader has not put away."""
    return [
        {**one, "pictures": [msgspec.structs.asdict(emoji) for emoji in one["emojis"]]}
        for one in read_announcements(account_id, language=get_language() or "")
    ]


def new_post_form(account_id: int) -> Form:
    """An empty form with the account's posting defaults, and a key that makes a second click harmless."""
    source = people.read_profile_source(account_id)
    values = {
        "visibility": _house_word(source["privacy"]),
        "language": source["language"] or settings.LANGUAGE_CODE,
        "idempotency_key": token_urlsafe(16),
    }
    return Form(values, limit=settings.MAX_POST_CHARACTERS)


def _house_word(visibility: str) -> str:
    return "followers" if visibility == "private" else visibility


@public("GET")
def show_public(request: HttpRequest) -> HttpResponse:
    """All public posts of the house; with `from=everywhere` also those of others that it knows."""
    page = showing.page_of(request)
    is_everywhere = settings.FEDERATION != "closed" and request.GET.get("from") == "everywhere"
    tabs = [
        {"href": "/public", "text": _("This house"), "is_here": not is_everywhere},
        {"href": "/public?from=everywhere", "text": _("Everywhere"), "is_here": is_everywhere},
    ]
    return _show(
        request,
        page,
        posts.public_timeline(viewer_id(request), page, origin=posts.EVERYWHERE if is_everywhere else posts.HERE),
        _("Public"),
        explanation=_("Public posts of this house and of others that it knows, newest first.")
        if is_everywhere
        else _("What everyone here says in public, newest first."),
        empty=_("Nobody has said anything in public yet."),
        tabs=[] if settings.FEDERATION == "closed" else tabs,
    )


@public("GET")
def show_tag(request: HttpRequest, name: str) -> HttpResponse:
    """Public posts with a hashtag."""
    page = showing.page_of(request)
    return _show(
        request,
        page,
        posts.tag_timeline(viewer_id(request), name, page),
        f"#{name}",
        empty=_("No public post has this topic yet."),
    )


@public("GET")
def show_tagged(request: HttpRequest, acct: str, name: str) -> HttpResponse:
    """What an account said with a hashtag: where the hashtags its profile shows lead to."""
    viewer, account_id = viewer_id(request), people.account_id_of(acct)
    text = None if account_id is None else people.read_account(viewer, account_id)
    if account_id is None or text is None:
        raise NotFound
    account, page = showing.account(text), showing.page_of(request)
    listed = posts.account_statuses(viewer, account_id, page, tag=name, excludes_boosts=True)
    heading = f"@{account['acct']}: #{name}"
    return _show(request, page, listed, heading, empty=_("No public post has this topic yet."))


@signed_in("GET")
def show_bookmarks(request: HttpRequest) -> HttpResponse:
    """What the member bookmarked. Nobody else sees it."""
    page = showing.page_of(request)
    return _show(
        request,
        page,
        posts.bookmarks(require_account(request), page),
        _("Bookmarks"),
        explanation=_("Only you see these."),
        empty=_("Nothing yet. Bookmark a post to find it here again."),
    )


@signed_in("GET")
def show_favourites(request: HttpRequest) -> HttpResponse:
    """What the member favourited."""
    page = showing.page_of(request)
    return _show(
        request,
        page,
        posts.favourites(require_account(request), page),
        _("Favourites"),
        empty=_("Nothing yet. Posts you mark as favourites show here."),
    )
