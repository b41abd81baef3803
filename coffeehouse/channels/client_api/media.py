"""Pictures, video and sound before they belong to a post.

A picture is ready when the answer comes. Moving pictures and sound take longer: version 2 answers 202 at once, and the
app asks again until it gets 200 instead of 206; version 1 answers when all is done.
"""

from __future__ import annotations

from coffeehouse.channels.client_api import bodies
from coffeehouse.channels.client_api.answers import EMPTY, spliced
from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.channels.client_api.drafting import focus_of
from coffeehouse.channels.client_api.endpoints import user
from coffeehouse.domain.posts import commands, uploading
from coffeehouse.domain.posts import queries as posts
from coffeehouse.kernel.errors import Invalid


@user("write:media")
def upload(call: Call) -> Answer:
    """Hand in a picture, video or sound with its description, focal point and thumbnail; 202 while it is prepared."""
    return _upload(call, waits=False)


@user("write:media")
def upload_and_wait(call: Call) -> Answer:
    """The same, answered only when the file is ready. For long recordings use version 2."""
    return _upload(call, waits=True)


def _upload(call: Call, *, waits: bool) -> Answer:
    file = bodies.upload(call.body, "file")
    if file is None or not file.size:
        raise Invalid("Validation failed: File can't be blank. Send a file as multipart/form-data.", field="file")
    description, focus = bodies.text(call.body, "description"), focus_of(call.body) or (0.0, 0.0)
    command = uploading.command_for(
        file,
        description=description,
        focus=focus,
        thumbnail=bodies.upload(call.body, "thumbnail"),
        waits=waits,
    )
    done = call.act(command)
    answer = spliced(posts.read_media(call.account_id, int(done.result["id"])))
    return Answer(answer.body, 202 if done.result["state"] == "waiting" else 200)


@user("write:media")
def read_media(call: Call) -> Answer:
    """One's own that no post has yet: 200 when it is ready, 206 while it is prepared, 422 when that failed."""
    answer = spliced(posts.read_media(call.account_id, call.id))
    state, problem = posts.media_state(call.account_id, call.id)
    if state == "failed":
        raise Invalid(problem, code="media_failed", field="file")
    return Answer(answer.body, 206 if state == "waiting" else 200)


@user("write:media")
def describe(call: Call) -> Answer:
    """Change its description, focal point or thumbnail."""
    thumbnail = bodies.upload(call.body, "thumbnail")
    command = commands.DescribeMedia(
        media_id=call.id,
        description=bodies.optional_text(call.body, "description"),
        focus=focus_of(call.body),
        thumbnail=None if thumbnail is None else uploading.picture_of(thumbnail),
    )
    call.act(command)
    return spliced(posts.read_media(call.account_id, call.id))


@user("write:media")
def delete(call: Call) -> Answer:
    """Take it back. What a post has goes with the post: 422."""
    call.act(commands.DeleteMedia(media_id=call.id))
    return Answer(EMPTY)
