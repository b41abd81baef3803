"""FEP-8fcf: followers that two servers count differently are brought to the same; lying headers move nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.delivery import activities, comparing, federating
from coffeehouse.domain.federation.control_commands import DecideServer
from coffeehouse.domain.federation.queries import known_actor, remote_actor
from coffeehouse.domain.people import commands as people
from coffeehouse.engine.act import act
from coffeehouse.federation import synchronising, waiting
from coffeehouse.kernel import clock
from coffeehouse.protocols.activitypub.synchronization import HEADER, Agreement, digest_of, write_header
from tests.commands.house import House
from tests.federation.other_server import OtherServer
from tests.federation.signed_there import delivery, letter, like, somebody, status
from tests.protocols.signatures.signed import NOW

HERE = "http://localhost:8000/users"


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with clock.at(NOW), waiting.patiently():
        yield


class Them:
    """Ann, on another server: what she says of her followers here, and what her server lists."""

    def __init__(self, house: House, server: OtherServer) -> None:
        self.house, self.server = house, server
        self.uri = somebody(server)
        # Whoever never delivered anything is nobody's to follow.
        status(delivery(self.uri))
        known = known_actor(self.uri)
        assert known is not None
        self.id = known.id

    @property
    def list(self) -> str:
        return f"{self.uri}/followers_synchronization"

    def lists(self, *names: str, **members: Any) -> str:
        """Her server lists these as her followers here; the digest of it."""
        uris = [name if "/" in name else f"{HERE}/{name}" for name in names]
        document = {"id": self.list, "type": "OrderedCollection", "orderedItems": uris} | members
        self.server.gives("/users/ann/followers_synchronization", document)
        return digest_of(uris)

    def says(self, digest: str, number: int = 1, *more: str, changes: dict[str, str] | None = None) -> int:
        """A delivery with the header; the status answered."""
        said = {"collection": f"{self.uri}/followers", "url": self.list, "digest": digest} | (changes or {})
        made = letter(self.uri, like(self.uri, id=f"{self.uri}#likes/{number}"))
        made.headers += [(HEADER.lower(), value) for value in (write_header(Agreement(**said)), *more)]
        return status(delivery(self.uri, letter=made))

    def followed_by(self, name: str, *, is_pending: bool = False) -> None:
        """One of ours follows her."""
        self.house.act(name, people.FollowAccount(target_id=self.id))
        if not is_pending:
            accept = people.AuthorizeFollow(account_id=self.house.id(name))
            act(accept, remote_actor(self.id), "federation")

    def followers(self) -> dict[int, bool]:
        """Who of ours follows her, and whether that waits."""
        found = sql.rows("SELECT account_id, is_pending FROM people_follow WHERE target_id = %s", (self.id,))
        return {account_id: bool(pending) for account_id, pending in found}


@pytest.fixture
def them(house: House, there: OtherServer) -> Them:
    return Them(house, there)


def waits() -> list[dict[str, Any]]:
    """The lists that are to be asked for."""
    found = sql.rows("SELECT payload FROM engine_outbox WHERE kind = %s ORDER BY id", (synchronising.COMPARE,))
    return [json.loads(payload) for (payload,) in found]


def settle() -> None:
    """What is on its way is delivered; then the worker compares."""
    sql.execute("DELETE FROM federation_outgoing")
    sql.execute("DELETE FROM federation_delivery")
    sql.execute("DELETE FROM engine_outbox WHERE kind = 'federate'")
    for payload in waits():
        comparing.deliver_compare_followers(payload)


def test_who_agrees_is_asked_nothing(house: House, them: Them) -> None:
    """Those who follow, and nobody who only asked to."""
    them.followed_by("ada")
    them.followed_by("fern", is_pending=True)
    asked = len(them.server.asked)
    assert them.says(digest_of([f"{HERE}/ada"])) == 202
    assert waits() == []
    assert len(them.server.asked) == asked


def test_who_is_not_listed_follows_no_longer(house: House, them: Them) -> None:
    """A Reject that was lost: the follow ends here, recorded as hers, by the list she named."""
    them.followed_by("ada")
    them.followed_by("fern")
    assert them.says(them.lists("fern")) == 202
    before = house.size()
    settle()
    assert them.followers() == {house.id("fern"): False}
    fact = house.fact(before)
    assert (fact.kind, fact.actor, fact.payload["activity"]) == ("follower.removed", f"account/{them.id}", them.list)
    # Once more, nothing changes.
    before = house.size()
    settle()
    assert house.size() == before


def test_who_was_let_in_while_the_list_was_fetched_stays(
    house: House, them: Them, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list is older than their follow, so it says nothing of it."""
    them.followed_by("ada")
    them.says(them.lists("fern"))
    given = synchronising.listed_there

    def slowly(said: Agreement) -> Any:
        listed = given(said)
        them.followed_by("fern")
        them.followed_by("mair")
        return listed

    monkeypatch.setattr(synchronising, "listed_there", slowly)
    settle()
    assert them.followers() == {house.id("fern"): False, house.id("mair"): False}


