"""What is only named, renamed or said by somebody else is asked for at its own server, which has the last word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.federation.hearing_commands import WithdrawObject
from coffeehouse.domain.federation.queries import Known, remote_actor, resolving
from coffeehouse.domain.people import commands as people
from coffeehouse.engine.act import Refused, act
from coffeehouse.federation import actors, arrivals, fetching, moving, quoting, taking, waiting
from coffeehouse.federation.dispatching import deal_with
from coffeehouse.federation.fetching import Unfetched
from coffeehouse.federation.hearing import Hearing, Unwanted
from coffeehouse.federation.proving import Signer
from coffeehouse.federation.relaying import find_relay
from coffeehouse.federation.waiting import MustWait
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid, LimitReached, Unavailable
from coffeehouse.policy.verdicts import Verdict
from coffeehouse.protocols.activitypub.reading_activities import read_activity
from coffeehouse.protocols.signatures import proofs
from tests.commands.house import House
from tests.federation.other_server import OtherServer
from tests.federation.signed_there import delivery, like, somebody
from tests.protocols.signatures.signed import NOW, ed25519_key

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
ADA = "http://localhost:8000/users/ada"


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with clock.at(NOW), waiting.patiently():
        yield


@pytest.fixture
def ann(house: House, there: OtherServer) -> Known:
    """Somebody there, whom Ada follows."""
    found = actors.actor_of(somebody(there))
    assert found is not None
    house.act("ada", people.FollowAccount(target_id=found.id))
    act(people.AuthorizeFollow(account_id=house.id("ada")), remote_actor(found.id), "federation")
    return found


def note(there: OtherServer, author: str, number: int = 1, **members: Any) -> dict[str, Any]:
    """A post that is there."""
    path = f"/notes/{number}"
    document = {"id": f"{there.base}{path}", "type": "Note", "attributedTo": author, "to": [PUBLIC],
                "content": "<p>Helo</p>"} | members  # fmt: skip
    there.gives(path, document)
    return document


def hears(who: Known, document: dict[str, Any]) -> None:
    """Deal with what somebody delivered, with time to ask."""
    signer = Signer(account_id=who.id, uri=who.uri, host=who.host, key_id=f"{who.uri}#main-key")
    deal_with(Hearing(signer, read_activity(document), document, may_fetch=True))


def said(who: Known, kind: str, about: Any, **members: Any) -> dict[str, Any]:
    return {"id": f"{who.uri}#{kind}/1", "type": kind, "actor": who.uri, "object": about} | members


def test_a_post_that_was_only_named(house: House, there: OtherServer, ann: Known) -> None:
    """It comes from its server, as the author there has it."""
    uri = note(there, ann.uri)["id"]
    hears(ann, said(ann, "Create", uri))
    post = resolving.post_of_uri(uri)
    assert post is not None
    assert resolving.author_of(post) == ann.id


@pytest.mark.parametrize("is_named", [True, False])
def test_a_profile_that_was_only_named_or_has_another_name(
    house: House, there: OtherServer, ann: Known, *, is_named: bool
) -> None:
    """A new name is believed when WebFinger says the same."""
    document = there.actor("anne", ann.uri)
    there.gives("/users/ann", document)
    there.knows("anne", ann.uri)
    hears(ann, said(ann, "Update", ann.uri if is_named else document))
    assert resolving.handle_of(ann.id) == ("anne", there.host)


def proven(there: OtherServer, document: dict[str, Any], author: str) -> dict[str, Any]:
    return proofs.with_proof(document, f"{author}#ed25519-key", ed25519_key(0), NOW)


def test_what_proves_itself_is_its_authors_word(house: House, there: OtherServer, ann: Known) -> None:
    """FEP-8b32: handed on by somebody else, and nobody is asked for it."""
    mal = actors.actor_of(there.person("mal"))
    assert mal is not None
    post = note(there, ann.uri)
    asked = len(there.asked)
    hears(mal, proven(there, said(ann, "Create", post), ann.uri))
    assert resolving.post_of_uri(post["id"]) is not None
    assert [path for path in there.paths[asked:] if path.startswith("/notes")] == []


def test_an_edit_that_is_handed_on_is_asked_for_o3(house: House, there: OtherServer, ann: Known) -> None:
    """Attack O3: what its server now says is another's, or is something else, changes nothing."""
    mal = actors.actor_of(there.person("mal"))
    assert mal is not None
    post = note(there, ann.uri)
    hears(ann, said(ann, "Create", post))
    note(there, mal.uri, content="<p>Stolen</p>")
    with pytest.raises(Unwanted) as refused:
        hears(mal, said(ann, "Update", post))
    assert refused.value.reason == "not_theirs"
    assert sql.value("SELECT text FROM posts_post") == "Helo"


@pytest.mark.parametrize("end", ["", "/inbox", "/actor"])
def test_a_relay_is_found_by_what_its_operator_publishes(house: House, there: OtherServer, end: str) -> None:
    """Its server, its inbox or its actor."""
    uri = there.person("relay", path="/actor", type="Application")
    found = find_relay(f" {there.base}{end} ")
    assert found is not None
    assert found.uri == uri


def test_a_relay_by_the_bare_name_of_its_server(house: House) -> None:
    """https, as everybody's."""
    with pytest.raises(Unfetched):
        find_relay("nowhere.invalid")


@pytest.mark.parametrize("handle", ["nobody@{host}", "silent@{host}", "nobody"])
def test_who_cannot_be_found_is_nobodys_alias(house: House, there: OtherServer, handle: str) -> None:
    """Neither to move to, nor to be named: and it is said what to do."""
    there.knows("silent", f"{there.base}/users/silent")
    handle = handle.format(host=there.host)
    with pytest.raises(Invalid):
        moving.prepare_move(house.id("ada"), handle)
    with pytest.raises(Invalid):
        moving.find_alias(handle)


