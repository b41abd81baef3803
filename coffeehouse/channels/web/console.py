"""The pages on which administrators look after the house's own things: emoji, announcements, texts, rules."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers
from coffeehouse.channels.web.access import role
from coffeehouse.channels.web.acting import actor_of
from coffeehouse.channels.web.administration import number
from coffeehouse.channels.web.forms import Form
from coffeehouse.domain.context import Command
from coffeehouse.domain.people import house_commands as people
from coffeehouse.domain.people.queries import house
from coffeehouse.domain.people.queries.emoji import list_emoji
from coffeehouse.domain.posts import announcing as posts
from coffeehouse.domain.posts.queries import announcements
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid, NotFound, Problem

KINDS = ("about", "terms", "privacy")


def _does(request: HttpRequest, command: Command) -> None:
    act(command, actor_of(request), "web")


# -- emoji ------------------------------------------------------------------------------------------------------------


@role("admin", methods=("GET", "POST"))
def show_emoji(request: HttpRequest) -> HttpResponse:
    """The house's emoji; add one, take one out of use, bring it back."""
    form = Form()
    if request.method == "POST":
        form = Form.typed(request.POST)
        try:
            done = _change_emoji(request)
        except Invalid as problem:
            form.fails(problem)
        else:
            return answers.to("/admin/emoji", done=done)
    return answers.page(
        request, "admin/emoji.html", status=422 if form.errors else 200, heading=_("Emoji"), tab="emoji", form=form,
        emoji=list_emoji(),
    )  # fmt: skip


def _change_emoji(request: HttpRequest) -> str:
    if "emoji_id" in request.POST:
        disable = request.POST.get("decision") == "disable"
        _does(request, people.ChangeEmoji(emoji_id=number(request, "emoji_id"), is_disabled=disable))
        return "saved"
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise Invalid(_("Choose a picture."), field="file")
    shortcode = request.POST.get("shortcode", "").strip().strip(":")
    _does(request, people.AddEmoji(shortcode=shortcode, data=file.read(), category=request.POST.get("category", "")))
    return "saved"


# -- announcements ----------------------------------------------------------------------------------------------------


@role("admin", methods=("GET", "POST"))
def show_announcements(request: HttpRequest) -> HttpResponse:
    """What the house has announced; write, end."""
    form = Form()
    if request.method == "POST":
        form = Form.typed(request.POST)
        try:
            if "announcement_id" in request.POST:
                _does(request, posts.EndAnnouncement(announcement_id=number(request, "announcement_id")))
            else:
                _does(request, posts.WriteAnnouncement(**_announced(request, form), published_at=_publish(form)))
        except Invalid as problem:
            form.fails(problem, {"words": _words_field()})
        else:
            return answers.to("/admin/announcements", done="saved")
    return answers.page(
        request, "admin/announcements.html", status=422 if form.errors else 200, heading=_("Announcements"),
        tab="announcements", form=form, announcements=announcements.list_announcements(), now=clock.now_ms(),
    )  # fmt: skip


@role("admin", methods=("GET", "POST"))
def show_announcement(request: HttpRequest, announcement_id: int) -> HttpResponse:
    """Change one."""
    one = next((each for each in announcements.list_announcements() if each.id == announcement_id), None)
    if one is None or one.ended_at is not None:
        raise NotFound
    form = Form(
        {
            **{f"text_{language}": text for language, text in one.words.items()},
            "starts_at": typed_time(one.starts_at), "ends_at": typed_time(one.ends_at), "all_day": one.is_all_day,
        }
    )  # fmt: skip
    if request.method == "POST":
        form = Form.typed(request.POST)
        try:
            _does(request, posts.EditAnnouncement(announcement_id=announcement_id, **_announced(request, form)))
        except Invalid as problem:
            form.fails(problem, {"words": _words_field()})
        else:
            return answers.to("/admin/announcements", done="saved")
    return answers.page(
        request, "admin/announcement.html", status=422 if form.errors else 200, heading=_("Change an announcement"),
        tab="announcements", form=form, one=one,
    )  # fmt: skip


def _words_field() -> str:
    return f"text_{settings.LANGUAGE_CODE}"


