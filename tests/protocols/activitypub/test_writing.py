"""What we send: by the specifications, and read back by our own reader as what it was."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from coffeehouse.protocols.activitypub import contexts
from coffeehouse.protocols.activitypub import writing_activities as say
from coffeehouse.protocols.activitypub.collections import read_collection, write_collection, write_page
from coffeehouse.protocols.activitypub.documents import Emoji, MentionTag, PollDocument, ProfileField
from coffeehouse.protocols.activitypub.ours import (
    LD_MEDIA_TYPE,
    PUBLIC,
    OurActor,
    OurAttachment,
    OurNote,
    OurPicture,
    OurTag,
    addressed,
)
from coffeehouse.protocols.activitypub.reading_activities import read_activity
from coffeehouse.protocols.activitypub.reading_actors import read_actor
from coffeehouse.protocols.activitypub.reading_objects import read_object, read_stamp
from coffeehouse.protocols.activitypub.strict_json import load
from coffeehouse.protocols.activitypub.writing_actors import write_actor, write_bare_actor
from coffeehouse.protocols.activitypub.writing_objects import write_note, write_tombstone, write_vote

BASE = "https://house.example"
MONA, DEE = f"{BASE}/users/mona", "https://far.example/users/dee"
PEM = "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\n-----END PUBLIC KEY-----"
MULTIBASE = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
NOW = 1_795_341_600_000
ACTOR = OurActor(
    id=MONA,
    type="Person",
    username="mona",
    shared_inbox=f"{BASE}/inbox",
    key_pem=PEM,
    key_multibase=MULTIBASE,
    name="Mona",
    summary="<p>Hello</p>",
    url=f"{BASE}/@mona",
    published_at=NOW,
    icon=OurPicture(url=f"{BASE}/media/a.png", media_type="image/png", description="Mona"),
    fields=(ProfileField(name="Web", value="<p>x</p>"),),
    emojis=(Emoji(shortcode="bus", url=f"{BASE}/media/bus.png"),),
    is_locked=True,
    is_discoverable=True,
    also_known_as=(DEE,),
    moved_to=DEE,
    attribution_domains=("mona.example",),
)
NOTE = OurNote(
    id=f"{MONA}/statuses/1",
    author=MONA,
    content="<p>Good morning</p>",
    visibility="public",
    published_at=NOW,
    url=f"{BASE}/@mona/1",
    updated_at=NOW + 1,
    spoiler="Food",
    is_sensitive=True,
    language="en",
    in_reply_to=f"{DEE}/1",
    attachments=(
        OurAttachment(
            url=f"{BASE}/media/b.png", media_type="image/png", description="A dog", width=4, height=3,
            focus=(0.5, -0.5), blurhash="UFD]o8Wr9GoJ00WB",
        ),
    ),
    mentions=(MentionTag(href=DEE, name="@dee@far.example"),),
    tags=(OurTag(name="Bus", href=f"{BASE}/tags/bus"),),
    emojis=(Emoji(shortcode="bus", url=f"{BASE}/media/bus.png"),),
    quote=f"{DEE}/2",
    quote_url="https://far.example/@dee/2?a&b",
    quote_authorization=f"{DEE}/stamps/1",
    may_quote="followers",
    context=f"{BASE}/contexts/1",
)  # fmt: skip


def sent(document: dict[str, Any]) -> dict[str, Any]:
    """The document as it arrives elsewhere."""
    return load(msgspec.json.encode(document))


def terms(context: Any) -> set[str]:
    """Members that a context gives a meaning."""
    parts = context if isinstance(context, list) else [context]
    return {name for part in parts if isinstance(part, dict) for name in part}


def test_an_actor_is_read_back_as_what_it_was() -> None:
    """With collections below its identity, both keys, and its handle."""
    read = read_actor(sent(write_actor(ACTOR)))
    assert (read.id, read.username, read.name, read.summary) == (MONA, "mona", "Mona", "<p>Hello</p>")
    assert (read.inbox, read.shared_inbox, read.followers) == (f"{MONA}/inbox", f"{BASE}/inbox", f"{MONA}/followers")
    assert (read.featured, read.webfinger) == (f"{MONA}/collections/featured", "mona@house.example")
    assert [(key.id, key.kind, key.public) for key in read.keys] == [
        (f"{MONA}#main-key", "rsa", PEM), (f"{MONA}#ed25519-key", "ed25519", MULTIBASE)
    ]  # fmt: skip
    assert read.icon is not None
    assert (read.icon.url, read.icon.description) == (f"{BASE}/media/a.png", "Mona")
    assert (read.is_locked, read.is_discoverable, read.is_indexable) == (True, True, False)
    assert (read.fields, read.emojis, read.published_at) == (ACTOR.fields, ACTOR.emojis, NOW)
    assert (read.also_known_as, read.moved_to, read.attribution_domains) == ((DEE,), DEE, ("mona.example",))


def test_whoever_does_not_sign_sees_name_inbox_and_keys_alone() -> None:
    """Enough to check a signature; the house itself is whole at once, and has no collections."""
    bare = write_bare_actor(ACTOR)
    assert set(bare) == {
        "@context", "id", "type", "preferredUsername", "inbox", "endpoints", "publicKey", "assertionMethod"
    }  # fmt: skip
    assert len(read_actor(sent(bare)).keys) == 2
    house = OurActor(id=f"{BASE}/actor", type="Application", username="house.example", shared_inbox=f"{BASE}/inbox",
                     inbox=f"{BASE}/inbox", key_pem=PEM)  # fmt: skip
    read = read_actor(sent(write_actor(house)))
    assert (read.inbox, read.outbox, read.followers, read.url) == (f"{BASE}/inbox", "", "", f"{BASE}/actor")


def test_a_post_is_read_back_as_what_it_was() -> None:
    """Nothing is lost between two of us."""
    document = sent(write_note(NOTE))
    read = read_object(document)
    assert (read.id, read.type, read.attributed_to, read.visibility) == (NOTE.id, "Note", MONA, "public")
    assert read.content.endswith("<p>Good morning</p>")
    assert read.content.startswith('<p class="quote-inline">RE: <a href="https://far.example/@dee/2?a&amp;b"')
    assert (read.spoiler, read.language, read.in_reply_to, read.is_sensitive) == ("Food", "en", f"{DEE}/1", True)
    assert (read.published_at, read.updated_at, read.url) == (NOW, NOW + 1, NOTE.url)
    [picture] = read.attachments
    assert (picture.kind, picture.description, picture.focus_x, picture.focus_y) == ("image", "A dog", 0.5, -0.5)
    assert (picture.width, picture.height, picture.blurhash) == (4, 3, "UFD]o8Wr9GoJ00WB")
    assert (read.mentions, read.tags, read.emojis) == (NOTE.mentions, ("Bus",), NOTE.emojis)
    assert (read.quote, read.quote_authorization, read.may_quote) == (NOTE.quote, NOTE.quote_authorization, "followers")
    assert (read.context, read.replies) == (NOTE.context, f"{NOTE.id}/replies")


@pytest.mark.parametrize("visibility", ["public", "unlisted", "followers", "direct"])
def test_visibility_survives_the_way(visibility: str) -> None:
    """Whom it is for is read back as said; who is named is addressed, nobody else."""
    document = sent(write_note(msgspec.structs.replace(NOTE, visibility=visibility)))
    read = read_object(document)
    assert read.visibility == visibility
    assert set(read.to) | set(read.cc) <= {PUBLIC, f"{MONA}/followers", DEE}
    assert DEE in (*read.to, *read.cc)
    assert (PUBLIC in (*read.to, *read.cc)) == (visibility in ("public", "unlisted"))
    create = read_activity(sent(say.write_create(document)))
    assert (create.to, create.cc) == (read.to, read.cc)
    assert ("replies" in document) == (visibility in ("public", "unlisted"))


def test_a_poll_is_read_back_as_what_it_was() -> None:
    """One or several, with counts."""
    for is_multiple in (False, True):
        poll = PollDocument(options=(("Yes", 2), ("No", 0)), is_multiple=is_multiple, ends_at=NOW + 5_000,
                            closed_at=NOW + 6_000, voters_count=2)  # fmt: skip
        read = read_object(sent(write_note(msgspec.structs.replace(NOTE, poll=poll))))
        assert (read.type, read.poll) == ("Question", poll)


def test_a_vote_says_only_what_it_must() -> None:
    """To the author of the question alone."""
    vote = sent(write_vote(f"{MONA}/votes/1", MONA, "Yes", f"{DEE}/3", DEE, NOW))
    read = read_object(vote)
    assert (read.vote, read.in_reply_to, read.visibility, read.to) == ("Yes", f"{DEE}/3", "direct", (DEE,))
    create = sent(say.write_create(vote))
    assert (create["id"], create["to"]) == (f"{MONA}/votes/1/activity", [DEE])


def test_every_member_of_ours_has_a_meaning() -> None:
    """What ActivityStreams does not know is in the context, so that a JSON-LD reader sees it too."""
    known = set(
        "@context id type attributedTo summary inReplyTo published updated url to cc content contentMap attachment tag"
        " context replies likes shares name mediaType width height href rel endTime closed oneOf anyOf icon image inbox"
        " outbox followers following endpoints preferredUsername totalItems sharedInbox object actor".split()
    )
    security = {"publicKey", "publicKeyPem", "owner", "assertionMethod", "controller", "publicKeyMultibase"}
    poll = PollDocument(options=(("Yes", 1),), voters_count=1)
    for document in (write_note(msgspec.structs.replace(NOTE, poll=poll)), write_actor(ACTOR)):
        inner = {part for part in _names({name: value for name, value in document.items() if name != "@context"})}
        assert inner <= known | security | terms(document["@context"]) | {"en"}, inner
        assert document["@context"][0] == contexts.STREAMS


def _names(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*(_names(inner) for inner in value.values()))
    if isinstance(value, list):
        return set().union(*(_names(inner) for inner in value))
    return set()


BOOST = say.write_announce(f"{MONA}/statuses/2/activity", MONA, f"{DEE}/1", *addressed("unlisted", MONA, (DEE,)), NOW)
ACTIVITIES: dict[str, dict[str, Any]] = {
    "Create": say.write_create(write_note(NOTE)),
    "Update": say.write_update(write_note(NOTE), NOW),
    "Update of an actor": say.write_update(write_actor(ACTOR), NOW),
    "Delete": say.write_delete(write_tombstone(NOTE.id, NOW), MONA),
    "Delete of an actor": say.write_delete_actor(MONA),
    "Follow": say.write_follow(f"{MONA}#follows/1", MONA, DEE),
    "Accept": say.write_accept(f"{MONA}#accepts/1", MONA, {"@context": 1, "id": f"{DEE}#f", "type": "Follow"}, [DEE]),
    "Reject": say.write_reject(f"{MONA}#rejects/1", MONA, f"{DEE}#f", [DEE]),
    "Undo": say.write_undo(BOOST),
    "Like": say.write_like(f"{MONA}#likes/1", MONA, f"{DEE}/1", DEE),
    "Announce": BOOST,
    "Block": say.write_block(f"{MONA}#blocks/1", MONA, DEE),
    "Flag": say.write_flag(f"{BASE}/reports/1", f"{BASE}/actor", [DEE, f"{DEE}/1"], "rude", [DEE]),
    "Move": say.write_move(f"{MONA}#moves/1", MONA, DEE, f"{MONA}/followers"),
    "Add": say.write_add(f"{MONA}#adds/1", MONA, NOTE.id, f"{MONA}/collections/featured"),
    "Remove": say.write_remove(f"{MONA}#removes/1", MONA, NOTE.id, f"{MONA}/collections/featured"),
    "QuoteRequest": say.write_quote_request(f"{MONA}#quotes/1", MONA, f"{DEE}/2", DEE, write_note(NOTE)),
    "Accept of a quote": say.write_quote_accept(f"{MONA}#accepts/2", MONA, f"{DEE}#q", f"{MONA}/stamps/1", DEE),
    "Reject of a quote": say.write_quote_reject(f"{MONA}#rejects/2", MONA, f"{DEE}#q", DEE),
}  # fmt: skip


@pytest.mark.parametrize("name", ACTIVITIES)
def test_every_activity_is_read_back_as_what_it_was(name: str) -> None:
    """Its type, actor and object; a context once, outside."""
    document = sent(ACTIVITIES[name])
    read = read_activity(document)
    assert read.type == name.split()[0]
    assert read.actor in (MONA, f"{BASE}/actor")
    assert "@context" in document
    for inner in ("object", "instrument"):
        assert not isinstance(document.get(inner), dict) or "@context" not in document[inner]
    assert read.object_id or read.object


def test_what_single_activities_say() -> None:
    """Identities, targets, addressing, stamps."""
    read = {name: read_activity(sent(document)) for name, document in ACTIVITIES.items()}
    assert read["Create"].id == f"{NOTE.id}/activity"
    assert read["Update"].id == f"{NOTE.id}#updates/{NOW}"
    assert (read["Update of an actor"].object_id, read["Update of an actor"].to) == (MONA, (PUBLIC,))
    assert (read["Delete"].object_id, read["Delete of an actor"].object_id) == (NOTE.id, MONA)
    assert (read["Undo"].id, read["Undo"].to) == (f"{MONA}/statuses/2/activity#undo", (f"{MONA}/followers",))
    assert (read["Announce"].to, read["Announce"].cc) == ((f"{MONA}/followers",), (PUBLIC, DEE))
    assert (read["Flag"].object_ids, read["Flag"].content) == ((DEE, f"{DEE}/1"), "rude")
    assert (read["Move"].object_id, read["Move"].target) == (MONA, DEE)
    assert (read["Add"].object_id, read["Add"].target) == (NOTE.id, f"{MONA}/collections/featured")
    assert (read["QuoteRequest"].object_id, read["QuoteRequest"].instrument_id) == (f"{DEE}/2", NOTE.id)
    assert read["Accept of a quote"].result == f"{MONA}/stamps/1"
    stamp = read_stamp(sent(say.write_quote_authorization(f"{MONA}/stamps/1", MONA, f"{DEE}/2", NOTE.id)))
    assert (stamp.quoting, stamp.quoted) == (f"{DEE}/2", NOTE.id)


def test_collections_are_read_back_as_what_they_were() -> None:
    """A count alone, a first page, or the items; pages know their neighbours."""
    here = f"{MONA}/outbox"
    assert read_collection(sent(write_collection(here, 3))).total == 3
    assert read_collection(sent(write_collection(here, 3, first=f"{here}?page=1", last=f"{here}?page=9"))).next == (
        f"{here}?page=1"
    )
    listed = sent(write_collection(here, 1, items=[write_note(NOTE)]))
    assert "@context" not in listed["orderedItems"][0]
    assert set(write_page(f"{here}?page=9", here, [])) == {"@context", "id", "type", "partOf", "orderedItems"}
    assert read_collection(listed).items == tuple(listed["orderedItems"])
    page = sent(write_page(f"{here}?page=1", here, [DEE], total=3, following=f"{here}?page=2", before=f"{here}?page=0"))
    assert (page["partOf"], page["prev"]) == (here, f"{here}?page=0")
    read = read_collection(page)
    assert (read.items, read.total, read.next) == ((DEE,), 3, f"{here}?page=2")


def test_a_quoted_post_is_a_link_to_an_object_too() -> None:
    """FEP-e232, for servers that know no other spelling."""
    [link] = [tag for tag in write_note(NOTE)["tag"] if tag["type"] == "Link"]
    assert (link["href"], link["mediaType"]) == (NOTE.quote, LD_MEDIA_TYPE)


def test_empty_members_are_left_out() -> None:
    """A short post is a short document."""
    short = OurNote(id=NOTE.id, author=MONA, content="<p>x</p>", visibility="public", published_at=NOW)
    assert set(write_note(short)) == {
        "@context", "id", "type", "attributedTo", "published", "url", "to", "cc", "sensitive", "content", "attachment",
        "tag", "interactionPolicy", "replies", "likes", "shares",
    }  # fmt: skip
    assert write_tombstone(NOTE.id) == {"@context": contexts.STREAMS, "id": NOTE.id, "type": "Tombstone"}
