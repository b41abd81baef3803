"""The pages about voices: who looks after them gives seats, everybody reads who is behind them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.queries import accounts_of_member, read_actor_by_token
from coffeehouse.domain.people.queries.voices import seats_of_voice
from coffeehouse.domain.people.voice_commands import AppointBodyAdmin, ChangeSeat, DescribeVoice
from coffeehouse.domain.posts.commands import EditPost, PublishPost
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from tests.cast import Cast, token_for
from tests.channels.web.reader import Reader


def body_of(cast: Cast) -> int:
    return int(sql.value("SELECT body_id FROM people_account WHERE id = %s", (cast.voice_id,)))


@pytest.fixture
def faye_of_council(cast: Cast, faye: Reader) -> Reader:
    """Faye looks after the council."""
    cast.wyn.does(AppointBodyAdmin(body_id=body_of(cast), member_id=cast.faye.member_id))
    return faye


@pytest.fixture
def sam_of_hospital(cast: Cast, sam: Reader) -> Reader:
    """Sam looks after another body, which has a voice of its own."""
    body = int(cast.wyn.does(people.CreateBody(slug="hospital", name="Hospital")).result)
    cast.wyn.does(people.CreateAccount(username="hospital_voice", kind="voice", body_id=body))
    cast.wyn.does(AppointBodyAdmin(body_id=body, member_id=cast.sam.member_id))
    return sam


def test_an_administrator_sets_up_a_body_its_team_and_a_voice(cast: Cast, wyn: Reader) -> None:
    """From nothing to somebody who speaks, on pages without script."""
    _form(wyn.open("/voices"), "body", name="Waste Wales")
    parent = str(sql.value("SELECT id FROM people_body WHERE name = 'Waste Wales'"))
    _form(wyn, "body", name="Night crew", parent=parent)
    team = str(sql.value("SELECT id FROM people_body WHERE parent_id = %s", (int(parent),)))
    _form(wyn, "voice", username="@night_crew", display_name="Night crew", body=team)
    voice = int(sql.value("SELECT id FROM people_account WHERE acct = 'night_crew'"))
    wyn.open(f"/voices/{voice}")
    assert wyn.has("Nobody holds a seat yet")
    _form(wyn, "give", handle="@ada", powers=["draft", "review"], expires_on="2199-12-24", signed_name="Ada Bowen")
    (seat,) = seats_of_voice(voice)
    assert (seat.acct, seat.powers, seat.signed_name) == ("ada", ("draft", "review"), "Ada Bowen")
    assert wyn.has("May write drafts, review what others write")
    assert wyn.has("signs as Ada Bowen")


def _form(reader: Reader, decision: str, status: int = 200, **values: Any) -> Reader:
    """Send the form of the page whose button says this."""
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', reader.html)
    assert found is not None
    assert f'value="{decision}"' in reader.html, decision
    data = {"csrfmiddlewaretoken": found[1], "decision": decision, **values}
    reader.page = reader.client.post(reader.where.partition("?")[0], data, follow=True)
    assert reader.page.status_code == status, reader.errors
    return reader


def test_who_looks_after_a_body_gives_changes_and_takes_seats(cast: Cast, faye_of_council: Reader) -> None:
    """Without being anything in the house besides."""
    page = f"/voices/{cast.voice_id}"
    faye_of_council.open("/voices")
    assert faye_of_council.has("Leedon Council")
    _form(faye_of_council.open(page), "give", handle="ada", powers=["draft"])
    assert cast.voice_id in {held.account_id for held in accounts_of_member(cast.ada.member_id)}
    one = f"{page}/seats/{cast.ada.member_id}"
    _form(faye_of_council.open(one), "change", powers=["release"], expires_on="", signed_name="")
    assert next(seat for seat in seats_of_voice(cast.voice_id) if seat.acct == "ada").powers == ("release",)
    _form(faye_of_council.open(one), "remove")
    assert cast.voice_id not in {held.account_id for held in accounts_of_member(cast.ada.member_id)}


def test_the_last_day_counts_whole(cast: Cast, wyn: Reader) -> None:
    """A seat until the 24th is there at the end of the 24th, and gone a millisecond later."""
    _form(wyn.open(f"/voices/{cast.voice_id}"), "give", handle="ada", powers=["draft"], expires_on="2199-12-24")
    end = next(seat.expires_at for seat in seats_of_voice(cast.voice_id) if seat.acct == "ada")
    assert end is not None
    assert clock.iso(end - 1)[:10] == "2199-12-24"
    with clock.at(end - 1):
        assert cast.voice_id in {held.account_id for held in accounts_of_member(cast.ada.member_id)}
    with clock.at(end):
        assert cast.voice_id not in {held.account_id for held in accounts_of_member(cast.ada.member_id)}
        wyn.client.force_login(_member(cast))
        assert wyn.open(f"/voices/{cast.voice_id}").has("Has run out")
        one = f"/voices/{cast.voice_id}/seats/{cast.ada.member_id}"
        assert wyn.open(one).has("This seat has run out.")
        _form(wyn, "change", powers=["draft"])
        assert cast.voice_id in {held.account_id for held in accounts_of_member(cast.ada.member_id)}


def _member(cast: Cast) -> Any:
    from coffeehouse.domain.people.queries import member_by_id

    return member_by_id(cast.wyn.member_id)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"handle": "nobody", "powers": ["draft"]}, "Nobody here has this name."),
        ({"handle": "ada"}, "Choose powers from"),
        ({"handle": "ada", "powers": ["draft"], "expires_on": "2001-01-01"}, "This time has passed."),
        ({"handle": "ada", "powers": ["draft"], "expires_on": "soon"}, "Write the day as 2026-12-24."),
    ],
)
def test_a_mistake_says_what_to_do(cast: Cast, wyn: Reader, values: dict[str, Any], said: str) -> None:
    """In the summary, and nothing typed is lost."""
    _form(wyn.open(f"/voices/{cast.voice_id}"), "give", status=422, signed_name="Ada Bowen", **values)
    assert said in wyn.errors
    assert 'value="Ada Bowen"' in wyn.html


def test_p6_another_bodys_voice_is_not_there(cast: Cast, sam_of_hospital: Reader) -> None:
    """P6: who looks after one body finds no page of another's voice, and its forms do nothing."""
    one = f"/voices/{cast.voice_id}"
    for address in (one, f"{one}/seats/{cast.cade.member_id}"):
        sam_of_hospital.open(address, status=404)
        assert sam_of_hospital.client.post(address, {}).status_code in (403, 404)
    sam_of_hospital.open("/voices")
    assert sam_of_hospital.has("Hospital")
    assert not sam_of_hospital.has("Leedon")
    before = seats_of_voice(cast.voice_id)
    _post(sam_of_hospital, one, decision="give", handle="sam", powers=["release"])
    _post(sam_of_hospital, f"{one}/seats/{cast.cade.member_id}", decision="remove")
    _post(sam_of_hospital, "/voices", decision="appoint", body_id=str(body_of(cast)), handle="sam")
    _post(sam_of_hospital, "/voices", decision="leave", leaver="cade", what=str(body_of(cast)))
    assert seats_of_voice(cast.voice_id) == before
    assert sql.value("SELECT COUNT(*) FROM people_bodyadmin") == 1


