"""Writing: a new post, a reply, an edit; deleting; what one click on a post does."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers, drafts, notices, showing
from coffeehouse.channels.web.access import require_account, signed_in
from coffeehouse.channels.web.acting import actor_of, viewer_id
from coffeehouse.channels.web.addresses import inside
from coffeehouse.channels.web.choices import durations, languages, visibilities
from coffeehouse.channels.web.forms import Form
from coffeehouse.channels.web.timelines import new_post_form
from coffeehouse.domain.federation.queries.deliveries import servers_reached
from coffeehouse.domain.posts import commands, uploading
from coffeehouse.domain.posts import queries as posts
from coffeehouse.engine.act import Done, Refused, act
from coffeehouse.federation.mentioning import meet_mentioned
from coffeehouse.kernel.errors import NotFound, Problem
from coffeehouse.protocols import recordings

Post = dict[str, Any]


def _page(
    request: HttpRequest, form: Form, *, parent: Post | None = None, media: list[Post] | None = None,
    edited: Post | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    heading = _("Edit your post") if edited else _("Reply") if parent else _("Write a post")
    return answers.page(
        request,
        "posts/compose.html",
        status=status,
        heading=heading,
        form=form,
        parent=parent,
        media=media or [],
        is_edit=edited is not None,
        action=f"/posts/{edited['id']}/edit" if edited else "/compose",
        next=inside(request.POST.get("next", "") or request.GET.get("next", ""), "/home"),
        durations=durations(),
        accepted=",".join(uploading.content_types()),
        takes_recordings=recordings.available(),
        recording_megabytes=settings.VIDEO_MAX_BYTES // 1_048_576,
        visibilities=visibilities(),
        federates=settings.FEDERATION != "closed",
        post_languages=languages(str(form.values.get("language", ""))),
    )


def _find(request: HttpRequest, written: str) -> Post | None:
    """The post with this id, if the viewer may see it."""
    if not (written.isascii() and written.isdigit()) or int(written) >= 1 << 63:
        return None
    text = posts.read_status(viewer_id(request), int(written))
    return None if text is None else showing.status(text, viewer_id(request))


def find(request: HttpRequest, post_id: int) -> Post:
    """The post, or NotFound when this viewer may not see it."""
    post = _find(request, str(post_id))
    if post is None:
        raise NotFound
    return post


@signed_in("GET", "POST")
def show_compose(request: HttpRequest) -> HttpResponse:
    """GET: the form, perhaps as a reply (`?reply=`) or a mention. POST: publish, or show what is wrong."""
    if request.method == "POST":
        return _publish(request)
    form = new_post_form(require_account(request))
    parent = _find(request, request.GET.get("reply", ""))
    if parent is not None:
        _answer(request, form, parent)
    mention = request.GET.get("mention", "")
    if mention:
        form.values["text"] = f"@{mention[:100]} "
    if request.GET.get("visibility") in {word for word, _text in visibilities()}:
        form.values["visibility"] = request.GET["visibility"]
    return _page(request, form, parent=parent)


def _answer(request: HttpRequest, form: Form, parent: Post) -> None:
    """Start a reply: name those who took part, never speak more openly than the post that is answered."""
    own = showing_id(request)
    names = [parent["account"]["acct"]] if parent["account"]["id"] != own else []
    names += [person["acct"] for person in parent["mentions"] if person["id"] != own and person["acct"] not in names]
    form.values["text"] = "".join(f"@{name} " for name in names)
    form.values["warning"] = parent["spoiler_text"]
    form.opens["warning"] = bool(parent["spoiler_text"])
    order = [word for word, _text in visibilities()]
    heard = "followers" if parent["visibility"] == "private" else parent["visibility"]
    form.values["visibility"] = max(form.values["visibility"], heard, key=order.index)


def showing_id(request: HttpRequest) -> str:
    """The viewer's account id as entities write it."""
    return str(viewer_id(request) or "")


def _publish(request: HttpRequest) -> HttpResponse:
    form = drafts.typed(request)
    parent = _find(request, str(form.values.get("reply", "")))
    if form.values.get("reply") and parent is None:
        form.errors[""] = _("The post you are answering is not there any more. You can still post this on its own.")
    if form.values.get("more"):
        return _page(request, form, parent=parent)
    media = drafts.take_pictures(request, form)
    poll = drafts.take_poll(form)
    drafts.check_text(form, may_be_empty=bool(media or poll))
    if form.errors:
        return _page(request, form, parent=parent, media=media, status=422)
    command = commands.PublishPost(
        text=str(form.values.get("text", "")),
        visibility=str(form.values.get("visibility") or "public"),
        spoiler_text=str(form.values.get("warning", "")),
        is_sensitive=bool(form.values.get("sensitive")),
        language=str(form.values.get("language", "")),
        in_reply_to_id=int(parent["id"]) if parent else None,
        media_ids=tuple(int(item["id"]) for item in media),
        poll=poll,
        is_local_only=bool(form.values.get("local_only")),
    )
    key = str(form.values.get("idempotency_key", ""))[:64]
    meet_mentioned(command.text)
    try:
        done = act(command, actor_of(request), "web", idempotency_key=f"web:{key}" if key else None)
    except Problem as problem:
        return _again(request, form, problem, parent=parent, media=media)
    return _published(request, done, parent)


