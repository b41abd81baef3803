"""Documents of other servers: asked for with a signature, and only what is really that server's word is taken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpcore2
import pytest

from coffeehouse.database import sql
from coffeehouse.federation import remembering
from coffeehouse.federation.fetching import Unfetched, fetch_collection, fetch_document
from tests.federation.other_server import ACTIVITY, OtherServer, other_server

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("patient")]
PROFILED = 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"'


@pytest.fixture
def evil(settings: Any) -> Iterator[OtherServer]:
    """A third one, which means ill."""
    with other_server(settings) as server:
        yield server


def refused(uri: str) -> str:
    """Why it is not had."""
    with pytest.raises(Unfetched) as caught:
        fetch_document(uri)
    return caught.value.reason


@pytest.mark.parametrize("kind", [ACTIVITY, f"{ACTIVITY}; charset=utf-8", PROFILED, PROFILED.replace('"', "")])
def test_a_document_is_its_servers_word(there: OtherServer, kind: str) -> None:
    """Asked for with a signature by the house; taken as it came."""
    uri = f"{there.base}/notes/1"
    there.gives("/notes/1", {"id": uri, "type": "Note"}, kind)
    assert fetch_document(uri) == (uri, {"id": uri, "type": "Note"})
    headers = there.asked[0].headers
    assert '/actor#main-key"' in headers["signature"]
    assert "application/activity+json" in headers["accept"]
    assert headers["host"] == there.host


def test_the_fragment_is_not_asked_for(there: OtherServer) -> None:
    """`…#main-key` is part of the document it stands in."""
    uri = there.person("ann")
    assert fetch_document(f"{uri}#main-key")[0] == uri


@pytest.mark.parametrize(
    "kind", ["text/html", "image/png", "application/json", "application/ld+json", "text/plain", "", "application/xml",
             'application/ld+json; profile="https://evil.example/"'],
)  # fmt: skip
def test_what_is_not_served_as_activitypub_is_none(there: OtherServer, kind: str) -> None:
    """O5, O6: an upload or a page that looks like a document is none, whatever it says."""
    uri = f"{there.base}/media/actor.json"
    there.gives("/media/actor.json", {"id": uri, "type": "Person"}, kind)
    assert refused(uri) == "content_type"


def test_a_document_that_says_it_is_another_is_asked_for_there(there: OtherServer) -> None:
    """An alias (the page's address) leads to the identity, which must say the same of itself."""
    uri = f"{there.base}/users/ann/statuses/1"
    there.gives("/users/ann/statuses/1", {"id": uri, "type": "Note", "content": "theirs"})
    there.gives("/@ann/1", {"id": uri, "type": "Note", "content": "forged"})
    assert fetch_document(f"{there.base}/@ann/1") == (uri, {"id": uri, "type": "Note", "content": "theirs"})


@pytest.mark.parametrize(
    "spelling",
    [
        "http://127.0.0.1:{port}/Notes/1",
        "http://127.0.0.1:{port}/notes/%31",
        "http://127.0.0.1:{port}/notes/1/",
        "http://127.0.0.1.:{port}/notes/1",
        "HTTP://127.0.0.1:{port}/notes/1",
        "http://127.0.0.1:{port}/notes/1#x",
        "http://127.0.0.1:0{port}/notes/1",
        "http://user@127.0.0.1:{port}/notes/1",
        "",
        None,
        ["http://127.0.0.1:{port}/notes/1"],
    ],
)
def test_an_id_in_another_spelling_is_another(there: OtherServer, spelling: Any) -> None:
    """O4, O14: by case, port, final full stop, percent signs; and what is no text at all."""
    assert there.web is not None
    said = spelling.format(port=there.web.port) if isinstance(spelling, str) else spelling
    uri = there.gives("/notes/1", {"id": said, "type": "Note"})
    assert refused(uri) in ("no_id", "id_elsewhere", "not_found")


def test_nobody_speaks_for_another_server(there: OtherServer, evil: OtherServer) -> None:
    """O4: a document with the id of another server counts for nothing: that server is asked."""
    uri = f"{there.base}/notes/1"
    there.gives("/notes/1", {"id": uri, "type": "Note", "content": "theirs"})
    assert fetch_document(evil.gives("/x", {"id": uri, "type": "Note", "content": "forged"}))[1]["content"] == "theirs"
    assert refused(evil.gives("/y", {"id": f"{there.base}/none", "type": "Note"})) == "not_found"
    lying = there.gives("/lying", {"id": f"{evil.base}/z", "type": "Note"})
    evil.gives("/z", {"id": lying, "type": "Note"})
    assert refused(lying) == "id_elsewhere"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_signed_question_is_not_led_to_another_host(there: OtherServer, evil: OtherServer, status: int) -> None:
    """O7, S5: neither to a real document of another server nor anywhere else; within the host it is."""
    real = there.person("ann")
    before = len(there.asked)
    assert refused(evil.leads(f"/{status}", real, status)) == "refused"
    assert len(there.asked) == before
    assert fetch_document(there.leads("/moved", "/users/ann", status))[0] == real


def test_every_hop_is_signed_for_itself(there: OtherServer) -> None:
    """A signature says which path is asked."""
    there.person("ann")
    fetch_document(there.leads("/moved", "/users/ann"))
    signatures = [asked.headers["signature"] for asked in there.asked]
    assert len(set(signatures)) == 2


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "private", ["http://127.0.0.1:1/x", "http://10.0.0.1/x", "http://[::1]/x", "file:///etc/passwd"]
)
def test_no_hop_leads_inside(there: OtherServer, status: int, private: str, monkeypatch: Any) -> None:
    """S5: each redirect of a signed question is judged like the first address."""
    reached: list[str] = []
    connect = httpcore2.SyncBackend.connect_tcp

    def watched(self: Any, host: str, port: int, *more: Any, **others: Any) -> Any:
        reached.append(f"{host}:{port}")
        return connect(self, host, port, *more, **others)

    monkeypatch.setattr(httpcore2.SyncBackend, "connect_tcp", watched)
    assert refused(there.leads("/x", private, status)) == "refused"
    assert reached == [there.host]


