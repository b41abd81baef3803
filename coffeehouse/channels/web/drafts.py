"""From the compose form to a command: text, pictures, poll, warning. Stands between `posting` and the engine.

Uploading is an act of its own, so pictures that were taken stay with the form when something else is wrong.
"""

from __future__ import annotations

import time
from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from coffeehouse.channels.web.acting import actor_of
from coffeehouse.channels.web.forms import Form
from coffeehouse.domain.posts import queries as posts
from coffeehouse.domain.posts.commands import DescribeMedia, PollDraft
from coffeehouse.domain.posts.uploading import command_for
from coffeehouse.engine.act import act
from coffeehouse.kernel.errors import Problem
from coffeehouse.kernel.text import characters, post_length

SLOTS = range(1, 5)
MAX_PICTURES = 4
WAIT_SECONDS = 4.0
"""How long a form waits for short recordings, so that most people need not send it twice."""
FIELDS = {"status": "text", "media_ids": "picture1", "spoiler_text": "warning", "poll": "option1", "options": "option1"}


def typed(request: HttpRequest) -> Form:
    """The compose form as it was sent, its filled parts unfolded."""
    form = Form.typed(request.POST, limit=settings.MAX_POST_CHARACTERS)
    form.opens = {
        "pictures": bool(request.FILES or request.POST.getlist("media")),
        "poll": any(form.values.get(f"option{slot}") for slot in SLOTS),
        "warning": bool(form.values.get("warning")),
    }
    return form


def take_pictures(request: HttpRequest, form: Form) -> list[dict[str, Any]]:
    """The form's pictures: those taken before, then those that come with it. Problems are noted in the form."""
    account_id = actor_of(request).account_id or 0
    kept = [
        media for media in (_kept(request, form, account_id, text) for text in request.POST.getlist("media")) if media
    ]
    for slot in SLOTS:
        file = request.FILES.get(f"picture{slot}")
        if file is None or isinstance(file, list):
            continue
        if len(kept) == MAX_PICTURES:
            form.errors[f"picture{slot}"] = _("A post has at most four pictures. Take one off first.")
            break
        description = str(form.values.get(f"description{slot}", ""))
        try:
            done = act(command_for(file, description=description), actor_of(request), "web")
        except Problem as problem:
            name = f"description{slot}" if problem.field == "description" else f"picture{slot}"
            form.errors[name] = problem.message
            continue
        media = _read(account_id, int(done.result["id"]))
        if media is not None:
            kept.append(media)
            form.values[f"description-{media['id']}"] = description
            form.values.pop(f"description{slot}", None)
    return _ready(account_id, form, kept)


def _ready(account_id: int, form: Form, taken: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same when all is ready. What is being prepared stays with the form, which is then sent again; what failed
    goes, with the reason."""
    kept: list[dict[str, Any]] = []
    until = time.monotonic() + WAIT_SECONDS
    for media in taken:
        state, problem = posts.media_state(account_id, int(media["id"]))
        while state == "waiting" and time.monotonic() < until:
            time.sleep(0.25)
            state, problem = posts.media_state(account_id, int(media["id"]))
        if state == "failed":
            form.errors[f"picture{len(kept) + 1}"] = problem
            continue
        if state == "waiting":
            form.errors[f"description-{media['id']}"] = _(
                "Your recording is being prepared. Nothing is lost: send the form again in a minute."
            )
        kept.append(media if media["url"] else _read(account_id, int(media["id"])) or media)
    return kept


def _kept(request: HttpRequest, form: Form, account_id: int, written: str) -> dict[str, Any] | None:
    """A picture taken before, with the description now in the form; None when it was taken off."""
    if not written.isascii() or not written.isdigit() or form.values.get(f"remove-{written}"):
        return None
    media = _read(account_id, int(written))
    description = str(form.values.get(f"description-{written}", ""))
    if media is not None and description != (media["description"] or ""):
        try:
            act(DescribeMedia(media_id=int(written), description=description), actor_of(request), "web")
        except Problem as problem:
            form.errors[f"description-{written}"] = problem.message
    return media


def _read(account_id: int, media_id: int) -> dict[str, Any] | None:
    text = posts.read_media(account_id, media_id) if media_id < 1 << 63 else None
    return None if text is None else msgspec.json.decode(text)


def take_poll(form: Form) -> PollDraft | None:
    """The form's poll, or None when no answer is filled in."""
    options = tuple(str(form.values.get(f"option{slot}", "")).strip() for slot in SLOTS)
    filled = tuple(option for option in options if option)
    if not filled:
        return None
    if len(filled) == 1:
        form.errors["option2"] = _("A poll needs at least two answers. Add one, or empty the first.")
        return None
    duration = str(form.values.get("duration", ""))
    return PollDraft(
        options=filled,
        expires_in=int(duration) if duration.isascii() and duration.isdigit() else 86_400,
        is_multiple=bool(form.values.get("multiple")),
    )


def check_text(form: Form, *, may_be_empty: bool) -> None:
    """Note what can be said about the text in plain words before the engine sees it."""
    text = str(form.values.get("text", "")).strip()
    if not text and not may_be_empty:
        form.errors["text"] = _("Write something, or add a picture.")
    length = post_length(text) + characters(str(form.values.get("warning", "")))
    if length > form.limit:
        form.errors["text"] = _(
            "Your post has %(length)d characters. The limit is %(limit)d: shorten it by %(over)d."
        ) % {
            "length": length,
            "limit": form.limit,
            "over": length - form.limit,
        }