def _announced(request: HttpRequest, form: Form) -> dict[str, Any]:
    words = [(language, str(form.values.get(f"text_{language}", ""))) for language, _name in settings.LANGUAGES]
    return {
        "words": tuple((language, text) for language, text in words if text.strip()),
        "starts_at": time_in(form, "starts_at"),
        "ends_at": time_in(form, "ends_at"),
        "is_all_day": "all_day" in request.POST,
    }


def _publish(form: Form) -> int | None:
    return time_in(form, "published_at")


def time_in(form: Form, name: str) -> int | None:
    """A moment as browsers send it (`2026-12-24T18:00`), in the house's time. Raises Invalid."""
    written = str(form.values.get(name, "")).strip()
    if not written:
        return None
    try:
        at = datetime.fromisoformat(written)
    except ValueError as error:
        raise Invalid(_("Write the time as 2026-12-24T18:00."), field=name) from error
    if at.tzinfo is None:
        at = at.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))
    return int(at.timestamp() * 1_000)


def typed_time(at: int | None) -> str:
    """The same the other way round."""
    return "" if at is None else f"{datetime.fromtimestamp(at / 1_000, ZoneInfo(settings.TIME_ZONE)):%Y-%m-%dT%H:%M}"


# -- texts ------------------------------------------------------------------------------------------------------------


def _titles() -> dict[str, str]:
    return {"about": _("About this place"), "terms": _("Terms of use"), "privacy": _("Privacy")}


@role("admin", methods=("GET",))
def show_texts(request: HttpRequest) -> HttpResponse:
    """The texts of the house, and from when each holds."""
    found = [
        {
            "kind": kind, "title": _titles()[kind],
            "versions": [
                (name, language, house.written_text(kind, language)) for language, name in settings.LANGUAGES
            ],
        }
        for kind in KINDS
    ]  # fmt: skip
    return answers.page(request, "admin/texts.html", heading=_("Texts"), tab="texts", texts=found)


@role("admin", methods=("GET", "POST"))
def show_text(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """Write a new version of one."""
    if kind not in KINDS or language not in dict(settings.LANGUAGES):
        raise NotFound
    written = house.written_text(kind, language)
    form = Form({"text": written.text if written else "", "effective_on": ""})
    if request.method == "POST":
        form = Form.typed(request.POST)
        command = people.SetHouseText(
            kind=kind, language=language, text=str(form.values.get("text", "")),
            effective_on=str(form.values.get("effective_on", "")).strip(),
        )  # fmt: skip
        try:
            _does(request, command)
        except Invalid as problem:
            form.fails(problem)
        else:
            return answers.to("/admin/texts", done="saved")
    return answers.page(
        request, "admin/text.html", status=422 if form.errors else 200, tab="texts", form=form, kind=kind,
        heading=f"{_titles()[kind]} ({dict(settings.LANGUAGES)[language]})", language=language,
    )  # fmt: skip


# -- rules ------------------------------------------------------------------------------------------------------------


@role("admin", methods=("GET", "POST"))
def show_rules(request: HttpRequest) -> HttpResponse:
    """The rules people agree to; write, change, take away."""
    form = Form()
    if request.method == "POST":
        form = Form.typed(request.POST)
        try:
            _change_rule(request, form)
        except Problem as problem:
            form.fails(problem, {"text": _words_field()})
        else:
            return answers.to("/admin/rules", done="saved")
    return answers.page(
        request, "admin/rules.html", status=422 if form.errors else 200, heading=_("Rules"), tab="rules", form=form,
        rules=house.read_rules(),
    )  # fmt: skip


def _change_rule(request: HttpRequest, form: Form) -> None:
    if request.POST.get("decision") == "remove":
        _does(request, people.RemoveRule(rule_id=number(request, "rule_id")))
        return
    words = tuple(
        (language, str(form.values.get(f"text_{language}", "")), str(form.values.get(f"hint_{language}", "")))
        for language, _name in settings.LANGUAGES
    )
    position = str(form.values.get("position", ""))
    command = people.SetRule(
        words=words,
        rule_id=number(request, "rule_id") if "rule_id" in request.POST else None,
        position=int(position) if position.isascii() and position.isdigit() and len(position) < 5 else 0,
    )
    _does(request, command)
