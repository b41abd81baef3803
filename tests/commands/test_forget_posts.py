"""ForgetPosts: what somebody said who is no more, a few at a time."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.federation.handlers import forgetting
from coffeehouse.domain.federation.moving_commands import ForgetActor, ForgetPosts
from coffeehouse.domain.federation.queries import remote_actor
from coffeehouse.domain.posts import commands as posts
from coffeehouse.engine.act import Refused, act
from tests.commands.house import House
from tests.federation.elsewhere import stranger


def test_all_of_it_goes(house: House) -> None:
    """Posts, boosts and their identities, also where others passed them on; what others said to it stays."""
    dee, wil = stranger(), stranger("wil", "other.example")
    number = forgetting.BATCH + 2
    first, *_others = [dee.says(at) for at in range(number)]
    answer = house.post("Shwmae", in_reply_to_id=first)
    dee.does(posts.BoostPost(post_id=house.post()))
    boosts = remote_actor(wil.account_id, f"{wil.uri}#boosts/1")
    act(posts.BoostPost(post_id=first), boosts, "federation")
    house.act("system", ForgetActor(account_id=dee.account_id))
    command = ForgetPosts(account_id=dee.account_id)
    _, fact = house.records("system", command, "posts.forgotten", f"account/{dee.account_id}")
    assert fact.payload["kept"] == {"posts": forgetting.BATCH}
    assert house.jobs().count("forget_posts") == 2
    house.act("system", command)
    house.leaves("system", command)
    assert sql.rows("SELECT 1 FROM posts_post WHERE account_id = %s", (dee.account_id,)) == []
    assert sql.rows("SELECT 1 FROM federation_remoteobject") == []
    assert sql.rows("SELECT 1 FROM posts_post WHERE id = %s", (answer,)) == [(1,)]


def test_nobody_who_is_there_is_forgotten(house: House) -> None:
    """Neither an account that is not gone, nor one of ours, nor by anybody but the house."""
    dee = stranger()
    dee.says(1)
    house.post()
    house.leaves("system", ForgetPosts(account_id=dee.account_id))
    house.leaves("system", ForgetPosts(account_id=house.id("ada")))
    house.refuses("mair", ForgetPosts(account_id=dee.account_id), Refused)
