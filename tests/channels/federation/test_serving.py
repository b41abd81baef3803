"""What other servers are given, and who is given nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.relation_commands import BlockDomain, UnblockDomain
from coffeehouse.domain.posts.commands import BoostPost, DeletePost
from coffeehouse.federation.keys import public_keys
from coffeehouse.protocols.activitypub.reading_actors import read_actor
from coffeehouse.protocols.activitypub.reading_objects import read_object
from coffeehouse.protocols.signatures import keys
from coffeehouse.protocols.signatures.proofs import read_proof
from tests.cast import Cast, assemble
from tests.channels.federation.asking import BASE, ask, asker, told
from tests.federation.elsewhere import Stranger

pytestmark = pytest.mark.django_db
ADA = "/users/ada"
MINIMAL = {
    "@context", "id", "type", "preferredUsername", "inbox", "endpoints", "publicKey", "assertionMethod",
}  # fmt: skip


PARTS = (
    "/statuses/{0}", "/statuses/{0}/activity", "/statuses/{0}/replies", "/statuses/{0}/likes",
    "/statuses/{0}/shares", "/outbox", "/followers", "/following",
    "/collections/featured", "/collections/tags", "/followers_synchronization",
)  # fmt: skip


@pytest.fixture
def cast() -> Cast:
    return assemble()


@pytest.fixture
def dee(cast: Cast) -> Stranger:
    assert cast
    return asker()


def test_a_signed_question_gets_the_whole_actor(dee: Stranger) -> None:
    """What we write of an account, our own reader takes as an actor, keys included."""
    found = told(ADA, dee)
    actor = read_actor(found)
    assert (actor.id, actor.username, actor.name) == (f"{BASE}{ADA}", "ada", "Ada Citizen")
    assert {key.kind for key in actor.keys} == {"rsa", "ed25519"}
    assert (
        actor.keys[0].public.strip()
        == public_keys(int(sql.value("SELECT id FROM people_account WHERE acct = 'ada'")))["rsa"].strip()
    )


def test_an_unsigned_question_gets_what_checks_a_signature_and_nothing_else(cast: Cast) -> None:
    """Secure mode: the actor bare; every other document is 401, whether there is one or not (P2)."""
    post_id = cast.ada.says("Hello")
    assert set(told(ADA)) == MINIMAL
    answers = {
        (reply.status_code, reply.content)
        for reply in (
            ask(path)
            for path in (
                f"{ADA}/statuses/{post_id}", f"{ADA}/statuses/1", f"{ADA}/outbox", f"{ADA}/followers",
                "/users/nobody/outbox", f"{ADA}/collections/featured", f"/contexts/{post_id}",
            )
        )
    }  # fmt: skip
    assert len(answers) == 1
    assert next(iter(answers))[0] == 401


def test_the_house_itself_is_given_to_everybody(cast: Cast) -> None:
    """Else nobody could check what it signs."""
    assert cast
    found = told("/actor")
    assert (found["type"], found["inbox"]) == ("Application", f"{BASE}/inbox")
    assert "BEGIN PUBLIC KEY" in found["publicKey"]["publicKeyPem"]


def test_without_authorized_fetch_public_things_are_given_unsigned(cast: Cast, settings: Any) -> None:
    """AUTHORIZED_FETCH off: what everybody may see; what not everybody may see is not there."""
    settings.AUTHORIZED_FETCH = False
    public, private = cast.ada.says("Hello"), cast.ada.says("Psst", "followers")
    assert told(ADA)["name"] == "Ada Citizen"
    assert told(f"{ADA}/statuses/{public}")["content"] == "<p>Hello</p>"
    assert ask(f"{ADA}/statuses/{private}").status_code == 404


def test_a_signature_that_proves_nothing_gets_nothing(cast: Cast, dee: Stranger) -> None:
    """Another's key, or a question about another address: 401."""
    post_id = cast.ada.says("Hello")
    imposter = Stranger("dee", dee.host, dee.account_id)
    sql.execute("UPDATE federation_remotekey SET public = %s", (public_keys(cast.ada.account_id)["rsa"],))
    sql.execute(
        "INSERT INTO federation_unfetchable (key, reason, until) VALUES (%s, 'test', 9000000000000000)"
        " ON CONFLICT DO NOTHING",
        (f"keys/{dee.account_id}",),
    )
    assert ask(f"{ADA}/statuses/{post_id}", imposter).status_code == 401
    assert set(told(ADA, imposter)) == MINIMAL
    assert ask(ADA, imposter).headers["Cache-Control"] == "private, no-store"


def test_a_profile_does_not_wait_for_a_key(cast: Cast, dee: Stranger) -> None:
    """Whose key was never seen is given a profile, which is on a page for everybody as well, and nothing else.

    Where a key is known, the signature is of that key: another gets no more than nobody does.
    """
    post_id = cast.ada.says("Hello")
    unseen = Stranger("dee", "unseen.example", 0)
    reply = ask(ADA, unseen)
    assert json.loads(reply.content)["name"] == "Ada Citizen"
    assert reply.headers["Cache-Control"] == "private, no-store"
    assert ask(f"{ADA}/statuses/{post_id}", unseen).status_code in (401, 503)
    sql.execute("UPDATE federation_remotekey SET public = %s", (public_keys(cast.ada.account_id)["rsa"],))
    assert set(told(ADA, dee)) == MINIMAL


