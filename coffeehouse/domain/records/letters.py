"""The answer to a person who asked to be forgotten: what was erased, what is kept or restricted and why, and what they
can do about it. In their language; it names no words of theirs."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext, ngettext, override

from coffeehouse.domain.records.classes import classes
from coffeehouse.domain.records.erasures import Erasure, Tally, count_asked, read_erasure, tallies
from coffeehouse.domain.records.proposing import NOTHING_AGAINST, TIME_IS_OVER
from coffeehouse.kernel import clock


def letter(erasure_id: int, language: str = "") -> str:
    """The letter, as plain text; "" for a request there is not. Before it is carried out it says what is proposed."""
    erasure = read_erasure(erasure_id)
    if erasure is None:
        return ""
    with override(language or erasure.language):
        found = tallies(erasure_id)
        parts = [
            gettext("Your request of %(day)s to erase what %(house)s holds about you (number %(number)s)")
            % {"day": clock.day_text(erasure.received_at), "house": settings.BODY_NAME, "number": str(erasure.id)},
            *_part(gettext("Erased"), [tally for tally in found if tally.outcome == "erase"], reasons=False),
            *_part(
                gettext("Restricted: nobody sees it but those who keep the records"),
                [tally for tally in found if tally.outcome == "restrict"],
            ),
            *_part(gettext("Kept"), [tally for tally in found if tally.outcome == "keep"]),
            gettext(
                "What others wrote about you is theirs. If you want something of it looked at, report it or ask us."
            ),
            _elsewhere(erasure),
            gettext(
                "The ledger keeps that something was said and that it was erased, but none of the words. The files of"
                " the house are then written anew, so that no byte is left there: within hours, in a large house within"
                " two days. Backups made before still hold the words until they are overwritten, and are used for"
                " nothing but restoring the house."
            ),
            gettext(
                "If you think this is wrong, answer this letter and somebody else looks at it. You can also complain to"
                " the Information Commissioner: https://ico.org.uk/make-a-complaint/ or 0303 123 1113."
            ),
        ]
    return "\n\n".join(parts) + "\n"


def _elsewhere(erasure: Erasure) -> str:
    """What was done about copies that are not the house's own."""
    asked = count_asked(erasure.id)
    if asked:
        return ngettext(
            "We asked %(count)d other server that was given copies of it to delete them. Whether it does is not in our"
            " hands; nor are copies that readers made.",
            "We asked %(count)d other servers that were given copies of it to delete them. Whether they do is not in"
            " our hands; nor are copies that readers made.",
            asked,
        ) % {"count": asked}
    if erasure.state == "carried_out":
        return gettext(
            "No other server was asked to delete copies, for we know of none that we could ask. Copies that readers"
            " made are not in our hands."
        )
    return gettext(
        "Other servers that were given copies of what is erased are asked to delete them. Whether they do is not in our"
        " hands; nor are copies that readers made."
    )


def _part(heading: str, found: list[Tally], *, reasons: bool = True) -> list[str]:
    if not found:
        return []
    return ["\n".join([f"{heading}:", *(f"- {line}" for line in _lines(found, reasons=reasons))])]


def _lines(found: list[Tally], *, reasons: bool) -> list[str]:
    known = classes()
    counted: dict[tuple[str, str], int] = {}
    for tally in found:
        title = known[tally.class_id].shown_title() if tally.class_id in known else tally.class_id
        because = reason(tally) if reasons else ""
        counted[title, because] = counted.get((title, because), 0) + tally.number
    return [_line(title, because, count) for (title, because), count in counted.items()]


def _line(title: str, because: str, count: int) -> str:
    number = ngettext("%(count)d record", "%(count)d records", count) % {"count": count}
    return f"{title}: {number}. {because}".strip()


def reason(tally: Tally) -> str:
    """Why, in the reader's language where the rule is the house's own; people's reasons are theirs."""
    kind, _, number = tally.rule.partition(" ")
    if kind == "hold":
        return gettext("A legal hold stops erasure: %(because)s") % {"because": tally.because}
    if kind == "class" and tally.because == TIME_IS_OVER:
        return gettext("Its time is over.")
    if kind == "class" and tally.because == NOTHING_AGAINST:
        return gettext("Nothing stands against it.")
    if kind == "gone":
        return gettext("It does not wait any more: it was published. What it became is asked for by its own name.")
    record_class = classes().get(number) if kind == "class" else None
    if record_class is not None:
        because = record_class.shown_because()
        return gettext("Because %(because)s (%(basis)s)") % {"because": because, "basis": record_class.basis}
    return tally.because
