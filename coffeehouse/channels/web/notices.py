"""The line that says what was just done. It travels as a word in the address, never as text, so no link can forge one
and reading a page changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _lazy

from coffeehouse.engine.judging import pack_in_force

TEXTS = {
    "posted": _lazy("Your post is out."),
    "replied": _lazy("Your reply is out."),
    "edited": _lazy("Your changes are saved. The earlier version stays readable."),
    "corrected": _lazy("The correction is out. Everybody who boosted, answered or quoted the post is told."),
    "deleted": _lazy("The post is deleted."),
    "voted": _lazy("Your vote is counted."),
    "saved": _lazy("Saved."),
    "password": _lazy("Your password is changed. Your apps and other browsers are signed out."),
    "revoked": _lazy("The app’s access has ended."),
    "signed-in": _lazy("Good to see you."),
    "signed-out": _lazy("You are signed out."),
    "approved": _lazy("They are in. They can now post."),
    "rejected": _lazy("They were turned away and are told why."),
    "released": _lazy("The post is out."),
    "refused": _lazy("The post stays back. Its author is told why."),
    "requested": _lazy("They are asked whether you may follow."),
    "blocked": _lazy("Blocked. You no longer see each other."),
    "muted": _lazy("Muted. You no longer see their posts. They are not told."),
    "withdrawn": _lazy("Taken back. It will not appear."),
    "reported": _lazy("Thank you. Somebody of the house looks at it."),
    "resolved": _lazy("The report is closed."),
    "pinned": _lazy("The post stands at the top of your profile."),
}


@dataclass(frozen=True)
class Notice:
    """What was done, in words, and what policy advises about it."""

    text: str
    advice: tuple[str, ...] = ()


def read(request: HttpRequest) -> Notice | None:
    """The notice that the address of this page asks for, if it is one the house knows."""
    text = TEXTS.get(request.GET.get("done", ""))
    if text is None:
        return None
    named = request.GET.get("advice", "").split(",")
    advice = tuple(rule.because for rule in pack_in_force().rules if rule.id in named) if named != [""] else ()
    return Notice(str(text), advice)
