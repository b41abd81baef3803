"""Words for requests: kinds, laws, nations, states, decisions, what was recognised. Shared by their pages."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from coffeehouse.domain.requests.statutes import LAWS


def kinds_of_request() -> dict[str, str]:
    """Of a request."""
    return {"foi": _("Freedom of information"), "sar": _("Own data")}


def laws() -> list[tuple[str, str]]:
    """To choose from. How a law is called is the same in every language of the pages."""
    return [(name, law.citation) for name, law in LAWS.items()]


def nations() -> list[tuple[str, str]]:
    """Whose public holidays count."""
    return [
        ("england", _("England")),
        ("wales", _("Wales")),
        ("scotland", _("Scotland")),
        ("northern_ireland", _("Northern Ireland")),
    ]


def states() -> dict[str, str]:
    """Of a request."""
    return {
        "open": _("Open"),
        "proposed": _("To be signed"),
        "answered": _("Answered"),
        "withdrawn": _("Withdrawn"),
    }


def outcomes() -> dict[str, str]:
    """Of an answer."""
    return {
        "released": _("Released in full"),
        "partly": _("Released in part"),
        "withheld": _("All withheld"),
        "not_held": _("Nothing is held"),
        "refused": _("The request is refused"),
    }


def pauses_of_law(kinds: Iterable[str]) -> list[tuple[str, str]]:
    """What the asker may be asked for."""
    words = {
        "clarification": _("What exactly they ask for"),
        "identity": _("Proof of who they are"),
        "fee": _("A fee"),
    }
    return [(kind, words[kind]) for kind in kinds]


def kinds_of_item() -> dict[str, str]:
    """Of something that was found."""
    return {
        "post": _("A post"),
        "deleted": _("Deleted post"),
        "edit": _("Earlier version"),
        "draft": _("Draft"),
        "scheduled": _("Scheduled post"),
        "decision": _("Decision about a draft"),
        "report": _("Report to moderators"),
        "note": _("Private remark"),
        "profile": _("Profile"),
        "member": _("Membership"),
    }


def decisions() -> list[tuple[str, str]]:
    """About something that was found; "" for none yet."""
    return [
        ("", _("To decide")),
        ("include", _("Release")),
        ("redact", _("Release without some parts")),
        ("withhold", _("Withhold")),
        ("out_of_scope", _("Does not belong to it")),
    ]


def recognised() -> dict[str, str]:
    """What the house took for personal data."""
    return {
        "nhs_number": _("NHS number"),
        "ni_number": _("National Insurance number"),
        "phone": _("telephone number"),
        "email": _("e-mail address"),
        "postcode": _("postcode"),
        "person": _("a person"),
    }


def audiences() -> dict[str, str]:
    """Who could read something."""
    return {
        "public": _("everybody"),
        "unlisted": _("everybody, quietly"),
        "followers": _("followers"),
        "direct": _("the people it was written to"),
    }