def quoting_post(there: OtherServer, ann: Known, stamp: str) -> tuple[int, str]:
    """(a post of Ann's that quotes one of Mal's by a stamp, what it quotes)."""
    quoted = note(there, there.person("mal"), 2)["id"]
    hears(ann, said(ann, "Create", note(there, ann.uri, quote=quoted, quoteAuthorization=stamp)))
    post = resolving.post_of_uri(f"{there.base}/notes/1")
    assert post is not None
    return post, quoted


@pytest.mark.parametrize("stamp", ["https://other.example/stamps/1", "{base}/stamps/none", "{base}/notes/2"])
def test_a_stamp_of_nobody_allows_nothing(house: House, there: OtherServer, ann: Known, stamp: str) -> None:
    """Of another server than the author's; not to be had; no stamp."""
    post, _ = quoting_post(there, ann, stamp.format(base=there.base))
    quoting.settle(post)
    assert sql.value("SELECT state FROM posts_quote WHERE id = %s", (post,)) == "pending"


def test_a_quote_of_what_is_gone_stays_a_link(house: House, there: OtherServer, ann: Known) -> None:
    """And a post that quotes nothing has nothing to be settled."""
    post, quoted = quoting_post(there, ann, f"{there.base}/stamps/1")
    act(WithdrawObject(uri=quoted), remote_actor(ann.id), "federation")
    quoting.settle(post)
    assert sql.rows("SELECT 1 FROM posts_quote") == []
    hears(ann, said(ann, "Create", note(there, ann.uri, 3), id=f"{ann.uri}#Create/3"))
    other = resolving.post_of_uri(f"{there.base}/notes/3")
    assert other is not None
    quoting.settle(other)


# ---- How a delivery is answered


def deal_raises(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Dealing with what is proven comes to this."""

    def raising(_hearing: Hearing) -> None:
        raise error

    monkeypatch.setattr(taking, "deal_with", raising)


@pytest.mark.parametrize(
    ("error", "answer", "kept"),
    [
        (LimitReached("", retry_after=7), taking.Answer(429, 7), 0),
        (LimitReached("", retry_after=0), taking.Answer(429, taking.BACK_SOON), 0),
        (Unavailable(""), taking.Answer(503, taking.BACK_SOON), 0),
        (Unfetched("unreachable"), taking.TAKEN, 1),
        (Unfetched("not_found", status=404), taking.TAKEN, 0),
        (MustWait(""), taking.TAKEN, 1),
        (Refused(Verdict("deny", (), "")), taking.Answer(403), 0),
    ],
)
def test_how_a_delivery_is_answered(
    house: House, ann: Known, monkeypatch: pytest.MonkeyPatch, error: Exception, answer: taking.Answer, kept: int
) -> None:
    """What may be had later is kept; who is to come back is told when; what policy refuses is refused."""
    deal_raises(monkeypatch, error)
    assert taking.take(delivery(ann.uri)) == answer
    assert sql.value("SELECT COUNT(*) FROM federation_arrival") == kept


def test_a_house_that_records_nothing_proves_nobody(
    house: House, there: OtherServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a full disk: come back."""

    def raising(*_: object, **__: object) -> None:
        raise Unavailable("")

    monkeypatch.setattr(taking, "prove", raising)
    assert taking.take(delivery(somebody(there))) == taking.Answer(503, taking.BACK_SOON)


def test_a_house_that_talks_with_nobody(house: House, ann: Known, settings: Any) -> None:
    """Has no inbox."""
    settings.FEDERATION = "closed"
    assert taking.take(delivery(ann.uri)) == taking.Answer(404)


def arrival(ann: Known, **members: Any) -> arrivals.Arrival:
    """A proven delivery of Ann's that was kept."""
    body = like(ann.uri).decode()
    parts: dict[str, Any] = {
        "id": 1, "host": ann.host, "state": arrivals.WAITING, "request": "", "body": body, "signer_id": ann.id,
        "attempts": 1,
    }  # fmt: skip
    return arrivals.Arrival(**(parts | members))


@pytest.mark.parametrize(("error", "wait"), [(LimitReached("", retry_after=7), 7_000), (Unavailable(""), 60_000)])
def test_what_was_kept_waits_for_its_turn(
    house: House, ann: Known, monkeypatch: pytest.MonkeyPatch, error: Exception, wait: int
) -> None:
    """So many times; then it is given up, and recorded."""
    deal_raises(monkeypatch, error)
    with pytest.raises(taking.Later) as later:
        taking.take_kept(arrival(ann))
    assert later.value.wait == wait
    before = house.size()
    taking.take_kept(arrival(ann, attempts=arrivals.MOST_TURNS))
    assert house.fact(before).payload["command"]["reason"] == "too_many"


def test_what_is_not_there_is_not_asked_for_again(house: House, ann: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its server says so; nor what was said by somebody who is known no longer."""
    before = house.size()
    taking.take_kept(arrival(ann, signer_id=1 << 60))
    deal_raises(monkeypatch, Unfetched("not_found", status=404))
    taking.take_kept(arrival(ann))
    assert house.size() == before


def test_a_web_process_does_not_wait_for_a_slow_server(
    house: House, there: OtherServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It leaves the question to the worker."""
    monkeypatch.setattr(waiting, "LEAST", 0.0)
    token = waiting._is_patient.set(False)
    waiting.budget.forget()
    try:
        with pytest.raises(MustWait):
            fetching.fetch_document("http://127.0.0.1:1/users/dee")
    finally:
        waiting._is_patient.reset(token)
        waiting.budget.forget()
