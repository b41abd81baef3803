"""Documents we give: accounts and posts of ours, and the house itself. Lists are in `listing`."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest

from coffeehouse.channels.federation.asking import Asker, Document, Gone, document
from coffeehouse.domain.federation.queries import giving
from coffeehouse.domain.federation.queries.activities import activity_document, object_document
from coffeehouse.domain.federation.queries.documents import our_actor, our_house, stamp_uri
from coffeehouse.federation.keys import HOUSE, public_keys
from coffeehouse.federation.signing import proven
from coffeehouse.kernel.errors import NotFound
from coffeehouse.protocols.activitypub.writing_activities import write_quote_authorization
from coffeehouse.protocols.activitypub.writing_actors import write_actor, write_bare_actor
from coffeehouse.protocols.activitypub.writing_objects import write_tombstone
from coffeehouse.protocols.mastodon.fragments import account_uri, status_uri

Render = Callable[[int, int | None], Document | None]


@document(to_all=True)
def show_house(_request: HttpRequest, _asker: Asker) -> Document:
    """The house itself, which fetches and reports: always given, or nobody could check its signature."""
    public_keys(HOUSE)  # made now, if nothing was signed so far
    return write_actor(our_house())


def _profile(name: str) -> str:
    return f"/@{name}"


@document(to_nobody=True, page=_profile)
def show_actor(_request: HttpRequest, asker: Asker, name: str) -> Document:
    """An account of ours; to those who did not sign, or whom it blocks, only what checks a signature of it."""
    ours = giving.our_shown(name)
    if ours is None:
        raise_if_gone(account_uri(settings.BASE_URL, name))
        raise NotFound
    public_keys(ours.id)
    actor = our_actor(ours.id)
    if actor is None:
        raise NotFound
    if not asker.gets_all or giving.is_refused(ours.id, asker.account_id):
        return write_bare_actor(actor)
    return write_actor(actor)


def raise_if_gone(identity: str) -> None:
    """Raise Gone where something with this identity was and is no more."""
    at = giving.gone_at(identity)
    if at is not None:
        raise Gone(write_tombstone(identity, at))


def shown_to(asker: Asker, name: str) -> giving.Ours:
    """The account of ours, unless it blocks the asker. Raises NotFound."""
    ours = giving.our_shown(name)
    if ours is None or giving.is_refused(ours.id, asker.account_id):
        raise NotFound
    return ours


def _post(name: str, post_id: int) -> str:
    return f"/@{name}/{post_id}"


@document(page=_post)
def show_object(_request: HttpRequest, asker: Asker, name: str, post_id: int) -> Document:
    """A post of ours; of a boost, the Announce."""
    return _shown(asker, name, post_id, object_document)


@document(page=_post)
def show_activity(_request: HttpRequest, asker: Asker, name: str, post_id: int) -> Document:
    """The Create of a post, or the Announce of a boost."""
    return _shown(asker, name, post_id, activity_document)


def _shown(asker: Asker, name: str, post_id: int, render: Render) -> Document:
    given = giving.given_post(asker.account_id, name, post_id)
    if given is None:
        raise_if_gone(status_uri(settings.BASE_URL, name, post_id))
        raise NotFound
    found = (activity_document if given.is_boost else render)(given.id, asker.account_id)
    if found is None:
        raise NotFound
    # What everybody may read can be handed on, with the author's own proof in it (FEP-8b32); nothing else.
    return proven(found, given.account_id) if given.visibility in ("public", "unlisted") else found


@document()
def show_stamp(_request: HttpRequest, asker: Asker, name: str, post_id: int) -> Document:
    """That an account of ours allows somebody's quote (FEP-044f); gone as soon as it is taken back."""
    ours = shown_to(asker, name)
    stamp = giving.quote_stamp(asker.account_id, ours.id, post_id)
    if stamp is None:
        raise NotFound
    author = account_uri(settings.BASE_URL, ours.username)
    return write_quote_authorization(stamp_uri(author, post_id), author, stamp.quoting, stamp.quoted)
