"""Files that people posted: who may fetch them, whole or in ranges, and until when."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from coffeehouse.database import sql
from coffeehouse.domain import files
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.posts import lending
from coffeehouse.domain.posts.queries import read_history, read_media, read_status
from coffeehouse.kernel import clock
from tests.commands.house import VIEWERS, VISIBILITIES, House, png

ADDRESS = re.compile(r'"(?:url|preview_url)":"http://[^/]+(/media/[^"]+)"')


@pytest.fixture
def house(db: None, settings: Any, tmp_path: Any) -> House:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.INCOMING_FOLDER = tmp_path / "incoming"
    return House()


def addresses(entity: str | None) -> list[str]:
    """The paths of a post's or an upload's files, with what is lent."""
    return ADDRESS.findall(entity or "")


def status_of(path: str, **headers: str) -> int:
    """What a browser that nobody is signed in to gets."""
    return Client().get(path, headers=headers).status_code


def pictured(house: House, visibility: str) -> int:
    """A post of Ada's that names Bevan and Hari, with a picture; Fern follows her, she blocks Hari."""
    house.act("fern", people.FollowAccount(target_id=house.id("ada")))
    post = house.post("@bevan @hari Llun", visibility=visibility, media_ids=(house.picture(),))
    house.act("ada", people.BlockAccount(target_id=house.id("hari")))
    return post


@pytest.mark.parametrize("visibility", VISIBILITIES)
def test_m8_a_file_is_for_those_who_see_its_post(house: House, visibility: str) -> None:
    """M8: the bare address opens public pictures only; others open by what is lent with the post, to each reader."""
    post = pictured(house, visibility)
    is_open = visibility in ("public", "unlisted")
    row = sql.row("SELECT file, preview FROM posts_media")
    for key in row or ():
        assert status_of(f"/media/{key}") == (200 if is_open else 404)
    for viewer, seen in VIEWERS.items():
        found = addresses(read_status(house.id(viewer), post))
        assert len(found) == (2 if visibility in seen else 0)
        for path in found:
            assert status_of(path) == 200
            assert ("?lent=" in path) == (not is_open)


def test_m8_a_lent_address_ends_with_the_right_to_the_post(house: House) -> None:
    """M8: unfollowed, blocked or deleted, it is 404 at once, though the address is the same."""
    post = pictured(house, "followers")
    of_fern, of_bevan = (addresses(read_status(house.id(who), post)) for who in ("fern", "bevan"))
    house.act("fern", people.UnfollowAccount(target_id=house.id("ada")))
    assert [status_of(path) for path in of_fern + of_bevan] == [404, 404, 200, 200]
    house.act("ada", people.BlockAccount(target_id=house.id("bevan")))
    assert [status_of(path) for path in of_bevan] == [404, 404]
    house.act("ada", posts.DeletePost(post_id=post, keeps_media=False))
    assert addresses(read_status(house.id("ada"), post)) == []


def test_m8_a_lent_address_ends_in_time_and_cannot_be_made(house: House) -> None:
    """M8: it is the same all day, good for some days more, and neither for another reader, file nor day."""
    post = pictured(house, "direct")
    (path, preview) = addresses(read_status(house.id("bevan"), post))
    assert addresses(read_status(house.id("bevan"), post)) == [path, preview]
    bare, _, lent = path.partition("?lent=")
    viewer, day, signature = lent.split(".")
    assert viewer == str(house.id("bevan"))
    for other in (
        f"{house.id('gwyn')}.{day}.{signature}", f"{viewer}.{int(day) + 1}.{signature}",
        f"{viewer}.{day}.{signature[:-2]}AA",
        f"{viewer}.{day}.", f"{viewer}.{day}", "", "..", f"{viewer}.{day}.{signature}.x", "٣.4.x",
        f"{viewer}.{'9' * 30}.x",
    ):  # fmt: skip
        assert status_of(f"{bare}?lent={other}") == 404, other
    assert preview.partition("?lent=")[2] != lent
    with clock.at(clock.now_ms() + (lending.DAYS + 1) * clock.DAY):
        assert status_of(path) == 404


def test_m8_what_is_not_posted_is_its_owners(house: House) -> None:
    """M8: an upload, held or not, opens for whoever uploaded it and for nobody else."""
    media = house.picture()
    found = addresses(read_media(house.id("ada"), media))
    assert [status_of(path) for path in found] == [200, 200]
    assert [status_of(path.partition("?")[0]) for path in found] == [404, 404]
    key = found[0].partition("?")[0].removeprefix("/media/")
    stolen = lending.lend(f'"/media/{key}?lent="', house.id("bevan"))[1:-1]
    assert status_of(stolen) == 404


