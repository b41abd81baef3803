"""VoteInPoll: choosing, once, in time, in another's poll."""

from __future__ import annotations

from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.posts import commands as posts
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid, NotFound
from tests.commands.house import MATRIX, House, sees


def poll(*options: str, **more: Any) -> posts.PollDraft:
    return posts.PollDraft(options=options or ("Te", "Coffi"), expires_in=300, **more)


@pytest.mark.parametrize(("viewer", "visibility"), MATRIX)
def test_who_sees_a_poll_may_vote_but_its_author(house: House, viewer: str, visibility: str) -> None:
    """Votes and voters are counted; O16: nobody votes in their own poll, and nobody twice."""
    post = house.post_to(visibility, poll=poll())
    command = posts.VoteInPoll(post_id=post, choices=(1,))
    if viewer == "ada" or not sees(viewer, visibility):
        house.refuses(viewer, command, Invalid if viewer == "ada" else NotFound)
        return
    done, fact = house.records(viewer, command, "poll.voted", f"post/{post}")
    assert done.result == {"id": str(post)}
    assert fact.payload["command"] == {"post_id": str(post), "choices": ["1"]}
    vouched = fact.states()["posts_poll", post]
    assert vouched is not None
    assert (vouched["votes"], vouched["voters_count"]) == ("[0,1]", "1")
    assert sql.row("SELECT votes, voters_count FROM posts_poll WHERE id = %s", (post,)) == ("[0,1]", 1)
    assert sql.rows("SELECT post_id, account_id, choice FROM posts_pollvote") == [(post, house.id(viewer), 1)]
    house.refuses(viewer, posts.VoteInPoll(post_id=post, choices=(0,)), Invalid)


def test_nobody_votes_after_the_end(house: House) -> None:
    """O16: from the millisecond of the end the poll is over."""
    with clock.at(1_763_772_000_000):
        late = House.add(house, "late")
        post = house.post("Beth?", poll=poll())
    with clock.at(1_763_772_000_000 + 299_999):
        house.records("gwyn", posts.VoteInPoll(post_id=post, choices=(0,)), "poll.voted")
    with clock.at(1_763_772_000_000 + 300_000):
        house.refuses(late.name, posts.VoteInPoll(post_id=post, choices=(0,)), Invalid)


@pytest.mark.parametrize("choices", [(), (2,), (-1,), (0, 1), (2**63,)])
def test_a_choice_must_exist(house: House, choices: tuple[int, ...]) -> None:
    """One of the options; more than one only where that is offered."""
    house.refuses("gwyn", posts.VoteInPoll(post_id=house.post("Beth?", poll=poll()), choices=choices), Invalid)


def test_several_choices_where_they_are_offered(house: House) -> None:
    """Each option once, one voter."""
    post = house.post("Beth?", poll=poll("Te", "Coffi", "Dŵr", is_multiple=True))
    house.records("gwyn", posts.VoteInPoll(post_id=post, choices=(2, 0, 2)), "poll.voted")
    assert sql.row("SELECT votes, voters_count FROM posts_poll") == ("[1,0,1]", 1)


def test_a_post_without_a_poll_has_none(house: House) -> None:
    """Not found."""
    house.refuses("gwyn", posts.VoteInPoll(post_id=house.post(), choices=(0,)), NotFound)
