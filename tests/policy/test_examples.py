"""Examples: the default pack keeps to all of its own, and they try every rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from coffeehouse.policy.checking import pack_of, read_folder
from coffeehouse.policy.decide import default_pack
from coffeehouse.policy.examples import (
    Example,
    load_examples,
    read_examples,
    run_examples,
    try_example,
    uncovered,
)
from coffeehouse.policy.packs import DEFAULT_FOLDER, PackError

EXAMPLES = load_examples(DEFAULT_FOLDER)
ONE = """
[[example]]
name = "Ada signs in"
action = "SignIn"
who = "visitor"
expect = "allow"
"""


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_the_default_pack_keeps_to_its_examples(example: Example) -> None:
    """The outcome and exactly the rules that the example names."""
    tried = try_example(example, default_pack())
    assert tried.complaint == "", tried.verdict.explain()


def test_every_rule_is_tried_both_ways() -> None:
    """Each rule has an example it speaks to and one it passes by; each promise is borne out; 80 examples at least."""
    assert uncovered(default_pack(), EXAMPLES) == []
    assert len(EXAMPLES) >= 80
    assert [tried.complaint for tried in run_examples(default_pack()) if tried.complaint] == []


def test_criticism_and_swearing_meet_no_rule() -> None:
    """At least 25 angry texts; not one meets even advice."""
    angry = [example for example in EXAMPLES if example.protects == "house.criticism-protected"]
    assert len(angry) >= 25
    for example in angry:
        assert example.text
        assert try_example(example, default_pack()).verdict.reasons == ()


def test_an_example_that_is_not_kept_says_how() -> None:
    """What was expected, and what came."""
    wrong = Example(name="x", action="FollowAccount", who="pending", expect="hold", rules=("a.b",))
    assert try_example(wrong, default_pack()).complaint == (
        "expected hold, got deny; expected the rules a.b, got house.pending-may-not-write"
    )
    none = Example(name="x", action="FollowAccount", who="citizen", expect="deny", rules=("a.b",))
    assert try_example(none, default_pack()).complaint.endswith("got none")


def test_what_is_untried_is_told() -> None:
    """A rule without examples, and one that every example meets."""
    missing = uncovered(default_pack(), read_examples(ONE))
    assert "house.suspended-may-do-nothing: no example that it speaks to" in missing
    assert "house.criticism-protected: no example bears it out" in missing
    met = Example(name="x", action="OpenHouse", who="admin", expect="deny", rules=("house.house-itself-only",))
    assert "house.house-itself-only: no example that it passes by" in uncovered(default_pack(), [met])


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("SignIn", "Dance", "examples.toml:3: Ada signs in: there is no action Dance"),
        ('"visitor"', '"dragon"', "examples.toml:3: Ada signs in: who: one of visitor"),
        ('"allow"', '"maybe"', "examples.toml:3: Ada signs in: expect: one of allow"),
        ("who =", 'text = "Hello"\nwho =', "examples.toml:3: Ada signs in: SignIn has no text"),
        (
            "who =",
            "facts = { mention_count = 3 }\nwho =",
            "examples.toml:3: Ada signs in: SignIn has no fact mention_count",
        ),
        ("who =", 'mood = "good"\nwho =', "examples.toml: "),
        ("name =", "name", "examples.toml: "),
    ],
)
def test_a_wrong_example_is_refused(old: str, new: str, fault: str) -> None:
    """With its line and name."""
    with pytest.raises(PackError) as caught:
        read_examples(ONE.replace(old, new))
    assert str(caught.value).startswith(fault)


def test_names_are_used_once(tmp_path: Path) -> None:
    """A name says which example failed; escaped in the file it has no line."""
    with pytest.raises(PackError, match="the name is used twice"):
        read_examples(ONE + ONE)
    with pytest.raises(PackError, match=r"examples\.toml: Ada signs in: there is no action"):
        read_examples(ONE.replace("Ada", "\\u0041da").replace("SignIn", "Dance"))
    with pytest.raises(PackError, match="a pack ships with examples"):
        load_examples(tmp_path)


def test_a_pack_without_folder_needs_its_examples_given() -> None:
    """The console checks text that is not saved yet."""
    pack = pack_of(read_folder(DEFAULT_FOLDER))
    with pytest.raises(PackError, match="the pack has no folder"):
        run_examples(pack)
    assert [tried.complaint for tried in run_examples(pack, EXAMPLES) if tried.complaint] == []
    assert pack.version == default_pack().version