def test_closed_means_that_no_account_is_known(cast: Cast, settings: Any) -> None:
    """FEDERATION=closed: 404 for every document, the house's own too; pages for people are as ever."""
    settings.FEDERATION = "closed"
    assert cast
    assert {ask(path).status_code for path in (ADA, "/actor", f"{ADA}/outbox")} == {404}
    assert ask("/@ada", accept="text/html").status_code == 200


def test_a_suspended_server_is_given_nothing(cast: Cast, dee: Stranger) -> None:
    """P4: neither posts nor lists nor the whole actor."""
    post_id = cast.ada.says("Hello")
    sql.execute(
        "INSERT INTO federation_server (host, state, first_seen_at) VALUES (%s, 'suspended', 1)"
        " ON CONFLICT (host) DO UPDATE SET state = 'suspended'",
        (dee.host,),
    )
    for path in (ADA, f"{ADA}/statuses/{post_id}", f"{ADA}/outbox", f"{ADA}/followers?page=true"):
        assert ask(path, dee).status_code == 403


def test_p4_whom_somebody_blocks_gets_nothing_of_them(cast: Cast, dee: Stranger) -> None:
    """P4: by name or by server: no posts, no lists; the actor bare, to check what it sends."""
    post_id = cast.ada.says("Hello")
    reply_id = cast.faye.says("Hi", in_reply_to_id=post_id)
    answer_id = cast.ada.says("Ho", in_reply_to_id=reply_id)
    for block, unblock in (
        (people.BlockAccount(target_id=dee.account_id), people.UnblockAccount(target_id=dee.account_id)),
        (BlockDomain(domain=dee.host), UnblockDomain(domain=dee.host)),
    ):
        assert ask(f"{ADA}/statuses/{post_id}", dee).status_code == 200
        cast.ada.does(block)
        absent = ask("/users/nobody/outbox", dee)
        for path in PARTS:
            refused = ask(ADA + path.format(post_id), dee)
            assert (refused.status_code, refused.content) == (404, absent.content)
        assert set(told(ADA, dee)) == MINIMAL
        # Nor by way of others: among answers to somebody else hers are not named.
        listed = told(f"/users/faye/statuses/{reply_id}/replies", dee)
        assert f"{BASE}{ADA}/statuses/{answer_id}" not in listed["orderedItems"]
        cast.ada.does(unblock)


VISIBILITIES = ("public", "unlisted", "followers", "direct")


def test_p1_every_kind_of_asker_gets_what_they_may_see_and_404_for_the_rest(cast: Cast) -> None:
    """P1: posts of four visibilities, asked for by a stranger, a follower, somebody named, and one who asked to follow.

    What may not be seen and what is not there are told apart by nothing.
    """
    nobody, follower, named, waiting = (asker(name) for name in ("dee", "fran", "gil", "hob"))
    follower.does(people.FollowAccount(target_id=cast.ada.account_id))
    cast.ada.does(people.UpdateProfile(is_locked=True))
    waiting.does(people.FollowAccount(target_id=cast.ada.account_id))
    posts = {visibility: cast.ada.says(f"Hello {visibility}", visibility) for visibility in VISIBILITIES}
    for post_id in posts.values():
        sql.execute(
            "INSERT INTO posts_mention (post_id, account_id) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            (post_id, named.account_id),
        )
    may = {
        nobody: {"public", "unlisted"},
        follower: {"public", "unlisted", "followers"},
        named: set(VISIBILITIES),
        waiting: {"public", "unlisted"},
    }
    for who, allowed in may.items():
        absent = ask(f"{ADA}/statuses/1", who)
        for visibility, post_id in posts.items():
            for end in ("", "/activity", "/replies"):
                reply = ask(f"{ADA}/statuses/{post_id}{end}", who)
                if visibility in allowed:
                    assert reply.status_code == 200
                    assert reply.headers["Cache-Control"] == "private, no-store"
                else:
                    assert (reply.status_code, reply.content) == (404, absent.content)
                    assert dict(reply.headers) == dict(absent.headers)


def test_o8_who_asked_to_follow_reads_nothing_before_the_answer(cast: Cast, dee: Stranger) -> None:
    """O8: 0 private posts before Accept; all of them after it."""
    post_id = cast.bevan.says("For followers", "followers")
    dee.does(people.FollowAccount(target_id=cast.bevan.account_id))
    assert ask(f"/users/bevan/statuses/{post_id}", dee).status_code == 404
    cast.bevan.does(people.AuthorizeFollow(account_id=dee.account_id))
    found = read_object(told(f"/users/bevan/statuses/{post_id}", dee), f"{BASE}/users/bevan/followers")
    assert (found.visibility, found.text) == ("followers", "For followers")


