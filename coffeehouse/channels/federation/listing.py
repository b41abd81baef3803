"""Lists we give, page by page: outbox, followers and following, what is pinned, answers, conversations.

Counts of followers are public; who they are is shown as far as the account shows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from coffeehouse.channels.federation.asking import Asker, Document, Refusal, document
from coffeehouse.channels.federation.serving import shown_to
from coffeehouse.domain.federation.queries import giving
from coffeehouse.domain.federation.queries.activities import activity_document, object_document
from coffeehouse.domain.federation.queries.documents import context_uri, house_uri
from coffeehouse.kernel.errors import NotFound
from coffeehouse.kernel.pages import Page
from coffeehouse.protocols.activitypub.collections import write_collection, write_page
from coffeehouse.protocols.activitypub.ours import followers_of
from coffeehouse.protocols.mastodon.fragments import account_uri, status_uri

POSTS, PEOPLE = 20, 40


def _page(request: HttpRequest, size: int) -> Page | None:
    """The page that is asked for; None where the list itself is."""
    if not request.GET.keys() & {"page", "max_id", "min_id"}:
        return None
    asked = {name: request.GET.get(name, "") for name in ("max_id", "min_id")}
    return Page.parse({**asked, "limit": str(size)}, default=size)


def _paged(identity: str, page: Page, keys: Sequence[int], items: Sequence[Any]) -> Document:
    """A page of a list whose newest comes first."""
    return write_page(
        _address(identity, page),
        identity,
        items,
        following=f"{identity}?page=true&max_id={keys[-1]}" if len(keys) >= page.limit else "",
        before=f"{identity}?page=true&min_id={keys[0]}" if keys else "",
    )


def _address(identity: str, page: Page) -> str:
    edges = "".join(
        f"&{name}={value}" for name, value in (("max_id", page.max_id), ("min_id", page.min_id)) if value is not None
    )
    return f"{identity}?page=true{edges}"


@document()
def show_outbox(request: HttpRequest, asker: Asker, name: str) -> Document:
    """What an account said and passed on for everybody, newest first."""
    ours = shown_to(asker, name)
    identity = f"{_actor(ours)}/outbox"
    page = _page(request, POSTS)
    if page is None:
        first, last = f"{identity}?page=true", f"{identity}?page=true&min_id=0"
        return write_collection(identity, giving.count_outbox(ours.id), first=first, last=last)
    ids = giving.outbox_ids(asker.account_id, ours.id, page)
    activities = (activity_document(post_id, asker.account_id) for post_id in ids)
    return _paged(identity, page, ids, [activity for activity in activities if activity is not None])


def _actor(ours: giving.Ours) -> str:
    return account_uri(settings.BASE_URL, ours.username)


@document()
def show_house_outbox(_request: HttpRequest, _asker: Asker) -> Document:
    """The house itself publishes nothing."""
    return write_collection(f"{house_uri()}/outbox", 0, items=[])


@document()
def show_followers(request: HttpRequest, asker: Asker, name: str) -> Document:
    """Who follows an account."""
    return _follows(request, asker, name, followers=True)


@document()
def show_following(request: HttpRequest, asker: Asker, name: str) -> Document:
    """Whom an account follows."""
    return _follows(request, asker, name, followers=False)


def _follows(request: HttpRequest, asker: Asker, name: str, *, followers: bool) -> Document:
    ours = shown_to(asker, name)
    identity = followers_of(_actor(ours)) if followers else f"{_actor(ours)}/following"
    page = _page(request, PEOPLE)
    if page is None:
        total = giving.count_follows(ours.id)[0 if followers else 1]
        return write_collection(identity, total, first="" if ours.hides else f"{identity}?page=true")
    if ours.hides:
        raise NotFound
    listed = giving.list_follows(ours.id, page, followers=followers)
    return _paged(identity, page, [key for key, _ in listed], [uri for _, uri in listed])


@document()
def show_followers_at(_request: HttpRequest, asker: Asker, name: str) -> Document:
    """The followers that live at the asker's own server, for it to compare (FEP-8fcf); to nobody else."""
    ours = shown_to(asker, name)
    if asker.account_id is None:
        raise Refusal(401, "Sign this request: the list is about your own server.")
    items = giving.followers_at(ours.id, asker.host)
    return write_collection(f"{_actor(ours)}/followers_synchronization", len(items), items=items)


@document()
def show_featured(_request: HttpRequest, asker: Asker, name: str) -> Document:
    """What an account pinned."""
    ours = shown_to(asker, name)
    notes = (object_document(post_id, asker.account_id) for post_id in giving.pinned_ids(asker.account_id, ours.id))
    items = [note for note in notes if note is not None]
    return write_collection(f"{_actor(ours)}/collections/featured", len(items), items=items)


@document()
def show_featured_tags(_request: HttpRequest, asker: Asker, name: str) -> Document:
    """The hashtags an account shows on its profile."""
    ours = shown_to(asker, name)
    items = [
        {"type": "Hashtag", "name": f"#{tag}", "href": href}
        for tag, href in giving.featured_hashtags(settings.BASE_URL, ours)
    ]
    return write_collection(f"{_actor(ours)}/collections/tags", len(items), items=items)


@document()
def show_replies(request: HttpRequest, asker: Asker, name: str, post_id: int) -> Document:
    """What answers a post of ours and is for everybody, oldest first."""
    given = giving.given_post(asker.account_id, name, post_id)
    if given is None or given.is_boost:
        raise NotFound
    identity = f"{status_uri(settings.BASE_URL, name, post_id)}/replies"
    return _growing(request, asker, identity, giving.replies_to(given.id))


@document()
def show_likes(_request: HttpRequest, asker: Asker, name: str, post_id: int) -> Document:
    """How many like a post of ours: the count alone, as with followers that are not shown."""
    return _counted(asker, name, post_id, "likes")


@document()
def show_shares(_request: HttpRequest, asker: Asker, name: str, post_id: int) -> Document:
    """How many passed it on."""
    return _counted(asker, name, post_id, "shares")


def _counted(asker: Asker, name: str, post_id: int, what: str) -> Document:
    given = giving.given_post(asker.account_id, name, post_id)
    if given is None or given.is_boost:
        raise NotFound
    likes, shares = giving.count_reactions(given.id)
    identity = f"{status_uri(settings.BASE_URL, name, post_id)}/{what}"
    return write_collection(identity, likes if what == "likes" else shares)


@document()
def show_context(request: HttpRequest, asker: Asker, conversation_id: int) -> Document:
    """A conversation that began here (FEP-7888): its posts for everybody, oldest first."""
    thread = giving.conversation(conversation_id)
    if not giving.count_thread(asker.account_id, thread):
        raise NotFound
    return _growing(request, asker, context_uri(conversation_id), thread)


def _growing(request: HttpRequest, asker: Asker, identity: str, thread: giving.Thread) -> Document:
    """A list that is read from its beginning; a short one stands in the collection itself."""
    page = _page(request, PEOPLE)
    listed = giving.list_thread(asker.account_id, thread, page or Page(limit=PEOPLE))
    items = [uri for _, uri in listed]
    is_full = len(listed) >= PEOPLE
    if page is not None:
        more = f"{identity}?page=true&min_id={listed[-1][0]}" if is_full else ""
        return write_page(_address(identity, page), identity, items, following=more)
    if not is_full:
        return write_collection(identity, len(items), items=items)
    return write_collection(identity, giving.count_thread(asker.account_id, thread), first=f"{identity}?page=true")
