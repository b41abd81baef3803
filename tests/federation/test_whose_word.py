"""Whose word counts: for each activity what its sender may not say, and what is nobody's business here.

Each line of the tables is heard as proven, by `dispatching.deal_with`; what is refused leaves nothing behind.
"""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

import pytest
from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.federation.control_commands import DecideServer
from coffeehouse.domain.federation.hearing_commands import WithdrawObject
from coffeehouse.domain.federation.queries import resolving
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.federation.dispatching import TAKES, deal_with
from coffeehouse.federation.hearing import Hearing, Untrue, Unwanted
from coffeehouse.federation.proving import Signer, Unproven
from coffeehouse.federation.waiting import MustWait
from coffeehouse.kernel.errors import NotFound
from coffeehouse.protocols.activitypub.reading_activities import ACTIVITIES, read_activity
from tests.commands.house import House
from tests.federation.delivering import PUBLIC, Sender, sender
from tests.federation.elsewhere import HOST

pytestmark = pytest.mark.django_db
ADA = f"{settings.BASE_URL}/users/ada"
DEE, EVE = f"https://{HOST}/users/dee", f"https://{HOST}/users/eve"
LOST = "https://lost.example"


class Scene:
    """Dee, whom Ada follows, and Eve on the same server; a post of each."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.dee, self.eve = sender(featured=f"{DEE}/featured"), sender("eve", key=1)
        house.act("ada", people.FollowAccount(target_id=self.dee.id))
        self.dee.person.does(people.AuthorizeFollow(account_id=house.id("ada")))
        self.of_ada = house.post(quote_policy="public")
        self.of_dee, self.of_eve = self.dee.person.says(1), self.eve.person.says(1)

    @property
    def ours(self) -> str:
        return f"{ADA}/statuses/{self.of_ada}"

    def hears(
        self, kind: str, about: Any, *, who: Sender | None = None, has_time: bool = False, **members: Any
    ) -> None:
        """Deal with an activity, proven to be Dee's."""
        who = who or self.dee
        about = about.format(ours=self.ours) if isinstance(about, str) else about
        document = self.dee.activity(kind, about, **({"actor": who.uri} | members))
        signer = Signer(account_id=who.id, uri=who.uri, host=HOST, key_id=who.key_id)
        deal_with(Hearing(signer, read_activity(document), document, may_fetch=has_time))


@pytest.fixture
def scene(house: House) -> Scene:
    return Scene(house)


def test_every_activity_that_is_read_is_taken() -> None:
    """None comes in that nobody deals with."""
    assert TAKES.keys() | {"Undo"} == ACTIVITIES


def follow_of(actor: str, target: str = DEE, **members: str) -> dict[str, Any]:
    return {"type": "Follow", "actor": actor, "object": target} | members


