"""Receipts of events: whoever may know of one gets its proof, for everybody else it does not exist. Attack P2."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.publishing import commands as publishing
from coffeehouse.engine.act import act
from coffeehouse.ledger import key_files, queries
from coffeehouse.ledger.checkpoints import parse_checkpoint
from coffeehouse.ledger.notes import parse_note
from coffeehouse.ledger.proof_file import prove, verify_proof_file
from coffeehouse.ledger.receipts import LARGEST
from tests.cast import Cast
from tests.channels.web.proving import knows, latest, seal
from tests.channels.web.reader import Reader


@pytest.fixture(autouse=True)
def _own_key(settings: Any, tmp_path: Any) -> None:
    """Keys and a folder of its own."""
    settings.DATA = tmp_path


def proved(reader: Reader, sequence: int, query: str = "") -> str:
    """The entry that the downloaded file proves, with either key."""
    from django.conf import settings

    answer = reader.client.get(f"/ledger/entries/{sequence}.tlog-proof{query}")
    assert answer.status_code == 200
    keys = [signer.public for signer in key_files.current(settings.DATA, settings.LEDGER_ORIGIN)]
    text = answer.content.decode()
    assert (len(answer.content) <= LARGEST) == (query == "")
    entry, _ = verify_proof_file(text, keys[:1], settings.LEDGER_ORIGIN)
    if query:
        verify_proof_file(text, keys[1:], settings.LEDGER_ORIGIN)
    assert "no-store" in answer["Cache-Control"]
    return str(msgspec.json.decode(entry)["kind"])


def test_an_event_has_a_receipt_with_one_signature_or_all(cast: Cast) -> None:
    """At most 2 KiB with the signature every tool knows; on request with ML-DSA-44 too."""
    cast.ada.says("Hello")
    seal()
    sequence = latest("post.published")
    visitor = Reader()
    assert proved(visitor, sequence) == "post.published"
    assert proved(visitor, sequence, "?signatures=all") == "post.published"
    assert visitor.open(f"/ledger/entries/{sequence}").has("@ada published")


def test_a_receipt_is_told_in_the_language_of_the_page(cast: Cast) -> None:
    """The sentence is Welsh on a Welsh page; the proof is the same."""
    post = cast.ada.says("Hello")
    cast.ada.does(posts.EditPost(post_id=post, text="Hello again"))
    seal()
    published, edited = latest("post.published"), latest("post.edited")
    english, welsh = Reader(), Reader()
    welsh.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "cy"
    for address, words, geiriau in (
        (f"/ledger/entries/{published}", f"@ada published post/{post}.", f"Cyhoeddodd @ada post/{post}."),
        (f"/@ada/{post}/receipt", "@ada published this post.", "Cyhoeddodd @ada y postiad hwn."),
        (f"/@ada/{post}/receipt", "@ada edited this post.", "Golygodd @ada y postiad hwn."),
        (f"/ledger/entries/{edited}", f"@ada edited post/{post}.", f"Golygodd @ada post/{post}."),
    ):
        assert english.open(address).has(words)
        assert not english.has(geiriau)
        assert welsh.open(address).has(geiriau)
        assert not welsh.has(words)
    assert proved(welsh, published) == "post.published"


def test_before_the_next_checkpoint_there_is_a_page_and_no_file(cast: Cast) -> None:
    """Pending, at most a minute."""
    cast.ada.says("Hello")
    sequence = latest("post.published")
    assert Reader().open(f"/ledger/entries/{sequence}").has("seal on its way")
    Reader().open(f"/ledger/entries/{sequence}.tlog-proof", status=404)


def test_p2_who_kept_a_post_is_nobody_elses_to_know(cast: Cast) -> None:
    """P2: a bookmark, a muted thread, a block are known to who did it; not to the author, not to the administrator."""
    post = cast.ada.says("Hello")
    cast.sam.does(posts.BookmarkPost(post_id=post))
    kept = latest("post.bookmarked")
    cast.sam.does(people.BlockAccount(target_id=cast.ada.account_id))
    blocked = latest("account.blocked")
    seal()
    for sequence in (kept, blocked):
        assert [knows(person, sequence) for person in (cast.sam, cast.ada, cast.wyn, cast.cade, None)] == [
            True, False, False, False, False,
        ]  # fmt: skip


def test_p2_a_posts_receipt_does_not_tell_who_kept_it(cast: Cast) -> None:
    """P2: the list of later entries holds what readers see anyway, and one's own acts."""
    post = cast.ada.says("Hello")
    cast.sam.does(posts.BookmarkPost(post_id=post))
    cast.ada.does(posts.EditPost(post_id=post, text="Hello again"))
    seal()
    kept, edited = latest("post.bookmarked"), latest("post.edited")
    for person, expected in ((None, False), (cast.ada, False), (cast.sam, True)):
        reader = Reader(person).open(f"/@ada/{post}/receipt")
        assert f"/ledger/entries/{edited}" in reader.html
        assert (f"/ledger/entries/{kept}" in reader.html) == expected
        assert ("bookmarked" in reader.html) == expected


def test_messages_have_receipts_for_those_in_them(cast: Cast) -> None:
    """A direct post: for who wrote it and who is named; for all others it does not exist."""
    post = cast.ada.says("@sam between us", "direct")
    seal()
    sequence = latest("post.published")
    known = [knows(person, sequence) for person in (cast.ada, cast.sam, cast.faye, cast.wyn, None)]
    assert known == [True, True, False, False, False]
    assert Reader(cast.sam).open(f"/@ada/{post}/receipt").has("In the ledger")
    Reader(cast.faye).open(f"/@ada/{post}/receipt", status=404)


