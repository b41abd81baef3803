"""Polls: what is shown to whom, one vote each."""

from __future__ import annotations

from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.posts.commands import PollDraft
from tests.cast import Cast, latest_entry
from tests.channels.client_api.api import Api
from tests.protocols.schema import faults


def ask(cast: Cast, visibility: str = "public", **more: Any) -> int:
    poll = PollDraft(options=("Tea", "Coffee", "Water"), expires_in=3600, **more)
    return cast.ada.says("Which?", visibility, poll=poll)


def test_one_votes_once(cast: Cast, faye: Api, anonymous: Api) -> None:
    """The vote is counted, shown as one's own, recorded; a second one is refused."""
    post_id = ask(cast)
    reply = faye.form("POST", f"/api/v1/polls/{post_id}/votes", "choices[]=1")
    assert faults(reply.json, "Poll") == []
    assert (reply.json["own_votes"], reply.json["voted"], reply.json["options"][1]["votes_count"]) == ([1], True, 1)
    assert (latest_entry().kind, latest_entry().object) == ("poll.voted", f"post/{post_id}")
    assert faye.post(f"/api/v1/polls/{post_id}/votes", {"choices": [0]}).status == 422
    assert sql.value("SELECT COUNT(*) FROM posts_pollvote") == 1
    assert anonymous.get(f"/api/v1/polls/{post_id}").json["votes_count"] == 1


@pytest.mark.parametrize("choices", [[], [3], [-1], [0, 1], ["a"], ["99999999999999999999"], "tea", [None]])
def test_a_choice_must_be_one_there_is(cast: Cast, faye: Api, choices: Any) -> None:
    """422 and no vote."""
    post_id = ask(cast)
    assert faye.post(f"/api/v1/polls/{post_id}/votes", {"choices": choices}).status == 422
    assert sql.value("SELECT COUNT(*) FROM posts_pollvote") == 0


def test_several_where_several_are_allowed(cast: Cast, faye: Api) -> None:
    """Both count, for one voter."""
    post_id = ask(cast, is_multiple=True)
    poll = faye.post(f"/api/v1/polls/{post_id}/votes", {"choices": ["0", "2"]}).json
    assert (poll["votes_count"], poll["voters_count"], poll["own_votes"]) == (2, 1, [0, 2])


def test_o16_not_in_ones_own_and_not_after_the_end(cast: Cast, ada: Api, faye: Api) -> None:
    """O16: the author does not vote, and nobody after the time is over."""
    post_id = ask(cast)
    assert ada.post(f"/api/v1/polls/{post_id}/votes", {"choices": [0]}).status == 422
    sql.execute("UPDATE posts_poll SET expires_at = 1")
    assert faye.post(f"/api/v1/polls/{post_id}/votes", {"choices": [0]}).status == 422


def test_p1_a_poll_is_seen_with_its_post(cast: Cast, sam: Api, anonymous: Api, faye: Api) -> None:
    """P1: a followers-only poll is 404 for others, to read and to vote."""
    post_id = ask(cast, "followers")
    for api in (sam, anonymous):
        assert api.get(f"/api/v1/polls/{post_id}").status == 404
    assert sam.post(f"/api/v1/polls/{post_id}/votes", {"choices": [0]}).status == 404
    assert faye.get(f"/api/v1/polls/{post_id}").status == 200
    assert faye.get(f"/api/v1/polls/{cast.ada.says('no poll')}").status == 404


def test_hidden_totals_stay_hidden(cast: Cast, faye: Api) -> None:
    """Until the end only the sum is told."""
    post_id = ask(cast, hides_totals=True)
    poll = faye.post(f"/api/v1/polls/{post_id}/votes", {"choices": [0]}).json
    assert [option["votes_count"] for option in poll["options"]] == [None, None, None]
