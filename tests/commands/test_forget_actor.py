"""ForgetActor: an account elsewhere is no more."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.federation.commands import ReceiveActor
from coffeehouse.domain.federation.moving_commands import ForgetActor
from coffeehouse.domain.federation.queries import known_account, remote_actor
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.queries import read_account
from coffeehouse.engine.act import Refused
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


@pytest.mark.parametrize("who", ["ada", "mair"])
def test_only_the_house_forgets(house: House, who: str) -> None:
    """On the word of their own server alone; and nobody of ours."""
    house.refuses(who, ForgetActor(account_id=stranger().account_id), Refused)
    house.refuses("system", ForgetActor(account_id=house.id("ada")), NotFound)
