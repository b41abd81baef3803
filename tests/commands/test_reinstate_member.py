"""ReinstateMember: letting a suspended member back in."""

from __future__ import annotations

import pytest

from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.queries import read_actor_by_token
from coffeehouse.domain.posts.queries import read_status
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Conflict
from coffeehouse.kernel.secrets import hash_secret
from tests.commands.house import House


def test_they_are_shown_again(house: House) -> None:
    """Posts too; tokens stay ended."""
    post = house.post()
    issue = people.IssueToken(account_id=house.id("ada"), scopes="read", label="x", token_hash=hash_secret("t"))
    house.act("mair", issue)
    house.act("mair", people.SuspendMember(member_id=house.member("ada"), reason="x"))
    command = people.ReinstateMember(member_id=house.member("ada"))
    house.records("mair", command, "member.reinstated", f"member/{house.member('ada')}")
    assert read_status(None, post) is not None
    assert house.actor("ada").member_state == "active"
    assert read_actor_by_token("t") is None
    house.refuses("mair", command, Conflict)


@pytest.mark.parametrize("who", ["gwyn", "cade", "rhys"])
def test_only_administrators(house: House, who: str) -> None:
    """Policy refuses all others."""
    house.act("mair", people.SuspendMember(member_id=house.member("ada"), reason="x"))
    house.refuses(who, people.ReinstateMember(member_id=house.member("ada")), Refused)
