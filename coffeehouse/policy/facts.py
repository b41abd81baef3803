"""What policy can know from the text of a post alone: all detectors in one call, for the engine and the examples.

Language is not among them: its model is loaded only for posts that come without one (`detectors.language`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from coffeehouse.policy.detectors import (
    abuse,
    campaign,
    complaint,
    counts,
    email_address,
    foi_request,
    language,
    nhs_number,
    ni_number,
    phone,
    plain_language,
    postcode,
    safeguarding,
    same_text,
    self_harm,
    shouting,
    spam,
    subject_access,
    visit_details,
)
from coffeehouse.policy.detectors.transparency import Transparency
from coffeehouse.policy.reading import read

RECORDS: tuple[Transparency, ...] = (
    nhs_number.TRANSPARENCY,
    ni_number.TRANSPARENCY,
    phone.TRANSPARENCY,
    email_address.TRANSPARENCY,
    postcode.TRANSPARENCY,
    visit_details.TRANSPARENCY,
    self_harm.TRANSPARENCY,
    safeguarding.TRANSPARENCY,
    abuse.TRANSPARENCY,
    foi_request.TRANSPARENCY,
    subject_access.TRANSPARENCY,
    complaint.TRANSPARENCY,
    spam.TRANSPARENCY,
    counts.TRANSPARENCY,
    shouting.TRANSPARENCY,
    plain_language.TRANSPARENCY,
    same_text.TRANSPARENCY,
    campaign.TRANSPARENCY,
    language.TRANSPARENCY,
)


_DIGIT = re.compile(r"\d")


def text_facts(text: str) -> dict[str, Any]:
    """Every fact of `vocabulary.TEXT_FACTS`, from plain text (no HTML)."""
    own = counts.own_words(text)
    reading = read(text)
    has_digits = _DIGIT.search(text) is not None
    return {
        "mention_count": len(counts.detect_mentions(text)),
        "link_count": len(counts.detect_links(text)),
        "tag_count": len(counts.detect_hashtags(text)),
        "has_nhs_number": has_digits and bool(nhs_number.detect_nhs_number(text)),
        "has_ni_number": has_digits and bool(ni_number.detect_ni_number(text)),
        "has_phone": has_digits and bool(phone.detect_personal_phone(text)),
        "has_email": bool(email_address.detect_email_address(text)),
        "has_postcode": has_digits and bool(postcode.detect_postcode(text)),
        "has_visit_details": visit_details.detect_visit_details(text),
        "is_self_harm_cue": self_harm.detect_self_harm(reading),
        "is_safeguarding_cue": safeguarding.detect_safeguarding(reading),
        "is_abuse_cue": abuse.detect_abuse(reading),
        "is_foi_request": foi_request.detect_foi_request(reading),
        "is_subject_access_request": subject_access.detect_subject_access(reading),
        "is_complaint": complaint.detect_complaint(reading),
        "spam_signal_count": spam.detect_spam_signals(text, reading),
        "text_length": len(text),
        "long_sentence_count": len(plain_language.detect_long_sentences(own)),
        "hard_word_count": len(plain_language.detect_hard_words(own)),
        "shouting_percent": shouting.detect_shouting(own),
    }


def text_hash(text: str) -> str:
    """What the engine counts to give `same_text_count`: equal for texts that say the same."""
    return same_text.detect_same_text(text)


def text_sketch(text: str) -> int | None:
    """What nearly identical texts share, for `same_text_account_count`; None for a text too short for that."""
    return campaign.detect_campaign(text)


def is_nearly_the_same(one: str, other: str) -> bool:
    """Whether two texts of one sketch say nearly the same."""
    return campaign.are_alike(one, other)


def media_facts(descriptions: Iterable[str | None]) -> dict[str, Any]:
    """`media_count` and `media_without_alt_count`, from the descriptions of what is attached."""
    each = tuple(descriptions)
    return {"media_count": len(each), "media_without_alt_count": counts.detect_missing_alt(each)}
