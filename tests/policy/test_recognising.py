"""What is routine is known to be: of a kind, in everyday words; every other official post is looked at first."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks import year, year_held_out
from coffeehouse.policy import routing_kinds
from coffeehouse.policy.facts import text_facts
from coffeehouse.policy.phrases import words_in
from coffeehouse.policy.recognising import recognise
from coffeehouse.policy.routing import UNKNOWN, Assessment, assess
from tests.policy import tried_texts

PUBLIC = {"visibility": "public"}
GRAVE = [*tried_texts.GRAVE.strip().splitlines(), *tried_texts.GRAVE_AGAIN.strip().splitlines()]


def assessed(text: str, answered: str = "") -> Assessment:
    """As the engine does it."""
    return assess(text, text_facts(text) | PUBLIC, answered)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Leedon Library opens at 9 tomorrow.", "opening hours"),
        ("The pool is closed until Monday.", "opening hours"),
        ("Storytime in Harrow Green, Saturday at 10.30.", "an event"),
        ("Brown bins are emptied on Friday this week.", "bins and waste"),
        ("Orchard Way is closed overnight for resurfacing.", "roads and streets"),
        ("Thank you to the volunteers who cleared the path at Leedon.", "thanks and praise"),
        ("Mae'r llyfrgell ar agor tan wyth heno.", "opening hours"),
    ],
)
def test_what_is_routine_is_known_by_its_kind(text: str, kind: str) -> None:
    """Of this kind, nothing strange in it; the author reads which."""
    assert recognise(text) == (kind, ())
    assert assessed(text).level == "routine"
    assert kind in assessed(text).explain()


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("The pool is closed until Monday, ask your alchemist.", ("alchemist",)),
        ("Leedon Library opens at 9 tomorrow. Yours, Zebedee.", ("Zebedee",)),
        ("The lift is out of order and there are people in it.", ("people in it",)),
        ("#BinDay on Friday: #WeToldYouXanthe", ("Xanthe",)),
    ],
)
def test_a_word_that_routine_posts_do_not_use_makes_it_more(text: str, strange: tuple[str, ...]) -> None:
    """One is enough, a hashtag's as well; they are told, three at the most."""
    assert recognise(text).strange == strange
    assert strange[0] in next(cue.words for cue in assessed(text + " ").cues if cue.name == UNKNOWN)


def test_everyday_words_of_no_kind_are_more_than_routine() -> None:
    """Nothing in it is strange, and nothing says what it is."""
    found = assessed("You can take two with food.")
    assert found.level == "raised"
    assert [cue.name for cue in found.cues] == [UNKNOWN]
    assert "of no kind known to be routine" in found.explain()


def test_what_closes_for_good_is_not_routine() -> None:
    """Closed for a while is; closed without an end is not."""
    assert assessed("The library in Leedon is closed this week.").level == "routine"
    assert assessed("The library in Leedon closes.").level == "raised"


def test_a_name_is_no_place() -> None:
    """Thanks to a place behind "at" are routine, thanks to somebody are not."""
    assert assessed("Thank you to the crew at Southmere.").level == "routine"
    assert assessed("Thank you to Gavin for the path.").level == "raised"


def test_a_short_answer_is_as_routine_as_the_question() -> None:
    """The same word: about opening hours, about tablets, about what nobody knows."""
    said = "Yes, until Friday."
    assert assessed(said, "Is the library open on Monday?").level == "routine"
    assert "it answers words on which much may hang" in assessed(said, "Can I take both tablets?").explain()
    assert assessed(said, "Can I take both of these?").level == "raised"
    assert assessed(said).level == "raised"


def test_what_is_grave_is_said_so_alone() -> None:
    """Where a list found something grave, that is the reason; that it is not routine goes without saying."""
    assert UNKNOWN not in {cue.name for cue in assessed("If you feel dizzy, stop taking your tablets.").cues}


def test_a_price_or_a_name_has_its_own_rule() -> None:
    """Their words are not strange as well: a good record opens the way for them."""
    for text in ("A swim costs £4.20 from Monday.", "Cllr Morgan opens the new bridge on Friday."):
        found = assessed(text)
        assert found.level == "raised"
        assert UNKNOWN not in {cue.name for cue in found.cues}


def test_a_post_without_words_is_judged_by_its_pictures() -> None:
    """Nothing said and nothing shown is nothing; a picture alone is looked at."""
    assert assess("", PUBLIC).level == "routine"
    assert assess("", PUBLIC | {"media_count": 1}).level == "raised"


def test_plain_swearing_is_no_ground() -> None:
    """The same post with and without."""
    assert recognise("The bloody pool opens at 8 on Monday.") == recognise("The pool opens at 8 on Monday.")


@pytest.mark.parametrize("text", GRAVE)
def test_grave_things_in_everyday_words_are_looked_at(text: str) -> None:
    """None of those tried goes out on words alone."""
    assert assessed(text).level != "routine"


def test_most_routine_texts_tried_are_known() -> None:
    """At least nine in ten of those it was made with; what it does with new ones is measured, not tested."""
    tried = tried_texts.ROUTINE.strip().splitlines()
    known = [text for text in tried if recognise(text).is_routine]
    assert len(known) / len(tried) >= 0.9


def test_the_texts_it_is_measured_by_were_not_tried() -> None:
    """None of the held-out texts is among those tried, and there are at least 120, half and half."""
    held_out = {*year_held_out.HIGH, *year_held_out.ROUTINE}
    assert len(held_out) >= 120
    assert min(len(year_held_out.HIGH), len(year_held_out.ROUTINE)) >= 60
    tried = {*GRAVE, *tried_texts.ROUTINE.strip().splitlines()}
    assert not held_out & tried


def test_new_texts_are_measured_as_published() -> None:
    """Near none of the grave ones goes out unseen, at least 70 % of the routine ones go out directly."""
    found = year.try_unseen()
    assert len(found.high_missed) / found.high <= 0.05
    assert found.released >= 0.7
    assert len(year.try_unseen(pack=year.without_recognition()).high_missed) > 5 * len(found.high_missed)


def test_the_exception_is_the_one_the_pack_offers() -> None:
    """A house that lets the best records through gets just that."""
    few, many = Counter(released=99), Counter(released=100)
    pack = year.with_exception()
    held = year.try_unseen(record=few, pack=pack).high_missed
    assert len(year.try_unseen(record=many, pack=pack).high_missed) > len(held)


def test_every_set_phrase_and_kind_has_words() -> None:
    """No entry is empty: an empty phrase would be in every text."""
    for kind in routing_kinds.KINDS:
        for phrases in (kind.about, kind.says or "x"):
            assert all(words_in(phrase) for phrase in phrases.split(",")), kind.name
    for phrases in (routing_kinds.TURNS, routing_kinds.SET_PHRASES, routing_kinds.FOR_A_WHILE):
        assert all(words_in(phrase) for phrase in phrases.split(","))