def _published(request: HttpRequest, done: Done, parent: Post | None) -> HttpResponse:
    """On to where the post can be seen; or to what happens now, when policy holds it."""
    if done.is_held:
        return answers.to("/waiting", held=str(done.result["held_id"]))
    post_id = str(done.result["id"])
    routed = (notices.ROUTE + post_id,) if done.verdict.route else ()
    advice = ",".join((*routed, *done.verdict.rule_ids))
    if parent is not None:
        return answers.to(parent["path"], done="replied", anchor=f"post-{post_id}", advice=advice)
    if advice:
        return answers.to("/home", done="posted", advice=advice)
    return answers.onward(request, "/home", done="posted")


def _again(request: HttpRequest, form: Form, problem: Problem, **more: Any) -> HttpResponse:
    """The form once more with what is wrong; nothing typed is lost."""
    if isinstance(problem, Refused):
        for reason in problem.verdict.told:
            form.errors.setdefault("", "")
            form.errors[""] = f"{form.errors['']} {reason.because}".strip()
    else:
        form.fails(problem, drafts.FIELDS)
    return _page(request, form, status=problem.status, **more)


@signed_in("GET", "POST")
def show_edit(request: HttpRequest, post_id: int) -> HttpResponse:
    """Change a post of one's own. The earlier version stays readable."""
    post = find(request, post_id)
    source = posts.read_source(require_account(request), post_id)
    if source is None:
        raise NotFound
    media = post["media_attachments"]
    if request.method == "POST":
        return _change(request, post)
    form = Form(
        {"text": source["text"], "warning": source["spoiler_text"], "language": post["language"] or "",
         "sensitive": post["sensitive"] and not source["spoiler_text"]},
        limit=settings.MAX_POST_CHARACTERS,
        opens={"warning": bool(source["spoiler_text"]), "pictures": bool(media)},
    )  # fmt: skip
    for item in media:
        form.values[f"description-{item['id']}"] = item["description"] or ""
    return _page(request, form, media=media, edited=post)


def _change(request: HttpRequest, post: Post) -> HttpResponse:
    form = drafts.typed(request)
    kept = [item for item in post["media_attachments"] if not form.values.get(f"remove-{item['id']}")]
    fresh = drafts.take_pictures(request, form)
    drafts.check_text(form, may_be_empty=bool(kept or fresh or post["poll"]))
    if form.errors:
        return _page(request, form, media=kept + fresh, edited=post, status=422)
    changes = tuple(
        commands.MediaChange(
            media_id=int(item["id"]), description=str(form.values.get(f"description-{item['id']}", ""))
        )
        for item in kept
    )
    command = commands.EditPost(
        post_id=int(post["id"]),
        text=str(form.values.get("text", "")),
        spoiler_text=str(form.values.get("warning", "")),
        is_sensitive=bool(form.values.get("sensitive")),
        language=str(form.values.get("language", "")) or None,
        media_ids=tuple(int(item["id"]) for item in kept + fresh),
        media_changes=changes,
        poll=_same_poll(post),
    )
    meet_mentioned(command.text)
    try:
        done = act(command, actor_of(request), "web")
    except Problem as problem:
        return _again(request, form, problem, media=kept + fresh, edited=post)
    if done.is_held:
        return answers.to("/waiting", held=str(done.result["held_id"]))
    return answers.to(post["path"], done="edited", advice=",".join(done.verdict.rule_ids))


def _same_poll(post: Post) -> commands.PollDraft | None:
    """The poll as it is: an edit that left it out would remove it, and votes with it."""
    poll = post["poll"]
    if poll is None:
        return None
    return commands.PollDraft(
        options=tuple(option["title"] for option in poll["options"]), expires_in=None, is_multiple=poll["multiple"]
    )


@signed_in("GET", "POST")
def show_delete(request: HttpRequest, post_id: int) -> HttpResponse:
    """Ask once, then delete."""
    post = find(request, post_id)
    if not post["is_mine"]:
        raise NotFound
    servers = servers_reached(post_id)
    if request.method == "POST":
        act(commands.DeletePost(post_id=post_id, keeps_media=False), actor_of(request), "web")
        return answers.to(f"/@{post['account']['acct']}", done="deleted-everywhere" if servers else "deleted")
    return answers.page(request, "posts/delete.html", post=post, servers=servers)
