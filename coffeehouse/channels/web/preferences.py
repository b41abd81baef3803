"""Settings: profile, posting defaults, apps with access, password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from coffeehouse.channels.web import answers, choices, sessions, showing
from coffeehouse.channels.web.access import public, require_account, signed_in
from coffeehouse.channels.web.acting import actor_of, viewer_id
from coffeehouse.channels.web.forms import Form
from coffeehouse.channels.web.sign_in import LONGEST_PASSWORD, check_new_password
from coffeehouse.domain.people import commands
from coffeehouse.domain.people import queries as people
from coffeehouse.engine.act import act
from coffeehouse.kernel.errors import NotFound, Problem

FIELD_SLOTS = range(1, 5)


def _account(request: HttpRequest) -> dict[str, Any]:
    text = people.read_account(viewer_id(request), require_account(request))
    if text is None:
        raise NotFound
    return showing.account(text)


@signed_in("GET", "POST")
def show_profile_settings(request: HttpRequest) -> HttpResponse:
    """What others see of the account."""
    if request.method == "POST":
        return _save_profile(request)
    account = _account(request)
    source = people.read_profile_source(int(account["id"]))
    values: dict[str, Any] = {
        "display_name": account["display_name"],
        "note": source["note"],
        "avatar_description": account["avatar_description"],
        "header_description": account["header_description"],
        "is_locked": account["locked"],
        "is_bot": account["bot"],
        "is_discoverable": source["discoverable"],
        "is_indexable": source["indexable"],
        "hides_collections": source["hide_collections"],
    }
    for slot, field in zip(FIELD_SLOTS, source["fields"], strict=False):
        values[f"field_name{slot}"], values[f"field_value{slot}"] = field["name"], field["value"]
    return _profile_page(request, Form(values), account)


def _profile_page(request: HttpRequest, form: Form, account: dict[str, Any], status: int = 200) -> HttpResponse:
    return answers.page(
        request, "settings/profile.html", status=status, heading=_("Profile"), tab="profile", form=form, account=account
    )


def _picture(request: HttpRequest, name: str) -> bytes | None:
    file = request.FILES.get(name)
    return file.read() if isinstance(file, UploadedFile) else None


def _save_profile(request: HttpRequest) -> HttpResponse:
    form = Form.typed(request.POST)
    pairs = [
        (str(form.values.get(f"field_name{slot}", "")).strip(), str(form.values.get(f"field_value{slot}", "")).strip())
        for slot in FIELD_SLOTS
    ]
    command = commands.UpdateProfile(
        display_name=str(form.values.get("display_name", "")),
        note=str(form.values.get("note", "")),
        fields=tuple((name, value) for name, value in pairs if name or value),
        avatar=_picture(request, "avatar"),
        header=_picture(request, "header"),
        avatar_description=str(form.values.get("avatar_description", "")),
        header_description=str(form.values.get("header_description", "")),
        is_locked="is_locked" in request.POST,
        is_bot="is_bot" in request.POST,
        is_discoverable="is_discoverable" in request.POST,
        is_indexable="is_indexable" in request.POST,
        hides_collections="hides_collections" in request.POST,
    )
    try:
        act(command, actor_of(request), "web")
    except Problem as problem:
        return _profile_page(request, form.fails(problem, {"fields": "field_name1"}), _account(request), problem.status)
    return answers.to("/settings", done="saved")


@signed_in("GET", "POST")
def show_posting_settings(request: HttpRequest) -> HttpResponse:
    """Defaults of new posts, and how apps show what one reads."""
    form = Form(_chosen(require_account(request)))
    status = 200
    if request.method == "POST":
        form = Form.typed(request.POST)
        command = commands.UpdateProfile(
            default_visibility=str(form.values.get("default_visibility", "public")),
            default_language=str(form.values.get("default_language", "")),
            default_sensitive="default_sensitive" in request.POST,
            default_quote_policy=str(form.values.get("default_quote_policy", "public")),
            expands_media=str(form.values.get("expands_media", "default")),
            expands_warnings="expands_warnings" in request.POST,
            plays_animations="plays_animations" in request.POST,
        )
        try:
            act(command, actor_of(request), "web")
        except Problem as problem:
            form.fails(problem)
            status = problem.status
        else:
            return answers.to("/settings/posting", done="saved")
    return answers.page(
        request,
        "settings/posting.html",
        status=status,
        heading=_("Posting"),
        tab="posting",
        form=form,
        visibilities=choices.visibilities(),
        post_languages=choices.languages(str(form.values.get("default_language", ""))),
        quoting=choices.quoting(),
        media_shown=choices.media_shown(),
    )


def _chosen(account_id: int) -> dict[str, Any]:
    """What stands in the form of posting defaults."""
    preferences = people.read_preferences(account_id)
    privacy = preferences["posting:default:visibility"]
    return {
        "default_visibility": "followers" if privacy == "private" else privacy,
        "default_language": preferences["posting:default:language"] or "",
        "default_sensitive": preferences["posting:default:sensitive"],
        "default_quote_policy": preferences["posting:default:quote_policy"],
        "expands_media": preferences["reading:expand:media"],
        "expands_warnings": preferences["reading:expand:spoilers"],
        "plays_animations": preferences["reading:autoplay:gifs"],
    }


@signed_in("GET", "POST")
def show_apps(request: HttpRequest) -> HttpResponse:
    """Apps that may act for the member, and ending their access."""
    member_id = actor_of(request).member_id or 0
    tokens = people.list_tokens(member_id)
    if request.method == "POST":
        chosen = {str(token["id"]): token["id"] for token in tokens}.get(request.POST.get("token_id", ""))
        if chosen is None:
            raise NotFound
        act(commands.RevokeToken(token_id=chosen), actor_of(request), "web")
        return answers.to("/settings/apps", done="revoked")
    return answers.page(request, "settings/apps.html", heading=_("Apps"), tab="apps", form=None, tokens=tokens)


@public("GET")
def find_password(_request: HttpRequest) -> HttpResponse:
    """Where a password is changed: keepers of passwords ask for it here (W3C, a well-known URL)."""
    return HttpResponseRedirect("/settings/password")


@sensitive_post_parameters("current_password", "new_password")
@signed_in("GET", "POST")
def show_password(request: HttpRequest) -> HttpResponse:
    """Change the password. This browser stays signed in; everything else is signed out."""
    form = Form()
    if request.method == "POST":
        current, new = request.POST.get("current_password", ""), request.POST.get("new_password", "")
        check_new_password(form, "new_password", new)
        if not form.errors:
            command = commands.ChangePassword(
                current_password=current[:LONGEST_PASSWORD], password_hash=make_password(new)
            )
            try:
                act(command, actor_of(request), "web")
            except Problem as problem:
                form.fails(problem)
            else:
                sessions.stay(request)
                return answers.to("/settings/password", done="password")
    return answers.page(
        request, "settings/password.html", status=422 if form.errors else 200, heading=_("Password"), tab="password",
        form=form,
    )  # fmt: skip