def test_who_is_listed_and_asked_was_let_in(house: House, them: Them) -> None:
    """An Accept that was lost."""
    them.followed_by("ada", is_pending=True)
    them.says(them.lists("ada"))
    settle()
    assert them.followers() == {house.id("ada"): False}


def test_who_is_listed_and_does_not_follow_is_taken_off(house: House, them: Them) -> None:
    """An Undo that was lost is said again, to her inbox, by the name the Follow had."""
    them.followed_by("ada")
    house.act("ada", people.UnfollowAccount(target_id=them.id))
    them.says(them.lists("ada", "nobody_here", "https://other.example/users/ada"))
    settle()
    about = sql.row("SELECT sender_id, about, body FROM federation_outgoing")
    assert about is not None
    assert about[:2] == (house.id("ada"), f"Undo Follow account/{them.id}")
    assert json.loads(about[2])["object"]["object"] == them.uri
    assert sql.value("SELECT inbox FROM federation_delivery") == f"{them.server.base}/inbox"
    # While that is on its way, nobody says it again.
    comparing.deliver_compare_followers(waits()[0])
    assert sql.value("SELECT COUNT(*) FROM federation_delivery") == 1


def test_what_is_on_its_way_is_waited_for(house: House, them: Them) -> None:
    """Her server cannot list who it has not heard of."""
    them.followed_by("ada")
    [letter] = activities.write({"verb": "follow", "by": house.id("ada"), "account": them.id})
    assert federating.post_letter(letter, 1) == 1
    them.says(them.lists())
    comparing.deliver_compare_followers(waits()[0])
    assert them.followers() == {house.id("ada"): False}
    settle()
    assert them.followers() == {}


@pytest.mark.parametrize(
    "changes",
    [
        {"collection": "http://127.0.0.1:1/users/eve/followers"},
        {"collection": "{uri}/following"},
        {"url": "http://127.0.0.1:1/users/ann/followers_synchronization"},
        {"url": "https://{host}/users/ann/followers_synchronization"},
        {"url": "http://{host}.evil.example/list"},
        {"digest": "nothing"},
    ],
)
def test_lying_headers_move_nothing(house: House, them: Them, changes: dict[str, str]) -> None:
    """Another's collection, a list elsewhere or by another scheme, no digest: the delivery counts, not the header."""
    them.followed_by("ada")
    changes = {name: value.format(uri=them.uri, host=them.server.host) for name, value in changes.items()}
    digest = changes.pop("digest", "0" * 64)
    assert them.says(digest, changes=changes) == 202
    assert waits() == []


def test_two_headers_say_nothing(house: House, them: Them) -> None:
    """Two readers might pick different ones."""
    them.followed_by("ada")
    assert them.says("0" * 64, 1, write_header(Agreement("a", "b", "0" * 64))) == 202
    assert waits() == []


