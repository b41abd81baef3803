"""The farewell of a house: what is written, that it opens from plain files, and that nothing private is in it."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.core import mail
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from warcio.archiveiterator import ArchiveIterator

from coffeehouse.database import sql
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.federation.queries.documents import our_actor
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.publishing.closing import CloseHouse, closed
from coffeehouse.domain.records import commands as records
from coffeehouse.engine.act import act
from coffeehouse.ledger.checkpoints import parse_checkpoint
from coffeehouse.ledger.notes import parse_note
from coffeehouse.protocols.activitypub.ours import OurActor
from coffeehouse.site.sunset import farewell, moving, pages, telling
from coffeehouse.site.sunset.tombstones import write_tombstones
from coffeehouse.site.sunset.walking import Walk, file_of, is_wanted
from tests.cast import Cast, add, assemble
from tests.delivery.neighbours import Elsewhere
from tests.delivery.web_server import serving
from tests.federation.elsewhere import stranger
from tests.federation.other_server import OtherServer, other_server

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


# ---- Who is told


@pytest.fixture
def there(settings: Any) -> Iterator[OtherServer]:
    """A server that accounts of the house may go to."""
    settings.OUTBOUND = True
    with other_server(settings) as server:
        yield server


def goes(server: OtherServer, **document: Any) -> str:
    """The page of an account there, which leads to its document; an account of this name there has it all."""
    uri = server.person("leedon", **document)
    return server.leads("/@leedon", uri)


def test_o11_a_move_is_announced_where_the_account_there_says_so(cast: Cast, there: OtherServer) -> None:
    """Asked at that moment, by the address of its page; an alias of yesterday is none. Else it is said what to do."""
    own = f"{settings.BASE_URL}/users/leedon_council"
    page = goes(there)
    without = moving.look_at(cast.voice_id, page)
    assert without.target_id is None
    assert own in without.why
    goes(there, alsoKnownAs=[own])
    assert moving.look_at(cast.voice_id, page).target_id is not None
    goes(there)
    assert moving.look_at(cast.voice_id, page).target_id is None
    nobody = moving.look_at(cast.voice_id, f"{there.base}/@nobody")
    assert (nobody.target_id, "No account was found" in nobody.why) == (None, True)


def test_a_later_run_announces_what_can_be_announced_by_then(cast: Cast, there: OtherServer) -> None:
    """Once, when the account there names ours: its document says where it went, and so does its tombstone."""
    page = goes(there)
    act(CloseHouse(because="Leedon merged.", moves=((cast.voice_id, page),)), SYSTEM, "cli")
    assert [move.account_id for move in moving.announce_rest()] == [cast.voice_id]
    assert actor_document(cast.voice_id).moved_to == ""
    goes(there, alsoKnownAs=[f"{settings.BASE_URL}/users/leedon_council"])
    assert moving.announce_rest() == []
    assert actor_document(cast.voice_id).moved_to == f"{there.base}/users/leedon"
    entries = sql.value("SELECT size FROM ledger_head WHERE id = 1")
    assert moving.announce_rest() == []
    assert sql.value("SELECT size FROM ledger_head WHERE id = 1") == entries


def test_the_tombstone_names_the_account_there(cast: Cast, there: OtherServer, tmp_path: Path) -> None:
    """By its identity, not by its page, once the move is announced."""
    page = goes(there, alsoKnownAs=[f"{settings.BASE_URL}/users/leedon_council"])
    act(CloseHouse(because="Leedon merged.", moves=((cast.voice_id, page),)), SYSTEM, "cli")
    moving.announce_rest()
    write_tombstones(tmp_path, 0)
    tomb = json.loads((tmp_path / "users/leedon_council").read_text("utf-8"))
    assert tomb["movedTo"] == f"{there.base}/users/leedon"


def actor_document(account_id: int) -> OurActor:
    """What other servers are given while the closed house still runs."""
    found = our_actor(account_id)
    assert found is not None
    return found


@pytest.fixture
def elsewhere(settings: Any) -> Iterator[Elsewhere]:
    """A server with a follower."""
    settings.OUTBOUND = True
    settings.OUTBOUND_ALLOW = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
    found = Elsewhere()
    with serving(found.respond, "localhost") as found.web:
        yield found


def close_with_a_follower(cast: Cast, elsewhere: Elsewhere) -> None:
    """The voice has a follower elsewhere, and goes to a place that names it."""
    elsewhere.person().does(people.FollowAccount(target_id=cast.voice_id))
    own = f"{settings.BASE_URL}/users/leedon_council"
    new = stranger("leedon", "town.example", also_known_as=(own,))
    moves = ((cast.voice_id, "https://town.example/@leedon"),)
    announced = ((cast.voice_id, new.account_id),)
    act(CloseHouse(because="Leedon merged.", moves=moves, announced=announced), SYSTEM, "cli")


def test_sunset_waits_until_all_are_told(cast: Cast, elsewhere: Elsewhere, client: Client, settings: Any) -> None:
    """Also where no worker runs: the Move has arrived and every member has a mail when it is done. The closed house
    still gives the account's document to servers that ask."""
    settings.AUTHORIZED_FETCH = False
    close_with_a_follower(cast, elsewhere)
    document = client.get("/users/leedon_council", HTTP_ACCEPT="application/activity+json").json()
    assert document["movedTo"] == "https://town.example/users/leedon"
    shares: list[float] = []
    left = telling.tell(60, shares.append)
    assert elsewhere.types()[-2:] == ["Update", "Move"]
    assert left.lines() == []
    assert len(mail.outbox) == sql.value("SELECT COUNT(*) FROM people_member WHERE state = 'active'")
    assert shares[-1] == 1.0


def test_sunset_says_who_was_not_told(cast: Cast, elsewhere: Elsewhere) -> None:
    """It waits no longer than it is told to: a server that fails is named, and the command goes on."""
    elsewhere.status = 500
    close_with_a_follower(cast, elsewhere)
    left = telling.tell(0.5, nothing)
    assert left.servers[elsewhere.host] > 0
    assert left.lines()[0].startswith(f"Not told yet: {elsewhere.host} (")
    assert "run this command again" in left.lines()[-1]


def test_an_erasure_after_closing_reaches_the_files_with_the_next_run(
    walk: Walk, cast: Cast, said: dict[str, int]
) -> None:
    """Site and web archive are written anew, without what was erased; the rest stands."""
    folder, mode = walk.root.parent, closed()
    assert mode is not None
    asked = records.RequestErasure(account_id=cast.ada.account_id, objects=(f"post/{said['public']}",))
    erasure = act(asked, SYSTEM, "cli").result
    act(records.CarryOutErasure(erasure_id=int(erasure)), add("rhys", "records").actor(), "cli")
    farewell.prepare(folder)
    farewell.write_site(folder, mode, nothing)
    farewell.write_sums(folder)
    for path in (path for path in folder.rglob("*") if path.is_file()):
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        assert PUBLIC.encode() not in data, path
    assert (walk.root / f"@ada/{said['unlisted']}/index.html").exists()