def _post(reader: Reader, address: str, **values: Any) -> None:
    """A form made up by its sender, with a good token."""
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', reader.open("/voices").html)
    assert found is not None
    answer = reader.client.post(address, {"csrfmiddlewaretoken": found[1], **values})
    assert answer.status_code in (404, 422), (address, answer.status_code)


def test_for_others_the_pages_do_not_exist(cast: Cast, cade: Reader, ada: Reader) -> None:
    """Who holds a seat, a moderator, a citizen."""
    for reader in (cade, ada):
        reader.open("/voices", status=404)
        reader.open(f"/voices/{cast.voice_id}", status=404)
        assert "/voices" not in reader.open("/home").html


def test_apps_of_a_voice_end_one_by_one(cast: Cast, faye_of_council: Reader, cade: Reader) -> None:
    """Whose, and which: its holder and those who look after the voice see it and end it; the other one stays."""
    first, second = token_for(cast.voice_id), token_for(cast.voice_id)
    assert cade.open("/settings/apps").has("May write drafts, release")
    actor = read_actor_by_token(first)
    assert actor is not None
    faye_of_council.open(f"/voices/{cast.voice_id}")
    _form(faye_of_council, "end", token_id=str(actor.token_id))
    assert faye_of_council.has("The app’s access has ended.")
    assert read_actor_by_token(first) is None
    assert read_actor_by_token(second) is not None
    own = read_actor_by_token(cast.cade.token())
    assert own is not None
    _form(faye_of_council, "end", status=404, token_id=str(own.token_id))


