"""Second steps on the pages: set up under Settings, asked for at sign-in, all of it without script."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from coffeehouse.domain.people import commands
from coffeehouse.domain.posts.commands import PublishPost
from coffeehouse.engine.act import Refused, act
from coffeehouse.kernel import clock
from coffeehouse.protocols.one_time_codes import STEP, code_at
from tests.cast import PASSWORD, Cast
from tests.channels.web.reader import Reader

NOW = 1_763_772_000_000
KEY = re.compile(r'<code class="key">([A-Z2-7 ]+)</code>')
CODE = re.compile(r"<code>([A-Z0-9]{4}-[A-Z0-9-]{14})</code>")


def confirm(reader: Reader) -> None:
    """Open the page of security and prove who one is, by password."""
    reader.open("/settings/security/app")
    if reader.where != "/settings/security/app":
        reader.fill("/settings/security/confirm", password=PASSWORD)


def enrol(reader: Reader) -> tuple[str, list[str]]:
    """Add an app at NOW; its secret, and the recovery codes that come with it."""
    confirm(reader)
    found = KEY.search(reader.html)
    assert found is not None
    secret = found[1].replace(" ", "")
    reader.fill("/settings/security/app", name="My phone", code=code_at(secret, clock.now_ms()))
    assert reader.has("Recovery codes")
    reader.fill("/settings/security/codes")
    return secret, CODE.findall(reader.html)


def first_step(person: Any) -> Reader:
    """Another browser, after the password."""
    reader = Reader()
    reader.open("/sign-in").fill("/sign-in", email=person.email, password=PASSWORD)
    assert reader.where == "/sign-in/second"
    return reader


def test_the_way_from_nothing_to_a_second_step(cast: Cast, ada: Reader) -> None:
    """Confirm, scan, type the code, keep ten codes; then the password alone opens nothing any more."""
    with clock.at(NOW):
        secret, codes = enrol(ada)
        assert len(set(codes)) == 10
        assert ada.open("/settings/security").has("My phone")
        assert ada.has("You have 10 that still work.")
    with clock.at(NOW + STEP):
        reader = first_step(cast.ada)
        assert Client.get(reader.client, "/home").status_code == 302
        reader.fill("/sign-in/second", code=code_at(secret, NOW + STEP))
        assert reader.where == "/home"


def test_a_code_opens_once(cast: Cast, ada: Reader) -> None:
    """Replay: who looked over the shoulder has nothing, within the same half minute."""
    with clock.at(NOW):
        secret, _ = enrol(ada)
    with clock.at(NOW + STEP):
        code = code_at(secret, NOW + STEP)
        first_step(cast.ada).fill("/sign-in/second", code=code)
        thief = first_step(cast.ada)
        thief.fill("/sign-in/second", status=422, code=code)
        assert "Each works once" in thief.errors
        assert Client.get(thief.client, "/home").status_code == 302


def test_a_recovery_code_opens_once(cast: Cast, ada: Reader) -> None:
    """However it is typed."""
    with clock.at(NOW):
        _, codes = enrol(ada)
        reader = first_step(cast.ada)
        recovery = codes[3].lower().replace("-", " ")
        fields = {"code": "", "recovery_code": recovery}
        assert reader.client.post("/sign-in/second", {**fields, **token(reader)}).status_code == 303
        again = first_step(cast.ada)
        assert again.client.post("/sign-in/second", {**fields, **token(again)}).status_code == 422
        assert ada.open("/settings/security").has("You have 9 that still work.")


def token(reader: Reader) -> dict[str, str]:
    """The form's token against forgery."""
    found = re.search(r'csrfmiddlewaretoken" value="([^"]+)', reader.html)
    assert found is not None
    return {"csrfmiddlewaretoken": found[1]}


def test_the_half_way_ends_after_ten_minutes(cast: Cast, ada: Reader) -> None:
    """Who waits longer starts again with the password."""
    with clock.at(NOW):
        secret, _ = enrol(ada)
    with clock.at(NOW + STEP):
        reader = first_step(cast.ada)
    with clock.at(NOW + 11 * clock.MINUTE):
        reader.fill("/sign-in/second", code=code_at(secret, NOW + 11 * clock.MINUTE))
        assert reader.where == "/sign-in"


def test_u7_each_step_gives_the_session_a_new_key(cast: Cast, ada: Reader) -> None:
    """U7: a key planted or seen before a step is dead after it; also after confirming."""
    with clock.at(NOW):
        before = ada.client.cookies["session"].value
        confirm(ada)
        confirmed = ada.client.cookies["session"].value
        secret, _ = enrol(ada)
        assert len({before, confirmed, ada.client.cookies["session"].value}) == 3
    with clock.at(NOW + STEP):
        reader = first_step(cast.ada)
        half = reader.client.cookies["session"].value
        reader.fill("/sign-in/second", code=code_at(secret, NOW + STEP))
        assert reader.client.cookies["session"].value != half