def test_decisions_about_a_draft_have_receipts_for_the_team(cast: Cast) -> None:
    """Held, questioned, refused: each step on the draft's page leads to its receipt; outsiders learn nothing."""
    for person, powers in ((cast.ada, ("draft",)), (cast.bevan, ("review",))):
        grant = people.GrantSeat(member_id=person.member_id, account_id=cast.voice_id, powers=powers)
        act(grant, cast.wyn.actor(), "test")
    words = posts.PublishPost(text="The library is open until eight")
    held = int(act(words, cast.ada.actor(cast.voice_id), "test").result["held_id"])
    content_hash = sql.value("SELECT content_hash FROM publishing_heldcommand WHERE id = %s", (held,))
    cast.bevan.does(publishing.RefuseHeld(held_id=held, content_hash=content_hash, reason="Not today"))
    seal()
    refused = latest("held.refused")
    page = Reader(cast.ada).open(f"/review/{held}")
    assert {f"/ledger/entries/{entry.sequence}" for entry in queries.entries_of(f"held/{held}")} <= {
        str(link.get("href")) for link in page.tree.iter("a")
    }
    assert page.has("@bevan refused this draft")
    assert [knows(person, refused) for person in (cast.ada, cast.bevan, cast.sam, None)] == [True, True, False, False]


def test_a_released_draft_tells_the_public_that_the_voice_published(cast: Cast) -> None:
    """Page and proof under the post say who speaks, not who of the team decided."""
    for person, powers in ((cast.ada, ("draft",)), (cast.bevan, ("review",))):
        grant = people.GrantSeat(member_id=person.member_id, account_id=cast.voice_id, powers=powers)
        act(grant, cast.wyn.actor(), "test")
    words = posts.PublishPost(text="The library is open until eight")
    held = int(act(words, cast.ada.actor(cast.voice_id), "test").result["held_id"])
    content_hash = sql.value("SELECT content_hash FROM publishing_heldcommand WHERE id = %s", (held,))
    cast.bevan.does(publishing.ReleaseHeld(held_id=held, content_hash=content_hash))
    seal()
    post = str(sql.value("SELECT result_object FROM publishing_heldcommand WHERE id = %s", (held,))).partition("/")[2]
    page = Reader().open(f"/@leedon_council/{post}/receipt")
    assert page.has("@leedon_council released")
    assert "bevan" not in page.html
    entry = Reader().client.get(f"/ledger/entries/{latest('held.released')}.tlog-proof").content.decode()
    proved_entry, _ = prove(entry, lambda note: parse_checkpoint(parse_note(note).text))
    assert msgspec.json.decode(proved_entry)["actor"] == f"account/{cast.voice_id}"


def test_what_visitors_do_is_nobodys_own(cast: Cast) -> None:
    """Entries of people who are not signed in are all called the same: none of them may ask for another's."""
    Reader().open("/sign-in").fill("/sign-in", status=422, email="ada@example.org", password="wrong password")
    seal()
    refused = latest("member.sign_in_refused")
    assert queries.read_entry(refused).actor == "visitor"
    assert not any(knows(person, refused) for person in (None, cast.ada, cast.wyn))


def test_both_languages_of_a_pair_have_a_receipt(cast: Cast) -> None:
    """One act published both, and one entry tells of it: both posts lead to it."""
    for person, powers in ((cast.ada, ("draft",)), (cast.bevan, ("review",))):
        grant = people.GrantSeat(member_id=person.member_id, account_id=cast.voice_id, powers=powers)
        act(grant, cast.wyn.actor(), "test")
    voice = cast.ada.actor(cast.voice_id)
    texts = (("The pool opens at nine", "en"), ("Mae'r pwll yn agor am naw", "cy"))
    held = [
        int(act(posts.PublishPost(text=text, language=language), voice, "test").result["held_id"])
        for text, language in texts
    ]
    cast.ada.does(publishing.PairDrafts(held_id=held[0], other_id=held[1]))
    for each in held:
        content_hash = sql.value("SELECT content_hash FROM publishing_heldcommand WHERE id = %s", (each,))
        cast.bevan.does(publishing.ReleaseHeld(held_id=each, content_hash=content_hash))
    seal()
    became = [sql.value("SELECT result_object FROM publishing_heldcommand WHERE id = %s", (each,)) for each in held]
    sequence = latest("held.released")
    for label in became:
        page = Reader().open(f"/@leedon_council/{str(label).partition('/')[2]}/receipt")
        assert page.has(f"Entry {sequence} of a signed ledger")
        assert page.has("released what was held; it became this post")


def test_a_deleted_post_of_ones_own_keeps_its_receipt(cast: Cast) -> None:
    """For its author, at its old address; for everybody else it is not there, and another's name leads nowhere."""
    post = cast.ada.says("Hello")
    cast.ada.does(posts.DeletePost(post_id=post))
    seal()
    ada = Reader(cast.ada).open(f"/@ada/{post}/receipt")
    assert ada.has("@ada published this post.")
    assert ada.has("@ada deleted this post.")
    file = ada.client.get(f"/@ada/{post}/receipt.tlog-proof")
    entry, _ = prove(file.content.decode(), lambda note: parse_checkpoint(parse_note(note).text))
    assert entry.decode() == queries.read_entry(latest("post.published")).text
    ada.open(f"/@sam/{post}/receipt", status=404)
    for reader in (Reader(cast.sam), Reader(cast.wyn), Reader()):
        for ending in ("", ".tlog-proof"):
            reader.open(f"/@ada/{post}/receipt{ending}", status=404)
