"""AddEmoji: a picture of the house's own that people write as `:shortcode:`."""

from __future__ import annotations

import io
from typing import Any

import msgspec
import pytest
from PIL import Image, ImageSequence

from coffeehouse.database import sql
from coffeehouse.domain import files
from coffeehouse.domain.people import commands, house_commands
from coffeehouse.domain.people.queries import read_account
from coffeehouse.domain.people.queries.emoji import emoji_in, list_emoji, offered_emoji
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.posts.queries import read_status
from coffeehouse.engine.act import Refused
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid
from tests.commands.house import House, png


def moving(form: str = "GIF", count: int = 3) -> bytes:
    """A picture of several frames."""
    out = io.BytesIO()
    frames = [Image.new("RGBA", (200, 100), (60 * number, 30, 90, 255)) for number in range(count)]
    frames[0].save(out, form, save_all=True, append_images=frames[1:], duration=80)
    return out.getvalue()


def add(shortcode: str = "cwtch", data: bytes | None = None, **more: str) -> house_commands.AddEmoji:
    return house_commands.AddEmoji(shortcode=shortcode, data=png() if data is None else data, **more)


def test_it_is_encoded_anew_and_offered(house: House) -> None:
    """The picture is ours; the ledger has its hash, not its bytes."""
    done, fact = house.records("mair", add(category="Cymru"), "emoji.added")
    assert done.object == f"emoji/{done.result}"
    assert len(fact.payload["command"]["data"]) == 64
    (one,) = offered_emoji()
    assert (one.shortcode, one.category, one.url) == ("cwtch", "Cymru", one.static_url)
    key = sql.value("SELECT file FROM people_customemoji")
    assert files.path_of(key).read_bytes() != png()


@pytest.mark.parametrize(("form", "kept"), [("GIF", "gif"), ("PNG", "png"), ("WEBP", "png")])
def test_what_moves_keeps_moving_and_has_a_still(house: House, form: str, kept: str) -> None:
    """Small, with all its frames; and the first of them as a picture of its own."""
    house.act("mair", add(data=moving(form)))
    file, still = sql.rows("SELECT file, still FROM people_customemoji")[0]
    picture = Image.open(files.path_of(file))
    assert file.endswith(kept)
    assert max(picture.size) == 128
    assert len(list(ImageSequence.Iterator(picture))) == 3
    assert getattr(Image.open(files.path_of(still)), "n_frames", 1) == 1
    loose = set(files.loose_files(clock.now_ms() + 2 * clock.DAY))
    assert not {files.path_of(file), files.path_of(still)} & loose


def test_posts_profiles_and_polls_say_which_they_use(house: House) -> None:
    """In `emojis` of the entity, from when it is written; a time of day or a word with colons is none."""
    house.act("mair", add())
    house.act("ada", commands.UpdateProfile(display_name="Ada :cwtch:", note="At 10:30:45 a:cwtch:b"))
    account = msgspec.json.decode(read_account(None, house.id("ada")) or "")
    assert [one["shortcode"] for one in account["emojis"]] == ["cwtch"]
    post = house.post("Come :cwtch: now :nothing:")
    status = msgspec.json.decode(read_status(house.id("ada"), post) or "")
    assert [one["shortcode"] for one in status["emojis"]] == ["cwtch"]
    poll = posts.PollDraft(options=("tea :cwtch:", "coffee"), expires_in=3600)
    status = msgspec.json.decode(read_status(None, house.post("Which?", poll=poll)) or "")
    assert ([one["shortcode"] for one in status["poll"]["emojis"]], status["emojis"]) == (["cwtch"], [])
    assert emoji_in("a:cwtch:b", "10:30:45", "::cwtch::") == ()


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (add("c"), "shortcode"), (add("a b"), "shortcode"), (add("é" * 3), "shortcode"), (add("x" * 41), "shortcode"),
        (add(data=b"no picture"), "file"), (add(data=b"<svg/>"), "file"),
        (add(data=b"GIF89a" + b"0" * 262_144), "file"),
    ],
)  # fmt: skip
def test_m1_what_is_no_emoji(house: House, command: Any, field: str) -> None:
    """M1: names of letters and digits; real pictures of at most 256 kB."""
    assert house.refuses("mair", command, Invalid).field == field


def test_a_shortcode_is_used_once(house: House) -> None:
    """In whatever case."""
    house.act("mair", add())
    assert house.refuses("mair", add("CWTCH"), Invalid).field == "shortcode"
    assert [one.shortcode for one in list_emoji()] == ["cwtch"]


@pytest.mark.parametrize("who", ["ada", "cade", "rhys"])
def test_only_administrators(house: House, who: str) -> None:
    """Policy says who."""
    house.refuses(who, add(), Refused)