def test_u4_setting_up_a_second_step_signs_other_browsers_out(cast: Cast, ada: Reader) -> None:
    """U4: also one that somebody else opened with the password."""
    elsewhere = Reader(cast.ada)
    assert elsewhere.open("/home").where == "/home"
    with clock.at(NOW):
        enrol(ada)
        assert ada.open("/home").where == "/home"
        assert elsewhere.open("/home").where.startswith("/sign-in")


@pytest.mark.parametrize("page", ["app", "passkey", "codes"])
def test_nothing_changes_without_proving_again_who_one_is(ada: Reader, page: str) -> None:
    """A browser left open is not enough, nor one that proved it a quarter of an hour ago."""
    ada.open(f"/settings/security/{page}")
    assert ada.where.startswith("/settings/security/confirm")
    ada.fill("/settings/security/confirm", status=422, password="wrong")
    assert "not your password" in ada.errors
    ada.fill("/settings/security/confirm", password=PASSWORD)
    assert ada.where == f"/settings/security/{page}"
    with clock.at(clock.now_ms() + 16 * clock.MINUTE):
        assert ada.open(f"/settings/security/{page}").where.startswith("/settings/security/confirm")


def test_with_a_second_step_the_password_confirms_nothing(cast: Cast, ada: Reader) -> None:
    """The page asks for the code, and a form sent with the password all the same is refused."""
    with clock.at(NOW):
        secret, _ = enrol(ada)
    later = NOW + 20 * clock.MINUTE
    with clock.at(later):
        ada.open("/settings/security/app")
        assert not ada.has("Your password")
        answer = ada.client.post("/settings/security/confirm", {"password": PASSWORD, **token(ada)})
        assert answer.status_code == 422
        ada.open("/settings/security/app").fill("/settings/security/confirm", code=code_at(secret, later))
        assert ada.where == "/settings/security/app"


def test_staff_who_owe_a_second_step_come_to_nothing_else(cast: Cast, cade: Reader, settings: Any) -> None:
    """STAFF_SECOND_FACTOR=required: pages of staff lead to Security until there is one."""
    settings.STAFF_SECOND_FACTOR = True
    assert cade.open("/admin/approvals").where == "/settings/security"
    assert cade.has("Your part in this house needs a second step")
    with clock.at(NOW):
        enrol(cade)
        assert cade.open("/admin/approvals").where == "/admin/approvals"
        assert "needs a second step" not in cade.html


def test_citizens_owe_nothing(ada: Reader, settings: Any) -> None:
    """The setting is about those who speak or decide for others."""
    settings.STAFF_SECOND_FACTOR = True
    assert not ada.open("/settings/security").has("Your part in this house needs")


def test_the_last_one_of_staff_stays(cast: Cast, cade: Reader, settings: Any) -> None:
    """Removing it is refused with what to do first; a citizen may."""
    settings.STAFF_SECOND_FACTOR = True
    with clock.at(NOW):
        enrol(cade)
        cade.open("/settings/security").fill("/settings/security/remove", status=422)
        assert "Add another one first" in cade.errors


def test_removing_ones_own(cast: Cast, ada: Reader) -> None:
    """Then the password is enough again."""
    with clock.at(NOW):
        enrol(ada)
        ada.open("/settings/security").fill("/settings/security/remove")
        assert ada.has("You have none yet.")
        reader = Reader()
        reader.open("/sign-in").fill("/sign-in", email=cast.ada.email, password=PASSWORD)
        assert reader.where == "/home"


def test_the_secret_waits_sealed(cast: Cast, ada: Reader) -> None:
    """Nor is it readable in the table of sessions while the page is open."""
    confirm(ada)
    found = KEY.search(ada.html)
    assert found is not None
    secret = found[1].replace(" ", "")
    kept = dict(ada.client.session)
    assert "app_secret" in kept
    assert secret not in str(kept)


def test_policy_refuses_what_staff_do_without_their_second_step(cast: Cast, settings: Any) -> None:
    """Whatever the door: deciding about people, and speaking through a voice."""
    settings.STAFF_SECOND_FACTOR = True
    speaks = cast.cade.actor(cast.voice_id)
    decides = cast.cade.actor()
    approve, publish = commands.ApproveMember(member_id=cast.ada.member_id), PublishPost(text="Open today")
    for actor, command in ((decides, approve), (speaks, publish)):
        with pytest.raises(Refused) as refused:
            act(command, actor, "client_api")
        assert "house.staff-need-second-step" in refused.value.verdict.rule_ids
    assert cast.ada.says("A citizen speaks as before")
