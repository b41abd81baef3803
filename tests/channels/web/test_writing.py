"""Writing on the web: posts, replies, polls, pictures, edits. Every mistake keeps what was typed."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from coffeehouse.domain.posts.queries import public_timeline
from coffeehouse.kernel.pages import Page
from coffeehouse.ledger.queries import counts
from tests.cast import PASSWORD, Cast, latest_entry
from tests.channels.web.reader import Reader


def picture() -> SimpleUploadedFile:
    """A small JPEG."""
    held = io.BytesIO()
    Image.new("RGB", (64, 48), "#b4541f").save(held, "JPEG")
    return SimpleUploadedFile("market.jpg", held.getvalue(), "image/jpeg")


def public_posts() -> int:
    return len(public_timeline(None, Page(limit=40)))


def test_a_post_from_the_home_page(ada: Reader) -> None:
    """Typed, sent, and there with a word of thanks; recorded as published through the web."""
    ada.open("/home").fill("/compose", button="on", text="Good morning, Leedon.", more=None)
    assert ada.has("Your post is out.")
    assert ada.open("/public").has("Good morning, Leedon.")
    entry = latest_entry()
    assert (entry.kind, entry.channel) == ("post.published", "web")


def test_pressing_twice_posts_once(ada: Reader) -> None:
    """The same form sent again gives the same post: the key in the page makes it harmless."""
    ada.open("/compose")
    form = {"text": "Once", "visibility": "public", "language": "en"}
    key = next(field.get("value") for field in ada.tree.iter("input") if field.get("name") == "idempotency_key")
    token = ada.client.cookies["csrf"].value
    for _again in range(2):
        ada.client.post("/compose", {**form, "idempotency_key": key, "csrfmiddlewaretoken": token})
    assert public_posts() == 1


def test_an_empty_post_is_explained_and_nothing_typed_is_lost(ada: Reader) -> None:
    """422, the field is named, the warning that was typed is still there."""
    ada.open("/compose").fill("/compose", status=422, text="  ", warning="Food", visibility="unlisted")
    assert "Write something" in ada.errors
    assert 'value="Food"' in ada.html
    assert 'value="unlisted" selected' in ada.html


def test_a_post_that_is_too_long_says_by_how_much(ada: Reader) -> None:
    """1,000 characters; the text stays in the box."""
    ada.open("/compose").fill("/compose", status=422, text="a" * 1_003)
    assert "shorten it by 3" in ada.errors
    assert "a" * 1_003 in ada.html


def test_a_poll_with_one_answer_is_explained(ada: Reader) -> None:
    """At least two."""
    ada.open("/compose").fill("/compose", status=422, text="Well?", option1="Yes")
    assert "at least two" in ada.errors


def test_a_picture_with_its_description(ada: Reader, visitor: Reader) -> None:
    """Uploaded with the form, shown with its description, served under a random name without a way to run."""
    ada.open("/compose").fill("/compose", text="The market", picture1=picture(), description1="Stalls in the rain")
    visitor.open("/@ada")
    shown = next(image for image in visitor.tree.iter("img") if image.get("alt") == "Stalls in the rain")
    answer = visitor.client.get((shown.get("src") or "").removeprefix("http://localhost:8000"))
    assert answer["Content-Type"] == "image/jpeg"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_picture_survives_another_mistake(ada: Reader) -> None:
    """A form that is refused keeps the picture; sent again it is posted with it."""
    ada.open("/compose")
    ada.fill("/compose", status=422, text="x" * 2_000, picture1=picture(), description1="Stalls")
    ada.fill("/compose", text="Short")
    assert ada.open("/@ada").has("Short")
    assert 'alt="Stalls"' in ada.html


def test_a_file_that_is_no_picture_is_explained(ada: Reader) -> None:
    """The words say which files fit."""
    file = SimpleUploadedFile("a.jpg", b"not a picture", "image/jpeg")
    ada.open("/compose").fill("/compose", status=422, text="Look", picture1=file)
    assert "JPEG" in ada.errors


def test_a_reply_starts_with_the_names_and_no_more_openly(sam: Reader, cast: Cast) -> None:
    """Answering a quiet post proposes quiet, and mentions its author and those it mentions."""
    post_id = cast.ada.says("@cade what do you think?", "unlisted", spoiler_text="Politics")
    sam.open(f"/compose?reply={post_id}")
    assert "@ada @cade" in sam.html
    assert 'value="unlisted" selected' in sam.html
    assert 'value="Politics"' in sam.html
    sam.fill("/compose", text="@ada @cade I agree")
    assert sam.has("Your reply is out.")
    assert sam.has("I agree")


def test_a_thread_reads_in_order(visitor: Reader, cast: Cast) -> None:
    """What is answered stands above, answers below, each under what it answers."""
    first = cast.ada.says("First")
    second = cast.sam.says("@ada Second", in_reply_to_id=first)
    cast.ada.says("@sam Third", in_reply_to_id=second)
    cast.cade.says("@ada Fourth", in_reply_to_id=first)
    visitor.open(f"/@sam/{second}")
    assert visitor.words.index("First") < visitor.words.index("Second") < visitor.words.index("Third")
    visitor.open(f"/@ada/{first}")
    assert visitor.has("3 replies")
    assert visitor.words.index("Second") < visitor.words.index("Third") < visitor.words.index("Fourth")


def test_an_edit_keeps_the_earlier_version_readable(ada: Reader, visitor: Reader, cast: Cast) -> None:
    """The new words show; the history has both."""
    post_id = cast.ada.says("The bridge opens on Monday")
    ada.open(f"/posts/{post_id}/edit").fill(f"/posts/{post_id}/edit", text="The bridge opens on Tuesday")
    assert ada.has("opens on Tuesday")
    visitor.open(f"/@ada/{post_id}/history")
    assert visitor.has("Monday")
    assert visitor.has("Tuesday")


def test_an_edit_keeps_the_poll_and_its_votes(ada: Reader, sam: Reader, cast: Cast) -> None:
    """Mending a word in the text loses nobody's vote."""
    ada.open("/compose").fill("/compose", text="Wich day?", option1="Monday", option2="Friday")
    sam.open("/@ada")
    post_id = next(form.get("action") or "" for form in sam.tree.iter("form") if "/vote" in (form.get("action") or ""))
    number = post_id.split("/")[2]
    sam.fill(post_id, choice="1")
    ada.open(f"/posts/{number}/edit").fill(f"/posts/{number}/edit", text="Which day?")
    assert ada.has("Which day?")
    assert ada.has("1 vote")


