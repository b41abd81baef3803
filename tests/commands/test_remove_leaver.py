"""RemoveLeaver: one step ends all that a member can do."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.queries import accounts_of_member, member_by_id, read_actor_by_token
from coffeehouse.domain.people.voice_commands import AppointBodyAdmin, RemoveLeaver
from coffeehouse.domain.posts.queries import read_status
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from coffeehouse.kernel.secrets import hash_secret
from tests.commands.house import House


def tokens(house: House, voice: int) -> None:
    """An app of Ada's for herself, one for the voice."""
    for secret, account_id in (("own", house.id("ada")), ("voice", voice)):
        issue = people.IssueToken(account_id=account_id, scopes="read", label="x", token_hash=hash_secret(secret))
        house.act("mair", issue)


def session_hash(house: House) -> str:
    member = member_by_id(house.member("ada"))
    assert member is not None
    return str(member.get_session_auth_hash())


def test_u4_everything_ends_and_what_they_wrote_stays(house: House) -> None:
    """U4: seats, tokens, sessions, offices; they cannot sign in, and their persona and posts are still there."""
    voice, post_id = house.voice(), house.post_to("public")
    tokens(house, voice)
    before = session_hash(house)
    done, fact = house.records("mair", RemoveLeaver(member_id=house.member("ada")), "member.removed")
    assert done.result == {"seats": 1, "tokens": 2}
    assert fact.object == f"member/{house.member('ada')}"
    assert [read_actor_by_token(secret) for secret in ("own", "voice")] == [None, None]
    assert session_hash(house) != before
    assert sql.value("SELECT state FROM people_member WHERE id = %s", (house.member("ada"),)) == "left"
    assert sql.rows("SELECT * FROM people_seat") == []
    assert house.actor("ada").member_id is None
    assert read_status(None, post_id) is not None
    house.refuses("mair", RemoveLeaver(member_id=house.member("ada")), Conflict)


def test_a_code_on_its_way_gives_nothing(house: House) -> None:
    """An app that was being let in when they left is not."""
    application = house.act(
        house.actor("ada"),
        people.RegisterApplication(
            name="App", redirect_uris=("urn:x",), scopes="read", client_id="id", secret_hash=hash_secret("secret")
        ),
    )
    house.act(
        "ada",
        people.AuthorizeApplication(
            application_id=int(application.result), account_id=house.id("ada"), redirect_uri="urn:x", scopes="read",
            code_hash=hash_secret("code"),
        ),
    )  # fmt: skip
    house.act("mair", RemoveLeaver(member_id=house.member("ada"), stays_member=True))
    house.refuses(
        house.actor("ada"),
        people.ExchangeCode(
            client_id="id", client_secret="secret", code="code", redirect_uri="urn:x", token_hash=hash_secret("new")
        ),
        Invalid,
    )
    assert read_actor_by_token("new") is None


def test_they_may_stay_as_themselves(house: House) -> None:
    """Signed out everywhere, without seats or role, but still a member."""
    house.voice()
    house.act("mair", people.ChangeRole(member_id=house.member("ada"), role="moderator"))
    before = session_hash(house)
    house.act("mair", RemoveLeaver(member_id=house.member("ada"), stays_member=True))
    assert session_hash(house) != before
    actor = house.actor("ada")
    assert (actor.member_id, actor.role, actor.capacity) == (house.member("ada"), "member", "self")
    assert [held.kind for held in accounts_of_member(house.member("ada"))] == ["persona"]


def test_who_left_may_come_back_without_seats(house: House) -> None:
    """Let back in like somebody suspended."""
    house.voice()
    house.act("mair", RemoveLeaver(member_id=house.member("ada")))
    house.act("mair", people.ReinstateMember(member_id=house.member("ada")))
    assert [held.kind for held in accounts_of_member(house.member("ada"))] == ["persona"]


def test_p6_of_one_body_only(house: House) -> None:
    """P6: who looks after a body ends what somebody does for it and for its teams; the rest is not theirs to end."""
    voice = house.voice()
    body = int(sql.value("SELECT body_id FROM people_account WHERE id = %s", (voice,)))
    other = int(house.act("mair", people.CreateBody(slug="other", name="Other")).result)
    for body_id, name in ((body, "fern"), (other, "gwyn")):
        house.act("mair", AppointBodyAdmin(body_id=body_id, member_id=house.member(name)))
    tokens(house, voice)
    ada = house.member("ada")
    house.refuses("fern", RemoveLeaver(member_id=ada), Refused)
    house.refuses("gwyn", RemoveLeaver(member_id=ada, body_id=body), NotFound)
    house.refuses("gwyn", RemoveLeaver(member_id=ada, body_id=other), NotFound)
    done, _ = house.records("fern", RemoveLeaver(member_id=ada, body_id=body), "member.removed", f"member/{ada}")
    assert done.result == {"seats": 1, "tokens": 1}
    assert read_actor_by_token("voice") is None
    assert read_actor_by_token("own") is not None
    assert house.actor("ada").member_id == ada


def test_what_cannot_be(house: House) -> None:
    """Oneself, the only administrator, nobody."""
    house.refuses("mair", RemoveLeaver(member_id=house.member("mair")), Forbidden)
    house.refuses("mair", RemoveLeaver(member_id=1), NotFound)


@pytest.mark.parametrize("who", ["gwyn", "cade", "rhys"])
def test_only_administrators(house: House, who: str) -> None:
    """Policy refuses all others."""
    house.refuses(who, RemoveLeaver(member_id=house.member("ada")), Refused)


def test_they_are_told_by_mail(house: House) -> None:
    """Who left, unless they are told otherwise; not who stays as themselves, or was suspended already."""
    house.voice()
    house.act("mair", RemoveLeaver(member_id=house.member("ada"), stays_member=True))
    house.act("mair", RemoveLeaver(member_id=house.member("bevan"), is_told=True))
    house.act("mair", people.SuspendMember(member_id=house.member("hari"), reason="Spam"))
    house.act("mair", RemoveLeaver(member_id=house.member("hari")))
    assert "mail_left" not in house.jobs()
    house.act("mair", RemoveLeaver(member_id=house.member("gwyn")))
    assert house.jobs().count("mail_left") == 1
