"""The parts of the stand-alone verifier by themselves: its own proofs and notes (attacks W4, W5), the folder of media,
and a file that is damaged or no database."""

from __future__ import annotations

import sqlite3
from base64 import b64decode, urlsafe_b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from coffeehouse.ledger import verify
from coffeehouse.ledger.notes import Signer
from coffeehouse.ledger.tree import leaf_hash, node_hash, root_of
from coffeehouse.ledger.verify import Finding
from tests.ledger.test_notes import NOTE, ORIGIN, OTHER, SIGNER, TEXT, line
from tests.ledger.test_proofs import ARCHIVE, LEAVES, vectors


def test_w4_its_own_proofs_get_the_published_verdicts() -> None:
    """W4: every vector of inclusion is accepted or rejected as it states, by code that shares none with the house."""
    found = [(name, told) for name, told in vectors() if "leafIdx" in told and "start" not in told]
    if not found:
        pytest.skip(f"LEFT OUT: no {ARCHIVE}; set COFFEEHOUSE_SHARED_DATA")
    for name, told in found:
        proof = [b64decode(item) for item in told["proof"] or []]
        try:
            root = verify.climb(told["leafIdx"], told["treeSize"], b64decode(told["leafHash"]), proof)
            is_good = all(len(item) == 32 for item in (*proof, b64decode(told["leafHash"]))) and root == b64decode(
                told["root"]
            )
        except ValueError:
            is_good = False
        assert is_good is not told["wantErr"], name
    assert len(found) == 98


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 255, 256, 257])
def test_w4_leaf_and_node_are_not_confused(size: int) -> None:
    """W4: a proof one hash too long or too short, an index at or beyond the size, or an inner node in the place of a
    leaf leads nowhere."""
    leaves = LEAVES[:size]
    tree = verify.Tree()
    for leaf in leaves:
        tree.add(leaf)
    assert tree.root() == root_of(leaves)
    with pytest.raises(ValueError, match="no entry"):
        verify.climb(size, size, leaves[0], [])
    with pytest.raises(ValueError, match="no entry"):
        verify.climb(-1, size, leaves[0], [])
    with pytest.raises(ValueError, match="too long"):
        verify.climb(0, size, leaves[0], [b"\0" * 32] * (size.bit_length() + 1))
    if size > 1:
        with pytest.raises(ValueError, match="too short"):
            verify.climb(0, size, leaves[0], [])
        inner = node_hash(leaves[0], leaves[1])
        assert leaf_hash(leaves[0] + leaves[1]) != inner


KEY = [SIGNER.verifier.text()]


@pytest.mark.parametrize("text", ["", "KEY", "town.example", "town.example+0a0b0c0d", "a+b+c+d"])
def test_what_is_no_key_is_said_to_be_none(text: str) -> None:
    """Whatever was typed in its place."""
    with pytest.raises(ValueError, match="not a ledger's verifier key"):
        verify.parse_key(text)


def read(note: str) -> tuple[int, bytes]:
    """What the verifier makes of a note."""
    return verify.read_note(note, [verify.parse_key(text) for text in KEY], ORIGIN)


@pytest.mark.parametrize(
    "note",
    [
        pytest.param(OTHER.sign(TEXT), id="w5-same-name-other-key"),
        pytest.param(TEXT + "\n" + line("stranger.example"), id="w5-unknown-key"),
        pytest.param(NOTE + line(ORIGIN, SIGNER.verifier.key_id), id="w5-wrong-signature-beside-a-good-one"),
        pytest.param(SIGNER.sign(TEXT.replace(ORIGIN, "other.example/ledger", 1)), id="w5-origin-mismatch"),
        pytest.param(SIGNER.sign(TEXT.replace("\n2\n", "\n02\n")), id="w5-leading-zero-size"),
        pytest.param(SIGNER.sign(TEXT.replace("\n2\n", "\n+2\n")), id="w5-signed-size"),
        pytest.param(SIGNER.sign(TEXT.replace("\n2\n", "\n٢\n")), id="w5-other-digits"),
        pytest.param(NOTE[:-1], id="w5-missing-last-newline"),
        pytest.param(NOTE.replace("\n\n", "\n"), id="w5-missing-blank-line"),
        pytest.param(NOTE.replace("town", "to\twn"), id="w5-tab"),
        pytest.param("\0" + NOTE, id="w5-nul"),
        pytest.param(NOTE.replace("\n", "\r\n"), id="w5-carriage-returns"),
        pytest.param(NOTE.replace("— ", "- "), id="w5-hyphen-for-dash"),
        pytest.param(NOTE.replace("=\n", "\n"), id="w5-unpadded"),
        pytest.param(NOTE + "— a AAAAAAAA x\n", id="w5-trailing-word"),
        pytest.param("", id="w5-empty"),
    ],
)
def test_w5_a_note_that_is_not_of_this_ledger_is_refused(note: str) -> None:
    """W5: by the stand-alone verifier as by the house."""
    with pytest.raises(ValueError, match=r"^"):  # with whatever words
        read(note)


def test_w5_strangers_beside_our_signature_are_passed_over() -> None:
    """W5: more than sixteen signatures of others, and ours."""
    strangers = "".join(line(f"witness{number}.example") for number in range(20))
    assert read(NOTE + strangers)[0] == 2


