"""What we hold about you: seen, taken along, put right, asked for, asked to be erased."""

from __future__ import annotations

import io
import json
import zipfile

from coffeehouse.channels.web.own_record import words_of_parts
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.relation_commands import BlockDomain
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.posts.tag_commands import FollowTag
from coffeehouse.domain.posts.writing_commands import SchedulePost
from coffeehouse.domain.records.erasures import items_of, list_erasures
from coffeehouse.domain.requests import own_record, queries
from coffeehouse.kernel import clock
from tests.cast import Cast
from tests.channels.web.reader import Reader
from tests.commands.house import png

PAGE = "/settings/my-record"


def downloaded(reader: Reader) -> dict[str, list[dict[str, str]]]:
    """The JSON file."""
    answer = reader.client.get(f"{PAGE}.json")
    assert answer["Content-Disposition"] == 'attachment; filename="my-record.json"'
    assert "no-store" in answer["Cache-Control"]
    found: dict[str, list[dict[str, str]]] = json.loads(answer.content)
    return found


def test_everything_of_ones_own(cast: Cast, ada: Reader) -> None:
    """Posts of every visibility with their earlier versions, what was marked, whom one follows, what is recorded."""
    first = cast.ada.says("Good morning")
    cast.ada.does(posts.EditPost(post_id=first, text="Good evening"))
    cast.ada.says("For @bevan alone", visibility="direct")
    cast.ada.does(posts.FavouritePost(post_id=cast.bevan.says("Nice")))
    cast.ada.does(people.NoteAccount(target_id=cast.sam.account_id, comment="Met at the market"))
    found = downloaded(ada)
    assert [post["text"] for post in found["posts"]] == ["Good evening", "For @bevan alone"]
    assert [version["text"] for version in found["posts"][0]["earlier"]] == ["Good morning"]  # type: ignore[index]
    assert found["member"]["email"] == "ada@example.org"  # type: ignore[call-overload]
    assert [each["account"] for each in found["blocks"]] == ["eve"]
    assert [each["account"] for each in found["followers"]] == ["faye"]
    assert found["remarks"] == [{"account": "sam", "comment": "Met at the market"}]
    assert len(found["favourites"]) == 1
    assert "member.added" in {each["kind"] for each in found["recorded"]}
    ada.open(PAGE)
    assert ada.has("Posts and answers of yours")
    assert ada.has("Private remarks of yours about others")


def test_what_waits_and_what_one_asked_for(cast: Cast, ada: Reader) -> None:
    """Scheduled posts, requests, requests to be forgotten, and what one has set up."""
    later = posts.PublishPost(text="Tomorrow")
    cast.ada.does(SchedulePost(post=later, scheduled_at=clock.now_ms() + clock.DAY))
    cast.ada.does(FollowTag(name="tea"))
    cast.ada.does(BlockDomain(domain="far.example"))
    list_id = int(cast.ada.does(people.CreateList(title="Choir")).result)
    cast.ada.does(people.FollowAccount(target_id=cast.sam.account_id))
    cast.ada.does(people.AddToList(list_id=list_id, account_ids=(cast.sam.account_id,)))
    ada.open(PAGE).fill(PAGE, button="ask", kind="sar", ask_words="All of it")
    ada.open(PAGE).fill(PAGE, button="erase", erase_words="Please")
    found = downloaded(ada)
    assert [each["text"] for each in found["scheduled"]] == ["Tomorrow"]
    assert found["followed_tags"] == [{"tag": "tea"}]
    assert found["blocked_servers"] == [{"domain": "far.example"}]
    assert found["list_members"] == [{"list": "Choir", "account": "sam"}]
    assert [each["words"] for each in found["requests"]] == ["All of it"]
    assert [each["words"] for each in found["erasures"]] == ["Please"]
    assert ada.open(PAGE).has("Posts that wait for their time")


