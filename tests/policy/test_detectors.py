"""Detectors: what each finds and what it leaves."""

from __future__ import annotations

import random
import string
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coffeehouse.policy.detectors.counts import detect_hashtags, detect_links, detect_mentions, detect_missing_alt
from coffeehouse.policy.detectors.email_address import detect_email_address
from coffeehouse.policy.detectors.language import UNKNOWN, detect_language
from coffeehouse.policy.detectors.nhs_number import check_digit, detect_nhs_number
from coffeehouse.policy.detectors.ni_number import detect_ni_number
from coffeehouse.policy.detectors.phone import detect_personal_phone, detect_phone
from coffeehouse.policy.detectors.plain_language import (
    PLAINER,
    detect_hard_words,
    detect_long_sentences,
    is_hard,
    plainer,
    syllables,
)
from coffeehouse.policy.detectors.postcode import detect_postcode
from coffeehouse.policy.detectors.same_text import detect_same_text
from coffeehouse.policy.detectors.shouting import detect_shouting
from coffeehouse.policy.facts import media_facts, text_facts, text_hash
from coffeehouse.policy.vocabulary import TEXT_FACTS

digits_of_nine = st.lists(st.integers(0, 9), min_size=9, max_size=9)
separators = st.sampled_from(["", " ", "-", "\u00a0", "\u2009", "."])


def words_found(found: Callable[[str], tuple[Any, ...]], text: str) -> list[str]:
    return [text[span.start : span.end] for span in found(text)]


def luck_of(digits: list[int]) -> str:
    """The nine digits with their check digit."""
    last = check_digit(digits)
    assume(last != 10 and len({*digits, last}) > 1)
    return "".join(map(str, (*digits, last)))


@given(digits_of_nine, separators, st.sampled_from(["", "NHS number: ", "(", "patient ", "no.", "#"]))
def test_every_nhs_number_is_found(digits: list[int], separator: str, before: str) -> None:
    """Whatever number, together or 3-3-4, wherever in a sentence."""
    number = luck_of(digits)
    written = separator.join((number[:3], number[3:6], number[6:]))
    assert words_found(detect_nhs_number, f"{before}{written}, thank you") == [written]


@given(digits_of_nine, st.integers(1, 9))
def test_a_wrong_check_digit_is_none(digits: list[int], off: int) -> None:
    """The last digit decides."""
    number = luck_of(digits)
    assert detect_nhs_number(number[:9] + str((int(number[9]) + off) % 10)) == ()


def test_one_random_number_in_eleven_passes() -> None:
    """The published limit of the check digit: 1/11 of ten random digits, within what 20,000 draws allow."""
    chance = random.Random(1948)
    found = sum(bool(detect_nhs_number(f"{chance.randrange(10**10):010d}")) for _ in range(20_000))
    assert abs(found / 20_000 - 1 / 11) < 0.008


@pytest.mark.parametrize(
    "text",
    [
        "",
        "+44 943 476 5919",
        "(0)943 476 5919",
        "ISBN 0306406152",
        "isbn-10: 0306406152",
        "19434765919",
        "94347659190",
        "https://town.example/943476591/9434765919",
        "https://town.example/?id=9434765919",
        "1-943-476-5919",
        "943 4765919",
        "943\n476\n5919",
        "1111111111",
        "000 000 0000",
        "4111 1111 1111 1111",
    ],
)
def test_other_numbers_are_no_nhs_numbers(text: str) -> None:
    """Telephone numbers, books, cards, addresses of the web, longer numbers, numbers over lines."""
    assert detect_nhs_number(text) == ()


@given(
    st.sampled_from("ABCEGHJKLMNOPRSTWXYZ"),
    st.sampled_from("ABCEGHJKLMNPRSTWXYZ"),
    st.integers(0, 999_999),
    st.sampled_from("ABCD"),
    st.sampled_from(["", " ", "-"]),
    st.booleans(),
)
def test_every_ni_number_is_found(one: str, two: str, number: int, last: str, gap: str, small: bool) -> None:
    """Every prefix that HMRC gives out, in pairs or together, in capitals or not."""
    assume(one + two not in {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"})
    body = f"{number:06d}"
    written = gap.join((one + two, body[:2], body[2:4], body[4:], last))
    written = written.lower() if small else written
    assert words_found(detect_ni_number, f"It is {written}.") == [written]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("QQ 12 34 56 C", 0),
        ("GB123456A", 0),
        ("DA123456A", 0),
        ("AO123456A", 0),
        ("AB123456E", 0),
        ("AB12345C", 0),
        ("XAB123456C", 0),
        ("https://town.example/AB123456C", 0),
        ("order AB123456", 0),
        ("my NI number is AB123456", 1),
        ("National Insurance: AB 12 34 56", 1),
        ("AB123456C and CE 65 43 21 D", 2),
    ],
)
def test_what_is_and_is_no_ni_number(text: str, count: int) -> None:
    """Prefixes never given out, wrong lengths and addresses are none; without suffix only where it is named."""
    assert len(detect_ni_number(text)) == count


