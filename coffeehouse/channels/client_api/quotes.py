"""Who quotes a post, who may, and taking a post out of another that quotes it."""

from __future__ import annotations

from coffeehouse.channels.client_api import bodies
from coffeehouse.channels.client_api.answers import listed
from coffeehouse.channels.client_api.calls import Answer, Call, as_id
from coffeehouse.channels.client_api.endpoints import anybody, user
from coffeehouse.channels.client_api.statuses import show
from coffeehouse.domain.posts.queries import quoting
from coffeehouse.domain.posts.writing_commands import ChangeQuotePolicy, RevokeQuote


@anybody("read:statuses")
def read_quotes(call: Call) -> Answer:
    """Posts that quote it."""
    page = call.page()
    return listed(call, page, quoting.quotes_of(call.viewer_id, call.id, page))


@user("write:statuses")
def revoke(call: Call) -> Answer:
    """Take one's post out of another; the answer is the other."""
    quoting_id = as_id(call.parts["quoting_id"])
    call.act(RevokeQuote(post_id=call.id, quoting_id=quoting_id))
    return show(call, quoting_id)


@user("write:statuses")
def change_policy(call: Call) -> Answer:
    """Say who may quote one's post: `quote_approval_policy` public, followers or nobody."""
    post_id = call.id
    policy = bodies.text(call.body, "quote_approval_policy")
    if policy:
        call.act(ChangeQuotePolicy(post_id=post_id, quote_policy=policy))
    return show(call, post_id)