def test_somebody_leaves_in_one_step(cast: Cast, faye_of_council: Reader, wyn: Reader) -> None:
    """For one body by who looks after it; from the house by its administrators alone."""
    voice, own = token_for(cast.voice_id), cast.cade.token()
    faye_of_council.open("/voices")
    _form(faye_of_council, "leave", leaver="@cade", what=str(body_of(cast)))
    assert read_actor_by_token(voice) is None
    assert read_actor_by_token(own) is not None
    _form(faye_of_council, "leave", status=422, leaver="@cade", what=str(body_of(cast)))
    assert "does nothing for the body" in faye_of_council.errors
    _form(faye_of_council.open("/voices"), "leave", status=422, leaver="@cade", what="everything")
    _form(wyn.open("/voices"), "leave", leaver="@cade", what="everything")
    assert read_actor_by_token(own) is None
    assert sql.value("SELECT state FROM people_member WHERE id = %s", (cast.cade.member_id,)) == "left"


def test_everybody_reads_who_is_behind_a_voice(cast: Cast, visitor: Reader, wyn: Reader) -> None:
    """Body, purpose, hours, rules, corrections; in the reader's language where the voice has one. A person has none."""
    values: dict[str, Any] = {
        "purpose_en": "Answers about roads.", "purpose_cy": "Atebion am ffyrdd.", "hours_en": "Weekdays 9 to 5",
        "hours_cy": "", "sign_off": "initials",
    }  # fmt: skip
    _form(wyn.open(f"/voices/{cast.voice_id}"), "describe", **values)
    assert visitor.open("/@leedon_council").html.count('href="/@leedon_council/voice"') == 1
    visitor.open("/@leedon_council/voice")
    for words in ("Leedon Council", "Answers about roads.", "Weekdays 9 to 5", "such as ^AB", "Criticism of the body"):
        assert visitor.has(words), words
    assert visitor.html.count('href="/policy"') > 0
    assert 'href="/@leedon_council/corrections"' in visitor.html
    visitor.client.cookies["django_language"] = "cy"
    assert visitor.open("/@leedon_council/voice").has("Atebion am ffyrdd.")
    assert '<dd lang="en">Weekdays 9 to 5' in visitor.html
    visitor.open("/@ada/voice", status=404)
    assert "/voice" not in visitor.open("/@ada").html


def test_the_team_reads_who_wrote_a_post(cast: Cast, cade: Reader, ada: Reader, visitor: Reader) -> None:
    """On the post's page; everybody else reads the sign-off, or nothing."""
    cast.wyn.does(DescribeVoice(account_id=cast.voice_id, words=(), sign_off="initials"))
    powers = ("draft", "release")
    whose = {"member_id": cast.cade.member_id, "account_id": cast.voice_id}
    cast.wyn.does(ChangeSeat(**whose, powers=powers, signed_name="Cade Morgan"))
    speaker = cast.cade.actor(cast.voice_id)
    done = act(PublishPost(text="The road is open."), speaker, "test")
    assert not done.is_held, done.verdict
    post = int(done.result["id"])
    act(EditPost(post_id=post, text="The road is shut."), speaker, "test")
    page = f"/@leedon_council/{post}"
    assert cade.open(page).has("@cade wrote it")
    assert cade.has("@cade changed it")
    for reader in (ada, visitor):
        reader.open(page)
        assert reader.has("^CM")
        assert "cade" not in reader.html


def test_words_for_a_lost_voice_are_not_sent_as_ones_own(cast: Cast, cade: Reader) -> None:
    """A seat ends while its holder writes: the form is refused, twice; the next page says who they are."""
    cade.open("/home").fill("/act-as", account_id=str(cast.voice_id))
    form = cade.open("/compose").page
    cast.wyn.does(people.RevokeSeat(member_id=cast.cade.member_id, account_id=cast.voice_id))
    before = sql.value("SELECT COUNT(*) FROM posts_post")
    for _try in range(2):
        cade.page = form
        cade.fill("/compose", status=403, text="The road is open.")
        assert cade.has("a voice you no longer speak for")
    assert sql.value("SELECT COUNT(*) FROM posts_post") == before
    cade.open("/compose").fill("/compose", text="My own words.")
    assert sql.value("SELECT account_id FROM posts_post ORDER BY id DESC LIMIT 1") == cast.cade.account_id