def test_m7_deleted_is_gone_at_once(house: House) -> None:
    """M7: file and preview are 404 with the commit, before the worker has removed a byte; then the bytes go too."""
    post = pictured(house, "public")
    keys = sql.row("SELECT file, preview FROM posts_media") or ()
    assert [status_of(f"/media/{key}") for key in keys] == [200, 200]
    house.act("ada", posts.DeletePost(post_id=post, keeps_media=False))
    assert all(files.path_of(key).exists() for key in keys)
    assert [status_of(f"/media/{key}") for key in keys] == [404, 404]


def test_m7_taken_off_a_post_it_is_gone_as_well(house: House) -> None:
    """M7: for others at once; the earlier version keeps its description, not the picture."""
    post = pictured(house, "public")
    keys = sql.row("SELECT file, preview FROM posts_media") or ()
    house.act("ada", posts.EditPost(post_id=post, text="@bevan Llun", media_ids=()))
    assert [status_of(f"/media/{key}") for key in keys] == [404, 404]
    history = read_history(None, post) or []
    assert [len(version["media_attachments"]) for version in history] == [1, 0]


def test_pictures_of_a_hidden_account_are_gone(house: House) -> None:
    """As its posts are."""
    pictured(house, "public")
    key = sql.value("SELECT file FROM posts_media")
    house.act("mair", people.SuspendMember(member_id=house.member("ada"), reason="A test"))
    assert status_of(f"/media/{key}") == 404


def test_headers_make_a_file_nothing_but_a_file(house: House) -> None:
    """M1: its type is ours, nothing in it can act, and how long others may keep it depends on who may see it."""
    public, private = pictured(house, "public"), house.post("Llun", visibility="direct", media_ids=(house.picture(),))
    for post, kept in ((public, "public, max-age=604800, immutable"), (private, "private, max-age=86400")):
        response = Client().get(addresses(read_status(house.id("ada"), post))[0])
        assert response["Content-Type"] == "image/png"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Cache-Control"] == kept
        assert not response.cookies
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-9", 206, slice(0, 10)),
        ("bytes=5-", 206, slice(5, None)),
        ("bytes=-7", 206, slice(-7, None)),
        ("bytes=-999999", 206, slice(None)),
        ("bytes=3-99999999", 206, slice(3, None)),
        ("bytes=99999999-", 416, None),
        ("bytes=-0", 416, None),
        ("bytes=9-3", 200, slice(None)),
        ("bytes=0-1,4-5", 200, slice(None)),
        ("bytes=-", 200, slice(None)),
        ("lines=0-1", 200, slice(None)),
        ("bytes=" + "9" * 40 + "-", 200, slice(None)),
    ],
)
def test_ranges_let_a_browser_seek(house: House, asked: str, status: int, part: slice | None) -> None:
    """RFC 9110 §14: one range of bytes; several, or what is none, get the whole."""
    pictured(house, "public")
    key = sql.value("SELECT file FROM posts_media")
    data = files.path_of(key).read_bytes()
    response: Any = Client().get(f"/media/{key}", headers={"Range": asked})
    assert (response.status_code, response["Accept-Ranges"]) == (status, "bytes")
    if part is None:
        assert response["Content-Range"] == f"bytes */{len(data)}"
        return
    assert response.getvalue() == data[part]
    assert response["Content-Length"] == str(len(data[part]))
    if status == 206:
        first = part.indices(len(data))[0]
        assert response["Content-Range"] == f"bytes {first}-{first + len(data[part]) - 1}/{len(data)}"


def test_what_is_known_is_not_sent_again(house: House) -> None:
    """A tag that stays for the file's life; a range of another version is the whole file."""
    pictured(house, "public")
    path = f"/media/{sql.value('SELECT file FROM posts_media')}"
    tag = Client().get(path)["ETag"]
    assert status_of(path, **{"If-None-Match": tag}) == 304
    assert status_of(path, Range="bytes=0-1", **{"If-Range": tag}) == 206
    assert status_of(path, Range="bytes=0-1", **{"If-Range": '"other"'}) == 200


def test_avatars_stay_for_all(house: House) -> None:
    """They are part of a public profile; apps keep them for good, since a new one has another address."""
    house.act("ada", people.UpdateProfile(avatar=png()))
    key = sql.value("SELECT avatar FROM people_account WHERE id = %s", (house.id("ada"),))
    response = Client().get(f"/media/{key}")
    assert response.status_code == 200
    assert "max-age=31536000" in response["Cache-Control"]


@pytest.mark.parametrize(
    "key", ["posts/ab/cd/nothing-here-at-all.png", "ab/cd/nothing-here-at-all.exe", "../../house.sqlite3"]
)
def test_nothing_else_is_served(house: House, key: str) -> None:
    """404, also for what lies outside."""
    assert status_of(f"/media/{key}") == 404
