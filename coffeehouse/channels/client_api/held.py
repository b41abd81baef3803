"""What an app is shown of words that policy holds until a person has looked.

They were accepted, so an error would be a lie, and apps know no other answer than a Status. So it is a Status that
says what happened, is for its author's eyes only, and has an id under which nothing can be read yet.
"""

from __future__ import annotations

import msgspec
from django.conf import settings

from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.domain.people import queries as people
from coffeehouse.domain.posts import queries as posts
from coffeehouse.domain.posts.commands import PublishPost
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import NotFound
from coffeehouse.policy.verdicts import Verdict
from coffeehouse.protocols.mastodon.fragments import PostFacts, render_status_fragment, splice_status, uncounted
from coffeehouse.protocols.mastodon.text import render_html

NOTICE = "Held for review: a person looks at this before it is published."


def notice(verdict: Verdict) -> str:
    """The plain words an author reads first."""
    reasons = verdict.explain() if verdict.rule_ids else ""
    return f"{NOTICE} {reasons} {verdict.explain_route()}".strip()


def status_of(call: Call, command: PublishPost, held_id: int, verdict: Verdict) -> Answer:
    """The Status that stands for a held post."""
    account = people.read_account(call.viewer_id, call.account_id)
    if account is None:
        raise NotFound()
    now = clock.now_ms()
    page = f"{settings.BASE_URL}/waiting"
    facts = PostFacts(
        id=held_id,
        created_at=now,
        uri=f"{page}/{held_id}",
        url=page,
        content=render_html(notice(verdict), {}, settings.BASE_URL) + render_html(command.text, {}, settings.BASE_URL),
        visibility="direct",
        sensitive=bool(command.is_sensitive or command.spoiler_text),
        spoiler_text=command.spoiler_text,
        language=command.language or None,
        in_reply_to_id=command.in_reply_to_id,
    )
    return Answer(splice_status(uncounted(render_status_fragment(facts)), account, viewer=0).encode())


def edit_of(call: Call, post_id: int, verdict: Verdict) -> Answer:
    """The post as it still is, headed by the notice that its new version waits."""
    status = posts.read_status(call.viewer_id, post_id)
    if status is None:
        raise NotFound()
    shown = msgspec.json.decode(status)
    shown["content"] = render_html(notice(verdict), {}, settings.BASE_URL) + shown["content"]
    return Answer(msgspec.json.encode(shown))
