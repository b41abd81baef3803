"""Receipts as pages and files: of a post under its address, of any other event under its number in the ledger.

Who may be told that something was decided, but not who decided it, gets a sealed one: the proof with the entry's leaf
hash in place of the entry.
"""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers, threads
from coffeehouse.channels.web.access import public
from coffeehouse.channels.web.acting import actor_of
from coffeehouse.channels.web.entries import told
from coffeehouse.channels.web.knowing import OF_POST, PUBLICATIONS, is_own, may_be_told, may_know, names_nobody
from coffeehouse.domain.context import Actor
from coffeehouse.domain.publishing.asked import sent_at
from coffeehouse.domain.publishing.naming import name_of_account, name_of_member
from coffeehouse.domain.publishing.queries import published_together
from coffeehouse.kernel.errors import NotFound
from coffeehouse.ledger import queries as ledger
from coffeehouse.ledger.judged import act_that_wrote
from coffeehouse.ledger.queries import Recorded
from coffeehouse.ledger.receipts import read_receipt

FILE_TYPE = "text/plain; charset=utf-8"


def entries_of_post(actor: Actor, post_id: int) -> list[Recorded]:
    """What the ledger holds about a post and this viewer may know, the publication first. NotFound without one.

    The caller has checked that the viewer may see the post.
    """
    found = ledger.entries_of(f"post/{post_id}")
    if not any(entry.kind in PUBLICATIONS for entry in found):
        # Of two languages released together, one entry tells: it is about the first.
        found = [*ledger.entries_of(published_together(f"post/{post_id}")), *found]
    known = [entry for entry in found if entry.kind in OF_POST or is_own(actor, entry)]
    first = next((entry for entry in known if entry.kind in PUBLICATIONS), None) or _sent_with(post_id)
    if first is None:
        raise NotFound
    return [first, *(entry for entry in known if entry.object == f"post/{post_id}" and entry is not first)]


def _sent_with(post_id: int) -> Recorded | None:
    """The act that sent a message of the house's desk: one entry tells of both."""
    at = sent_at(post_id)
    sequence = None if at is None else act_that_wrote("posts_post", post_id, at)
    return None if sequence is None else ledger.find_entry(sequence)


def _deleted(request: HttpRequest, acct: str, post_id: int) -> list[Recorded]:
    """The entries of a post of one's own that is gone; for everybody else it was never there. Raises NotFound."""
    actor = actor_of(request)
    found = [entry for entry in ledger.entries_of(f"post/{post_id}") if is_own(actor, entry)]
    first = next((entry for entry in found if entry.kind in PUBLICATIONS), None)
    if first is None or name_of_account(actor.account_id).lower() != f"@{acct}".lower():
        raise NotFound
    return [first, *(entry for entry in found if entry.kind not in PUBLICATIONS)]


def _find_post(request: HttpRequest, acct: str, post_id: int) -> tuple[dict[str, Any] | None, list[Recorded]]:
    """The post, if it is still there, and its entries. Raises NotFound."""
    try:
        post = threads.find(request, acct, post_id)
    except NotFound:
        return None, _deleted(request, acct, post_id)
    return post, entries_of_post(actor_of(request), post_id)


@public("GET")
def show_receipt(request: HttpRequest, acct: str, post_id: int) -> HttpResponse:
    """What the ledger holds about a post, in words, and the proof."""
    post, (first, *others) = _find_post(request, acct, post_id)
    names = {f"post/{post_id}": _("this post")}
    back = f"/@{acct}/{post_id}"
    if post is not None:
        names[f"account/{post['account']['id']}"] = f"@{post['account']['acct']}"
        back = post["path"]
    is_by_desk = post is not None and sent_at(post_id) is not None
    if not is_by_desk:
        names[first.object] = _("this post")
    file = f"{back}/receipt.tlog-proof"
    return _page(request, first, names, post=post, others=others, file=file, is_by_desk=is_by_desk)


@public("GET")
def send_receipt(request: HttpRequest, acct: str, post_id: int) -> HttpResponse:
    """The proof file of a post's publication, or of the act that sent a message of the desk."""
    _post, (first, *_others) = _find_post(request, acct, post_id)
    return _file(request, first, f"post-{post_id}")


