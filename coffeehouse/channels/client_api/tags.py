"""Hashtags: one, those one follows, those a profile shows."""

from __future__ import annotations

from coffeehouse.channels.client_api import bodies
from coffeehouse.channels.client_api.accounts import must_exist
from coffeehouse.channels.client_api.answers import EMPTY, entity, listed
from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.channels.client_api.endpoints import anybody, user
from coffeehouse.domain.posts import queries as posts
from coffeehouse.domain.posts.tag_commands import FeatureTag, FollowTag, UnfeatureTag, UnfollowTag
from coffeehouse.kernel.errors import Invalid, NotFound
from coffeehouse.protocols.mastodon.text import is_tag


def _name(call: Call) -> str:
    """The hashtag in the path. Raises NotFound for what can be none."""
    name = call.parts["name"].removeprefix("#")
    if not is_tag(name):
        raise NotFound()
    return name


def _tag(call: Call) -> Answer:
    return entity(posts.read_tag(_name(call), call.viewer_id))


@anybody("read:statuses")
def read_tag(call: Call) -> Answer:
    """One hashtag; one that nobody has used yet looks like any other."""
    return _tag(call)


@user("write:follows")
def follow_tag(call: Call) -> Answer:
    """Have public posts with a hashtag in one's home timeline."""
    call.act(FollowTag(name=_name(call)))
    return _tag(call)


@user("write:follows")
def unfollow_tag(call: Call) -> Answer:
    """Have them there no longer."""
    call.act(UnfollowTag(name=_name(call)))
    return _tag(call)


@user("write:accounts")
def feature_tag(call: Call) -> Answer:
    """Show a hashtag on one's profile."""
    call.act(FeatureTag(name=_name(call)))
    return _tag(call)


@user("write:accounts")
def unfeature_tag(call: Call) -> Answer:
    """Show it there no longer."""
    call.act(UnfeatureTag(name=_name(call)))
    return _tag(call)


@user("read:follows")
def read_followed_tags(call: Call) -> Answer:
    """The hashtags one follows."""
    page = call.page(100, 200)
    return listed(call, page, posts.followed_tags(call.account_id, page))


@user("read:accounts")
def read_featured_tags(call: Call) -> Answer:
    """The hashtags one's profile shows."""
    return entity(posts.featured_tags(call.account_id, call.account_id))


@anybody("read:accounts")
def read_featured_tags_of(call: Call) -> Answer:
    """The hashtags an account's profile shows."""
    must_exist(call)
    return entity(posts.featured_tags(call.viewer_id, call.id))


@user("read:accounts")
def read_suggested_tags(call: Call) -> Answer:
    """Hashtags one used lately and could show."""
    return entity(posts.suggested_tags(call.account_id))


@user("write:accounts")
def create_featured_tag(call: Call) -> Answer:
    """Show a hashtag on one's profile."""
    name = bodies.text(call.body, "name")
    if not name.strip():
        raise Invalid("Validation failed: Tag can't be blank", field="name")
    done = call.act(FeatureTag(name=name))
    return entity(posts.read_featured_tag(call.account_id, int(done.result)))


@user("write:accounts")
def delete_featured_tag(call: Call) -> Answer:
    """Show it there no longer."""
    call.act(UnfeatureTag(featured_id=call.id))
    return Answer(EMPTY)