@pytest.mark.parametrize(
    ("text", "all_count", "personal_count"),
    [
        ("07700 900123", 1, 1),
        ("+44 7700 900 123", 1, 1),
        ("+44 (0)7700 900123", 1, 1),
        ("0044 1632 960001", 1, 1),
        ("(01632) 960001", 1, 1),
        ("01632-960-001", 1, 1),
        ("0161.496.0000", 1, 1),
        ("016977 2345", 1, 1),
        ("0300 123 0000", 1, 0),
        ("0800 496 0000", 1, 0),
        ("+44 808 157 0000", 1, 0),
        ("ring 07700 900123 or 0300 123 0000", 2, 1),
        ("0400 123 4567", 0, 0),
        ("0123", 0, 0),
        ("01234567890123456", 0, 0),
        ("https://town.example/07700900123", 0, 0),
        ("+33 1 99 00 12 34", 0, 0),
        ("2026-11-22 01:02:03", 0, 0),
        ("", 0, 0),
    ],
)
def test_telephone_numbers(text: str, all_count: int, personal_count: int) -> None:
    """UK numbers with usual spacing; service numbers are no person's."""
    assert len(detect_phone(text)) == all_count
    assert len(detect_personal_phone(text)) == personal_count


@given(
    st.text(string.ascii_letters + string.digits + "._+-", min_size=1, max_size=64),
    st.lists(st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=20), min_size=1, max_size=4),
    st.sampled_from(["example", "uk", "wales", "museum"]),
)
def test_every_email_address_is_found(local: str, labels: list[str], top: str) -> None:
    """Local part to 64 characters, domain of two labels or more."""
    address = f"{local}@{'.'.join(labels)}.{top}"
    assert words_found(detect_email_address, f"write: {address}, please") == [address]


@pytest.mark.parametrize(
    "text",
    [
        "@ada@town.example",
        "ada@town",
        "ada @ town.example",
        "@ada",
        "a@@town.example",
        f"{'x' * 65}@town.example",
        "a@b.example@c.example"[:12],
    ],
)
def test_what_is_no_email_address(text: str) -> None:
    """Handles, half addresses, local parts beyond the limit."""
    assert detect_email_address(text) == ()


@pytest.mark.parametrize(
    "text", ["SW1A 1AA", "ll57 2aa", "M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT", "W1A 0AX", "EC1A1BB", "JE2 3AB"]
)
def test_postcodes_are_found(text: str) -> None:
    """Every format of Royal Mail, in capitals or not, with or without space."""
    assert words_found(detect_postcode, f"It is at {text}.") == [text]


@pytest.mark.parametrize(
    "text",
    ["SW1A", "QQ1 1AA", "LL57 2AI", "LL57  2A", "LL57\n2AA", "XLL57 2AAX", "https://a.example/LL572AA", "Z1 1AA"],
)
def test_what_is_no_postcode(text: str) -> None:
    """Halves, areas that do not exist, letters the unit never has."""
    assert detect_postcode(text) == ()


def test_counts_of_what_a_post_points_at() -> None:
    """Different mentions and hashtags, all links; none inside an address."""
    text = (
        "@ada @Ada @bevan@nhs.example hello@mail.example https://t.example/@cade#part HTTP://T.example/a "
        "#Bins #bins #2026 #café #3rd a#b &#39; ## @ #"
    )
    assert detect_mentions(text) == ("ada", "bevan@nhs.example")
    assert len(detect_links(text)) == 2
    assert detect_hashtags(text) == ("bins", "café", "3rd")


def test_a_description_must_say_something() -> None:
    """Nothing, a blank, a file's name and `image` are no description."""
    assert (
        detect_missing_alt([None, "", "  ", "IMG_2041.JPG", "Image", "A heron on the weir at dawn", "photo.of.cat"])
        == 5
    )
    assert media_facts([None, "A heron"]) == {"media_count": 2, "media_without_alt_count": 1}


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("", 0),
        ("OK NHS BBC", 0),
        ("THE PARK IS SHUT TODAY AND TOMORROW", 100),
        ("the park is shut today and tomorrow", 0),
    ],
)
def test_shouting(text: str, percent: int) -> None:
    """Capitals among letters; short texts do not shout."""
    assert detect_shouting(text) == percent


def test_shouting_does_not_look_at_addresses() -> None:
    """Links, mentions and hashtags are not the writer's words."""
    quiet = "the park is shut today and tomorrow"
    assert detect_shouting(quiet + " https://T.EXAMPLE/AAAAAAAAAAAAAAAAAAA @TOWNCOUNCIL #PARKSHUTTODAY") == 0
    assert detect_shouting("ΤΟ ΠΑΡΚΟ ΕΙΝΑΙ ΚΛΕΙΣΤΟ ΣΗΜΕΡΑ ΚΑΙ ΑΥΡΙΟ") == 100


