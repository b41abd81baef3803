"""ReceiveActor: an account elsewhere becomes a row of ours."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from coffeehouse.database import sql
from coffeehouse.domain.federation import commands
from coffeehouse.domain.federation.queries import known_actor, remote_actor
from coffeehouse.domain.people.queries import read_account
from coffeehouse.engine.act import Refused
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, Invalid
from coffeehouse.protocols.activitypub.documents import ActorDocument, Picture, ProfileField, PublicKey
from tests.commands.house import House
from tests.federation.elsewhere import stranger

URI = "https://there.example/users/dee"
KEY = PublicKey(id=f"{URI}#main-key", owner=URI, kind="rsa", public="PEM")


def dee(**changes: Any) -> ActorDocument:
    """Dee's document."""
    members: dict[str, Any] = {
        "id": URI, "type": "Person", "username": "Dee", "name": "Dee Elsewhere", "summary": "<p>Hello</p>",
        "url": "https://there.example/@dee", "inbox": f"{URI}/inbox", "shared_inbox": "https://there.example/inbox",
        "followers": f"{URI}/followers", "keys": (KEY,),
    }  # fmt: skip
    return ActorDocument(**(members | changes))


def entity(account_id: int) -> dict[str, Any]:
    """The Account entity as apps see it."""
    found: dict[str, Any] = msgspec.json.decode(read_account(None, account_id) or "null")
    return found


def test_the_house_takes_in_an_account(house: House) -> None:
    """A row that everything works with, what servers need beside it, its key; apps see its own address."""
    command = commands.ReceiveActor(
        document=dee(fields=(ProfileField(name="Web", value="<a>x</a>"),)), host="there.example"
    )
    done, fact = house.records("system", command, "actor.received")
    assert fact.payload["kept"] == {"uri": URI}
    shown = entity(done.result)
    assert (shown["acct"], shown["username"], shown["display_name"]) == ("Dee@there.example", "Dee", "Dee Elsewhere")
    assert (shown["uri"], shown["url"], shown["note"]) == (URI, "https://there.example/@dee", "<p>Hello</p>")
    assert shown["fields"] == [{"name": "Web", "value": "<a>x</a>", "verified_at": None}]
    assert shown["roles"] == []
    known = known_actor(URI)
    assert known is not None
    assert (known.id, known.host, known.shared_inbox) == (done.result, "there.example", "https://there.example/inbox")
    assert sql.rows("SELECT key_id, account_id, kind, public FROM federation_remotekey") == [
        (KEY.id, done.result, "rsa", "PEM")
    ]
    assert remote_actor(done.result).capacity == "remote"
    house.check()


def test_the_same_again_is_no_news(house: House) -> None:
    """Only when it was last asked is kept."""
    house.act("system", commands.ReceiveActor(document=dee(), host="there.example"))
    sql.execute("UPDATE federation_remoteactor SET fetched_at = 1")
    house.leaves("system", commands.ReceiveActor(document=dee(), host="there.example"))
    known = known_actor(URI)
    assert known is not None
    assert known.fetched_at > 1


def test_what_changed_is_changed(house: House) -> None:
    """Name, page, keys: those it has now and no others; an old key proves nothing any more."""
    first = house.act("system", commands.ReceiveActor(document=dee(), host="there.example"))
    key = PublicKey(id=f"{URI}#second", owner=URI, kind="rsa", public="NEW")
    command = commands.ReceiveActor(document=dee(name="Dee II", keys=(key,), is_locked=True), host="there.example")
    done, _ = house.records("system", command, "actor.changed", f"account/{first.result}")
    assert done.result == first.result
    assert (entity(done.result)["display_name"], entity(done.result)["locked"]) == ("Dee II", True)
    assert sql.rows("SELECT key_id, public FROM federation_remotekey") == [(key.id, "NEW")]
    house.check()


def test_a_handle_on_another_host_is_that_hosts(house: House) -> None:
    """Split domains: the handle is as it was proven, the identity stays where it is."""
    done = house.act("system", commands.ReceiveActor(document=dee(), host="handles.example"))
    assert entity(done.result)["acct"] == "Dee@handles.example"
    known = known_actor(URI)
    assert known is not None
    assert known.host == "there.example"


