"""The verifier in the pack: a bare Python and nothing else; it accepts what was made, and nothing that was changed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from coffeehouse.ledger.notes import Signer
from coffeehouse.protocols.packs import verify_pack
from tests.protocols.packs.made import ORIGIN, Ledger, write_whole


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Ledger]:
    return write_whole(tmp_path_factory.mktemp("pack"))


@pytest.fixture
def folder(made: tuple[Path, Path, Ledger], tmp_path: Path) -> Path:
    """A copy of the pack, to be changed."""
    shutil.copytree(made[0], tmp_path / "pack")
    return tmp_path / "pack"


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run the pack's own verifier as its recipient does: no packages, no environment, another folder."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(folder / "verify.py"), *arguments],
        capture_output=True, text=True, env={}, cwd="/", timeout=120, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def rewrite(path: Path, change: Callable[[Any], object]) -> None:
    """Change a JSON file of the pack."""
    value = json.loads(path.read_text())
    change(value)
    path.write_text(json.dumps(value))


def fit_manifest(folder: Path) -> None:
    """What a forger does next: make the manifest fit the files again."""
    files = [
        {"path": path.relative_to(folder).as_posix(), "sha256": sha256(path.read_bytes()).hexdigest()}
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in verify_pack.OUTSIDE_MANIFEST
    ]
    rewrite(folder / "manifest.json", lambda value: value.update(files=files))


def test_a_bare_python_finds_nothing_wrong_with_a_pack(folder: Path) -> None:
    """One command, offline: every file, every proof, and the recorded words of the item that was laid open."""
    status, said = run(folder)
    assert status == 0, said
    assert "Nothing is wrong with this pack." in said
    assert "Files compared with the manifest: 13" in said
    assert "Recorded by the house when it made the pack: 2026-09-21T14:13:20.000Z" in said
    assert "Items proved to be recorded: 3" in said
    assert "they are the same: 1" in said
    assert "https://house.example/ledger" in said


def test_it_reads_the_zip_file_as_it_was_received(made: tuple[Path, Path, Ledger]) -> None:
    """Nothing has to be unpacked first."""
    status, said = run(made[0], str(made[1]))
    assert (status, "Nothing is wrong" in said) == (0, True), said


def test_it_shares_no_code_with_what_made_the_pack(folder: Path) -> None:
    """The verifier in the pack imports Python's own modules only."""
    text = (folder / "verify.py").read_text()
    assert "coffeehouse" not in text.replace("Coffeehouse", "")
    assert "import cryptography" not in text


def test_with_the_published_key_it_trusts_no_other(folder: Path, made: tuple[Path, Path, Ledger]) -> None:
    """A pack that brings its own key proves nothing to somebody who knows the right one."""
    assert run(folder, "--key", made[2].key)[0] == 0
    other = Signer(ORIGIN, Ed25519PrivateKey.generate()).verifier.text()
    status, said = run(folder, "--key", other)
    assert (status, "not signed by the ledger's key" in said) == (1, True), said


@pytest.mark.parametrize(
    "name", ["README.txt", "items.csv", "index.pdf", "pack.json", "archive.warc.gz", "redactions.csv", "verify.py"]
)
def test_a_changed_file_is_named(folder: Path, name: str) -> None:
    """One byte is enough."""
    path = folder / name
    if name == "verify.py":
        path.write_text(path.read_text() + "\n")
    elif name == "pack.json":
        path.write_text(path.read_text().replace("The bins are late.", "The bins are here."))
    else:
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(bytes(data))
    status, said = run(folder)
    assert status == 1
    assert f"WRONG  {name}: was changed" in said


def test_a_missing_and_an_added_file_are_named(folder: Path) -> None:
    """Also when the manifest lists neither."""
    (folder / "items.csv").unlink()
    (folder / "attachments" / "extra.png").write_bytes(b"x")
    status, said = run(folder)
    assert status == 1
    assert "WRONG  items.csv: is missing" in said
    assert "WRONG  attachments/extra.png: is not in the manifest" in said


def test_a_forger_who_fits_the_manifest_is_found_by_what_the_house_recorded(folder: Path) -> None:
    """The manifest itself is in the ledger: no file can be changed, not even with all its hashes."""
    path = folder / "items.csv"
    path.write_bytes(path.read_bytes().replace(b"The bins are late.", b"The bins are here."))
    fit_manifest(folder)
    status, said = run(folder)
    assert status == 1
    assert "the manifest is not the one the house recorded when it made this pack" in said


def test_without_the_receipt_nothing_is_accepted(folder: Path) -> None:
    """Leaving the receipt out does not help a forger."""
    (folder / "receipt.json").unlink()
    status, said = run(folder)
    assert (status, "WRONG  receipt.json" in said) == (1, True)