@given(st.integers(1, 60), st.sampled_from([".", "!", "?", "…", '."', ".)", "\n"]))
def test_a_sentence_is_long_beyond_twenty_five_words(count: int, end: str) -> None:
    """Whatever ends it; lines end sentences too."""
    text = " ".join(["word"] * count) + end + " And a short one."
    assert detect_long_sentences(text) == ((count,) if count > 25 else ())


def test_words_of_a_sentence_are_words() -> None:
    """Links, mentions and lone signs do not lengthen it."""
    assert detect_long_sentences("go " * 25 + "– – https://t.example/a @ada #bins & .") == ()
    assert detect_long_sentences("") == ()


@pytest.mark.parametrize("word", sorted(PLAINER))
def test_every_listed_word_is_hard(word: str) -> None:
    """In small letters, with a capital, in capitals."""
    assert is_hard(word)
    assert is_hard(word.capitalize())
    assert is_hard(word.upper())
    assert plainer(word) == PLAINER[word]


@pytest.mark.parametrize(
    ("word", "hard"),
    [
        ("commencing", True), ("commences", True), ("utilised", True), ("stakeholders", True), ("proactively", True),
        ("administrative", True), ("internationalisation", True), ("start", False), ("wonderful", False),
        ("neighbourhood", False), ("Llanfairpwllgwyngyll", False), ("Wolverhampton", False), ("bloody", False),
        ("strengths", False), ("communication", True), ("Communication", False),
    ],
)  # fmt: skip
def test_hard_words(word: str, hard: bool) -> None:
    """Listed words with their endings, and long words of five syllables; names and plain words are not."""
    assert is_hard(word) is hard


def test_hard_words_are_told_once() -> None:
    """In order, in lower case; a word that is not listed has no plainer one here."""
    assert detect_hard_words("Utilise it, then utilise THIS forthwith: https://t.example/utilise") == (
        "utilise",
        "forthwith",
    )
    assert plainer("hedgehog") == ""
    assert [syllables(word) for word in ("cat", "bake", "table", "wanted", "baked", "hmm", "communication")] == [
        1,
        1,
        2,
        2,
        1,
        1,
        5,
    ]


def test_the_same_said_otherwise_has_one_hash() -> None:
    """Mentions, capitals, punctuation, spacing, wide letters and unseen characters do not make it another text."""
    same = [
        "Save the library! https://t.example/a",
        "@ada @bevan@nhs.example save  THE\nlibrary https://t.example/a",
        "Save the lib\u200brary… https://t.example/a",
        "Ｓａｖｅ the library ,https://t.example/a",
    ]
    assert len({detect_same_text(text) for text in same}) == 1
    assert detect_same_text("Save the libraries! https://t.example/a") != detect_same_text(same[0])
    assert detect_same_text(" @ada … ") == ""
    assert text_hash(same[0]) == detect_same_text(same[1])
    assert detect_same_text("\ud800") == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("When will the bins in our street be emptied this week?", "en"),
        ("Pryd fydd y biniau yn ein stryd ni yn cael eu gwagio yr wythnos hon?", "cy"),
        ("Kiedy w tym tygodniu zostaną opróżnione kosze na naszej ulicy?", "pl"),
        ("متى سيتم إفراغ الحاويات في شارعنا هذا الأسبوع؟", "ar"),
        ("ok", UNKNOWN),
        ("https://town.example/a/very/long/address/indeed @somebody #something", UNKNOWN),
        ("12345678901234567890123", UNKNOWN),
    ],
)
def test_language(text: str, code: str) -> None:
    """The language of an ordinary sentence; undetermined where there is too little to go by."""
    found = detect_language(text)
    assert found.code == code
    assert 0.0 <= found.confidence <= 1.0
    assert detect_language(text) == found


def test_language_that_is_not_sure_stays_open() -> None:
    """Names of many languages in one line give no language rather than a wrong one."""
    unsure = detect_language("Xq zzv Kpt Wrm jjq Bxd ggk Vtz qqp")
    assert unsure.code == UNKNOWN or unsure.confidence >= 0.5


def test_deciding_loads_no_language_model() -> None:
    """The model's memory is paid for only by houses that meet a post without language."""
    program = (
        "import sys; from coffeehouse.policy.facts import text_facts\n"
        "from coffeehouse.policy.decide import default_pack\n"
        "text_facts('Bore da'); default_pack(); print('py3langid' in sys.modules, 'numpy' in sys.modules,"
        " 'django' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["False", "False", "False"]


@given(st.text())
def test_any_text_has_all_its_facts(text: str) -> None:
    """Every fact of the vocabulary, of its kind, whatever the text; twice the same."""
    facts = text_facts(text)
    assert {name: type(value) for name, value in facts.items()} == {fact.name: fact.type for fact in TEXT_FACTS}
    assert text_facts(text) == facts
    detect_same_text(text)
