"""The page that the link in a mail about one's address opens. Looking uses nothing up: a button confirms."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers
from coffeehouse.channels.web.access import public
from coffeehouse.channels.web.acting import visitor
from coffeehouse.channels.web.forms import Form
from coffeehouse.domain.people.joining import ConfirmEmail
from coffeehouse.engine.act import act
from coffeehouse.kernel.errors import Conflict, Invalid

LONGEST_CODE = 200


@public("GET", "POST")
def show_confirm(request: HttpRequest) -> HttpResponse:
    """Confirm an e-mail address (`?code=`)."""
    code = (request.POST.get("code", "") or request.GET.get("code", ""))[:LONGEST_CODE]
    form = Form()
    if request.method == "POST":
        try:
            act(ConfirmEmail(code=code), visitor(request), "web")
        except (Invalid, Conflict) as problem:
            form.errors[""] = problem.message
        else:
            return answers.page(
                request,
                "pages/message.html",
                heading=_("Your address is confirmed."),
                paragraphs=[_("We can reach you now. Thank you.")],
                links=[{"href": "/home", "text": _("Home")}],
            )
    return answers.page(request, "pages/confirm.html", status=422 if form.errors else 200, form=form, code=code)
