"""The farewell of a house: what is written, that it opens from plain files, and that nothing private is in it."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from warcio.archiveiterator import ArchiveIterator

from coffeehouse.database import sql
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.publishing.closing import CloseHouse, closed
from coffeehouse.engine.act import act
from coffeehouse.ledger.checkpoints import parse_checkpoint
from coffeehouse.ledger.notes import parse_note
from coffeehouse.site.sunset import farewell, pages
from coffeehouse.site.sunset.walking import Walk, file_of, is_wanted
from tests.cast import Cast, assemble

PUBLIC, QUIET, CLOSE_FRIENDS, WHISPER = (
    "Porridge at nine.",
    "A quiet word.",
    "For followers, marzipan.",
    "Only for you, rhubarb.",
)


def nothing(_share: float) -> None:
    """Progress nobody looks at."""


@pytest.fixture
def cast(db: None, settings: Any, tmp_path: Path) -> Cast:
    """Everybody, in a fresh house with files of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.DATA = tmp_path / "data"
    return assemble()


@pytest.fixture
def said(cast: Cast) -> dict[str, int]:
    """Posts of every visibility, one with a tag, and one of somebody who does not want to be found."""
    found = {
        "public": cast.ada.says(f"{PUBLIC} #breakfast"),
        "unlisted": cast.ada.says(QUIET, visibility="unlisted"),
        "followers": cast.ada.says(CLOSE_FRIENDS, visibility="followers"),
        "direct": cast.ada.says(f"@sam {WHISPER}", visibility="direct"),
        "unfound": cast.sam.says("Do not find me, please."),
    }
    act(people.UpdateProfile(is_indexable=False), cast.sam.actor(), "test")
    return found


@pytest.fixture
def one_connection() -> Iterator[None]:
    """The test's transaction goes on over requests: Django closes none of its connections between them."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def walk(one_connection: None, cast: Cast, said: dict[str, int], tmp_path: Path) -> Walk:
    """The whole farewell, into `tmp_path / "out"`."""
    moves = ((cast.voice_id, "https://town.example/@leedon"),)
    act(CloseHouse(because="Leedon merged.", moves=moves), SYSTEM, "cli")
    folder, mode = tmp_path / "out", closed()
    assert mode is not None
    farewell.prepare(folder)
    farewell.end_accounts(nothing)
    farewell.close_ledger()
    found = farewell.write_site(folder, mode, nothing)
    farewell.write_readme(folder, mode)
    farewell.write_sums(folder)
    return found


def test_every_public_post_stands_at_its_address(walk: Walk, said: dict[str, int]) -> None:
    """Public and quiet public; the page says that the house closed, and offers nothing that needs a server."""
    for name, words in (("public", PUBLIC), ("unlisted", QUIET)):
        page = (walk.root / f"@ada/{said[name]}/index.html").read_text("utf-8")
        assert words in page
        assert "This house closed on" in page
        assert "Leedon merged." in page
        assert "<form" not in page
        assert "<script" not in page
        assert "/sign-in" not in page
    assert (walk.root / "tags/breakfast/index.html").exists()
    assert (walk.root / f"@ada/{said['public']}/receipt.tlog-proof").exists()


def test_nothing_private_is_in_any_file(walk: Walk, said: dict[str, int]) -> None:
    """Neither the words nor the address of what was not said to everybody, in no file and not in the web archive."""
    files = [path for path in walk.root.parent.rglob("*") if path.is_file()]
    for path in files:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for words in ("marzipan", "rhubarb"):
            assert words.encode() not in data, path
        for name in ("followers", "direct"):
            assert str(said[name]).encode() not in data, path


def test_every_link_within_leads_to_a_file(walk: Walk) -> None:
    """From wherever the folder lies: no link starts at a server's root, and none of them is dead."""
    count = 0
    for path in walk.root.rglob("*.html"):
        for link in pages.links_of(path.read_text("utf-8")):
            if re.match(r"[a-z]+:|#", link):
                continue
            count += 1
            assert not link.startswith("/"), (path, link)
            target = unquote(link.partition("#")[0].partition("?")[0])
            assert (path.parent / target).resolve().is_file(), (path, link)
    assert count > 50