def test_a_list_is_asked_for_sparingly(house: House, them: Them, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once in ten minutes for each account; and so many in all."""
    them.followed_by("ada")
    them.says("0" * 64)
    them.says("1" * 64, 2)
    assert len(waits()) == 1
    with clock.at(NOW + synchronising.REST + 1):
        them.says("1" * 64, 3)
        assert len(waits()) == 2
    monkeypatch.setattr(synchronising, "MOST_WAITING", 2)
    with clock.at(NOW + 3 * synchronising.REST):
        them.says("1" * 64, 4)
        assert len(waits()) == 2


def test_a_list_that_is_not_the_one_spoken_of(house: House, them: Them) -> None:
    """Who says one thing in the header and another in the list is not believed in either."""
    them.followed_by("ada")
    them.lists("fern")
    them.says("0" * 64)
    settle()
    assert them.followers() == {house.id("ada"): False}


@pytest.mark.parametrize(
    ("pages", "most"),
    [
        # Longer than is looked at; without end; going on elsewhere.
        ([("next", 0)], 2),
        ([("next", 0), ("next", 1), ("next", 2)], 10_000),
    ],
)
def test_a_list_without_end(
    house: House, them: Them, monkeypatch: pytest.MonkeyPatch, pages: list[Any], most: int
) -> None:
    """It is read so far and no further, and then nothing of it counts."""
    them.followed_by("ada")
    monkeypatch.setattr(synchronising, "MOST_LISTED", most)
    monkeypatch.setattr(synchronising, "MOST_PAGES", 3)
    names = [f"nobody{number}" for number in range(3)]
    digest = them.lists(*names, next=f"{them.list}?page=1")
    for page in range(1, 5):
        path = f"/users/ann/followers_synchronization?page={page}"
        document = {"id": f"{them.server.base}{path}", "type": "OrderedCollectionPage", "orderedItems": []}
        them.server.gives(path, document | {"next": f"{them.list}?page={page + 1}"})
    them.says(digest)
    settle()
    assert them.followers() == {house.id("ada"): False}
    assert len([path for path in them.server.paths if "synchronization" in path]) <= 3


def test_a_list_that_goes_on_elsewhere(house: House, them: Them) -> None:
    """Another server, or the same by another scheme, lists nobody."""
    them.followed_by("ada")
    them.says(them.lists("nobody", next=f"https://{them.server.host}/more"))
    settle()
    assert them.followers() == {house.id("ada"): False}


def test_a_list_in_pages(house: House, them: Them) -> None:
    """What stands on the next page is read as well."""
    them.followed_by("ada")
    them.followed_by("fern")
    path = "/users/ann/followers_synchronization?page=2"
    page = {"id": f"{them.server.base}{path}", "type": "OrderedCollectionPage", "items": [{"id": f"{HERE}/fern"}]}
    them.server.gives(path, page)
    them.lists("nobody", next=f"{them.list}?page=2")
    them.says(digest_of([f"{HERE}/nobody", f"{HERE}/fern"]))
    settle()
    assert them.followers() == {house.id("fern"): False}


@pytest.mark.parametrize("status", [401, 404])
def test_a_list_that_is_not_given(house: House, them: Them, status: int) -> None:
    """Then nothing changes."""
    them.followed_by("ada")
    them.server.gives("/users/ann/followers_synchronization", {}, status=status)
    them.says("0" * 64)
    settle()
    assert them.followers() == {house.id("ada"): False}


def test_a_server_that_was_suspended_meanwhile(house: House, them: Them) -> None:
    """It is asked nothing any more."""
    them.followed_by("ada")
    them.says(them.lists())
    house.act("mair", DecideServer(host=them.server.host, state="suspended", reason="Fraud"))
    asked = len(them.server.asked)
    settle()
    assert len(them.server.asked) == asked


def test_an_account_that_is_gone(house: House, them: Them) -> None:
    """Or never was: there is nothing to compare."""
    them.followed_by("ada")
    them.says(them.lists())
    [payload] = waits()
    comparing.deliver_compare_followers(payload | {"account_id": 1 << 60})
    comparing.deliver_compare_followers(payload | {"collection": f"{them.uri}/liked"})
    assert them.followers() == {house.id("ada"): False}
