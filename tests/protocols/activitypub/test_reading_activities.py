"""What somebody elsewhere says they did, and their collections: read, or refused with a reason."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coffeehouse.protocols.activitypub.collections import MAX_ITEMS, read_collection
from coffeehouse.protocols.activitypub.documents import Unreadable
from coffeehouse.protocols.activitypub.ours import PUBLIC
from coffeehouse.protocols.activitypub.reading_activities import ACTIVITIES, MAX_OBJECTS, read_activity
from tests.protocols.activitypub.test_reading_actors import HOSTILE

DEE = "https://far.example/users/dee"
MONA = "https://house.example/users/mona"
FOLLOW: dict[str, Any] = {"id": f"{DEE}#follows/1", "type": "Follow", "actor": DEE, "object": MONA}


@pytest.mark.parametrize("kind", sorted(ACTIVITIES))
def test_every_type_that_is_understood(kind: str) -> None:
    """Named plainly, with the prefix, as a whole address, or among others."""
    for told in (kind, f"as:{kind}", f"https://www.w3.org/ns/activitystreams#{kind}", ["Thing", kind]):
        assert read_activity({**FOLLOW, "type": told}).type == kind
    assert read_activity({**FOLLOW, "type": "https://w3id.org/fep/044f#QuoteRequest"}).type == "QuoteRequest"


def test_all_that_an_activity_says() -> None:
    """Objects by name or embedded, addressing, target, result, instrument."""
    note = {"id": f"{DEE}/1", "type": "Note"}
    said = read_activity({
        "id": f"{DEE}/1/activity", "type": "Create", "actor": {"id": DEE, "type": "Person"}, "object": note,
        "to": "as:Public", "cc": [MONA, MONA], "published": "2026-11-22T10:00:00Z", "content": "w\n\n\n\nx",
        "target": {"id": f"{DEE}/featured"}, "result": f"{MONA}/stamps/1", "instrument": note,
    })  # fmt: skip
    assert (said.actor, said.object_id, said.object) == (DEE, f"{DEE}/1", note)
    assert (said.to, said.cc, said.content) == ((PUBLIC,), (MONA,), "w\n\nx")
    assert (said.target, said.result, said.published_at) == (f"{DEE}/featured", f"{MONA}/stamps/1", 1_795_341_600_000)
    assert (said.instrument_id, said.instrument) == (f"{DEE}/1", note)
    undo = read_activity({**FOLLOW, "id": f"{DEE}#undo", "type": "Undo", "object": {"type": "Follow", "object": MONA}})
    assert (undo.object_id, undo.object) == ("", {"type": "Follow", "object": MONA})


def test_a_report_names_many() -> None:
    """Not without end; each once."""
    objects = [MONA, MONA, *(f"{MONA}/statuses/{i}" for i in range(500))]
    said = read_activity({**FOLLOW, "type": "Flag", "object": objects})
    assert said.object_ids[:2] == (MONA, f"{MONA}/statuses/0")
    assert len(said.object_ids) == MAX_OBJECTS - 1


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"type": None}, "no_type"),
        ({"type": "Dislike"}, "unknown_type"),
        ({"type": "Note"}, "unknown_type"),
        ({"actor": None}, "no_actor"),
        ({"actor": "dee@far.example"}, "no_actor"),
        ({"id": None}, "no_id"),
        ({"id": "urn:uuid:1"}, "no_id"),
        ({"id": "https://other.example/1"}, "id_elsewhere"),
        ({"id": "https://far.example:8443/1"}, "id_elsewhere"),
        ({"object": None}, "no_object"),
        ({"object": "mona"}, "no_object"),
        ({"object": []}, "no_object"),
    ],
)
def test_what_is_no_activity_is_refused_with_its_reason(members: dict[str, Any], reason: str) -> None:
    """Among others: an identity that belongs to another server and could take the place of its activity."""
    with pytest.raises(Unreadable) as refused:
        read_activity({**FOLLOW, **members})
    assert refused.value.reason == reason


def test_collections_and_their_pages() -> None:
    """Items by name or embedded; what is embedded as first page counts; it goes on only on its own server."""
    here = "https://far.example/users/dee/outbox"
    first = {"type": "OrderedCollectionPage", "orderedItems": [MONA], "next": f"{here}?2"}
    outbox = {"id": here, "type": "OrderedCollection", "totalItems": 3, "orderedItems": [DEE, {"id": MONA}]}
    found = read_collection({**outbox, "first": first})
    assert (found.id, found.total, found.items, found.next) == (here, 3, (DEE, {"id": MONA}, MONA), f"{here}?2")
    assert read_collection({"id": here, "type": "Collection", "first": f"{here}?1"}).next == f"{here}?1"
    assert read_collection({"id": here, "type": "CollectionPage", "next": "https://other.example/"}).next == ""
    many = read_collection({"type": "as:OrderedCollection", "items": [DEE] * 100_000, "totalItems": -1})
    assert (len(many.items), many.total) == (MAX_ITEMS, None)
    assert read_collection({"type": "Collection", "items": [*HOSTILE, 5, None, ""]}).items == ()
    with pytest.raises(Unreadable):
        read_collection({"type": "Note"})


MEMBERS = st.sampled_from("id type actor object to cc target result instrument published content items first".split())
VALUES = st.recursive(
    st.none() | st.integers() | st.text(max_size=20) | st.sampled_from([DEE, MONA, "Follow", *HOSTILE]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(MEMBERS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(MEMBERS, VALUES, max_size=8))
def test_whatever_stands_there_an_activity_or_a_reason(members: dict[str, Any]) -> None:
    """Never an error; its addresses are addresses."""
    for reader in (read_activity, read_collection):
        try:
            found = reader({**FOLLOW, **members})
        except Unreadable:
            continue
        assert found.id == "" or found.id.startswith("http")