def test_every_part_has_its_words() -> None:
    """On the page nothing is called by its name in a file."""
    named = {"posts", "boosts", "drafts", "scheduled", *(part.name for part in own_record.PARTS)}
    assert words_of_parts().keys() == named


def test_single_posts_are_asked_to_be_erased(cast: Cast, ada: Reader) -> None:
    """By their address; what is somebody else's is refused as what is not there."""
    first, _second = cast.ada.says("One"), cast.ada.says("Two")
    theirs = cast.sam.says("Three")
    for wrong in (f"http://localhost:8000/@sam/{theirs}", "post/1", "note/1", "nonsense"):
        ada.open(PAGE).fill(PAGE, button="erase", status=422, objects=wrong)
        assert "not a record of yours" in ada.errors or "There is no record" in ada.errors
    ada.open(PAGE).fill(PAGE, button="erase", objects=f"http://localhost:8000/@ada/{first}")
    (erasure,) = list_erasures()
    assert [item.name for item in items_of(erasure.id)] == [f"post/{first}"]


def test_p7_nothing_of_others_and_no_secret(cast: Cast, ada: Reader) -> None:
    """P7: not who muted, reported or remarked on one, not what others said, no hash of a password or token."""
    cast.ada.token()
    cast.sam.does(people.NoteAccount(target_id=cast.ada.account_id, comment="Dreadful person"))
    cast.sam.says("To @ada, in private", visibility="direct")
    text = json.dumps(downloaded(ada))
    for secret in ("Dreadful", "in private", "sam", "password", "hash", "argon2"):
        assert secret not in text, secret


def test_the_archive_has_the_pictures(cast: Cast, ada: Reader) -> None:
    """Under the names that the data give; and words that say what it is."""
    media = int(cast.ada.does(posts.UploadMedia(data=png(), description="The pier")).result["id"])
    cast.ada.says("Look", media_ids=(media,))
    answer = ada.client.get(f"{PAGE}.zip")
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:  # type: ignore[attr-defined]
        assert archive.testzip() is None
        record = json.loads(archive.read("record.json"))
        name = record["posts"][0]["files"][0]["file"]
        assert set(archive.namelist()) == {"README.txt", "record.json", name}
        assert len(archive.read(name)) > 50


def test_asking_for_more(cast: Cast, ada: Reader) -> None:
    """One's own data needs no words, information does; the request and its day stand on the page at once."""
    ada.open(PAGE).fill(PAGE, button="ask", kind="sar")
    assert ada.has("Your request is in.")
    assert ada.has("SAR-")
    ada.fill(PAGE, status=422, button="ask", kind="foi", ask_words="")
    assert "Say what you want to know" in ada.errors
    assert 'href="#ask_words"' in ada.html
    assert [each.kind for each in queries.requests_of([cast.ada.account_id])] == ["sar"]


def test_asking_for_erasure(cast: Cast, ada: Reader) -> None:
    """It is a request of its own, about oneself, whoever one speaks for at the moment."""
    ada.open(PAGE).fill(PAGE, button="erase", ground="consent_withdrawn", erase_words="I move away")
    (erasure,) = list_erasures()
    assert (erasure.account_id, erasure.ground, erasure.words) == (
        cast.ada.account_id, "consent_withdrawn", "I move away",
    )  # fmt: skip
    assert ada.has("Erasure")


def test_everybody_sees_their_own(cast: Cast, ada: Reader, sam: Reader, visitor: Reader) -> None:
    """No way to another's; a visitor signs in first."""
    ada.open(PAGE).fill(PAGE, button="ask", kind="sar")
    (asked,) = queries.requests_of([cast.ada.account_id])
    ada.open(f"{PAGE}/{asked.id}")
    sam.open(f"{PAGE}/{asked.id}", 404)
    assert downloaded(sam)["member"]["email"] == "sam@example.org"  # type: ignore[call-overload]
    assert visitor.client.get(f"{PAGE}.json").status_code == 302