# Media:
def stored(folder: Path, data: bytes) -> Path:
    """A file as the house stores it."""
    chance = "AbC-_0123456789xyzw9"
    name = chance + urlsafe_b64encode(sha256(chance.encode() + data).digest())[:43].decode()
    path = folder / "posts" / "ab" / "c-" / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A database of a few tables, and a file that a row and a published post name."""
    path = stored(tmp_path / "media", b"picture" * 1000)
    key = path.relative_to(tmp_path / "media").as_posix()
    with sqlite3.connect(tmp_path / "house.sqlite3") as made:
        made.executescript(
            "CREATE TABLE ledger_entry (sequence INTEGER PRIMARY KEY, time_at, kind, actor, object, body, channel,"
            " entry, leaf_hash);"
            "CREATE TABLE ledger_vault (sequence INTEGER PRIMARY KEY, salt, payload, erased_at, erased_because);"
            "CREATE TABLE ledger_tile (level, position, hashes); CREATE TABLE ledger_head (id, size, last_at);"
            "CREATE TABLE ledger_checkpoint (size INTEGER PRIMARY KEY, note, signed_at);"
            "CREATE TABLE posts_media (id INTEGER PRIMARY KEY, file, preview, state);"
            "CREATE TABLE posts_post (id INTEGER PRIMARY KEY, fragment, has_media);"
        )
        made.execute("INSERT INTO posts_media VALUES (7, ?, '', 'ready'), (8, 'posts/x', '', 'waiting')", (key,))
        told = f'{{"media_attachments":[{{"url":"https://town.example/media/{key}?lent="}}]}}'
        made.execute("INSERT INTO posts_post VALUES (9, ?, 1)", (told,))
    made.close()
    return path


def look(tmp_path: Path) -> list[Finding]:
    """What is found, damage of the file included."""
    source = verify.open_source(str(tmp_path / "house.sqlite3"))
    report = verify.verify(source, KEY, media=tmp_path / "media")
    source.connection.close()
    return report.findings


def test_a_file_that_was_changed_or_is_gone_is_named(house: Path, tmp_path: Path) -> None:
    """Every file must hold what its name commits to, and each that a row or a published post names must be there."""
    where = f"media {house.relative_to(tmp_path / 'media').as_posix()}"
    assert look(tmp_path) == []
    (tmp_path / "media" / "older.png").write_bytes(b"from before names told")
    assert look(tmp_path) == []
    house.write_bytes(b"pictures" + house.read_bytes())
    assert look(tmp_path) == [Finding(where, "does not hold what it was stored with")]
    house.unlink()
    assert look(tmp_path) == [
        Finding(where, "is missing, but posts_media 7 names it"),
        Finding(where, "is missing, but posts_post 9 names it"),
    ]


def test_a_file_that_another_took_the_place_of_is_missed(house: Path, tmp_path: Path) -> None:
    """Another file under another name, and the row made to name that: the published post still names the first."""
    other = stored(tmp_path / "media", b"another picture")
    house.unlink()
    with sqlite3.connect(tmp_path / "house.sqlite3") as database:
        database.execute("UPDATE posts_media SET file = ?", (other.relative_to(tmp_path / "media").as_posix(),))
    database.close()
    assert [finding.what for finding in look(tmp_path)] == ["is missing, but posts_post 9 names it"]


def test_what_is_deleted_meanwhile_is_not_missing(house: Path, tmp_path: Path) -> None:
    """Beside an open house, a file that goes after the verifier's view of the database began is no finding."""
    database = sqlite3.connect(tmp_path / "house.sqlite3", isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL").fetchall()
    source = verify.open_source(str(tmp_path / "house.sqlite3"))
    assert list(source.rows("SELECT count(*) FROM posts_media")) == [(2,)]
    database.execute("DELETE FROM posts_post")
    database.execute("DELETE FROM posts_media")
    house.unlink()
    report = verify.verify(source, KEY, media=tmp_path / "media")
    source.connection.close()
    database.close()
    assert report.findings == []


def test_a_damaged_page_is_named_after_its_table(house: Path, tmp_path: Path) -> None:
    """What SQLite itself can see of a damaged file is a finding as well, and so is a file that is no database."""
    database = tmp_path / "house.sqlite3"
    whole = database.read_bytes()
    with sqlite3.connect(database) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'posts_media'").fetchone()
    connection.close()
    size = int.from_bytes(whole[16:18], "big")
    damaged = bytearray(whole)
    damaged[(page - 1) * size + 3] ^= 0x40  # how many rows the page says it has
    database.write_bytes(damaged)
    assert "file of the database, posts_media" in [finding.where for finding in look(tmp_path)]
    database.write_bytes(b"no database" * 1000)
    assert [finding.where for finding in look(tmp_path)] == ["file of the database"]


def test_a_key_of_another_makes_no_note_of_ours() -> None:
    """A note that Ed25519 accepts under a key we were not given says nothing."""
    note = Signer("x.example/ledger", Ed25519PrivateKey.generate()).sign(TEXT)
    with pytest.raises(ValueError, match="signature of a known key"):
        read(note)
