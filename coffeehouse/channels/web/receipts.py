"""Receipts as pages and files: of a post under its address, of any other event under its number in the ledger."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers, threads
from coffeehouse.channels.web.access import public
from coffeehouse.channels.web.acting import actor_of
from coffeehouse.channels.web.entries import told
from coffeehouse.channels.web.knowing import OF_POST, PUBLICATIONS, is_own, may_know
from coffeehouse.domain.context import Actor
from coffeehouse.domain.publishing.naming import name_of_account, name_of_member
from coffeehouse.domain.publishing.queries import published_together
from coffeehouse.kernel.errors import NotFound
from coffeehouse.ledger import queries as ledger
from coffeehouse.ledger.queries import Recorded
from coffeehouse.ledger.receipts import Receipt, read_receipt

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
    first = next((entry for entry in known if entry.kind in PUBLICATIONS), None)
    if first is None:
        raise NotFound
    return [first, *(entry for entry in known if entry.object == f"post/{post_id}" and entry is not first)]


@public("GET")
def show_receipt(request: HttpRequest, acct: str, post_id: int) -> HttpResponse:
    """What the ledger holds about a post, in words, and the proof."""
    post = threads.find(request, acct, post_id)
    first, *others = entries_of_post(actor_of(request), post_id)
    name = f"@{post['account']['acct']}"
    names = {f"account/{post['account']['id']}": name, f"post/{post_id}": _("this post"), first.object: _("this post")}
    return _page(request, read_receipt(first.sequence), first, names, post=post, others=others, back=post["path"])


@public("GET")
def send_receipt(request: HttpRequest, acct: str, post_id: int) -> HttpResponse:
    """The proof file of a post's publication."""
    threads.find(request, acct, post_id)
    return _file(request, entries_of_post(actor_of(request), post_id)[0].sequence, f"post-{post_id}")


def _find(request: HttpRequest, sequence: int) -> Recorded:
    """The entry, if this viewer may know of it; what they may not know of looks like what does not exist."""
    recorded = ledger.find_entry(sequence)
    if recorded is None or not may_know(actor_of(request), recorded):
        raise NotFound
    return recorded


@public("GET")
def show_entry(request: HttpRequest, sequence: int) -> HttpResponse:
    """An event in words, and the proof."""
    recorded = _find(request, sequence)
    return _page(request, read_receipt(sequence), recorded, names_in(recorded), post=None, others=[], back="/ledger")


@public("GET")
def send_entry(request: HttpRequest, sequence: int) -> HttpResponse:
    """The proof file of an event."""
    return _file(request, _find(request, sequence).sequence, f"entry-{sequence}")


def recorded_of_draft(held_id: int, became: str | None) -> list[dict[str, Any]]:
    """What the ledger holds about a draft, also what it `became` ("post/77"). The caller has checked who asks."""
    found = ledger.entries_of(f"held/{held_id}")
    found += [entry for entry in ledger.entries_of(became or "") if entry.kind in PUBLICATIONS]
    return [told(entry, names_in(entry) | {f"held/{held_id}": _("this draft")}) for entry in found]


def names_in(recorded: Recorded) -> dict[str, str]:
    """Handles for the accounts and members an entry names. Only for those who may know of it."""
    found = {}
    for label in (recorded.actor, recorded.object):
        kind, _slash, number = label.partition("/")
        if kind in ("account", "member") and number.isascii() and number.isdigit():
            found[label] = name_of_account(int(number)) if kind == "account" else name_of_member(int(number))
    return found


def _page(
    request: HttpRequest, receipt: Receipt, recorded: Recorded, names: dict[str, str], **more: Any
) -> HttpResponse:
    others = [told(entry, names_in(entry) | names) for entry in more.pop("others")]
    file = f"{more['back']}/receipt.tlog-proof" if more["post"] else f"/ledger/entries/{recorded.sequence}.tlog-proof"
    return answers.page(
        request,
        "ledger/receipt.html",
        proof=receipt.text,
        entry=told(recorded, names),
        others=others,
        size=ledger.signed_size(),
        file=file,
        **more,
    )


def _file(request: HttpRequest, sequence: int, name: str) -> HttpResponse:
    receipt = read_receipt(sequence, with_all=request.GET.get("signatures") == "all")
    if receipt.text is None:
        raise NotFound
    response = HttpResponse(receipt.text, content_type=FILE_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.tlog-proof"'
    # Another checkpoint makes another file, and another reader may not know of it.
    response.headers["Cache-Control"] = "private, no-store"
    return response