def set_words(item: dict[str, Any]) -> None:
    item["text"] = "The bins are here."


def set_payload(item: dict[str, Any]) -> None:
    item["text"] = "The bins are here."
    item["proof"]["opening"]["payload"] = '{"command":{"text":"The bins are here."}}'


def set_sequence(item: dict[str, Any]) -> None:
    item["proof"]["sequence"] += 1


def set_object(item: dict[str, Any]) -> None:
    item["object"] = "post/99"


def set_leaf(item: dict[str, Any]) -> None:
    item["proof"]["leaf"] = "00" * 32


def set_nonsense(item: dict[str, Any]) -> None:
    item["proof"]["leaf"] = "not a number"


def set_proof_of_another(item: dict[str, Any]) -> None:
    item["proof"]["file"] = "proofs/00002.tlog-proof"


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (set_words, "the words in the pack are not those that were recorded"),
        (set_payload, "what was laid open is not what was recorded"),
        (set_sequence, "the proof is about entry 1, not about entry 2"),
        (set_object, "the entry is about something else"),
        (set_leaf, "the proof does not lead to the checkpoint"),
        (set_nonsense, "cannot be read (ValueError)"),
        (set_proof_of_another, "the proof is about entry 2, not about entry 1"),
    ],
)
def test_an_item_that_is_not_as_recorded_is_named(
    folder: Path, change: Callable[[dict[str, Any]], None], finding: str
) -> None:
    """Words, what was laid open, number, object, leaf, proof: each is held against the ledger."""
    rewrite(folder / "pack.json", lambda value: change(value["items"][0]))
    status, said = run(folder)
    assert status == 1
    assert f"WRONG  item 1: {finding}" in said


def test_a_checkpoint_of_a_forger_is_refused(folder: Path) -> None:
    """A text that was changed no longer fits the signature, in any proof of the pack."""
    path = folder / "proofs" / "00001.tlog-proof"
    text = path.read_text()
    path.write_text(text.replace(f"{ORIGIN}\n4\n", f"{ORIGIN}\n5\n"))
    assert path.read_text() != text
    status, said = run(folder)
    assert (status, "item 1: the signature of the checkpoint does not fit its text" in said) == (1, True), said


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 not a zip", b"{}"])
def test_what_is_no_pack_is_said_to_be_none(folder: Path, tmp_path: Path, data: bytes) -> None:
    """Status 2: it could not be checked."""
    (tmp_path / "x.zip").write_bytes(data)
    status, said = run(folder, str(tmp_path / "x.zip"))
    assert (status, "cannot be read" in said) == (2, True)


def test_a_zip_file_with_a_second_file_of_a_name_or_one_outside_its_folder_is_refused(
    made: tuple[Path, Path, Ledger], tmp_path: Path
) -> None:
    """Programs differ in which of two they unpack, and where they put a path that climbs."""
    forged = tmp_path / "forged.zip"
    shutil.copyfile(made[1], forged)
    with zipfile.ZipFile(forged, "a") as archive:
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("FOI-2026-0001/README.txt", "other words")
        archive.writestr("../evil.sh", "rm")
    status, said = run(made[0], str(forged))
    assert status == 1
    assert "WRONG  README.txt: is there twice" in said
    assert "WRONG  ../../evil.sh: is not in the manifest" in said


def test_x8_names_in_a_pack_do_not_drive_the_terminal(folder: Path) -> None:
    """Attack X8: what the verifier prints of a pack has no control character."""
    (folder / "attachments" / "\x1b[2Jevil\u202e.png").write_bytes(b"x")
    rewrite(folder / "pack.json", lambda value: value.update(title="\x1b]0;owned\x07\u2028title"))
    _, said = run(folder)
    assert not {"\x1b", "\x07", "\u202e", "\u2028"} & set(said)
    assert "[U+001B]]0;owned[U+0007][U+2028]title" in said


@given(st.binary(max_size=64), st.binary(min_size=32, max_size=32))
def test_its_signatures_are_those_of_another_implementation(message: bytes, seed: bytes) -> None:
    """Ed25519 as RFC 8032 says, in agreement with the `cryptography` package, and only for the very message and key."""
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = private.public_key().public_bytes_raw(), private.sign(message)
    assert verify_pack.is_signed(public, message, signature)
    assert not verify_pack.is_signed(public, message + b"x", signature)
    assert not verify_pack.is_signed(bytes([public[0] ^ 1, *public[1:]]), message, signature)
    for at in (0, 31, 32, 63):
        assert not verify_pack.is_signed(
            public, message, signature[:at] + bytes([signature[at] ^ 1]) + signature[at + 1 :]
        )
    s = int.from_bytes(signature[32:], "little") + verify_pack.ORDER
    if s < 2**256:
        assert not verify_pack.is_signed(public, message, signature[:32] + s.to_bytes(32, "little"))
