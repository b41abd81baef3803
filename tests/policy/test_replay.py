"""Replay: the past put to a pack, from what the ledger keeps of each question."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from coffeehouse.policy import questions
from coffeehouse.policy.decide import Principal, Resource, decide, default_pack
from coffeehouse.policy.examples import CAST, Example, facts_for, load_examples
from coffeehouse.policy.packs import DEFAULT_FOLDER, Pack, make_pack
from coffeehouse.policy.questions import Question, from_kept
from coffeehouse.policy.replay import Event, Replay, words_of

EXAMPLES = load_examples(DEFAULT_FOLDER)
WHO = Principal("Member", "7"), Resource("Account", "70")


def event(example: Example, payload: dict[str, Any] | None = None) -> Event:
    """An example as the ledger keeps it."""
    question = Question(example.action, *WHO, facts_for(example))
    verdict = decide(example.action, *WHO, question.facts)
    kept: dict[str, Any] = {"judged": question.kept(), "command": {"text": example.text}}
    if verdict.rule_ids:
        kept["verdict"] = {"outcome": verdict.outcome, "rules": list(verdict.rule_ids)}
    return Event(1, 0, "post/1", msgspec.json.encode(kept if payload is None else kept | payload))


def changed_pack(old: str, new: str, file: str = "routing.cedar") -> Pack:
    """The default pack with one text changed."""
    texts = {path.name: path.read_text("utf-8") for path in DEFAULT_FOLDER.glob("*.cedar")}
    assert old in texts[file]
    texts[file] = texts[file].replace(old, new)
    return make_pack((DEFAULT_FOLDER / "pack.toml").read_text("utf-8"), texts)


PRICE = Example(name="a", action="PublishPost", who="voice", text="A swim costs £4.", expect="hold")


def test_the_same_pack_changes_nothing() -> None:
    """Every example of the default pack, kept and asked again, has the same answer by the same rules."""
    replay = Replay(default_pack())
    assert [change for each in EXAMPLES if (change := replay.put(event(each)))] == []
    assert replay.counts == {"verdicts": len(EXAMPLES), "same": len(EXAMPLES)}


@pytest.mark.parametrize("who", sorted(CAST))
def test_a_question_comes_back_as_it_was(who: str) -> None:
    """Facts, person and account; what is as the vocabulary assumes it takes no room."""
    facts = facts_for(Example(name="", action="PublishPost", who=who, text="Hello", expect="allow"))
    question = Question("PublishPost", *WHO, facts)
    again = from_kept(msgspec.json.decode(msgspec.json.encode(question.kept())))
    assert again is not None
    assert (dict(again.facts), again.principal, again.resource) == (facts, *WHO)
    assert again.is_current
    assert "has_nhs_number" not in question.kept()["facts"]


def test_another_threshold_shows_whom_it_would_touch() -> None:
    """With the record asked for lowered, a post that was held would be released; both verdicts are told."""
    replay = Replay(changed_pack("context.recent_released_count >= 10", "context.recent_released_count >= 5"))
    six = msgspec.structs.replace(PRICE, facts={"recent_released_count": 6})
    change = replay.put(event(six))
    assert change is not None
    assert (change.before, change.now) == ("hold", "allow")
    assert (change.rules_before, change.rules_now) == (("routing.raised-needs-record",), ())
    assert replay.outcomes == {("hold", "allow"): 1}
    assert replay.put(event(msgspec.structs.replace(PRICE, facts={"recent_released_count": 4}))) is None


def test_the_same_outcome_for_other_reasons_is_told_apart() -> None:
    """Another rule that holds as well is a change of reasons."""
    replay = Replay(changed_pack('@id("routing.raised-needs-record")', '@id("routing.priced")'))
    change = replay.put(event(PRICE))
    assert change is not None
    assert change.is_only_in_reasons
    assert replay.counts == {"verdicts": 1, "reasons": 1}


def test_what_cannot_be_asked_is_counted() -> None:
    """Erased payloads, entries without a question, actions that are gone."""
    replay = Replay(default_pack())
    assert replay.put(Event(1, 0, "post/1", None)) is None
    assert replay.put(Event(2, 0, "entry/1", '{"because":"asked to"}')) is None
    gone = {"action": "BurnBooks", "kind": "Member", "member": "1", "account": "1", "facts": {}, "words": ""}
    assert replay.put(Event(3, 0, "x", msgspec.json.encode({"judged": gone}))) is None
    assert replay.counts == {"erased": 1, "unasked": 1, "unknown": 1}


def test_a_refusal_is_asked_again_from_its_facts() -> None:
    """It keeps outcome and rules beside the question, and no words."""
    facts = facts_for(Example(name="", action="FollowAccount", who="suspended", expect="deny"))
    kept = {
        "judged": Question("FollowAccount", *WHO, facts).kept(),
        "outcome": "deny",
        "rules": ["house.suspended-may-do-nothing"],
    }
    replay = Replay(default_pack())
    assert replay.put(Event(1, 0, "command/FollowAccount", msgspec.json.encode(kept))) is None
    assert replay.counts == {"verdicts": 1, "same": 1}


def test_detectors_run_anew_where_they_have_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the words say is found anew; what surrounded them stays; without words the old facts are taken."""
    wrong: dict[str, bool | int | str] = {
        "has_nhs_number": False,
        "criticality": "routine",
        "criticality_cues": "",
        "mention_count": 3,
    }
    old = Example(name="", action="PublishPost", who="voice", text="For 943 476 5919", expect="allow", facts=wrong)
    kept = event(old)
    monkeypatch.setattr(questions, "words_now", lambda _action: "another")
    replay = Replay(default_pack())
    change = replay.put(kept)
    assert change is not None
    assert "confidentiality.identifier-official" in change.rules_now
    assert replay.put(event(old, {"command": {}, "judged": msgspec.json.decode(kept.payload or b"")["judged"]})) is None
    assert (replay.counts["anew"], replay.counts["wordless"]) == (1, 1)


def test_detectors_run_anew_when_asked() -> None:
    """`anew` also where nothing has changed: the same answers."""
    replay = Replay(default_pack(), anew=True)
    posts = [each for each in EXAMPLES if each.text and not each.facts and not each.answers]
    assert len(posts) > 60
    assert [change for each in posts if (change := replay.put(event(each)))] == []
    assert replay.counts["anew"] == len(posts)


def test_the_words_of_a_record() -> None:
    """Warning, text and poll, also of a post for later; none where none were kept."""
    post = {"text": "b", "spoiler_text": "a", "poll": {"options": ["c", "d"]}}
    assert words_of(post) == words_of({"post": post, "scheduled_at": "9"}) == "a\nb\nc\nd"
    assert words_of({"post_id": "1"}) is None
