"""From the words of a request to the command that publishes or edits a post."""

from __future__ import annotations

from typing import Any

from coffeehouse.channels.client_api import bodies
from coffeehouse.domain.posts.commands import EditPost, MediaChange, PollDraft, PublishPost
from coffeehouse.kernel.errors import Invalid, NotFound
from coffeehouse.kernel.language import known
from coffeehouse.protocols.mastodon.entities import visibility_in

NOT_ANSWERED = "The post you are trying to reply to does not appear to exist."
NOT_QUOTED = "The post you are trying to quote does not appear to exist."


def publish_command(body: dict[str, Any]) -> PublishPost:
    """What `POST /api/v1/statuses` asks for. Raises Invalid."""
    visibility = bodies.text(body, "visibility")
    return PublishPost(
        text=bodies.text(body, "status"),
        visibility=visibility_in(visibility) if visibility else None,
        spoiler_text=bodies.text(body, "spoiler_text"),
        is_sensitive=bodies.flag(body, "sensitive"),
        language=_language(body) or "",
        in_reply_to_id=_named_post(body, "in_reply_to_id", NOT_ANSWERED),
        media_ids=_media_ids(body),
        poll=poll_of(body),
        # Apps made for other servers say `quote_id`.
        quoted_id=_named_post(body, "quoted_status_id", NOT_QUOTED) or _named_post(body, "quote_id", NOT_QUOTED),
        quote_policy=bodies.text(body, "quote_approval_policy") or None,
        is_local_only=bool(bodies.flag(body, "local_only")),
    )


def _language(body: dict[str, Any]) -> str | None:
    """The language that is named; None for one that no table has: the author's own then counts, as with Mastodon."""
    return known(bodies.optional_text(body, "language"))


def _named_post(body: dict[str, Any], name: str, absent: str) -> int | None:
    """The post that is answered or quoted. Raises NotFound: an answer to nothing must not become a post of its own."""
    written = bodies.text(body, name).strip()
    if not written:
        return None
    found = bodies.ids(body, name)
    if not found:
        raise NotFound(absent)
    return found[0]


def _media_ids(body: dict[str, Any]) -> tuple[int, ...]:
    wanted = [item for item in bodies.texts(body, "media_ids") if item]
    found = bodies.ids(body, "media_ids")
    if len(found) != len(wanted):
        raise Invalid("Validation failed: This picture is not there any more. Upload it again.", field="media_ids")
    return tuple(found)


def poll_of(body: dict[str, Any]) -> PollDraft | None:
    """The poll in a request, or None. Raises Invalid."""
    poll = bodies.part(body, "poll")
    options = bodies.texts(poll, "options")
    expires_in = bodies.number(poll, "expires_in")
    is_multiple, hides_totals = bodies.flag(poll, "multiple"), bodies.flag(poll, "hide_totals")
    if not options:
        return None
    if expires_in is None:
        raise Invalid("Validation failed: Poll needs expires_in, in seconds", field="poll")
    return PollDraft(
        options=tuple(options),
        expires_in=expires_in,
        is_multiple=bool(is_multiple),
        hides_totals=bool(hides_totals),
    )


def edit_command(post_id: int, body: dict[str, Any], source: dict[str, Any]) -> EditPost:
    """What `PUT /api/v1/statuses/:id` asks for.

    As with Mastodon, a new text comes with all that belongs to it: media or a poll left out then are taken off. An edit
    without a text changes only what it names.
    """
    is_whole = "status" in body
    drops_media = is_whole and "media_ids" not in body and "media_attributes" not in body
    poll = poll_of(body)
    return EditPost(
        post_id=post_id,
        text=bodies.text(body, "status", source["text"]),
        spoiler_text=bodies.text(body, "spoiler_text", source["spoiler_text"]),
        is_sensitive=bodies.flag(body, "sensitive"),
        language=_language(body),
        media_ids=_media_ids(body) if "media_ids" in body else () if drops_media else None,
        media_changes=tuple(_media_changes(body)),
        poll=poll,
        removes_poll=is_whole and poll is None,
        quote_policy=bodies.text(body, "quote_approval_policy") or None,
    )


def _media_changes(body: dict[str, Any]) -> list[MediaChange]:
    changes = []
    for item in bodies.items(body, "media_attributes") or []:
        if not isinstance(item, dict) or not (found := bodies.ids(item, "id")):
            raise Invalid("Validation failed: media_attributes need the id of a picture", field="media_attributes")
        changes.append(
            MediaChange(media_id=found[0], description=bodies.optional_text(item, "description"), focus=focus_of(item))
        )
    return changes


def focus_of(body: dict[str, Any]) -> tuple[float, float] | None:
    """`focus`, written `x,y` with each from -1.0 to 1.0. Raises Invalid."""
    written = bodies.text(body, "focus").strip()
    if not written:
        return None
    try:
        x, y = (float(number) for number in written.split(","))
    except ValueError as error:
        raise Invalid("Validation failed: focus is two numbers from -1.0 to 1.0, as 0.1,-0.5", field="focus") from error
    return x, y
