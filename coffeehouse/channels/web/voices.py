"""Voices: where those who look after a body give and take seats; and, for everybody, who is behind a voice.

For members who look after no body these pages do not exist, nor do the voices of other bodies (attack P6).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers, profiles
from coffeehouse.channels.web.access import public, signed_in
from coffeehouse.channels.web.acting import actor_of
from coffeehouse.channels.web.administration import number
from coffeehouse.channels.web.forms import Form
from coffeehouse.domain.context import Command
from coffeehouse.domain.people import commands, voice_commands
from coffeehouse.domain.people.queries import voices
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid, NotFound, Problem

POWERS = ("suggest", "draft", "review", "release", "emergency")
SIGN_OFFS = ("none", "initials", "name")
EVERYTHING = "everything"


def _does(request: HttpRequest, command: Command) -> None:
    act(command, actor_of(request), "web")


def _is_house_admin(request: HttpRequest) -> bool:
    return actor_of(request).role == "admin"


def _require_standing(request: HttpRequest) -> None:
    """Raise NotFound for members who look after nothing."""
    if not _is_house_admin(request) and not voices.is_body_admin(actor_of(request).member_id):
        raise NotFound


def _member(form: Form, name: str = "handle") -> int:
    """The member with the handle written in a form. Raises Invalid."""
    found = voices.member_by_handle(str(form.values.get(name, "")))
    if found is None:
        raise Invalid(_("Nobody here has this name. Write it as on their profile, such as @anwen."), field=name)
    return found


# -- all of them ------------------------------------------------------------------------------------------------------


@signed_in("GET", "POST")
def show_voices(request: HttpRequest) -> HttpResponse:
    """The bodies one looks after, their teams, administrators and voices; and what to do when somebody leaves."""
    _require_standing(request)
    form, at = Form(), ""
    if request.method == "POST":
        at = request.POST.get("decision", "")
        form = Form.typed(request.POST)
        try:
            _change_bodies(request, form, at)
        except NotFound:
            raise
        except Problem as problem:
            form.fails(problem, {"member_id": "handle", "slug": "name", "parent_id": "parent", "body_id": "body"})
        else:
            return answers.to("/voices", done="saved")
    actor = actor_of(request)
    found = voices.list_bodies(actor)
    spoken = voices.list_voices(actor)
    for body in found:
        body["admins"] = voices.body_admins(body["id"])
        body["voices"] = [voice for voice in spoken if voice.body_id == body["id"]]
    return answers.page(
        request, "voices/list.html", status=422 if form.errors else 200, heading=_("Voices"), form=form, at=at,
        bodies=found, is_house_admin=_is_house_admin(request), everything=EVERYTHING, blank=Form(),
    )  # fmt: skip


def _change_bodies(request: HttpRequest, form: Form, decision: str) -> None:
    """Do what one of the forms of the page asks."""
    deeds = {"appoint": _appoint, "dismiss": _dismiss, "body": _add_body, "voice": _add_voice, "leave": _leave}
    deed = deeds.get(decision)
    if deed is None:
        raise NotFound
    deed(request, form)


def _appoint(request: HttpRequest, form: Form) -> None:
    command = voice_commands.AppointBodyAdmin(body_id=number(request, "body_id"), member_id=_member(form))
    _does(request, command)


def _dismiss(request: HttpRequest, _form: Form) -> None:
    command = voice_commands.DismissBodyAdmin(
        body_id=number(request, "body_id"), member_id=number(request, "member_id")
    )
    _does(request, command)


def _add_body(request: HttpRequest, form: Form) -> None:
    name = form.require("name", _("Write the name of the body or team."))
    if not name:
        raise Invalid(form.errors["name"], field="name")
    parent = number(request, "parent") if request.POST.get("parent") else None
    slug = "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())[:60]
    _does(request, commands.CreateBody(slug=slug or "body", name=name, parent_id=parent))


def _add_voice(request: HttpRequest, form: Form) -> None:
    command = commands.CreateAccount(
        username=str(form.values.get("username", "")).strip().removeprefix("@"), kind="voice",
        display_name=str(form.values.get("display_name", "")), body_id=number(request, "body"),
    )  # fmt: skip
    _does(request, command)


def _leave(request: HttpRequest, form: Form) -> None:
    what = request.POST.get("what", "")
    body_id = None if what in (EVERYTHING, "stays") else number(request, "what")
    member_id = _member(form, "leaver")
    try:
        _does(
            request,
            voice_commands.RemoveLeaver(member_id=member_id, body_id=body_id, stays_member=what == "stays"),
        )
    except NotFound as problem:
        raise Invalid(_("This person does nothing for the body you chose."), field="leaver") from problem


# -- one of them ------------------------------------------------------------------------------------------------------


def _voice(request: HttpRequest, account_id: int) -> voices.VoiceFound:
    """A voice of a body one looks after. Raises NotFound."""
    _require_standing(request)
    found = voices.read_voice(account_id)
    if found is None or not voices.administers(actor_of(request), found.body_id):
        raise NotFound
    return found


@signed_in("GET", "POST")
def show_voice(request: HttpRequest, account_id: int) -> HttpResponse:
    """Who may speak, with which apps, and what the voice says of itself."""
    voice = _voice(request, account_id)
    form, at = Form(_described(voice) | {"powers": ("draft",)}), ""
    if request.method == "POST":
        at = request.POST.get("decision", "")
        form = _typed_seat(request)
        try:
            _change_voice(request, form, voice, at)
        except NotFound:
            raise
        except Problem as problem:
            form.fails(problem, {"member_id": "handle", "purpose": "purpose_en", "hours": "hours_en"})
            form.values = _described(voice) | {"powers": ()} | form.values
        else:
            return answers.to(f"/voices/{account_id}", done="revoked" if at == "end" else "saved")
    return answers.page(
        request, "voices/voice.html", status=422 if form.errors else 200, heading=voice.display_name or voice.acct,
        form=form, at=at, voice=voice, seats=voices.seats_of_voice(account_id), now=clock.now_ms(), powers=POWERS,
        tokens=voices.tokens_of_voice(account_id), sign_offs=SIGN_OFFS, blank=Form({"powers": ("draft",)}),
    )  # fmt: skip


def _described(voice: voices.VoiceFound) -> dict[str, Any]:
    values: dict[str, Any] = {"sign_off": voice.sign_off}
    for language, _name in settings.LANGUAGES:
        for what in ("purpose", "hours"):
            values[f"{what}_{language}"] = voice.words.get(language, {}).get(what, "")
    return values


def _change_voice(request: HttpRequest, form: Form, voice: voices.VoiceFound, decision: str) -> None:
    if decision == "give":
        _does(request, commands.GrantSeat(member_id=_member(form), account_id=voice.account_id, **_seat(form)))
    elif decision == "describe":
        words = tuple(
            (language, str(form.values.get(f"purpose_{language}", "")), str(form.values.get(f"hours_{language}", "")))
            for language, _name in settings.LANGUAGES
        )
        command = voice_commands.DescribeVoice(
            account_id=voice.account_id, words=words, sign_off=str(form.values.get("sign_off", "none"))
        )
        _does(request, command)
    elif decision == "end" and number(request, "token_id") in {
        token["id"] for token in voices.tokens_of_voice(voice.account_id)
    }:
        _does(request, commands.RevokeToken(token_id=number(request, "token_id")))
    else:
        raise NotFound


def _typed_seat(request: HttpRequest) -> Form:
    return Form.typed(request.POST.dict() | {"powers": tuple(request.POST.getlist("powers"))})  # type: ignore[arg-type]


def _seat(form: Form) -> dict[str, Any]:
    """What a form says of a seat."""
    return {
        "powers": tuple(form.values.get("powers", ())),
        "expires_at": _end_of_day(str(form.values.get("expires_on", "")).strip()),
        "signed_name": str(form.values.get("signed_name", "")),
    }


def _end_of_day(written: str) -> int | None:
    """The moment after a day (`2026-12-24`) of the house. Raises Invalid."""
    if not written:
        return None
    try:
        day = datetime.strptime(written, "%Y-%m-%d").replace(tzinfo=ZoneInfo(settings.TIME_ZONE))
    except ValueError as error:
        raise Invalid(_("Write the day as 2026-12-24."), field="expires_at") from error
    return int((day + timedelta(days=1)).timestamp() * 1_000)


def _typed_day(at: int | None) -> str:
    """The same the other way round: the last day of a seat."""
    return "" if at is None else f"{datetime.fromtimestamp((at - 1) / 1_000, ZoneInfo(settings.TIME_ZONE)):%Y-%m-%d}"


@signed_in("GET", "POST")
def show_seat(request: HttpRequest, account_id: int, member_id: int) -> HttpResponse:
    """One seat: change what it allows and until when, or take it away."""
    voice = _voice(request, account_id)
    seat = next((one for one in voices.seats_of_voice(account_id) if one.member_id == member_id), None)
    if seat is None:
        raise NotFound
    form = Form({"powers": seat.powers, "expires_on": _typed_day(seat.expires_at), "signed_name": seat.signed_name})
    if request.method == "POST":
        form = _typed_seat(request)
        try:
            _change_seat(request, form, seat, account_id)
        except NotFound:
            raise
        except Problem as problem:
            form.fails(problem, {"expires_at": "expires_on"})
        else:
            return answers.to(f"/voices/{account_id}", done="saved")
    return answers.page(
        request, "voices/seat.html", status=422 if form.errors else 200, form=form, voice=voice, seat=seat,
        powers=POWERS, has_ended=seat.has_ended(clock.now_ms()), heading=_("Seat of @%(name)s") % {"name": seat.acct},
    )  # fmt: skip


def _change_seat(request: HttpRequest, form: Form, seat: voices.SeatHeld, account_id: int) -> None:
    whose: dict[str, Any] = {"member_id": seat.member_id, "account_id": account_id}
    if request.POST.get("decision") == "remove":
        _does(request, commands.RevokeSeat(**whose))
    elif seat.has_ended(clock.now_ms()):
        _does(request, commands.GrantSeat(**whose, **_seat(form)))
    else:
        _does(request, voice_commands.ChangeSeat(**whose, **_seat(form)))


# -- for everybody ----------------------------------------------------------------------------------------------------


@public("GET")
def show_behind(request: HttpRequest, acct: str) -> HttpResponse:
    """Who is behind a voice: its body, purpose, hours, the rules it keeps, its corrections."""
    account = profiles.find(request, acct)
    voice = voices.read_voice(int(account["id"]))
    if voice is None:
        raise NotFound
    language = translation.get_language() or settings.LANGUAGE_CODE
    return answers.page(
        request, "voices/behind.html", account=account, voice=voice, purpose=voice.says("purpose", language),
        hours=voice.says("hours", language),
    )  # fmt: skip
