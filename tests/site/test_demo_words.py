"""The plan of the demo town: complete, the same every time, and in an order the ledger can take. Needs no database."""

from __future__ import annotations

from collections import Counter

import pytest

from coffeehouse.kernel import clock
from coffeehouse.kernel.language import is_language
from coffeehouse.kernel.text import post_length
from coffeehouse.site.demo import scenes, steps
from coffeehouse.site.demo.plan import make_plan
from coffeehouse.site.demo.script import ScriptError, _story, read_stories

ANCHOR = clock.parse_iso("2026-11-22T00:00:00Z")


@pytest.fixture(scope="module")
def plan() -> list[steps.Step]:
    return make_plan(ANCHOR)


def _deeds(plan: list[steps.Step], kind: type) -> list[steps.Step]:
    return [step for step in plan if isinstance(step.deed, kind)]


def test_same_end_same_plan(plan: list[steps.Step]) -> None:
    """Planned twice for the same day, the town is the same step by step; for another day it has other times."""
    assert make_plan(ANCHOR) == plan
    assert make_plan(ANCHOR + clock.DAY) != plan


def test_steps_are_in_order_and_in_the_past(plan: list[steps.Step]) -> None:
    """Times never go back, and nothing happens at or after the end."""
    times = [step.at for step in plan]
    assert times == sorted(times)
    assert times[-1] < ANCHOR
    assert times[0] > ANCHOR - 200 * clock.DAY


def test_town_is_as_large_as_promised(plan: list[steps.Step]) -> None:
    """Three bodies, five voices and a service, 200 people, about 2,000 posts, 5 who wait, polls, pictures, edits."""
    count = Counter(type(step.deed).__name__ for step in plan)
    assert count["FoundBody"] == 3
    kinds = Counter(step.deed.kind for step in plan if isinstance(step.deed, steps.FoundVoice))
    assert kinds == {"voice": 5, "service": 1}
    assert count["MoveIn"] == 200
    assert 1_900 <= count["Publish"] <= 2_200
    assert count["AskToJoin"] == 5
    assert count["Upload"] >= 40
    assert count["Edit"] >= 5
    assert count["Vote"] >= 200
    polls = [step for step in _deeds(plan, steps.Publish) if isinstance(step.deed, steps.Publish) and step.deed.poll]
    assert count["ClosePoll"] >= 2
    assert len(polls) > count["ClosePoll"], "some polls are still open"


@pytest.mark.parametrize("days_on", range(7))
def test_nobody_acts_before_moving_in(days_on: int) -> None:
    """On whatever weekday the history ends, everybody who acts or is followed has an account by then."""
    here: set[str] = {""}
    for step in make_plan(ANCHOR + days_on * clock.DAY):
        if isinstance(step.deed, steps.MoveIn | steps.FoundVoice):
            here.add(step.deed.handle)
        needed = {step.actor, step.seat} | ({step.deed.target} if isinstance(step.deed, steps.Follow) else set())
        assert needed <= here


def test_everybody_follows_five_to_forty(plan: list[steps.Step]) -> None:
    """Each person follows between 5 and 40 accounts, nobody twice and nobody themselves."""
    pairs = [(step.actor, step.deed.target) for step in plan if isinstance(step.deed, steps.Follow)]
    assert len(pairs) == len(set(pairs))
    assert all(follower != target for follower, target in pairs)
    following = Counter(follower for follower, _ in pairs)
    assert len(following) == 200
    assert min(following.values()) >= 5
    assert max(following.values()) <= 40


def test_posts_are_whole(plan: list[steps.Step]) -> None:
    """No slot is left unfilled, no post too long, every language known, a fair share in Welsh, few texts told again."""
    posts = [step.deed for step in plan if isinstance(step.deed, steps.Publish)]
    assert [post.text for post in posts if "{" in post.text or "||" in post.text or " // " in post.text] == []
    assert max(post_length(post.text) for post in posts) <= 500
    assert all(is_language(post.language) for post in posts)
    assert sum(post.language == "cy" for post in posts) >= 0.08 * len(posts)
    assert len({post.text for post in posts}) >= 0.9 * len(posts)
    assert {post.visibility for post in posts} == {"public", "unlisted", "followers", "direct"}


def test_every_scene_has_a_description_of_its_own(plan: list[steps.Step]) -> None:
    """Whatever the stories show can be drawn, 40 and more pictures, each with a sentence that describes it."""
    wanted = {(step.deed.scene, step.deed.variant) for step in plan if isinstance(step.deed, steps.Upload)}
    drawn = [scenes.draw_scene(scene, variant) for scene, variant in sorted(wanted)]
    assert len({data for data, _ in drawn}) >= 40
    assert all(len(description) > 30 and description.endswith(".") for _, description in drawn)


def test_wrong_lines_are_refused() -> None:
    """A typing error in a story is found when it is read."""
    for block in ("no speaker here", "A[nonsense word]: hello", "A hello"):
        with pytest.raises(ScriptError):
            _story("x", block)
    assert len(read_stories()) > 300