def test_what_everybody_may_see_carries_its_own_proof(cast: Cast, dee: Stranger) -> None:
    """FEP-8b32: it fits the key in our actor; a followers-only post carries none."""
    dee.does(people.FollowAccount(target_id=cast.ada.account_id))
    public, private = cast.ada.says("Hello"), cast.ada.says("Psst", "followers")
    for end in ("", "/activity"):
        found = told(f"{ADA}/statuses/{public}{end}", dee)
        proof = read_proof(found)
        assert proof is not None
        key = next(key for key in read_actor(told(ADA)).keys if key.id == proof.method)
        public_key = keys.read_public(key.kind, key.public)
        assert any(keys.fits(public_key, base, proof.signature) for base in proof.bases)
        changed = read_proof({**found, "content": "Other words"})
        assert changed is not None
        assert not any(keys.fits(public_key, base, changed.signature) for base in changed.bases)
        assert "proof" not in told(f"{ADA}/statuses/{private}{end}", dee)


def test_o12_a_boost_of_what_may_not_be_seen_is_not_there(cast: Cast, dee: Stranger) -> None:
    """O12: the Announce of a followers-only post is for those who may see that post."""
    private = cast.ada.says("For followers", "followers")
    boost_id = int(cast.ada.does(BoostPost(post_id=private)).result["id"])
    public = int(cast.faye.does(BoostPost(post_id=cast.sam.says("Hello"))).result["id"])
    assert ask(f"{ADA}/statuses/{boost_id}", dee).status_code == 404
    assert told(f"/users/faye/statuses/{public}", dee)["type"] == "Announce"
    sam = sql.value("SELECT id FROM people_account WHERE acct = 'sam'")
    sql.execute("UPDATE people_account SET hidden_at = 1 WHERE id = %s", (sam,))
    assert ask(f"/users/faye/statuses/{public}/activity", dee).status_code == 404


def test_p2_a_post_under_another_name_is_not_there(cast: Cast, dee: Stranger) -> None:
    """P2: nor is one of a hidden account, whatever its id."""
    post_id = cast.ada.says("Hello")
    assert ask(f"/users/faye/statuses/{post_id}", dee).status_code == 404
    sql.execute("UPDATE people_account SET hidden_at = 1 WHERE acct = 'ada'")
    assert ask(f"{ADA}/statuses/{post_id}", dee).status_code == 404
    assert ask(ADA, dee).content == ask("/users/nobody", dee).content


def test_what_stays_in_the_house_is_given_to_no_server(cast: Cast, dee: Stranger) -> None:
    """Posts for this house alone: neither by their address nor in a list nor counted."""
    dee.does(people.FollowAccount(target_id=cast.ada.account_id))
    post_id = cast.ada.says("Only here", is_local_only=True)
    assert ask(f"{ADA}/statuses/{post_id}", dee).status_code == 404
    assert told(f"{ADA}/outbox", dee)["totalItems"] == 0
    assert told(f"{ADA}/outbox", dee, page="true")["orderedItems"] == []


def test_what_was_deleted_leaves_a_tombstone(cast: Cast, dee: Stranger) -> None:
    """410 and a Tombstone, so that whoever has it deletes it; of what nobody could see, nothing tells."""
    public, private = cast.ada.says("Hello"), cast.ada.says("Psst", "direct")
    for post_id in (public, private):
        cast.ada.does(DeletePost(post_id=post_id))
    identity = f"{BASE}{ADA}/statuses/{public}"
    sql.execute(
        "INSERT INTO federation_gone (uri, gone_at) VALUES (%s, 1700000000000) ON CONFLICT DO NOTHING", (identity,)
    )
    reply = ask(identity, dee)
    assert reply.status_code == 410
    stone = json.loads(reply.content)
    assert (stone["type"], stone["id"]) == ("Tombstone", identity)
    assert ask(f"{ADA}/statuses/{private}", dee).status_code == 404


def test_p3_caches_keep_nothing_that_was_given_to_somebody(cast: Cast, dee: Stranger) -> None:
    """P3: signed answers are not stored; what everybody gets says what it depends on."""
    post_id = cast.ada.says("Hello")
    assert ask(f"{ADA}/statuses/{post_id}", dee).headers["Cache-Control"] == "private, no-store"
    bare = ask(ADA)
    assert bare.headers["Cache-Control"] == "public, max-age=180"
    assert {name.strip() for name in bare.headers["Vary"].split(",")} == {"Accept", "Signature", "Signature-Input"}
    assert "Signature" in ask("/@ada", accept="text/html").headers["Vary"]
    assert ask(f"{ADA}/statuses/{post_id}").headers["Cache-Control"] == "private, no-store"


def test_only_questions_are_answered_here(cast: Cast) -> None:
    """Other methods are 405; a strange host gets 400."""
    assert cast
    assert ask(ADA, method="POST").status_code == 405
    assert ask(ADA, method="OPTIONS").status_code == 204
    assert ask(ADA, method="HEAD").status_code == 200