NOT_THEIRS: list[tuple[str, Any, dict[str, Any], str]] = [
    # An answer to a Follow of somebody else.
    ("Accept", follow_of(ADA, EVE), {}, "answers_for_others"),
    # A post, or a version of it, that is another's or another server's.
    ("Create", {"id": f"{EVE}/statuses/9", "type": "Note", "attributedTo": EVE, "to": [PUBLIC]}, {}, "attributed_to"),
    ("Create", f"{LOST}/9", {}, "id_elsewhere"),
    ("Update", {"id": f"{EVE}/statuses/1", "type": "Note", "attributedTo": DEE, "to": [PUBLIC]}, {}, "not_theirs"),
    ("Update", {"id": EVE, "type": "Person"}, {}, "not_theirs"),
    ("Delete", f"{EVE}/statuses/1", {}, "not_theirs"),
    ("Delete", EVE, {}, "not_theirs"),
    ("Delete", f"{LOST}/9", {}, "id_elsewhere"),
    # What is plainly under another's name on the same server.
    ("Undo", {"id": f"{EVE}#announces/9", "type": "Announce", "object": f"{LOST}/1"}, {}, "not_theirs"),
    ("Undo", {"id": f"{LOST}#announces/9", "type": "Announce", "object": f"{LOST}/1"}, {}, "id_elsewhere"),
    ("Undo", {"id": f"{DEE}#1", "type": "Like", "actor": EVE, "object": f"{LOST}/1"}, {}, "actor_differs"),
    # Another's collection, another's post in one's own.
    ("Add", f"{DEE}/statuses/1", {"target": f"{EVE}/featured"}, "not_their_collection"),
    ("Add", f"{EVE}/statuses/1", {"target": f"{DEE}/featured"}, "not_theirs"),
    ("Move", EVE, {"target": f"{LOST}/new"}, "not_themselves"),
    # Quotes: of a post of another server or person, by a stamp of another server.
    ("QuoteRequest", "{ours}", {"instrument": f"{LOST}/9"}, "id_elsewhere"),
    ("QuoteRequest", "{ours}", {"instrument": f"{EVE}/statuses/1"}, "not_theirs"),
    ("QuoteRequest", "{ours}", {"instrument": {"id": f"{DEE}/9", "type": "Note", "attributedTo": EVE, "to": [PUBLIC]}},
     "attributed_to"),
    ("Accept", f"{ADA}#quote_requests/1", {"result": f"{LOST}/stamps/1"}, "id_elsewhere"),
]  # fmt: skip


def _is_left_alone(
    scene: Scene, refusal: type[Untrue] | type[Unwanted], kind: str, about: Any, members: dict[str, Any], reason: str
) -> None:
    """It is refused for this reason, and nothing of it is kept or recorded."""
    before = scene.house.size()
    with pytest.raises(refusal) as refused:
        scene.hears(kind, about, **members)
    assert isinstance(refused.value, Untrue | Unwanted)
    assert refused.value.reason == reason
    assert scene.house.size() == before


@pytest.mark.parametrize(("kind", "about", "members", "reason"), NOT_THEIRS)
def test_nobody_speaks_for_another_o1_o2_o3(
    scene: Scene, kind: str, about: Any, members: dict[str, Any], reason: str
) -> None:
    """Attacks O1, O2, O3: said by a proven sender, and still not theirs to say."""
    _is_left_alone(scene, Untrue, kind, about, members, reason)


NOBODYS_BUSINESS: list[tuple[str, Any, dict[str, Any], str]] = [
    ("Follow", f"{settings.BASE_URL}/users/nobody", {}, "no_account"),
    ("Accept", follow_of(f"{settings.BASE_URL}/users/nobody"), {}, "no_account"),
    ("Accept", follow_of(ADA), {}, "no_request"),
    ("Reject", follow_of(f"{settings.BASE_URL}/users/fern"), {}, "no_follow"),
    ("Undo", {"type": "Accept", "object": follow_of(f"{settings.BASE_URL}/users/fern")}, {}, "no_follow"),
    ("Undo", {"type": "Accept", "object": f"{ADA}#follows/1"}, {}, "no_account"),
    ("Undo", {"type": "Accept", "object": {"actor": {"id": ADA}}}, {}, "no_account"),
    ("Undo", {"type": "Announce", "object": f"{LOST}/1"}, {}, "unknown"),
    ("Undo", {"id": f"{DEE}#1", "type": "Flag"}, {}, "nothing_to_undo"),
    ("Undo", {"id": f"{DEE}#1", "type": "Like", "object": f"{LOST}/1"}, {}, "no_post"),
    ("Like", f"{LOST}/1", {}, "no_post"),
    ("Create", f"{DEE}/statuses/1", {}, "done"),
    ("Update", {"id": f"{DEE}/statuses/1"}, {}, "no_object"),
    ("Update", {"id": f"{DEE}/statuses/9", "type": "Note", "attributedTo": DEE, "to": [PUBLIC]}, {}, "unknown_object"),
    ("Add", f"{DEE}/statuses/9", {"target": f"{DEE}/featured"}, "no_post"),
    ("Announce", f"{ADA}/statuses/1", {"to": [PUBLIC]}, "no_post"),
    ("Announce", "{ours}", {"to": [ADA]}, "private_boost"),
    ("Flag", f"{settings.BASE_URL}/users/nobody", {}, "no_account"),
    ("Move", DEE, {}, "no_target"),
    ("Move", DEE, {"target": DEE}, "no_target"),
    ("Move", DEE, {"target": f"{settings.BASE_URL}/users/nobody"}, "no_target"),
    ("QuoteRequest", f"{ADA}/statuses/1", {"instrument": f"{DEE}/statuses/1"}, "no_post"),
    ("Reject", f"{ADA}#quote_requests/x", {}, "no_post"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "about", "members", "reason"), NOBODYS_BUSINESS)
