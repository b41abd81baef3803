"""Detectors of wording: what each is meant to find and to leave, in sentences that were not used to write them."""

from __future__ import annotations

import string
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.labelled_sets import own
from coffeehouse.policy.detectors.abuse import detect_abuse
from coffeehouse.policy.detectors.campaign import FEWEST_WORDS, are_alike, detect_campaign
from coffeehouse.policy.detectors.self_harm import detect_self_harm
from coffeehouse.policy.detectors.spam import detect_spam_signals
from coffeehouse.policy.detectors.visit_details import detect_visit_details
from coffeehouse.policy.facts import text_facts, text_sketch
from coffeehouse.policy.reading import LONGEST, QUOTE, STOP, read
from coffeehouse.policy.word_families import FAMILIES, LETTER_OF, SWEARS
from tests.moments import within

GROUPS = (
    "Muslims", "Jews", "gay people", "lesbians", "trans people", "Black people", "disabled people", "women",
    "Polish people", "gypsies", "Asians", "immigrants", "autistic people", "Hindus", "blind people",
)  # fmt: skip


def abuse(text: str) -> bool:
    return detect_abuse(read(text))


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize(
    "said", ["{} are vermin.", "Kill all {}!", "{} should be shot.", "I hope all {} die.", "{} are nothing but filth."]
)
def test_abuse_is_found_whoever_is_meant(said: str, group: str) -> None:
    """Dehumanising words and wishes of harm count for every group alike."""
    assert abuse(said.format(group))


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize(
    "said",
    [
        "{} are not vermin.", "I love {}.", "{} are welcome here.", "Nobody should hate {}.", "Stop hurting {}.",
        "The council has failed {}, what a fucking disgrace.", "The government is killing {} with its cuts.",
        "Two {} spoke at the meeting.", "Are there enough places for {} at the school?",
        'Somebody wrote "kill all {}" on the wall, that is racist and wrong.',
    ],
)  # fmt: skip
def test_words_about_a_group_are_no_abuse_of_it(said: str, group: str) -> None:
    """Support, news, criticism of what bodies do to a group, and telling of abuse are left alone."""
    assert not abuse(said.format(group))


NAMES = (
    ("Muslims", "Muslim"), ("women", "woman"), ("gay people", "gay person"), ("trans people", "trans person"),
    ("Black people", "Black person"), ("disabled people", "disabled person"),
    ("immigrants", "immigrant"), ("Jews", "Jew"),
    ("Polish people", "Polish man"), ("lesbians", "lesbian"), ("gypsies", "gypsy"), ("Asians", "Asian guy"),
)  # fmt: skip


@pytest.mark.parametrize(("many", "one"), NAMES)
def test_every_way_of_saying_it_counts_for_every_group(many: str, one: str) -> None:
    """Disgust, denial, threats, sending away, and what is no abuse: the same whoever is meant."""
    wrong = []
    for text, label, _ in own("abuse_templates"):
        said = text.format(g=many, s=one)
        if abuse(said) is not (label == "+"):
            wrong.append(said)
    assert wrong == []


@pytest.mark.parametrize("swear", SWEARS)
def test_swearing_is_no_abuse(swear: str) -> None:
    """At a body, at a thing, at nobody: no swear word makes a cue."""
    for text in (
        f"{swear}!", f"This council is {swear}.", f"What the {swear} is going on?", f"You {swear}, empty the bins.",
        f"The planners are a bunch of {swear}", f"{swear} off with your survey", f"F***ing {swear} of a bus company",
    ):  # fmt: skip
        assert not abuse(text), text


@pytest.mark.parametrize(
    "hidden", ["f4ggots", "f@ggots", "f a g g o t s", "f-a-g-g-o-t-s", "faggggots", "FAGGOTS", "f*ggots", "fаggots"]
)
def test_hidden_spelling_is_undone(hidden: str) -> None:
    """Digits, signs, spaces, stretched and foreign letters for a letter."""
    assert abuse(f"look at those {hidden} over there")


def test_a_word_is_in_one_family_only() -> None:
    """The lists say one thing of each word; swear words are in no family that counts alone."""
    words = [word for each in FAMILIES.values() for word in each.split()]
    assert len(words) == len(set(words))
    assert not {LETTER_OF[word] for word in SWEARS if word in LETTER_OF} & set("SGRJm")


