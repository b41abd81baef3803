"""The channel table: a readable file of the pack that becomes rules; what is wrong with it is said by line."""

from __future__ import annotations

import pytest

from coffeehouse.policy.channels import CARRIED, DIMENSIONS, channel_facts
from coffeehouse.policy.checking import check_files, pack_of, read_folder
from coffeehouse.policy.decide import default_pack
from coffeehouse.policy.packs import DEFAULT_FOLDER, PackError

ROW = """
[[row]]
name = "secrets"
purpose = "inform"
preferred = ["letter"]
allowed = ["direct message"]
forbidden = ["public post"]
because = 'Some "things" are \\ not told.'
"""


def test_the_default_table_says_something_of_every_dimension() -> None:
    """Purpose, sensitivity, audience and urgency each tell rows apart, and every way is preferred somewhere."""
    rows = default_pack().channels
    for dimension in DIMENSIONS:
        assert any(dimension in row.situation for row in rows), dimension
    assert {way for row in rows for way in row.preferred} >= set(CARRIED) - {"followers post"}


def test_a_row_becomes_rules() -> None:
    """By a forbidden way it waits, by an allowed one a better way is suggested; quotes and backslashes are text."""
    files = read_folder(DEFAULT_FOLDER)
    pack = pack_of({**files, "channels.toml": files["channels.toml"] + ROW})
    stops, suggests = pack.rule("channels.secrets"), pack.rule("channels.secrets-better-way")
    assert (stops.verdict, suggests.verdict) == ("hold", "suggest")
    assert stops.because == 'Some "things" are \\ not told. Better: letter.'
    assert stops.file == "channels.toml"
    assert pack.version != default_pack().version


def test_a_pack_needs_no_table() -> None:
    """Then nothing is suggested."""
    files = read_folder(DEFAULT_FOLDER)
    del files["channels.toml"]
    pack = pack_of(files)
    assert pack.channels == ()
    assert not any(rule.id.startswith("channels.") for rule in pack.rules)


@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        (ROW.replace('"letter"', '"pigeon"'), "channels.toml:3: secrets: there is no way pigeon"),
        (ROW.replace('"inform"', '"amuse"'), "channels.toml:3: secrets: purpose: one of inform"),
        (ROW.replace('["public post"]', '["letter"]'), "channels.toml:3: secrets: letter stands in it twice"),
        (ROW + ROW, "channels.toml:3: secrets: the name is used twice"),
        (ROW.replace('["letter"]', "[]"), "channels.toml:3: secrets: preferred: say which way is better"),
        (ROW.replace("[[row]]", "[[line]]"), "channels.toml: "),
        ("]", "channels.toml: "),
    ],
)
def test_what_is_wrong_is_said_by_line(broken: str, complaint: str) -> None:
    """A way or a value that does not exist, a way in two places, a row twice."""
    files = read_folder(DEFAULT_FOLDER)
    with pytest.raises(PackError) as caught:
        pack_of({**files, "channels.toml": broken})
    assert any(str(fault).startswith(complaint) for fault in caught.value.faults), caught.value
    assert check_files({**files, "channels.toml": broken}).pack is None


def test_the_situation_of_a_post() -> None:
    """From what else is known of it; what is not known is ordinary."""
    assert channel_facts({}) == {
        "medium": "public post", "purpose": "inform", "sensitivity": "open", "audience": "everybody",
        "urgency": "routine",
    }  # fmt: skip
    warned = channel_facts({"criticality_cues": "|emergency|", "visibility": "followers", "has_phone": True})
    assert warned == {
        "medium": "followers post", "purpose": "warn", "sensitivity": "contact", "audience": "followers",
        "urgency": "emergency",
    }  # fmt: skip
    answer = channel_facts({"is_reply": True, "mention_count": 1, "criticality_cues": "|money|personal advice|"})
    assert (answer["purpose"], answer["audience"], answer["medium"]) == ("advise", "person", "public post")
    assert channel_facts({"is_reply": True, "mention_count": 2})["audience"] == "everybody"
    assert channel_facts({"visibility": "direct", "has_nhs_number": True})["sensitivity"] == "identifier"
    assert channel_facts({"has_visit_details": True})["sensitivity"] == "personal"


def test_the_default_pack_ships_with_two_hundred_examples_and_passes_them() -> None:
    """At least 200 labelled acts, each as it says; every rule and promise is tried from both sides."""
    checked = check_files(read_folder(DEFAULT_FOLDER))
    assert [str(fault) for fault in checked.faults] == []
    assert len(checked.tried) >= 200
    assert len([each for each in checked.tried if each.example.protects == "house.criticism-protected"]) >= 10
