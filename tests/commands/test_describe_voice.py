"""DescribeVoice: what a voice says of itself, and how its words are signed."""

from __future__ import annotations

import pytest

from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.queries.voices import read_voice
from coffeehouse.domain.people.voice_commands import AppointBodyAdmin, ChangeSeat, DescribeVoice
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.posts.queries import read_source, read_status
from coffeehouse.domain.posts.queries.authorship import authors_of
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Invalid, NotFound
from tests.commands.house import House

WORDS = (("en", "Answers about roads.", "Weekdays 9 to 5"), ("cy", "Atebion am ffyrdd.", ""))


def test_in_every_language_it_is_written_in(house: House) -> None:
    """Where a language says nothing, another does; the same again leaves no entry."""
    voice = house.voice()
    command = DescribeVoice(account_id=voice, words=WORDS, sign_off="initials")
    house.records("mair", command, "voice.described", f"account/{voice}")
    found = read_voice(voice)
    assert found is not None
    assert found.says("purpose", "cy") == ("Atebion am ffyrdd.", "cy")
    assert found.says("hours", "cy") == ("Weekdays 9 to 5", "en")
    assert found.sign_off == "initials"
    house.leaves("mair", command)


def test_what_cannot_be(house: House) -> None:
    """Unknown ways to sign and languages, too many words, no voice."""
    voice = house.voice()
    house.refuses("mair", DescribeVoice(account_id=voice, words=(), sign_off="stamp"), Invalid)
    house.refuses("mair", DescribeVoice(account_id=voice, words=(("xx", "a", "b"),)), Invalid)
    house.refuses("mair", DescribeVoice(account_id=voice, words=(("en", "x" * 601, ""),)), Invalid)
    house.refuses("mair", DescribeVoice(account_id=house.id("ada"), words=()), NotFound)


@pytest.mark.parametrize("who", ["ada", "cade", "rhys"])
def test_only_who_looks_after_the_body(house: House, who: str) -> None:
    """Policy refuses all others, who hold a seat among them."""
    house.refuses(who, DescribeVoice(account_id=house.voice(), words=WORDS), Refused)


def test_p6_not_administrators_of_another_body(house: House) -> None:
    """P6: the voice does not exist for them."""
    voice = house.voice()
    other = int(house.act("mair", people.CreateBody(slug="other", name="Other")).result)
    house.act("mair", AppointBodyAdmin(body_id=other, member_id=house.member("fern")))
    house.refuses("fern", DescribeVoice(account_id=voice, words=WORDS), NotFound)


def content(post_id: int) -> str:
    text = read_status(None, post_id)
    assert text is not None
    return text


def seated(house: House, sign_off: str) -> int:
    """A voice that signs; Ada may release and signs as Ada Bowen, Gwyn as Gwyn <Jones>."""
    voice = house.voice()
    house.act("mair", DescribeVoice(account_id=voice, words=(), sign_off=sign_off))
    both = ("draft", "release")
    house.act("mair", ChangeSeat(member_id=house.member("ada"), account_id=voice, powers=both, signed_name="Ada Bowen"))
    house.act(
        "mair",
        people.GrantSeat(member_id=house.member("gwyn"), account_id=voice, powers=both, signed_name="Gwyn <Jones>"),
    )
    return voice


@pytest.mark.parametrize(
    ("sign_off", "signed", "after"),
    [
        ("none", '<p>The road is open.</p>"', '<p>The road is shut.</p>"'),
        ("initials", 'open.</p><p>^AB</p>"', 'shut.</p><p>^AB ^G</p>"'),
        ("name", 'open.</p><p>^Ada Bowen</p>"', 'shut.</p><p>^Ada Bowen ^Gwyn &lt;Jones&gt;</p>"'),
    ],
)
def test_words_are_signed_as_the_voice_chooses(house: House, sign_off: str, signed: str, after: str) -> None:
    """In the content every app shows, not in the words as written; an edit adds who edited. What was said stays."""
    voice = seated(house, sign_off)
    done = house.act(house.actor("ada", account_id=voice), posts.PublishPost(text="The road is open."))
    assert not done.is_held, done.verdict
    post_id = int(done.result["id"])
    assert signed in content(post_id)
    source = read_source(voice, post_id)
    assert source is not None
    assert "^" not in source
    house.act("mair", DescribeVoice(account_id=voice, words=(), sign_off=sign_off))
    house.act(house.actor("gwyn", account_id=voice), posts.EditPost(post_id=post_id, text="The road is shut."))
    assert after in content(post_id)
    house.act("mair", DescribeVoice(account_id=voice, words=(), sign_off="name" if sign_off == "none" else "none"))
    assert after in content(post_id)


def test_the_team_knows_who_wrote(house: House) -> None:
    """Whatever everybody sees; nobody outside the team does, and the ledger keeps the member of each act."""
    voice = seated(house, "none")
    actor = house.actor("ada", account_id=voice)
    _, fact = house.records(actor, posts.PublishPost(text="The road is open."), "post.published")
    assert fact.payload["member"] == str(house.member("ada"))
    post_id = int(fact.object.removeprefix("post/"))
    house.act(house.actor("gwyn", account_id=voice), posts.EditPost(post_id=post_id, text="The road is shut."))
    for member in ("ada", "gwyn"):
        found = authors_of(house.member(member), voice, post_id)
        assert [(author.acct, author.act, author.sign_off) for author in found] == [
            ("ada", "wrote", ""),
            ("gwyn", "edited", ""),
        ]
    assert authors_of(house.member("mair"), voice, post_id) == []
    assert authors_of(None, voice, post_id) == []
    house.act("mair", people.RevokeSeat(member_id=house.member("gwyn"), account_id=voice))
    assert authors_of(house.member("gwyn"), voice, post_id) == []


def test_ones_own_words_are_never_signed(house: House) -> None:
    """A seat changes nothing about what its holder says as themselves."""
    seated(house, "name")
    post_id = house.post_to("public")
    assert "^" not in content(post_id)