def test_what_is_nobodys_business_here(
    scene: Scene, kind: str, about: Any, members: dict[str, Any], reason: str
) -> None:
    """It concerns nobody of ours, is done, or names what is not there: nothing is done, and nothing recorded."""
    _is_left_alone(scene, Unwanted, kind, about, members, reason)


@pytest.mark.parametrize(
    ("kind", "about", "members"),
    [
        ("Create", f"{DEE}/statuses/9", {}),
        ("Update", DEE, {}),
        ("Announce", f"{LOST}/9", {"to": [PUBLIC]}),
        ("QuoteRequest", "{ours}", {"instrument": f"{DEE}/statuses/9"}),
        ("Move", DEE, {"target": f"{LOST}/new"}),
    ],
)
def test_what_has_to_be_asked_for_waits(scene: Scene, kind: str, about: str, members: dict[str, Any]) -> None:
    """Only named, it is nobody's word yet."""
    with pytest.raises(MustWait):
        scene.hears(kind, about, **members)


@pytest.mark.parametrize(
    ("kind", "about", "members"),
    [
        ("Announce", f"{DEE}/gone", {"to": [PUBLIC]}),
        ("QuoteRequest", "{ours}", {"instrument": f"{DEE}/gone"}),
    ],
)
def test_what_was_deleted_is_not_asked_for(scene: Scene, kind: str, about: str, members: dict[str, Any]) -> None:
    """With all the time there is."""
    scene.dee.person.does(WithdrawObject(uri=f"{DEE}/gone"))
    with pytest.raises(Unwanted) as refused:
        scene.hears(kind, about, has_time=True, **members)
    assert refused.value.reason == "no_post"


def test_a_report_that_was_taken_back_is_not_filed(scene: Scene) -> None:
    """It came late."""
    scene.dee.person.does(WithdrawObject(uri=f"{DEE}#flags/1"))
    with pytest.raises(Unwanted):
        scene.hears("Flag", ADA)


def test_a_post_that_is_only_named_by_somebody_nobody_follows(scene: Scene) -> None:
    """Nobody makes the house ask."""
    with pytest.raises(Unwanted) as refused:
        scene.hears("Create", f"{EVE}/statuses/9", who=scene.eve, id=f"{EVE}#creates/1")
    assert refused.value.reason == "nobody_concerned"


def test_a_follow_is_answered_by_its_name(scene: Scene) -> None:
    """By whom it asked and by nobody else."""
    scene.house.act("fern", people.FollowAccount(target_id=scene.dee.id))
    fern = scene.house.id("fern")
    name = resolving.uri_of_deed("follow", fern, scene.dee.id)
    with pytest.raises(Untrue) as refused:
        scene.hears("Accept", name, who=scene.eve, id=f"{EVE}#accepts/1")
    assert refused.value.reason == "answers_for_others"
    scene.hears("Accept", name)
    assert resolving.is_pending(fern, scene.dee.id) is False
    # And taken back, whether the follower is named or shown.
    scene.hears("Undo", {"type": "Accept", "object": follow_of(f"{settings.BASE_URL}/users/fern")})
    assert resolving.is_pending(fern, scene.dee.id) is None


