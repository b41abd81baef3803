"""One post with its conversation, its earlier versions and its receipt."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers, showing
from coffeehouse.channels.web.access import public
from coffeehouse.channels.web.acting import actor_of, viewer_id
from coffeehouse.channels.web.entries import told
from coffeehouse.channels.web.environment import plain
from coffeehouse.domain.posts import queries as posts
from coffeehouse.domain.posts.queries.authorship import authors_of
from coffeehouse.domain.publishing.corrections import corrections_of_post
from coffeehouse.kernel.errors import NotFound
from coffeehouse.kernel.text import excerpt
from coffeehouse.ledger import queries as ledger
from coffeehouse.ledger.receipts import Receipt, read_receipt

DEEPEST = 6
"""How many steps of nesting a page shows before answers stand side by side."""


def find(request: HttpRequest, acct: str, post_id: int) -> dict[str, Any]:
    """The post, if this viewer may see it under this address. Raises NotFound."""
    viewer = viewer_id(request)
    text = posts.read_status(viewer, post_id)
    if text is None:
        raise NotFound
    return _named(showing.status(text, viewer), acct)


def _named(post: dict[str, Any], acct: str) -> dict[str, Any]:
    """The post, if it is under its author's name. Raises NotFound."""
    if post["account"]["acct"].lower() != acct.lower():
        raise NotFound
    return post


@public("GET")
def show_thread(request: HttpRequest, acct: str, post_id: int) -> HttpResponse:
    """A post, what it answers and what answers it. A boost leads to what it boosts."""
    viewer = viewer_id(request)
    text = posts.read_status(viewer, post_id)
    context = None if text is None else posts.read_context(viewer, post_id)
    if text is None or context is None:
        raise NotFound

    def make() -> HttpResponse:
        # A correction changes the post, so its text alone says whether this page is still the same.
        return _thread(request, _named(showing.status(text, viewer), acct), context)

    return answers.remembered(request, (text, *context[0], "", *context[1]), make)


def _thread(request: HttpRequest, post: dict[str, Any], context: tuple[list[str], list[str]]) -> HttpResponse:
    if post["reblog"]:
        return answers.to(post["reblog"]["path"])
    above, below = ([showing.status(text, viewer_id(request)) for text in part] for part in context)
    return answers.page(
        request,
        "posts/thread.html",
        post=post,
        ancestors=above,
        replies=nest(post["id"], below),
        replies_count=len(below),
        authors=authors_of(actor_of(request).member_id, int(post["account"]["id"]), int(post["id"])),
        corrections=corrections_of_post(int(post["id"])) if post["edited_at"] else [],
        excerpt=excerpt(post["spoiler_text"] or plain(post["content"])),
    )


def nest(root: str, below: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Answers as a tree of {"post", "replies"}. One whose parent is hidden stands at the top level."""
    top: list[dict[str, Any]] = []
    known: dict[str, tuple[int, list[dict[str, Any]]]] = {root: (0, top)}
    for post in below:
        depth, siblings = known.get(post["in_reply_to_id"] or "", (0, top))
        node: dict[str, Any] = {"post": post, "replies": []}
        siblings.append(node)
        known[post["id"]] = (depth + 1, node["replies"] if depth + 1 < DEEPEST else siblings)
    return top


@public("GET")
def show_history(request: HttpRequest, acct: str, post_id: int) -> HttpResponse:
    """Every version of a post."""
    post = find(request, acct, post_id)
    versions = posts.read_history(viewer_id(request), post_id)
    return answers.page(request, "posts/history.html", post=post, versions=list(reversed(versions or [])))


def receipt_of(post_id: int) -> Receipt:
    """The receipt of the entry that published a post. The caller has checked who asks."""
    entries = ledger.entries_of(f"post/{post_id}")
    if not entries:
        raise NotFound
    return read_receipt(entries[0].sequence)


@public("GET")
def show_receipt(request: HttpRequest, acct: str, post_id: int) -> HttpResponse:
    """What the ledger holds about a post, in words, and the proof."""
    post = find(request, acct, post_id)
    entries = ledger.entries_of(f"post/{post_id}")
    if not entries:
        raise NotFound
    receipt = receipt_of(post_id)
    signed = ledger.latest_checkpoint()
    author = post["account"]
    names = {f"account/{author['id']}": f"@{author['acct']}", f"post/{post_id}": _("this post")}
    return answers.page(
        request,
        "ledger/receipt.html",
        post=post,
        proof=receipt.text,
        entry=told(entries[0], names),
        others=[told(entry, names) for entry in entries[1:]],
        size=0 if signed is None else signed.checkpoint.size,
    )


@public("GET")
def send_receipt(request: HttpRequest, acct: str, post_id: int) -> HttpResponse:
    """The proof file itself."""
    find(request, acct, post_id)
    receipt = receipt_of(post_id)
    if receipt.text is None:
        raise NotFound
    response = HttpResponse(receipt.text, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="post-{post_id}.tlog-proof"'
    return response