def test_only_ones_own_posts_can_be_edited_or_deleted(sam: Reader, cast: Cast) -> None:
    """For others those pages do not exist."""
    post_id = cast.ada.says("Mine")
    sam.open(f"/posts/{post_id}/edit", status=404)
    sam.open(f"/posts/{post_id}/delete", status=404)


def test_deleting_asks_first(ada: Reader, visitor: Reader, cast: Cast) -> None:
    """The first page only asks; after the second the post is gone."""
    post_id = cast.ada.says("Oops")
    ada.open(f"/posts/{post_id}/delete")
    assert ada.has("cannot be brought back")
    visitor.open(f"/@ada/{post_id}")
    ada.fill(f"/posts/{post_id}/delete")
    assert ada.has("The post is deleted.")
    visitor.open(f"/@ada/{post_id}", status=404)


@pytest.mark.parametrize(
    ("what", "undo"), [("boost", "unboost"), ("favourite", "unfavourite"), ("bookmark", "unbookmark")]
)
def test_one_click_and_its_opposite(what: str, undo: str, sam: Reader, cast: Cast) -> None:
    """The button does it, comes back to the post, and turns into its opposite."""
    post_id = cast.ada.says("Hello")
    page = f"/@ada/{post_id}"
    sam.open(page).fill(f"/posts/{post_id}/{what}", button=f"/posts/{post_id}/{what}")
    assert sam.where == page
    assert f'formaction="/posts/{post_id}/{undo}"' in sam.html
    sam.fill(f"/posts/{post_id}/{undo}", button=f"/posts/{post_id}/{undo}")
    assert f'formaction="/posts/{post_id}/{what}"' in sam.html