def test_our_own_addresses_are_never_asked(there: OtherServer, settings: Any) -> None:
    """O6: an upload of ours is no document; nor does another server's document lead us to ask ourselves."""
    settings.BASE_URL = there.base
    assert refused(f"{there.base}/media/x.json") == "own_address"
    assert there.asked == []


@pytest.mark.parametrize("uri", ["", "acct:a@b", "ftp://there.example/x", "http://there.example%2f/x", "x" * 3_000])
def test_what_is_no_address_is_not_asked(uri: str) -> None:
    """O14."""
    assert refused(uri) == "address"


def test_parameters_stay_parameters(there: OtherServer) -> None:
    """S9: what stands in a query is the other server's business: it is asked as it is written, and leads nowhere."""
    path = "/image?file_type=png&proxy=http://127.0.0.1:1/admin"
    uri = f"{there.base}{path}"
    there.gives(path, {"id": uri, "type": "Note"})
    assert fetch_document(uri)[0] == uri
    assert there.paths == [path]


def test_a_server_we_do_not_talk_to_is_not_asked(there: OtherServer, settings: Any) -> None:
    """Suspended, or not on the list, or the house is closed."""
    settings.FEDERATION = "closed"
    assert refused(there.person("ann")) == "not_admitted"
    assert there.asked == []


def test_documents_have_an_end(there: OtherServer) -> None:
    """A megabyte; and what is no object is no document."""
    big = there.gives("/big", {"id": f"{there.base}/big", "content": "x" * 1_000_001})
    assert refused(big) == "content_type"
    assert refused(there.gives("/list", [1, 2])) == "not_an_object"
    assert refused(there.gives("/broken", b"{")) == "not_json"


def test_the_other_form_of_signature_is_tried_and_remembered(there: OtherServer) -> None:
    """Double knock: draft-cavage first; where that is not taken RFC 9421, and from then on that one."""
    there.refuses_cavage = True
    uri = there.person("ann")
    other = there.person("ben")
    fetch_document(uri)
    assert len(there.asked) == 2
    assert remembering.forms_of(there.host) == ("rfc9421", "cavage")
    fetch_document(other)
    assert len(there.asked) == 3


def test_who_takes_neither_is_asked_twice_and_no_more(there: OtherServer) -> None:
    """And then left alone for a while."""
    uri = there.gives("/private", b"no", "text/plain", status=403)
    assert refused(uri) == refused(uri) == "not_given"
    assert len(there.asked) == 2


def test_what_is_not_there_is_not_asked_again_at_once(there: OtherServer) -> None:
    """Ten minutes for an address, and its host is asked for others meanwhile."""
    with pytest.raises(Unfetched) as caught:
        fetch_document(f"{there.base}/none")
    assert caught.value.is_gone
    assert refused(f"{there.base}/none") == "not_found"
    assert there.paths == ["/none"]
    fetch_document(there.person("ann"))
    sql.execute("UPDATE federation_unfetchable SET until = 0")
    refused(f"{there.base}/none")
    assert there.paths == ["/none", "/users/ann", "/none"]


def test_a_dead_host_is_asked_once_a_minute(there: OtherServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A15: a thousand addresses on a host that does not answer cost one question."""
    tried: list[str] = []
    connect = httpcore2.SyncBackend.connect_tcp

    def watched(self: Any, host: str, port: int, *more: Any, **others: Any) -> Any:
        tried.append(host)
        return connect(self, host, port, *more, **others)

    monkeypatch.setattr(httpcore2.SyncBackend, "connect_tcp", watched)
    for number in range(1_000):
        assert refused(f"http://127.0.0.1:1/users/{number}#main-key") == "unreachable"
    assert tried == ["127.0.0.1"]
    assert sql.value("SELECT COUNT(*) FROM federation_unfetchable") == 1
    fetch_document(there.person("ann"))


def test_a_host_in_trouble_is_left_alone(there: OtherServer) -> None:
    """5xx and 429 are no answer to what was asked."""
    assert refused(there.gives("/a", b"", "text/plain", status=503)) == "unreachable"
    assert refused(there.person("ann")) == "unreachable"
    assert there.paths == ["/a"]


def test_a_collection_needs_no_id_but_not_anothers(there: OtherServer, evil: OtherServer) -> None:
    """Pages are often nameless."""
    page = there.gives("/page", {"type": "OrderedCollectionPage", "orderedItems": []})
    assert fetch_collection(page)["type"] == "OrderedCollectionPage"
    with pytest.raises(Unfetched, match="id_elsewhere"):
        fetch_collection(there.gives("/other", {"id": f"{evil.base}/x", "type": "Collection"}))
