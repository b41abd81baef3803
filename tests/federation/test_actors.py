"""Accounts elsewhere by identity and handle, and the proofs of both."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.federation.queries import Known
from coffeehouse.federation import actors, waiting
from coffeehouse.federation.fetching import Unfetched
from tests.delivery.web_server import Answer
from tests.federation.other_server import OtherServer, other_server

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("patient")]


@pytest.fixture
def handles(settings: Any) -> Iterator[OtherServer]:
    """The host in the handles of people who live `there`."""
    with other_server(settings) as server:
        yield server


def acct(known: Known | None) -> str:
    """The handle of an account as it is kept."""
    assert known is not None
    return str(sql.value("SELECT acct FROM people_account WHERE id = %s", (known.id,)))


def known_of(found: Known | None) -> Known:
    """It is there."""
    assert found is not None
    return found


def test_an_account_is_known_after_one_look(there: OtherServer) -> None:
    """By its identity or its key's; and asked for once."""
    uri = there.person("ann")
    known = known_of(actors.actor_of(uri))
    assert (known.uri, known.host, acct(known)) == (uri, there.host, f"ann@{there.host}")
    asked = len(there.asked)
    assert actors.actor_of(f"{uri}#main-key") == known
    assert known_of(actors.account_of_handle(f"@Ann@{there.host}")).id == known.id
    assert len(there.asked) == asked


def test_nothing_is_fetched_where_it_may_not_be(there: OtherServer) -> None:
    """Then only what is known is found."""
    uri = there.person("ann")
    assert actors.actor_of(uri, may_fetch=False) is None
    assert actors.account_of_handle(f"ann@{there.host}", may_fetch=False) is None
    assert there.asked == []


def test_accounts_of_ours_are_not_elsewhere(settings: Any) -> None:
    """Neither by identity nor by handle: the house does not ask itself."""
    assert actors.actor_of(f"{settings.BASE_URL}/users/ada") is None
    assert actors.account_of_handle(f"ada@{settings.DOMAIN}") is None


def test_a_handle_finds_its_account(there: OtherServer) -> None:
    """WebFinger, then the document it names."""
    there.person("ann")
    known = known_of(actors.account_of_handle(f"ann@{there.host}"))
    assert acct(known) == f"ann@{there.host}"
    assert [path.partition("?")[0] for path in there.paths] == ["/.well-known/webfinger", "/users/ann"]


def test_a_handle_nobody_has_is_nobody(there: OtherServer) -> None:
    """No error: there is just no such account."""
    assert actors.account_of_handle(f"nobody@{there.host}") is None
    assert actors.account_of_handle("no handle") is None


def test_host_meta_says_where_webfinger_is(there: OtherServer) -> None:
    """RFC 6415, for servers that keep it elsewhere."""
    uri = there.person("ann", has_handle=False)
    meta = f'<XRD><Link rel="lrdd" template="{there.base}/finger?a=1&amp;r={{uri}}"/></XRD>'.encode()
    there.answers["/.well-known/host-meta"] = Answer(200, meta, Content_Type="application/xrd+xml")
    asked = f"/finger?a=1&r=acct%3Aann%40127.0.0.1%3A{there.host.partition(':')[2]}"
    there.gives(asked, there.jrd(f"acct:ann@{there.host}", uri), "application/jrd+json")
    assert known_of(actors.account_of_handle(f"ann@{there.host}")).uri == uri


def test_a_handle_may_be_on_another_host_when_both_say_so(there: OtherServer, handles: OtherServer) -> None:
    """Split domains: their own server names the handle, and the handle's host names the account."""
    uri = there.person("ann", has_handle=False)
    handle = f"ann@{handles.host}"
    there.handles[f"acct:ann@{there.host}"] = there.jrd(f"acct:{handle}", uri)
    handles.handles[f"acct:{handle}"] = handles.jrd(f"acct:{handle}", uri)
    known = known_of(actors.actor_of(uri))
    assert (acct(known), known.host) == (handle, there.host)
    assert known_of(actors.account_of_handle(handle)).id == known.id


