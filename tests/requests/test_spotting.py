"""What is recognised as personal data, and what of an item goes out."""

from __future__ import annotations

import pytest

from coffeehouse.domain.requests.contents import Content
from coffeehouse.domain.requests.exemptions import EXEMPTIONS, OTHER_PEOPLE, is_exemption
from coffeehouse.domain.requests.releasing import Decided, Removal, parse_box, release
from coffeehouse.domain.requests.spotting import is_taken_out, spot
from coffeehouse.protocols.packs.redaction import RedactionError
from tests.cast import Cast, assemble


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody."""
    return assemble()


def words(text: str, own: tuple[int, ...] = ()) -> list[tuple[str, str]]:
    """(what, words) of what is recognised in a text."""
    return [(each.what, each.words) for each in spot(Content("post/1", "post", 0, text=text), own)]


def test_people_are_recognised_and_voices_are_not(cast: Cast) -> None:
    """Handles of members, of accounts elsewhere and of nobody; a voice speaks for a body and may be named."""
    text = "@ada asks @leedon_council and @bob@elsewhere.example, not @nobody_here: see https://example.org/@sam"
    found = [("person", name) for name in ("@ada", "@bob@elsewhere.example", "@nobody_here", "@sam")]
    assert words(text) == found
    assert words(text, (cast.ada.account_id,)) == found[1:]


def test_the_names_people_sign_with_are_recognised(cast: Cast) -> None:
    """Of the author and of those who are addressed, as they are shown; not of whoever asks for their own data."""
    text = "Dear @bevan, thank you Bevan Nurse. Yours, Ada Citizen"
    content = Content("post/1", "post", 0, text=text, account_id=cast.ada.account_id)
    assert [each.words for each in spot(content)] == ["@bevan", "Bevan Nurse", "Ada Citizen"]
    assert [each.words for each in spot(content, (cast.ada.account_id,))] == ["@bevan", "Bevan Nurse"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Her number is 943 476 5919.", "nhs_number"),
        ("NI number AB 12 34 56 C", "ni_number"),
        ("Call 07700 900123", "phone"),
        ("Write to me@example.org", "email"),
        ("She lives at CF10 3AT", "postcode"),
    ],
)
def test_numbers_and_addresses_are_recognised(db: None, text: str, what: str) -> None:
    """In the text as in the warning."""
    assert what in [name for name, _ in words(text)]
    found = spot(Content("post/1", "post", 0, warning=text))
    assert {each.part for each in found} == {"warning"}


def test_what_is_covered_whole_is_taken_out(db: None) -> None:
    """Half a number is not."""
    (found,) = spot(Content("post/1", "post", 0, text="Call 07700 900123 now"))
    assert is_taken_out(found, [("text", found.start, found.end)])
    assert is_taken_out(found, [("text", 0, 21)])
    assert not is_taken_out(found, [("text", found.start, found.end - 1)])
    assert not is_taken_out(found, [("warning", 0, 21)])


def test_p7_nothing_goes_out_undecided_changed_or_erased(db: None) -> None:
    """P7: no decision, no record; other words than those read, none; erased, only that it was."""
    content = Content("post/1", "post", 5, text="Secret")
    assert release(content, Decided(""), "foia") is None
    assert release(content, Decided("out_of_scope"), "foia") is None
    stale = release(content, Decided("include", text_hash="other"), "foia")
    assert stale is not None
    assert (stale.decision, stale.text) == ("withheld", "")
    erased = Content("post/1", "deleted", 5, text="", gone="Its words have been erased.")
    told = release(erased, Decided("include", text_hash=content.text_hash), "foia")
    assert told is not None
    assert told.redactions[0].reason == "Its words have been erased."


def test_removals_count_for_the_decision_to_redact_alone(db: None) -> None:
    """Everything that is taken out is in the log of reasons."""
    content = Content("post/1", "post", 5, text="Keep this, not that", is_official=True, author="Leedon")
    removal = Removal("text", 15, 19, "", "FOIA s.41", "In confidence")
    given = release(content, Decided("redact", text_hash=content.text_hash, removals=(removal,)), "foia")
    assert given is not None
    assert given.text == "Keep this, not [withheld: FOIA s.41]"
    assert [(each.part, each.exemption, each.reason) for each in given.redactions] == [
        ("text", "FOIA s.41", "In confidence")
    ]


@pytest.mark.parametrize("box", ["", "1 2 3", "0 0 0 10", "900 0 200 10", "a b c d", "-1 0 10 10", "0 0 10 99999"])
def test_boxes_that_are_none(box: str) -> None:
    """They are refused in words."""
    with pytest.raises(RedactionError):
        parse_box(box)


def test_every_law_has_its_provisions() -> None:
    """Once each; others' personal data among them."""
    for law, found in EXEMPTIONS.items():
        cites = [each.cite for each in found]
        assert len(cites) == len(set(cites))
        assert all(len(cite) <= 40 for cite in cites)
        assert is_exemption(law, OTHER_PEOPLE[law])