def test_voting_shows_the_result(sam: Reader, cast: Cast, ada: Reader) -> None:
    """One vote counts; then the poll shows shares instead of choices."""
    ada.open("/compose").fill("/compose", text="Which day?", option1="Monday", option2="Friday")
    sam.open("/@ada")
    action = next(form.get("action") or "" for form in sam.tree.iter("form") if "/vote" in (form.get("action") or ""))
    sam.fill(action, choice="1")
    assert sam.has("Your vote is counted.")
    assert sam.has("100%")
    assert sam.has("Your answer")


def test_voting_for_nothing_is_explained(sam: Reader, ada: Reader) -> None:
    """Which button to press is said."""
    ada.open("/compose").fill("/compose", text="Which day?", option1="Monday", option2="Friday")
    sam.open("/@ada")
    action = next(form.get("action") or "" for form in sam.tree.iter("form") if "/vote" in (form.get("action") or ""))
    sam.fill(action, status=422)
    assert sam.has("Choose an answer first")


def test_a_newcomer_reads_and_waits_then_posts(visitor: Reader, wyn: Reader) -> None:
    """Ask to join; sign in and read; not post; be let in; post."""
    visitor.open("/register").fill(
        "/register", username="gwen", email="gwen@example.org", password="three random words", reason="I live here"
    )
    assert visitor.has("Your request is with us")
    visitor.open("/sign-in").fill("/sign-in", email="gwen@example.org", password="three random words")
    assert visitor.has("Your request to join is being read")
    before = counts().entries
    visitor.open("/compose").fill("/compose", status=403, text="Too early")
    assert "not been approved yet" in visitor.errors
    assert "Too early" in visitor.html
    assert counts().entries == before + 1  # the refusal is recorded, the words are not
    wyn.open("/admin/approvals")
    assert wyn.has("I live here")
    wyn.fill("/admin/approvals", button="approve")
    visitor.open("/compose").fill("/compose", text="Hello, I am Gwen")
    assert visitor.has("Your post is out.")


def test_registering_says_what_is_missing_and_keeps_the_rest(visitor: Reader) -> None:
    """Each field its own words; the password is never sent back."""
    visitor.open("/register").fill("/register", status=422, username="gwen", email="gwen", password="qqzzjj")
    assert "name@example.org" in visitor.errors
    assert "at least 10 characters" in visitor.errors
    assert "why you would like to join" in visitor.errors
    assert 'value="gwen"' in visitor.html
    assert "qqzzjj" not in visitor.html


def test_wrong_passwords_do_not_tell_whether_the_address_is_known(visitor: Reader, cast: Cast) -> None:
    """U6: the same words for an unknown address and a wrong password."""
    said = []
    for email in (cast.ada.email, "nobody@example.org"):
        visitor.open("/sign-in").fill("/sign-in", status=422, email=email, password="wrong wrong wrong")
        said.append(visitor.errors)
    assert said[0] == said[1]
    visitor.open("/sign-in").fill("/sign-in", email=cast.ada.email, password=PASSWORD)
    assert visitor.where == "/home"


def test_signing_out_ends_the_session(visitor: Reader, cast: Cast) -> None:
    """The old cookie opens nothing."""
    visitor.open("/sign-in").fill("/sign-in", email=cast.ada.email, password=PASSWORD)
    old = visitor.client.cookies["session"].value
    visitor.fill("/sign-out")
    visitor.client.cookies["session"] = old
    visitor.open("/settings")
    assert visitor.where.startswith("/sign-in")