def test_a_handle_on_another_host_is_not_taken_from_it(there: OtherServer, handles: OtherServer) -> None:
    """That their own server says so proves nothing: the host of the handle has to say the same."""
    uri = there.person("ann", has_handle=False)
    handle = f"ann@{handles.host}"
    there.handles[f"acct:ann@{there.host}"] = there.jrd(f"acct:{handle}", uri)
    assert acct(actors.actor_of(uri)) == f"ann@{there.host}"
    handles.handles[f"acct:{handle}"] = handles.jrd(f"acct:{handle}", f"{there.base}/users/somebody")
    assert acct(actors.refresh(known_of(actors.actor_of(uri)).id)) == f"ann@{there.host}"


def test_the_document_may_name_its_handle(there: OtherServer, handles: OtherServer) -> None:
    """FEP-2c59; the host of the handle must name the account all the same."""
    handle = f"ann@{handles.host}"
    uri = there.person("ann", has_handle=False, webfinger=handle)
    assert acct(actors.actor_of(uri)) == f"ann@{there.host}"
    handles.handles[f"acct:{handle}"] = handles.jrd(f"acct:{handle}", uri)
    assert acct(actors.refresh(known_of(actors.actor_of(uri)).id)) == handle


def test_a_host_that_points_at_our_people_gives_nobody(there: OtherServer, settings: Any) -> None:
    """A handle elsewhere cannot stand for an account of ours."""
    there.knows("ann", f"{settings.BASE_URL}/users/ada")
    assert actors.account_of_handle(f"ann@{there.host}") is None


def test_a_server_has_an_actor_of_its_own(there: OtherServer) -> None:
    """FEP-d556: asked for by the address of the server."""
    uri = there.person("server", has_handle=False, path="/actor", type="Application")
    there.handles[f"{there.base}/"] = there.jrd(f"{there.base}/", uri)
    assert known_of(actors.server_actor_of(there.host)).uri == uri


def test_who_wears_the_name_of_another_is_not_taken_in(there: OtherServer) -> None:
    """O19: two identities of one name; the one that came first keeps it."""
    first = there.person("ann")
    second = there.person("ann", path="/users/other")
    assert known_of(actors.actor_of(first)).uri == first
    with pytest.raises(Unfetched, match="name"):
        actors.actor_of(second)
    assert sql.value("SELECT COUNT(*) FROM people_account WHERE domain <> ''") == 1


def test_what_is_no_account_says_why(there: OtherServer) -> None:
    """A note is not somebody."""
    uri = there.gives("/notes/1", {"id": f"{there.base}/notes/1", "type": "Note"})
    with pytest.raises(Unfetched, match="not_an_actor"):
        actors.actor_of(uri)


def test_an_account_is_asked_for_anew_after_a_day(there: OtherServer) -> None:
    """When somebody looks for it; where its server does not answer, what is known is enough."""
    there.person("ann")
    known = known_of(actors.account_of_handle(f"ann@{there.host}"))
    there.person("ann", name="Ann II")
    sql.execute("UPDATE federation_remoteactor SET fetched_at = 1")
    actors.account_of_handle(f"ann@{there.host}")
    assert sql.value("SELECT display_name FROM people_account WHERE id = %s", (known.id,)) == "Ann II"
    sql.execute("UPDATE federation_remoteactor SET fetched_at = 1")
    there.handles.clear()
    assert known_of(actors.account_of_handle(f"ann@{there.host}")).id == known.id


def test_there_is_no_time_here_for_a_slow_server(there: OtherServer) -> None:
    """A web process leaves it to the worker."""
    uri = there.person("ann")
    token = waiting._is_patient.set(False)
    try:
        waiting.budget.spend("other.example", waiting.BUDGET, in_vain=False)
        with pytest.raises(waiting.MustWait):
            actors.actor_of(uri)
        assert there.asked == []
    finally:
        waiting._is_patient.reset(token)
