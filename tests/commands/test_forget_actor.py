"""ForgetActor: an account elsewhere is no more."""

from __future__ import annotations

import msgspec
import pytest

from coffeehouse.database import sql
from coffeehouse.domain.federation.commands import ReceiveActor
from coffeehouse.domain.federation.handlers import taking_back
from coffeehouse.domain.federation.moving_commands import ForgetActor, ForgetPosts
from coffeehouse.domain.federation.queries import known_account, remote_actor
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.queries import read_account
from coffeehouse.domain.posts import commands as posts
from coffeehouse.engine.act import Refused, act
from coffeehouse.kernel.errors import Conflict, NotFound
from coffeehouse.protocols.activitypub.documents import ActorDocument
from tests.commands.house import House
from tests.federation.elsewhere import stranger


def test_who_they_were_goes_at_once(house: House) -> None:
    """Name, follows both ways, keys; what they said goes next; they cannot act, nor come back under this identity."""
    dee = stranger()
    house.act("ada", people.FollowAccount(target_id=dee.account_id))
    dee.does(people.AuthorizeFollow(account_id=house.id("ada")))
    dee.does(people.FollowAccount(target_id=house.id("ada")))
    dee.says(1)
    command = ForgetActor(account_id=dee.account_id)
    _, fact = house.records("system", command, "actor.forgotten", f"account/{dee.account_id}")
    assert fact.payload["kept"] == {"uri": dee.uri}
    assert read_account(house.id("ada"), dee.account_id) is None
    assert house.counts("ada")[:2] == (0, 0)
    assert sql.rows("SELECT 1 FROM people_follow") == sql.rows("SELECT 1 FROM federation_remotekey") == []
    assert sql.value("SELECT display_name FROM people_account WHERE id = %s", (dee.account_id,)) == ""
    known = known_account(dee.account_id)
    assert known is not None
    assert known.gone_at
    assert "forget_posts" in house.jobs()
    with pytest.raises(NotFound):
        remote_actor(dee.account_id)
    house.leaves("system", command)
    again = ActorDocument(id=dee.uri, type="Person", username="dee", inbox=f"{dee.uri}/inbox")
    house.refuses("system", ReceiveActor(document=again, host=dee.host), Conflict)
    other = ActorDocument(id=f"{dee.uri}2", type="Person", username="dee", inbox=f"{dee.uri}/inbox")
    house.act("system", ReceiveActor(document=other, host=dee.host))


POLL = posts.PollDraft(options=("Yes", "No"), is_multiple=True, expires_in=3_600)


def votes(post_id: int) -> tuple[int, list[int]]:
    """(how many voted, for what) in a poll."""
    count, counted = sql.row("SELECT voters_count, votes FROM posts_poll WHERE id = %s", (post_id,)) or (0, "[]")
    return int(count), list(msgspec.json.decode(counted))


def test_what_they_did_counts_no_longer(house: House) -> None:
    """Favourites, and votes while a poll runs; what a poll came to stays, and so does what others did."""
    dee, wil = stranger(), stranger("wil")
    post, running, over = house.post(), *(house.post(str(at), poll=POLL) for at in range(2))
    for number, who in enumerate((dee, wil)):
        for about, command in enumerate((
            posts.FavouritePost(post_id=post), posts.VoteInPoll(post_id=running, choices=(0, 1)),
            posts.VoteInPoll(post_id=over, choices=(number,)),
        )):  # fmt: skip
            act(command, remote_actor(who.account_id, f"{who.uri}#{about}"), "federation")
    sql.execute("UPDATE posts_poll SET closed_at = 1 WHERE id = %s", (over,))
    house.act("system", ForgetActor(account_id=dee.account_id))
    assert sql.value("SELECT favourites_count FROM posts_postcounts WHERE post_id = %s", (post,)) == 1
    assert sql.rows("SELECT account_id FROM posts_favourite") == [(wil.account_id,)]
    assert sql.rows("SELECT account_id FROM posts_mark WHERE account_id = %s", (dee.account_id,)) == []
    assert votes(running) == (1, [1, 1])
    assert votes(over) == (2, [1, 1])
    assert sql.rows("SELECT 1 FROM federation_deed WHERE account_id = %s", (dee.account_id,)) == []


def test_of_very_many_a_few_at_a_time(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first at once, the rest by the job that removes their posts."""
    monkeypatch.setattr(taking_back, "AT_ONCE", 2)
    dee = stranger()
    for at in range(5):
        post = house.post(str(at), poll=POLL)
        for command in (posts.FavouritePost(post_id=post), posts.VoteInPoll(post_id=post, choices=(0,))):
            act(command, remote_actor(dee.account_id, f"{dee.uri}#{type(command).__name__}/{at}"), "federation")
    house.act("system", ForgetActor(account_id=dee.account_id))
    left = "SELECT COUNT(*) FROM posts_favourite"
    assert sql.value(left) == 3
    for count in (1, 0):
        house.act("system", ForgetPosts(account_id=dee.account_id))
        assert sql.value(left) == count
    assert sql.rows("SELECT 1 FROM posts_pollvote UNION ALL SELECT 1 FROM federation_deed") == []
    house.leaves("system", ForgetPosts(account_id=dee.account_id))


@pytest.mark.parametrize("who", ["ada", "mair"])
def test_only_the_house_forgets(house: House, who: str) -> None:
    """On the word of their own server alone; and nobody of ours."""
    house.refuses(who, ForgetActor(account_id=stranger().account_id), Refused)
    house.refuses("system", ForgetActor(account_id=house.id("ada")), NotFound)
