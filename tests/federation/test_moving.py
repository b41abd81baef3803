"""Moves between servers (attack O11), and what the worker does about accounts elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.delivery import deliveries, jobs
from coffeehouse.domain.federation.moving_commands import SetAliases
from coffeehouse.domain.federation.queries import Known
from coffeehouse.domain.people import commands as people
from coffeehouse.federation import actors, moving, waiting
from coffeehouse.federation.hearing import Hearing, Untrue, Unwanted
from coffeehouse.federation.proving import Signer
from coffeehouse.kernel.errors import Invalid
from coffeehouse.protocols.activitypub.documents import ActivityDocument
from tests.commands.house import House, png
from tests.federation.other_server import OtherServer, other_server


@pytest.fixture
def house(db: None, settings: Any, tmp_path: Path) -> Iterator[House]:
    """The cast in a house of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    found = House()
    yield found
    found.check()


@pytest.fixture
def there(settings: Any) -> Iterator[OtherServer]:
    """Another server; the house has time."""
    waiting.budget.forget()
    with other_server(settings) as server, waiting.patiently():
        yield server


def known(uri: str) -> Known:
    """The account with this identity, met by now."""
    found = actors.actor_of(uri)
    assert found is not None
    return found


def says_moved(old: str, target: str, *, who: str = "", may_fetch: bool = True, number: str = "") -> None:
    """A Move of `old` to `target`, as `who` says it, arrives."""
    signer = known(who or old)
    said = ActivityDocument(
        id=f"{signer.uri}#move{number}", type="Move", actor=signer.uri, object_id=old, target=target, to=()
    )
    by = Signer(account_id=signer.id, uri=signer.uri, host=signer.host, key_id=f"{signer.uri}#main-key")
    moving.take_move(Hearing(signer=by, said=said, document={}, may_fetch=may_fetch))


def do_jobs(*kinds: str) -> None:
    """What the worker does of these kinds."""
    deliveries.register_all()
    for kind, payload in sql.rows("SELECT kind, payload FROM engine_outbox ORDER BY id"):
        if kind in kinds:
            jobs.deliver(kind, json.loads(payload))


def followed(house: House, name: str) -> list[tuple[int, bool]]:
    """Whom somebody of ours follows, and whether it waits."""
    return [
        (row[0], bool(row[1]))
        for row in sql.rows(
            "SELECT target_id, is_pending FROM people_follow WHERE account_id = %s ORDER BY id", (house.id(name),)
        )
    ]


def follow(house: House, name: str, uri: str) -> None:
    """Somebody of ours follows an account elsewhere, which accepts."""
    target = known(uri)
    house.act(name, people.FollowAccount(target_id=target.id, notifies=True))
    house.arrange("UPDATE people_follow SET is_pending = FALSE WHERE target_id = %s", target.id)
    sql.execute("UPDATE people_accountcounts SET following_count = 1 WHERE account_id = %s", (house.id(name),))
    sql.execute(
        "UPDATE people_accountcounts SET followers_count = followers_count + 1 WHERE account_id = %s", (target.id,)
    )


def test_followers_here_follow_on(house: House, there: OtherServer) -> None:
    """In their own names, as they followed before; who blocks the new account stays where they are."""
    old = there.person("old")
    new = there.person("new", alsoKnownAs=[old])
    follow(house, "ada", old)
    follow(house, "gwyn", old)
    house.act("gwyn", people.BlockAccount(target_id=known(new).id))
    says_moved(old, new)
    do_jobs("follow_moved")
    assert followed(house, "ada") == [(known(new).id, True)]
    assert sql.value("SELECT notifies FROM people_follow WHERE target_id = %s", (known(new).id,))
    assert followed(house, "gwyn") == [(known(old).id, False)]
    do_jobs("follow_moved")
    assert followed(house, "ada") == [(known(new).id, True)]


def test_o11_the_new_account_is_asked_at_that_moment(house: House, there: OtherServer) -> None:
    """O11: no alias, or one of yesterday, moves nobody."""
    old = there.person("old")
    new = there.person("new")
    with pytest.raises(Untrue, match="no_alias"):
        says_moved(old, new)
    there.person("new", alsoKnownAs=[old])
    actors.refresh(known(new).id)
    there.person("new", alsoKnownAs=[])
    with pytest.raises(Untrue, match="no_alias"):
        says_moved(old, new)
    assert house.jobs() == []


def test_o11_a_detour_leads_nowhere(house: House, there: OtherServer) -> None:
    """O11: who moves names the new account itself, and not an address that leads to it."""
    old = there.person("old")
    new = there.person("new", alsoKnownAs=[old])
    with pytest.raises(Unwanted, match="no_target"):
        says_moved(old, there.leads("/@new", new))
    assert house.jobs() == []


def test_nobody_leads_followers_from_place_to_place(house: House, there: OtherServer, settings: Any) -> None:
    """Five moves in a month; and none of an account that was suspended here."""
    settings.RATE_LIMITS = True
    old = there.person("old")
    places = [there.person(f"new{number}", alsoKnownAs=[old]) for number in range(6)]
    for number, place in enumerate(places[:5]):
        says_moved(old, place, number=str(number))
    with pytest.raises(Unwanted, match="moves_often"):
        says_moved(old, places[5], number="5")
    assert sql.value("SELECT moved_to FROM federation_remoteactor WHERE uri = %s", (old,)) == places[4]
    bad = there.person("bad")
    good = there.person("good", alsoKnownAs=[bad])
    sql.execute("UPDATE people_account SET hidden_at = 1 WHERE id = %s", (known(bad).id,))
    with pytest.raises(Unwanted, match="hidden"):
        says_moved(bad, good)
    sql.execute("UPDATE people_account SET hidden_at = NULL WHERE id = %s", (known(bad).id,))