def test_a_name_is_one_accounts(house: House) -> None:
    """O19: a second identity does not get the name, neither at first nor by changing its own."""
    other = "https://there.example/users/2"
    house.act("system", commands.ReceiveActor(document=dee(), host="there.example"))
    taken = commands.ReceiveActor(document=dee(id=other), host="there.example")
    house.refuses("system", taken, Conflict)
    house.act("system", commands.ReceiveActor(document=dee(id=other, username="other", keys=()), host="there.example"))
    house.refuses("system", taken, Conflict)
    swapped = commands.ReceiveActor(document=dee(username="other"), host="there.example")
    house.refuses("system", swapped, Conflict)


def test_a_key_is_one_accounts(house: House) -> None:
    """A document that names the key of another account, or says that another owns its own, gets none."""
    first = house.act("system", commands.ReceiveActor(document=dee(), host="there.example"))
    second = "https://there.example/users/2"
    stolen = (
        PublicKey(id=KEY.id, owner=second, kind="rsa", public="EVIL"),
        PublicKey(id="https://there.example/k", owner=URI, kind="rsa", public="EVIL"),
        PublicKey(id="https://good.example/k", owner=second, kind="rsa", public="EVIL"),
    )
    house.act(
        "system",
        commands.ReceiveActor(document=dee(id=second, username="two", keys=stolen), host="there.example"),
    )
    assert sql.rows("SELECT key_id, account_id, public FROM federation_remotekey") == [(KEY.id, first.result, "PEM")]


def test_pictures_are_fetched_by_the_worker(house: House) -> None:
    """Once for each address; one that is gone is taken off."""
    icon = Picture(url="https://there.example/a.png", description="A cat")
    command = commands.ReceiveActor(document=dee(icon=icon), host="there.example")
    done = house.act("system", command)
    assert house.jobs() == ["fetch_avatar"]
    house.leaves("system", command)
    sql.execute("UPDATE people_account SET avatar = 'aa/bb/x.png' WHERE id = %s", (done.result,))
    house.act("system", commands.ReceiveActor(document=dee(), host="there.example"))
    assert house.jobs() == ["fetch_avatar", "remove_files"]
    assert sql.value("SELECT avatar FROM people_account WHERE id = %s", (done.result,)) == ""


@pytest.mark.parametrize("kind", ["Service", "Application", "Group"])
def test_nobody_elsewhere_speaks_for_a_body_of_ours(house: House, kind: str) -> None:
    """A service elsewhere is shown as a bot, a group as a group, and neither as official."""
    done = house.act("system", commands.ReceiveActor(document=dee(type=kind), host="there.example"))
    shown = entity(done.result)
    assert shown["roles"] == []
    assert (shown["bot"], shown["group"]) == (kind != "Group", kind == "Group")


@pytest.mark.parametrize(
    "changes", [{"type": "Note"}, {"username": "a b"}, {"username": "a@b"}, {"username": "x" * 65}, {"username": ".a"}]
)
def test_what_is_no_account_is_refused(house: House, changes: dict[str, Any]) -> None:
    """A type that does not act, a name that could be read as something else."""
    house.refuses("system", commands.ReceiveActor(document=dee(**changes), host="there.example"), Invalid)


@pytest.mark.parametrize("who", ["ada", "mair"])
def test_only_the_house_takes_in_accounts(house: House, who: str) -> None:
    """Nobody says of another server who is there."""
    house.refuses(who, commands.ReceiveActor(document=dee(), host="there.example"), Refused)


def test_an_account_that_moved_shows_where(house: House) -> None:
    """Once the account it names is known; two that name each other do not grow."""
    target = "https://new.example/users/dee"
    second = commands.ReceiveActor(document=dee(id=target, inbox=f"{target}/inbox", keys=()), host="new.example")
    new = house.act("system", second).result
    old = house.act("system", commands.ReceiveActor(document=dee(moved_to=target), host="there.example")).result
    assert entity(old)["moved"]["id"] == str(new)
    back = dee(id=target, inbox=f"{target}/inbox", keys=(), moved_to=URI, name="Back")
    house.act("system", commands.ReceiveActor(document=back, host="new.example"))
    assert entity(new)["moved"] is None


def test_who_is_heard_of_is_asked_for_anew_once_in_a_week(house: House) -> None:
    """Their server may have told of a change while this house was away."""
    fan = stranger("fan")
    fan.says(1)
    assert "refresh_actor" not in house.jobs()
    sql.execute("UPDATE federation_remoteactor SET fetched_at = fetched_at - %s", (8 * clock.DAY,))
    fan.says(2)
    fan.says(3)
    assert house.jobs().count("refresh_actor") == 1