def test_a_deed_of_another_is_not_undone_o3(scene: Scene) -> None:
    """Named by its identity, which everybody can know."""
    scene.hears("Like", scene.ours)
    with pytest.raises(Untrue) as refused:
        scene.hears("Undo", f"{DEE}#likes/1", who=scene.eve, id=f"{EVE}#undos/1")
    assert refused.value.reason == "not_theirs"


def test_what_never_came_is_taken_back(scene: Scene) -> None:
    """A block, and what is only named: they do not come late."""
    scene.hears("Undo", {"id": f"{DEE}#blocks/1", "type": "Block", "object": ADA})
    scene.hears("Undo", f"{DEE}#announces/7", id=f"{DEE}#undos/2")
    assert resolving.is_gone(f"{DEE}#blocks/1")
    assert resolving.is_gone(f"{DEE}#announces/7")


@pytest.mark.parametrize(
    ("members", "visibility"),
    [({"to": [PUBLIC]}, "public"), ({"cc": [PUBLIC]}, "unlisted"), ({"to": [f"{DEE}/followers"]}, "followers")],
)
def test_a_boost_is_for_whom_it_says(scene: Scene, members: dict[str, Any], visibility: str) -> None:
    """And is undone by a Delete of its own identity as well; what never came is kept from coming."""
    scene.hears("Announce", scene.ours, **members)
    boosts = "SELECT visibility FROM posts_post WHERE boost_of_id = %s"
    assert sql.rows(boosts, (scene.of_ada,)) == [(visibility,)]
    scene.hears("Delete", f"{DEE}#announces/1")
    assert sql.rows(boosts, (scene.of_ada,)) == []
    scene.hears("Delete", f"{DEE}#announces/2", id=f"{DEE}#deletes/2")
    assert resolving.is_gone(f"{DEE}#announces/2")


def state_of(post_id: int) -> str:
    return str(sql.value("SELECT state FROM posts_quote WHERE id = %s", (post_id,)))


def test_a_quote_of_ours_is_allowed_and_taken_back(scene: Scene) -> None:
    """By the author of what is quoted: the question named or shown; the stamp taken back by a Delete."""
    stamp = f"{DEE}/stamps/1"
    post = scene.house.post("Look", quoted_id=scene.of_dee)
    asked = f"{ADA}#quote_requests/{post}"
    scene.hears("Accept", asked, result=stamp)
    assert state_of(post) == "accepted"
    scene.hears("Delete", stamp)
    assert state_of(post) == "revoked"
    other = scene.house.post("Look here", quoted_id=scene.of_dee)
    scene.hears("Reject", {"type": "QuoteRequest", "instrument": f"{ADA}/statuses/{other}"}, id=f"{DEE}#rejects/2")
    assert state_of(other) == "rejected"
    with pytest.raises(NotFound):
        scene.hears("Accept", asked, who=scene.eve, id=f"{EVE}#accepts/1", result=f"{EVE}/stamps/1")


def test_a_post_of_ours_is_quoted(scene: Scene) -> None:
    """The post comes with the question, or is here already."""
    note = {"id": f"{DEE}/statuses/9", "type": "Note", "attributedTo": DEE, "to": [PUBLIC], "quote": scene.ours}
    scene.hears("QuoteRequest", scene.ours, instrument=note)
    scene.hears("QuoteRequest", scene.ours, id=f"{DEE}#asks/2", instrument=f"{DEE}/statuses/9")
    post = resolving.post_of_uri(f"{DEE}/statuses/9")
    assert post is not None
    assert state_of(post) == "accepted"


def test_who_is_known_no_longer_does_nothing(scene: Scene) -> None:
    """Forgotten between the proof and the act."""
    document = scene.dee.activity("Like", scene.ours)
    nobody = Signer(account_id=1 << 60, uri=DEE, host=HOST, key_id=f"{DEE}#main-key")
    with pytest.raises(NotFound):
        deal_with(Hearing(nobody, read_activity(document), document))