def test_o11_nobody_moves_somebody_else(house: House, there: OtherServer) -> None:
    """O11: only the account itself says that it moves; and to somewhere."""
    old, evil = there.person("old"), there.person("evil", alsoKnownAs=[f"{there.base}/users/old"])
    with pytest.raises(Untrue, match="not_themselves"):
        says_moved(old, evil, who=evil)
    with pytest.raises(Unwanted, match="no_target"):
        says_moved(old, old)
    with pytest.raises(Unwanted, match="no_target"):
        says_moved(old, "")


def test_a_move_to_us_needs_our_word(house: House, there: OtherServer, settings: Any) -> None:
    """The member here has named the old account before."""
    old = there.person("old")
    ada = f"{settings.BASE_URL}/users/ada"
    follow(house, "gwyn", old)
    with pytest.raises(Untrue, match="no_alias"):
        says_moved(old, ada)
    with pytest.raises(Unwanted, match="no_target"):
        says_moved(old, f"{settings.BASE_URL}/users/nobody")
    house.act("ada", SetAliases(uris=(old,)))
    says_moved(old, ada)
    do_jobs("follow_moved")
    assert followed(house, "gwyn") == [(house.id("ada"), False)]


def test_a_web_process_leaves_the_question_to_the_worker(house: House, there: OtherServer) -> None:
    """Before anything is asked."""
    old = there.person("old")
    new = there.person("new", alsoKnownAs=[old])
    known(old)
    asked = len(there.asked)
    with pytest.raises(waiting.MustWait):
        says_moved(old, new, may_fetch=False)
    assert len(there.asked) == asked


def test_one_of_ours_moves_where_they_are_expected(house: House, there: OtherServer, settings: Any) -> None:
    """The other account is asked at that moment whether it names this one."""
    there.person("ada")
    handle = f"ada@{there.host}"
    for words in ("nobody", "no such", f"nobody@{there.host}", handle):
        with pytest.raises(Invalid):
            moving.prepare_move(house.id("ada"), words)
    there.person("ada", alsoKnownAs=[f"{settings.BASE_URL}/users/ada"])
    assert moving.prepare_move(house.id("ada"), handle).uri == f"{there.base}/users/ada"


def test_an_alias_is_found_by_its_handle(house: House, there: OtherServer) -> None:
    """What nobody is called is no alias."""
    uri = there.person("ann")
    assert moving.find_alias(f"@ann@{there.host}") == uri
    for words in ("", "ann", f"nobody@{there.host}"):
        with pytest.raises(Invalid):
            moving.find_alias(words)


def test_pictures_are_kept_here(house: House, there: OtherServer) -> None:
    """Fetched by the worker once, encoded anew; one that is none leaves the initials."""
    there.gives("/a.png", png(), "image/png")
    there.gives("/h.png", b"<html>", "image/png")
    icon, image = ({"type": "Image", "url": f"{there.base}/{part}.png"} for part in "ah")
    ann = known(there.person("ann", icon=icon, image=image))
    do_jobs("fetch_avatar")
    avatar, header = sql.row("SELECT avatar, header FROM people_account WHERE id = %s", (ann.id,)) or ("", "")
    assert avatar
    assert header == ""
    assert [path for path in there.paths if path.endswith(".png")] == ["/a.png", "/h.png"]


def test_no_picture_is_asked_of_a_server_whose_media_are_rejected(house: House, there: OtherServer) -> None:
    """`rejects_media`: wherever that server keeps them."""
    sql.execute(
        "INSERT INTO federation_server (host, state, rejects_media, first_seen_at) VALUES (%s, 'open', TRUE, 0)",
        (there.host,),
    )
    there.gives("/a.png", png(), "image/png")
    elsewhere = there.base.replace("127.0.0.1", "localhost")
    icon, image = ({"type": "Image", "url": f"{base}/a.png"} for base in (there.base, elsewhere))
    known(there.person("ann", icon=icon, image=image))
    do_jobs("fetch_avatar")
    assert "/a.png" not in there.paths


def test_an_account_is_asked_for_anew(house: House, there: OtherServer) -> None:
    """By a job; one that is not to be had stays as it is."""
    ann = known(there.person("ann"))
    there.person("ann", name="Ann II")
    deliveries.register_all()
    jobs.deliver("refresh_actor", {"account_id": ann.id})
    assert sql.value("SELECT display_name FROM people_account WHERE id = %s", (ann.id,)) == "Ann II"
    there.answers.clear()
    jobs.deliver("refresh_actor", {"account_id": ann.id})
    assert sql.value("SELECT display_name FROM people_account WHERE id = %s", (ann.id,)) == "Ann II"


def test_who_is_gone_is_forgotten_to_the_last_post(house: House, there: OtherServer) -> None:
    """First who they were, then what they said."""
    ann = known(there.person("ann"))
    actors.forget(ann.id)
    do_jobs("forget_posts")
    assert known(ann.uri).gone_at
    assert actors.account_of_handle(f"ann@{there.host}", may_fetch=False) is None
