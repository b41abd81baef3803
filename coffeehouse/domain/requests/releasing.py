"""What of an item is released: its content with everything taken out that a decision, or the law, takes out.

    item + content + removals → release → `protocols.packs.content.PackItem`: for the pack, and for the disclosure log

Nobody who does not speak for the body is named unless that was decided, except to themselves (attack P7).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from coffeehouse.domain.requests.contents import INTERNAL_FACTS, PERSONAL_FACTS, Content, File, author_of
from coffeehouse.domain.requests.exemptions import OTHER_PEOPLE
from coffeehouse.protocols.packs.content import INCLUDED, REDACTED, WITHHELD, Attachment, Box, PackItem, Redaction
from coffeehouse.protocols.packs.redaction import RedactionError, Span, mark, redact_text

AUDIENCES = {
    "public": "everybody", "unlisted": "everybody, quietly", "followers": "followers",
    "direct": "the people it was written to",
}  # fmt: skip
NOT_NAMED = "Whoever does not speak for the body is not named."
CHANGED = "Its words have changed since it was decided about."
# What becomes of an item: nothing yet, three ways of answering with it, or it does not belong to the request.
DECISIONS = ("include", "redact", "withhold", "out_of_scope")


class Removal(NamedTuple):
    """A row of `requests_redaction`."""

    part: str
    start: int
    end: int
    box: str
    exemption: str
    reason: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided about an item, as far as it says what is released. decision "": nothing yet."""

    decision: str
    exemption: str = ""
    reason: str = ""
    shows_author: bool = False
    text_hash: str = ""
    removals: tuple[Removal, ...] = ()


def release(
    content: Content, decided: Decided, law: str, own_account_ids: Iterable[int] = (), language: str = "en"
) -> PackItem | None:
    """The item as the recipient may see it; None where it is no part of the answer. language: of the marks."""
    if decided.decision in ("", "out_of_scope"):
        return None
    if content.gone:
        return _without(content, "", content.gone)
    if decided.decision == "withhold":
        return _without(content, decided.exemption, decided.reason)
    if decided.text_hash != content.text_hash:
        return _without(content, "", CHANGED)
    return _with(content, decided, OTHER_PEOPLE[law], frozenset(own_account_ids), language)


def _without(content: Content, exemption: str, reason: str) -> PackItem:
    """Only that there is such a thing, and why it is not here."""
    told = Redaction(part="item", exemption=exemption, reason=reason)
    return PackItem(object=content.object, kind=content.kind, time_at=content.at, decision=WITHHELD, redactions=(told,))


def _with(content: Content, decided: Decided, others: str, own: frozenset[int], language: str) -> PackItem:
    parts = decided.removals if decided.decision == "redact" else ()
    warning, from_warning = redact_text(content.warning, _spans(parts, "warning"), "warning", language)
    text, from_text = redact_text(content.text, _spans(parts, "text"), "text", language)
    files = [_attachment(file, number, parts, language) for number, file in enumerate(content.files, 1)]
    is_named = content.is_official or decided.shows_author or content.account_id in own or not content.author
    author = content.author if is_named else mark(others, language=language)
    facts, from_facts = _facts(content, decided.shows_author, others, own, language)
    hidden = () if is_named else (Redaction(part="author", exemption=others, reason=NOT_NAMED),)
    taken = (*hidden, *from_facts, *from_warning, *from_text, *(each for _file, told in files for each in told))
    return PackItem(
        object=content.object,
        kind=content.kind,
        time_at=content.at,
        decision=REDACTED if taken else INCLUDED,
        channel=content.channel,
        author=author,
        audience=AUDIENCES.get(content.audience, ""),
        language=content.language,
        # The address names its author.
        url=content.url if is_named else "",
        warning=warning,
        text=text,
        facts=facts,
        attachments=tuple(file for file, _told in files),
        redactions=taken,
    )


def _spans(parts: Iterable[Removal], name: str) -> list[Span]:
    return [
        Span(start=part.start, end=part.end, exemption=part.exemption, reason=part.reason)
        for part in parts
        if part.part == name
    ]


def _facts(
    content: Content, shows_author: bool, others: str, own: frozenset[int], language: str
) -> tuple[tuple[tuple[str, str], ...], tuple[Redaction, ...]]:
    """The labelled lines; those that name somebody else, without the name."""
    names = {author_of(account_id).name for account_id in own}
    is_own = content.account_id in own
    lines: list[tuple[str, str]] = []
    is_taken = False
    for label, value in content.facts:
        if label in INTERNAL_FACTS:
            continue
        is_hidden = label in PERSONAL_FACTS and not (shows_author or value in names or (label == "E-mail" and is_own))
        lines.append((label, mark(others, language=language) if is_hidden else value))
        is_taken = is_taken or is_hidden
    told = (Redaction(part="author", exemption=others, reason=NOT_NAMED),) if is_taken else ()
    return tuple(lines), told


def _attachment(
    file: File, number: int, parts: Iterable[Removal], language: str
) -> tuple[Attachment, tuple[Redaction, ...]]:
    part = f"attachment {number}"
    mine = [each for each in parts if each.part == part or each.part.startswith(f"{part} ")]
    told = tuple(Redaction(part=each.part, exemption=each.exemption, reason=each.reason) for each in mine)
    whole = next((each for each in mine if each.part == part), None)
    if whole is not None:
        return Attachment(name=mark(whole.exemption, language=language), media_type=file.media_type), told
    hidden = {each.part.removeprefix(f"{part} "): mark(each.exemption, language=language) for each in mine}
    return Attachment(
        name=hidden.get("name", file.name),
        media_type=file.media_type,
        source=file.source,
        description=hidden.get("description", file.description),
        boxes=tuple(parse_box(each.box) for each in mine if each.box),
    ), told


def parse_box(text: str) -> Box:
    """A box from "left top width height" in thousandths. Raises RedactionError."""
    sides = text.split()
    if len(sides) != 4 or not all(side.isascii() and side.isdigit() and len(side) < 5 for side in sides):
        raise RedactionError("Write a box as four numbers: left, top, width, height, each from 0 to 1000.")
    left, top, width, height = (int(side) / 1_000 for side in sides)
    if not (width > 0 and height > 0 and left + width <= 1.000_001 and top + height <= 1.000_001):
        raise RedactionError("The box lies outside the picture or has no size. Its sides go from 0 to 1000.")
    return Box(left=left, top=top, width=width, height=height)
