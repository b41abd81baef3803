"""The line that says what was just done. It travels as a word in the address, never as text, so no link can forge one
and reading a page changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _lazy

from coffeehouse.channels.web.acting import actor_of
from coffeehouse.domain.publishing.record import route_of
from coffeehouse.engine.judging import pack_in_force

# Before the id of a post, among the words of `advice`.
ROUTE = "post-"

TEXTS = {
    "posted": _lazy("Your post is out."),
    "replied": _lazy("Your reply is out."),
    "edited": _lazy("Your changes are saved. The earlier version stays readable."),
    "corrected": _lazy("The correction is out. Everybody who boosted, answered or quoted the post is told."),
    "read": _lazy("Thank you. It is kept that you have read this version."),
    "policy": _lazy("Saved. This version of the policy decides from now on, in every process within seconds."),
    "deleted": _lazy("The post is deleted."),
    "deleted-everywhere": _lazy("The post is deleted. The servers it was sent to are asked to delete it too."),
    "deliveries-retried": _lazy("It is tried again now. Load this page anew to see what became of it."),
    "deliveries-dropped": _lazy("Given up. Nothing of it is sent any more."),
    "voted": _lazy("Your vote is counted."),
    "saved": _lazy("Saved."),
    "moved": _lazy("You have moved. Your followers follow you within the hour."),
    "password": _lazy("Your password is changed. Your apps and other browsers are signed out."),
    "revoked": _lazy("The app’s access has ended."),
    "authenticator": _lazy("Added. From now on it is asked for when you sign in."),
    "linked": _lazy("Linked. You can sign in through it from now on."),
    "signed-in": _lazy("Good to see you."),
    "signed-out": _lazy("You are signed out."),
    "approved": _lazy("They are in. They can now post."),
    "rejected": _lazy("They were turned away and are told why."),
    "requested": _lazy("They are asked whether you may follow."),
    "blocked": _lazy("Blocked. You no longer see each other."),
    "muted": _lazy("Muted. You no longer see their posts. They are not told."),
    "withdrawn": _lazy("Taken back. It will not appear."),
    "reported": _lazy("Thank you. Somebody of the house looks at it."),
    "resolved": _lazy("The report is closed."),
    "draft-approved": _lazy("Your approval is recorded. It goes out when it has all it needs; see below."),
    "draft-change": _lazy("The author is asked for a change and told why."),
    "draft-refused": _lazy("The draft stays back. Its author is told why."),
    "draft-emergency": _lazy("Your approval as an emergency is recorded."),
    "draft-time": _lazy("The time is set. Those who decide are asked again."),
    "draft-paired": _lazy("The two are tied together. Those who decide are asked again."),
    "draft-unpaired": _lazy("The two are no longer tied together."),
    "draft-undone": _lazy("Stopped. It was not published and waits again."),
    "draft-revised": _lazy("The new version is sent to review."),
    "draft-reviewed": _lazy("Thank you. What you found is recorded."),
    "hold-placed": _lazy("The hold is in force. Nothing it names is disposed of or erased."),
    "hold-lifted": _lazy("The hold is lifted."),
    "erased": _lazy(
        "What was to be erased is gone. The files of the house are written anew next; then no byte is left."
    ),
    "disposal-proposed": _lazy("Proposed. A colleague decides."),
    "disposed": _lazy("Disposed of. This certificate stays."),
    "request-opened": _lazy("The clock runs. Look for the records next."),
    "gathered": _lazy("What was found is on hold now. Decide about each record."),
    "gathered-cut": _lazy(
        "There is more than one search takes up. What is here is on hold; narrow the search by words or days for the"
        " rest."
    ),
    "request-asked": _lazy("Your request is in. You find it below, with the day by which it is answered."),
    "erasure-asked": _lazy(
        "Your request is in. A person decides about it, and you are told what was erased and what is kept, and why."
    ),
    "pack-asked": _lazy("The pack is being made. Look again in a minute."),
    "pack-removed": _lazy("The pack is removed."),
    "pinned": _lazy("The post stands at the top of your profile."),
}


@dataclass(frozen=True)
class Notice:
    """What was done, in words, and what policy says about it: the way an official post took, and advice."""

    text: str
    advice: tuple[str, ...] = ()


def read(request: HttpRequest) -> Notice | None:
    """The notice that the address of this page asks for, if it is one the house knows."""
    text = TEXTS.get(request.GET.get("done", ""))
    if text is None:
        return None
    named = request.GET.get("advice", "").split(",")
    advice = tuple(rule.because for rule in pack_in_force().rules if rule.id in named) if named != [""] else ()
    return Notice(str(text), (*_routes(request, named), *advice))


def _routes(request: HttpRequest, named: list[str]) -> list[str]:
    """Which way an official post took, and by what record: for those who hold a seat at its voice."""
    posts = [name.removeprefix(ROUTE) for name in named if name.startswith(ROUTE)][:1]
    member_id = actor_of(request).member_id if posts else None
    if member_id is None or not all(post.isdecimal() and len(post) < 20 for post in posts):
        return []
    return [sentence for post in posts if (sentence := route_of(int(post), member_id))]