def test_reading_undoes_what_hides_a_word() -> None:
    """Links and handles are left out, hashtags opened; sentences and quotations keep their marks."""
    reading = read('@ada@town.example So #GoAwayNow! "b4d" https://t.example/x 25th £5 it’s')
    assert reading.words == ("so", "go", "away", "now", QUOTE, "bad", QUOTE, "25th", "5", "its")
    assert read("One. Two").words == ("one", STOP, "two")
    assert read("").words == ()
    assert len(read("a" * 10 * LONGEST).words[0]) == 2


@given(st.text(st.sampled_from(string.printable + "éŵ\u200b\u0301“”*@$4"), max_size=400))
def test_any_text_can_be_read(text: str) -> None:
    """Twice the same, without error, in small letters."""
    assert read(text) == read(text)
    assert all(word == word.lower() for word in read(text).words)
    assert isinstance(abuse(text), bool)
    detect_visit_details(text)
    detect_spam_signals(text, read(text))


def test_visit_details_need_all_three() -> None:
    """A person, a place and words of a visit; any two of them are ordinary."""
    person, place, visit = "Mrs Prosser", "at 7 Weir Lane", "home visit"
    assert detect_visit_details(f"{visit} for {person} {place}")
    for two in (f"{visit} for {person}", f"{visit} {place}", f"{person} {place}"):
        assert not detect_visit_details(two)


def test_one_sign_is_no_spam() -> None:
    """A shop's honest offer has few signs; without a link or a contact there are never more than two."""
    honest = "Free entry today, apply now for a table"
    assert detect_spam_signals(honest, read(honest)) <= 2
    fraud = "Earn £900 daily with crypto, act now, dm me, claim your free gift https://x.example.xyz"
    assert detect_spam_signals(fraud, read(fraud)) >= 4


@pytest.mark.parametrize(
    "text",
    [
        "Samaritans: call 116 123 if you are suicidal",
        "That film: suicide squad, I was dying to see it",
        "end of the pier",
    ],
)
def test_offers_and_figures_of_speech_are_no_cry_for_help(text: str) -> None:
    """Help that is offered, films, and the end of something."""
    assert not detect_self_harm(read(text))


@given(st.lists(st.text(string.ascii_lowercase, min_size=1, max_size=8), min_size=12, max_size=60, unique=True))
@settings(max_examples=50)
def test_copies_share_their_sketch(words: list[str]) -> None:
    """Capitals, links, mentions and punctuation make no other text; short texts have no sketch."""
    text = " ".join(words)
    copied = f"@ada {text.upper()}! https://town.example/x"
    assert detect_campaign(text) == detect_campaign(copied) == text_sketch(text)
    assert are_alike(text, copied)
    assert detect_campaign(" ".join(words[: FEWEST_WORDS - 1])) is None
    assert not are_alike(text, "something else entirely that nobody here has ever said to anybody before")


PIECES = (
    "Muslims ", "why are Muslims ", "i dont want gay people ", "they should all be ", "rid of all the ", "every black ",
    "i ", "i am ", "women ", "women are ", "all ", "fucking bitch ", "she ", "child ", "left alone ", "my ", "kill ",
    "please ", "copy of the ", "how many ", "12 High Street ", "Mrs Jones ", "visit ", "crypto ", "dm me ", "a-b-",
    "#KillAll", "*", "m*", '"', ".x.y", "killall",
    "complaint ", "aaab", "@$", "who do i ", "tell me the total number of ",
    "the the ",
)  # fmt: skip


def cpu(work: Callable[[str], object], text: str) -> float:
    best = 1e9
    for _ in range(3):
        begin = time.process_time()
        work(text)
        best = min(best, time.process_time() - begin)
    return best


@pytest.mark.parametrize("piece", PIECES)
def test_d7_words_of_the_patterns_repeated_cost_no_more_than_their_length(piece: str) -> None:
    """D7: ten times the text costs about ten times the work for every detector of wording."""
    long = (piece * (20_000 // len(piece) + 1))[:20_000]
    for work in (text_facts, text_sketch):
        assert cpu(work, long) < 40 * max(cpu(work, long[:2_000]), 0.001)


@given(st.lists(st.sampled_from(PIECES), min_size=200, max_size=600))
@settings(max_examples=15, deadline=None)
def test_d7_any_mixture_of_them_is_read_in_time(pieces: list[str]) -> None:
    """D7: no mixture makes a pattern run away."""
    with within(2):
        text_facts("".join(pieces))