def test_who_does_not_want_to_be_found_is_not(walk: Walk, said: dict[str, int]) -> None:
    """The index of the search has the posts of those who agreed; the others' pages stand all the same."""
    index = (walk.root / "search/part-1.js").read_text("utf-8")
    assert index.startswith("archiveSearch.add([")
    rows = json.loads(index.removeprefix("archiveSearch.add(").removesuffix(");\n"))
    assert any(PUBLIC in row[3] for row in rows)
    assert not any("Do not find me" in row[3] for row in rows)
    assert (walk.root / f"@sam/{said['unfound']}/index.html").exists()
    for href, *_rest in rows:
        assert (walk.root / "search" / href).resolve().is_file()


def test_accounts_leave_tombstones_that_say_where_they_went(walk: Walk, cast: Cast) -> None:
    """At the actor's own id; the voice's page names its new place as well."""
    tomb = json.loads((walk.root / "users/leedon_council").read_text("utf-8"))
    assert tomb["type"] == "Tombstone"
    assert tomb["id"] == f"{settings.BASE_URL}/users/leedon_council"
    assert tomb["movedTo"] == "https://town.example/@leedon"
    assert "movedTo" not in json.loads((walk.root / "users/ada").read_text("utf-8"))
    assert "https://town.example/@leedon" in (walk.root / "@leedon_council/index.html").read_text("utf-8")


def test_everybody_but_those_who_keep_the_records_has_left(walk: Walk, cast: Cast) -> None:
    """Tokens, seats and sessions with them."""
    staying = sql.rows("SELECT DISTINCT role FROM people_member WHERE state = 'active'")
    assert {role for (role,) in staying} <= {"admin", "records"}
    assert sql.value(
        "SELECT COUNT(*) FROM people_token t JOIN people_member m ON m.id = t.member_id"
        " WHERE t.revoked_at IS NULL AND m.state = 'left'"
    ) == 0  # fmt: skip


def test_the_ledger_ends_under_a_checkpoint(walk: Walk) -> None:
    """Nothing is recorded that the published checkpoint does not cover, and its tiles are there."""
    note = parse_note((walk.root / "ledger/checkpoint").read_text("utf-8"))
    size = parse_checkpoint(note.text).size
    assert size == sql.value("SELECT size FROM ledger_head WHERE id = 1")
    assert list((walk.root / "ledger/tile/0").rglob("*"))


def test_the_web_archive_holds_the_pages_as_they_were(walk: Walk, said: dict[str, int]) -> None:
    """Read by another reader: each address once, the words in it."""
    with (walk.root.parent / farewell.ARCHIVE).open("rb") as file:
        found = {
            record.rec_headers.get_header("WARC-Target-URI"): record.content_stream().read()
            for record in ArchiveIterator(file)
            if record.rec_type == "response"
        }
    assert len(found) == len(walk.files)
    assert PUBLIC.encode() in found[f"{settings.BASE_URL}/@ada/{said['public']}"]


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    """Only a folder of ours is written anew."""
    (tmp_path / "thesis.txt").write_text("ten years of work", "utf-8")
    with pytest.raises(FileExistsError):
        farewell.prepare(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize(
    ("address", "kind", "file"),
    [
        ("/", "text/html", "index.html"),
        ("/@ada", "text/html", "@ada/index.html"),
        ("/@ada?max_id=7", "text/html", "@ada/max_id-7/index.html"),
        ("/ledger/checkpoint", "text/plain", "ledger/checkpoint"),
        ("/tags/caf%C3%A9", "text/html", "tags/café/index.html"),
        ("/theme.css?12", "text/css", "theme.css"),
    ],
)
def test_an_address_has_its_file(address: str, kind: str, file: str) -> None:
    """Pages are folders, so that `/@ada` goes on working with any server of files."""
    assert file_of(address, kind) == file


@pytest.mark.parametrize("address", ["/..", "/%2e%2e/x", "/tags/" + "%C3%A9" * 150])
def test_no_address_climbs_or_is_too_long(address: str) -> None:
    """Names of files come from what people wrote."""
    parts = file_of(address, "text/html").split("/")
    assert ".." not in parts
    assert all(len(part.encode()) <= 200 for part in parts)


def test_what_needs_a_server_is_not_asked_for() -> None:
    """Sign-in, forms of members, the same page by another query."""
    assert is_wanted("/@ada?max_id=7")
    assert not any(
        map(is_wanted, ("/sign-in?next=/", "/compose", "/@ada?min_id=7", "/language?to=cy", "/@ada/1/embed"))
    )