def _find(request: HttpRequest, sequence: int) -> Recorded:
    """The entry, if this viewer may know of it; what they may not know of looks like what does not exist."""
    recorded = ledger.find_entry(sequence)
    actor = actor_of(request)
    if recorded is None or not (may_know(actor, recorded) or may_be_told(actor, recorded)):
        raise NotFound
    return recorded


@public("GET")
def show_entry(request: HttpRequest, sequence: int) -> HttpResponse:
    """An event in words, and the proof."""
    recorded = _find(request, sequence)
    return _page(request, recorded, {}, others=[], file=f"/ledger/entries/{sequence}.tlog-proof")


@public("GET")
def send_entry(request: HttpRequest, sequence: int) -> HttpResponse:
    """The proof file of an event."""
    return _file(request, _find(request, sequence), f"entry-{sequence}")


def is_sealed_for(actor: Actor, recorded: Recorded) -> bool:
    """Whether this viewer gets the proof without the entry: it would tell who of the house acted."""
    if recorded.kind in OF_POST or names_nobody(recorded):
        return False
    return not may_know(actor, recorded)


def recorded_of_draft(held_id: int, became: str | None) -> list[dict[str, Any]]:
    """What the ledger holds about a draft, also what it `became` ("post/77"). The caller has checked who asks."""
    found = ledger.entries_of(f"held/{held_id}")
    found += [entry for entry in ledger.entries_of(became or "") if entry.kind in PUBLICATIONS]
    return [told(entry, names_in(entry) | {f"held/{held_id}": _("this draft")}) for entry in found]


def recorded_of(actor: Actor, name: str, kinds: Container[str] | None = None) -> list[dict[str, Any]]:
    """The entries about an object ("hold/7"), of some kinds or all, that this viewer has a receipt of."""
    wanted = [entry for entry in ledger.entries_of(name) if kinds is None or entry.kind in kinds]
    known = [entry for entry in wanted if may_know(actor, entry) or may_be_told(actor, entry)]
    return [told(entry, _names(actor, entry)) for entry in known]


def _names(actor: Actor, recorded: Recorded) -> dict[str, str]:
    """Who an entry names, without those of the house whom the viewer is not told of."""
    sealed = {recorded.actor: _("the house")} if is_sealed_for(actor, recorded) else {}
    return names_in(recorded) | sealed


def names_in(recorded: Recorded) -> dict[str, str]:
    """Handles for the accounts and members an entry names. Only for those who may know of it."""
    found = {"system": _("the house"), "visitor": _("a visitor")}
    for label in (recorded.actor, recorded.object):
        kind, _slash, number = label.partition("/")
        if kind in ("account", "member") and number.isascii() and number.isdigit():
            found[label] = name_of_account(int(number)) if kind == "account" else name_of_member(int(number))
    return found


def _page(request: HttpRequest, recorded: Recorded, names: dict[str, str], **more: Any) -> HttpResponse:
    actor = actor_of(request)
    is_sealed = is_sealed_for(actor, recorded)
    return answers.page(
        request,
        "ledger/receipt.html",
        proof=read_receipt(recorded.sequence, sealed=is_sealed).text,
        entry=told(recorded, _names(actor, recorded) | names),
        is_sealed=is_sealed,
        others=[told(entry, names_in(entry) | names) for entry in more.pop("others")],
        size=ledger.signed_size(),
        **more,
    )


def _file(request: HttpRequest, recorded: Recorded, name: str) -> HttpResponse:
    sealed, with_all = is_sealed_for(actor_of(request), recorded), request.GET.get("signatures") == "all"
    receipt = read_receipt(recorded.sequence, with_all=with_all, sealed=sealed)
    if receipt.text is None:
        raise NotFound
    response = HttpResponse(receipt.text, content_type=FILE_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.tlog-proof"'
    # Another checkpoint makes another file, and another reader may not know of it.
    response.headers["Cache-Control"] = "private, no-store"
    return response
