"""Pictures before they belong to a post. They are ready when the answer comes, so it is never 202 or 206."""

from __future__ import annotations

from coffeehouse.channels.client_api import bodies
from coffeehouse.channels.client_api.answers import EMPTY, spliced
from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.channels.client_api.drafting import focus_of
from coffeehouse.channels.client_api.endpoints import user
from coffeehouse.domain.posts import commands
from coffeehouse.domain.posts import queries as posts
from coffeehouse.kernel.errors import Invalid


@user("write:media")
def upload(call: Call) -> Answer:
    """Hand in a picture, with its description and focal point."""
    data = bodies.file(call.body, "file")
    if not data:
        raise Invalid("Validation failed: File can't be blank. Send a picture as multipart/form-data.", field="file")
    command = commands.UploadMedia(
        data=data, description=bodies.text(call.body, "description"), focus=focus_of(call.body) or (0.0, 0.0)
    )
    done = call.act(command)
    return spliced(posts.read_media(call.account_id, int(done.result["id"])))


@user("write:media")
def read_media(call: Call) -> Answer:
    """One's picture that no post has yet."""
    return spliced(posts.read_media(call.account_id, call.id))


@user("write:media")
def describe(call: Call) -> Answer:
    """Change its description or focal point."""
    command = commands.DescribeMedia(
        media_id=call.id, description=bodies.optional_text(call.body, "description"), focus=focus_of(call.body)
    )
    call.act(command)
    return spliced(posts.read_media(call.account_id, call.id))


@user("write:media")
def delete(call: Call) -> Answer:
    """Take it back."""
    call.act(commands.DeleteMedia(media_id=call.id))
    return Answer(EMPTY)
