"""The way in through a body's directory: off to it, and back with its answer.

What was asked stays in the session and is used once, for one directory, at an address of its own: an answer that was
meant for another browser, another moment or another directory finds nothing here to answer (attack U3).
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers, sessions
from coffeehouse.channels.web.access import public, signed_in
from coffeehouse.channels.web.acting import actor_of, visitor
from coffeehouse.channels.web.addresses import inside
from coffeehouse.domain.people import directory_commands as commands
from coffeehouse.domain.people.queries import directories as known
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid, NotFound
from coffeehouse.kernel.secrets import new_secret
from coffeehouse.protocols.openid import Question

ASKED = "directory_asked"
LASTS = 10 * clock.MINUTE
LONGEST = 4_000


@public("POST")
def start(request: HttpRequest, directory: str) -> HttpResponse:
    """Off to the directory, to sign in."""
    onward = inside(request.POST.get("next", ""), "/home")
    return _go(request, directory, "", onward)


@signed_in("POST")
def start_linking(request: HttpRequest, directory: str) -> HttpResponse:
    """Off to the directory, to say: this is I."""
    asked = sessions.ask_to_confirm(request)
    return asked or _go(request, directory, str(actor_of(request).member_id), "/settings/security")


def _go(request: HttpRequest, directory: str, member: str, onward: str) -> HttpResponse:
    """`member`: who wants to link themselves; "" for signing in."""
    back = f"{settings.BASE_URL}/sign-in/directory/{directory}/return"
    asked = Question(state=new_secret(), nonce=new_secret(), verifier=new_secret(), redirect_uri=back)
    address = known.address_at(directory, asked)
    request.session[ASKED] = {
        "directory": directory, "state": asked.state, "nonce": asked.nonce, "verifier": asked.verifier,
        "member": member, "onward": onward, "at": clock.now_ms(),
    }  # fmt: skip
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


@public("GET")
def come_back(request: HttpRequest, directory: str) -> HttpResponse:
    """Back from the directory, with an answer to the one question this browser asked."""
    if not known.is_known(directory):
        raise NotFound
    kept: Any = request.session.pop(ASKED, None)
    given = {name: request.GET.get(name, "")[:LONGEST] for name in ("code", "state", "error")}
    if not _is_answer(kept, directory, given["state"]):
        raise Invalid(
            _("This answer belongs to no question of this browser, or came too late. Start again by signing in.")
        )
    if given["error"] or not given["code"]:
        return _refusal(request, _("You were not let in there. Try again, or sign in another way."))
    answer = {
        "directory": directory,
        "code": given["code"],
        "named_issuer": request.GET.get("iss"),
        "redirect_uri": f"{settings.BASE_URL}/sign-in/directory/{directory}/return",
        **{name: kept[name] for name in ("state", "nonce", "verifier")},
    }
    return _link(request, kept, answer) if kept["member"] else _sign_in(request, kept, answer)


def _is_answer(kept: Any, directory: str, state: str) -> bool:
    return (
        isinstance(kept, dict)
        and kept["directory"] == directory
        and constant_time_compare(kept["state"], state)
        and 0 <= clock.now_ms() - kept["at"] <= LASTS
    )


def _sign_in(request: HttpRequest, kept: dict[str, Any], answer: dict[str, Any]) -> HttpResponse:
    command = commands.SignInThroughDirectory(language=translation.get_language() or "en", **answer)
    done = act(command, visitor(request), "web")
    if done.result is None:
        return _refusal(
            request,
            _(
                "This house does not know you by that account yet. If you are a member, sign in as you always do and"
                " link it under Settings, Security. If you are not, ask to join, or ask the people who run this house."
            ),
        )
    member_id = int(done.result["member_id"])
    if done.result["second_step"]:
        return sessions.begin_half(request, member_id, "directory", kept["onward"])
    sessions.sign_in(request, member_id)
    return answers.to(kept["onward"])


def _link(request: HttpRequest, kept: dict[str, Any], answer: dict[str, Any]) -> HttpResponse:
    actor = actor_of(request)
    if str(actor.member_id) != kept["member"]:
        raise Invalid(_("Somebody else has signed in here meanwhile. Sign in yourself and start again."))
    act(commands.LinkDirectoryIdentity(**answer), actor, "web")
    sessions.stay(request)
    return answers.to("/settings/security", done="linked")


def _refusal(request: HttpRequest, words: str) -> HttpResponse:
    return answers.page(
        request,
        "pages/message.html",
        status=403,
        heading=_("You are not signed in"),
        paragraphs=[words],
        links=[{"href": "/sign-in", "text": _("Sign in another way")}, {"href": "/register", "text": _("Ask to join")}],
    )