FORWARDED: list[tuple[str, Any, str]] = [
    ("Create", {"id": f"{EVE}/statuses/1", "type": "Note", "attributedTo": EVE, "to": [PUBLIC]}, "done"),
    ("Create", f"{EVE}/statuses/9", "nobody_concerned"),
    ("Update", {"id": f"{EVE}/statuses/9", "type": "Note", "attributedTo": EVE, "to": [PUBLIC]}, "unknown_object"),
    ("Delete", f"{EVE}/statuses/9", "unknown_object"),
]


@pytest.mark.parametrize(("kind", "about", "reason"), FORWARDED)
def test_what_is_handed_on_and_concerns_nobody(scene: Scene, kind: str, about: Any, reason: str) -> None:
    """Nobody is asked about it; a proof in it that does not hold makes it no better."""
    proof = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022", "verificationMethod": f"{EVE}#ed25519-key",
             "proofPurpose": "assertionMethod", "proofValue": "z1", "created": "2026-11-22T10:00:00Z"}  # fmt: skip
    document = scene.eve.activity(kind, about) | {"proof": proof}
    signer = Signer(account_id=scene.dee.id, uri=DEE, host=HOST, key_id=scene.dee.key_id)
    with pytest.raises(Unwanted) as refused:
        deal_with(Hearing(signer, read_activity(document), document))
    assert refused.value.reason == reason


def hands_on(scene: Scene, kind: str, actor: str, about: Any) -> None:
    """Dee hands on what somebody else is said to have said, and there is time to ask."""
    document = {"id": f"{actor}#{kind}/1", "type": kind, "actor": actor, "object": about}
    signer = Signer(account_id=scene.dee.id, uri=DEE, host=HOST, key_id=scene.dee.key_id)
    deal_with(Hearing(signer, read_activity(document), document, may_fetch=True))


def test_a_server_nobody_talks_with_is_not_asked_by_a_detour(scene: Scene) -> None:
    """Suspended, what others hand on of it is not looked at."""
    scene.house.act("mair", DecideServer(host="lost.example", state="suspended", reason="Fraud"))
    with pytest.raises(Unwanted) as refused:
        hands_on(scene, "Create", f"{LOST}/users/mal", f"{LOST}/1")
    assert refused.value.reason == "forwarded"


@pytest.mark.parametrize("kind", ["Create", "Update", "Delete"])
def test_nobody_hands_on_what_we_said(scene: Scene, settings: Any, kind: str) -> None:
    """Our own posts are neither changed nor deleted by a word that came from elsewhere."""
    settings.OUTBOUND_ALLOW = (ip_network("127.0.0.0/8"),)  # or our own address, in plain http, would be none
    note = {"id": scene.ours, "type": "Note", "attributedTo": ADA, "to": [PUBLIC]}
    with pytest.raises(Unwanted):
        hands_on(scene, kind, ADA, note)
    assert resolving.post_of_uri(scene.ours) == scene.of_ada
    with pytest.raises(Unproven):
        hands_on(scene, "Like", EVE, scene.ours)


def test_what_was_deleted_is_not_handed_on(scene: Scene) -> None:
    """Also when somebody here is named in it."""
    uri = f"{EVE}/statuses/9"
    scene.eve.person.does(WithdrawObject(uri=uri))
    note = {"id": uri, "type": "Note", "attributedTo": EVE, "to": [PUBLIC], "inReplyTo": scene.ours}
    with pytest.raises(Unwanted) as refused:
        hands_on(scene, "Create", EVE, note)
    assert refused.value.reason == "taken_back"


def test_nobody_votes_in_a_poll_twice_o16(scene: Scene) -> None:
    """Nor for what it does not ask."""
    poll = posts.PollDraft(options=("Yes", "No"), expires_in=600)
    post = scene.house.post("Well?", poll=poll)
    vote = {"id": f"{DEE}#votes/1", "type": "Note", "attributedTo": DEE, "name": "Perhaps", "to": [ADA],
            "inReplyTo": f"{ADA}/statuses/{post}"}  # fmt: skip
    with pytest.raises(Unwanted) as refused:
        scene.hears("Create", vote)
    assert refused.value.reason == "no_such_option"
