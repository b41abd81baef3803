"""Asks those who may decide about a draft, and tells its authors what was decided: by direct message and by mail.

The words are written here, in the language of each reader. What the house says goes through `engine.act`, so the ledger
knows who was shown which words; asking or telling twice does nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext, ngettext, override

from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.people.queries import member_by_id
from coffeehouse.domain.posts.queries.media import pictures_as_they_are
from coffeehouse.domain.publishing import asked, asking, mailed, queries
from coffeehouse.domain.publishing.naming import name_of_account, name_of_member
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock

CHANNEL = "worker"
Payload = Mapping[str, Any]


def deliver_review_ask(payload: Payload) -> None:
    """Show a draft to everybody who may decide about it, and close the polls about what it said before."""
    held_id = int(payload["held_id"])
    act(asking.CloseAsks(held_id=held_id), SYSTEM, CHANNEL)
    held = queries.read_held(held_id)
    if held is None or held["state"] != "held":
        return
    approved = set(queries.approvals_of(held_id))
    for member_id in queries.reviewers_of(held_id):
        member = member_by_id(member_id)
        if member is None or member_id in approved:
            continue
        with override(member.language):
            command = asking.AskReviewer(
                held_id=held_id,
                content_hash=held["content_hash"],
                member_id=member_id,
                text=question(held),
                options=(gettext("Release"), gettext("Change"), gettext("Refuse")),
            )
        act(command, SYSTEM, CHANNEL)


def question(held: Mapping[str, Any]) -> str:
    """The message to somebody who may decide: the words, the pictures, why they wait, and how to answer."""
    heading = gettext("Please look at this draft for %(voice)s by %(author)s:") % {
        "voice": name_of_account(held["account_id"]), "author": name_of_member(held["member_id"]),
    }  # fmt: skip
    answer = gettext(
        "Vote below. Your vote is your decision about exactly these words. To ask for a change or to refuse, also reply"
        " to this message with the reason: the author is told it."
    )
    page = gettext("The draft and its history: %(link)s") % {"link": draft_link(held["id"])}
    return "\n\n".join(part for part in (heading, *_shown(held), _why(held), answer, page) if part)


def _shown(held: Mapping[str, Any]) -> list[str]:
    """Everything that would be published, in words."""
    command = held["command"]
    parts = []
    if command.get("spoiler_text"):
        parts.append(gettext("Warning before it: %(words)s") % {"words": command["spoiler_text"]})
    parts.append("“{}”".format(command.get("text", "")))
    if command.get("what_was_wrong"):
        parts.append(gettext("It corrects a post. What was wrong: %(words)s") % {"words": command["what_was_wrong"]})
    options = (command.get("poll") or {}).get("options") or ()
    if options:
        parts.append(gettext("Poll: %(options)s") % {"options": " / ".join(options)})
    pictures = pictures_as_they_are(tuple(int(media_id) for media_id in command.get("media_ids") or ()))
    parts += [
        gettext("Picture: %(description)s") % {"description": picture[2] or gettext("without a description")}
        for picture in pictures
    ]
    if held["embargo_at"] is not None:
        parts.append(gettext("Not before %(time)s.") % {"time": _moment(held["embargo_at"])})
    return parts


def _why(held: Mapping[str, Any]) -> str:
    """Why it waits, and how many have to approve."""
    reasons = [reason["because"] for reason in held["verdict"]["reasons"]]
    if held["route"] and not any(reason in held["route"] for reason in reasons):
        reasons.append(held["route"])
    needs = ngettext("%(number)d approval is needed.", "%(number)d approvals are needed.", held["needs"]) % {
        "number": held["needs"]
    }
    return "\n".join([gettext("Why it is held:"), *(f"- {reason}" for reason in dict.fromkeys(reasons)), needs])


def draft_link(held_id: int) -> str:
    """Where a draft is read and decided in the browser."""
    return f"{settings.BASE_URL}/review/{held_id}"


def _moment(at: int) -> str:
    return f"{datetime.fromtimestamp(at / 1_000, ZoneInfo(settings.TIME_ZONE)):%Y-%m-%d %H:%M}"


def deliver_review_tell(payload: Payload) -> None:
    """Tell the authors what was decided; close the polls that it made useless."""
    held_id = int(payload["held_id"])
    act(asking.CloseAsks(held_id=held_id), SYSTEM, CHANNEL)
    held, decision = queries.read_held(held_id), queries.read_decision(int(payload["decision_id"]))
    if held is None or decision is None:
        return
    for member_id in sorted(queries.authors_of(held_id) - {decision["member_id"]}):
        member = member_by_id(member_id)
        if member is None:
            continue
        with override(member.language):
            text = told(held, decision)
        if text:
            key = f"tell/{decision['id']}/{member_id}/{len(decision['reason'])}"
            act(
                asking.TellAuthor(held_id=held_id, member_id=member_id, text=text), SYSTEM, CHANNEL, idempotency_key=key
            )


def told(held: Mapping[str, Any], decision: Mapping[str, Any]) -> str:
    """What an author is told of a decision; "" for what needs no word."""
    heading = _heading(held, decision)
    if not heading:
        return ""
    reason = decision["reason"]
    if reason == asking.REASON_FOLLOWS:
        said = gettext("The reason follows.")
    else:
        said = gettext("The reason: %(reason)s") % {"reason": reason} if reason else ""
    words = str(held["command"].get("text", ""))
    start = "“{}”".format(words if len(words) <= 120 else f"{words[:117]}…")
    page = gettext("The draft and its history: %(link)s") % {"link": draft_link(held["id"])}
    return "\n\n".join(part for part in (heading, said, start, page) if part)


def _heading(held: Mapping[str, Any], decision: Mapping[str, Any]) -> str:
    """The decision in a sentence."""
    who = name_of_member(decision["member_id"]) if decision["member_id"] else gettext("The house")
    if decision["decision"] in ("release", "emergency"):
        return _approved(held, who)
    sentences = {
        "change": gettext("%(who)s asks you to change your draft. Revise it on its page; it is then looked at again."),
        "refuse": gettext("%(who)s refused your draft. It is not published."),
        "withdraw": gettext("%(who)s took the draft back."),
        "undo": gettext("%(who)s took the release back before it was published. The draft waits again."),
        "returned": gettext("The approvals of your draft no longer stood, so it waits again. Nothing is lost."),
        "late": gettext("The time of your draft came before it was approved. Choose another time on its page."),
        "after_ok": gettext("%(who)s looked at your emergency post afterwards and found it in order."),
        "after_correct": gettext("%(who)s looked at your emergency post afterwards. It needs a correction."),
    }
    return sentences.get(decision["decision"], "") % {"who": who}


def _approved(held: Mapping[str, Any], who: str) -> str:
    if held["state"] == "released":
        return gettext("%(who)s released your draft. It is published: %(link)s") % {
            "who": who,
            "link": _published(held),
        }
    if held["state"] == "approved" and held["release_at"]:
        return gettext("%(who)s approved your draft. It will be published on %(time)s.") % {
            "who": who, "time": _moment(held["release_at"]),
        }  # fmt: skip
    return gettext("%(who)s approved your draft. It still waits: for another approval, or for the other language.") % {
        "who": who
    }


def _published(held: Mapping[str, Any]) -> str:
    kind, _, number = str(held["result_object"]).partition("/")
    is_post = kind == "post" and number.isdigit()
    return f"{settings.BASE_URL}/@{name_of_account(held['account_id']).removeprefix('@')}/{number}" if is_post else ""


def deliver_review_reason(payload: Payload) -> None:
    """A reviewer's reply is the reason of their decision. One that was deleted meanwhile is none."""
    ask = asked.read_ask(int(payload["ask_id"]))
    desk_id = asked.desk_account()
    text = asked.words_of_reply(int(payload["post_id"]), desk_id or 0)
    if ask is None or not text:
        return
    act(asking.GiveReason(ask_id=ask.id, reason=text[:1_000]), SYSTEM, CHANNEL)


def deliver_review_mail(payload: Payload) -> None:
    """Mail somebody who may decide the link to do so. Looking at it does nothing; what it shows is not in the mail."""
    ask = asked.read_ask(int(payload["ask_id"]))
    held = None if ask is None else queries.read_held(ask.held_id)
    member = None if ask is None else member_by_id(ask.member_id)
    if ask is None or held is None or member is None or ask.closed_at is not None or member.state != "active":
        return
    with override(member.language):
        subject = gettext("A draft for %(voice)s waits for your decision") % {
            "voice": name_of_account(held["account_id"])
        }
        body = gettext(
            "%(author)s wrote a draft that waits for somebody to look at it.\n\nRead it and decide on this page,"
            " without signing in: %(link)s\n\nOpening the page decides nothing; its buttons do. The link is for you"
            " alone, works once, and until %(until)s. Do not pass it on."
        ) % {
            "author": name_of_member(held["member_id"]),
            "link": f"{settings.BASE_URL}/review/mail?code={mailed.code_of(ask)}",
            "until": clock.day_text(ask.expires_at),
        }  # fmt: skip
    send_mail(subject, f"{body}\n\n{settings.BODY_NAME}\n{settings.BASE_URL}\n", None, [member.email])
