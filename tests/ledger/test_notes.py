"""Signed notes, checkpoints and proof files: the C2SP texts, read strictly. Attack W5."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from coffeehouse.ledger import base64_text
from coffeehouse.ledger.checkpoints import Checkpoint, CheckpointError, open_checkpoint, parse_checkpoint
from coffeehouse.ledger.notes import (
    MAX_SIGNATURES,
    NoteError,
    Signature,
    Signer,
    VerifierKey,
    open_note,
    parse_note,
    parse_verifier_key,
)
from coffeehouse.ledger.proof_file import ProofFile, ProofFileError, parse_proof_file, verify_proof_file
from coffeehouse.ledger.tree import EMPTY_ROOT, leaf_hash, node_hash

ORIGIN = "town.example/ledger"
SIGNER = Signer(ORIGIN, Ed25519PrivateKey.from_private_bytes(b"\x07" * 32))
OTHER = Signer(ORIGIN, Ed25519PrivateKey.from_private_bytes(b"\x08" * 32))
KEYS = [SIGNER.verifier]
TEXT = f"{ORIGIN}\n2\n{base64_text.encode(node_hash(leaf_hash(b'a'), leaf_hash(b'b')))}\n"
NOTE = SIGNER.sign(TEXT)
FILE = ProofFile(1, (leaf_hash(b"a"),), NOTE, b"b").text()

EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE_NOTE = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)


def line(name: str, key_id: bytes = b"\0\0\0\0", value: bytes = b"?" * 64) -> str:
    return Signature(name, key_id, value).line()


def test_the_example_of_the_specification_verifies() -> None:
    """The verifier key of c2sp.org/signed-note opens its signed note, and reads and writes the same."""
    key = parse_verifier_key(EXAMPLE_KEY)
    assert key.text() == EXAMPLE_KEY
    assert open_note(EXAMPLE_NOTE, [key]).text == "This is an example message.\n"
    with pytest.raises(NoteError):
        open_note(EXAMPLE_NOTE.replace("example message", "examplE message"), [key])


@given(st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]) | st.just("\n"), max_size=80))
def test_what_we_sign_we_can_open(body: str) -> None:
    """Any text of printable characters and newlines, ended by a newline, comes back whole from its signed note."""
    text = body + "\n"
    opened = open_note(SIGNER.sign(text), KEYS)
    assert opened.text == text
    assert [signature.name for signature in opened.signatures] == [ORIGIN]


def test_w5_signatures_of_unknown_keys_are_ignored() -> None:
    """W5: other signers' lines, also with our name or our key id (but not both), neither help nor hurt."""
    ours = SIGNER.verifier
    note = NOTE + line("stranger.example") + line(ORIGIN, b"\1\2\3\4") + line("stranger.example", ours.key_id)
    assert len(open_note(note, KEYS).signatures) == 1
    with pytest.raises(NoteError):
        open_note(TEXT + "\n" + line("stranger.example"), KEYS)


def test_w5_another_key_under_our_name_does_not_count() -> None:
    """W5 same name, other key: its signature alone opens nothing."""
    with pytest.raises(NoteError):
        open_note(OTHER.sign(TEXT), KEYS)


def test_w5_a_wrong_signature_of_a_known_key_spoils_the_note() -> None:
    """W5: when a line claims our key and does not verify, the whole note is refused, though another line is good."""
    with pytest.raises(NoteError):
        open_note(NOTE + line(ORIGIN, SIGNER.verifier.key_id), KEYS)


@pytest.mark.parametrize(
    "note",
    [
        pytest.param(NOTE[:-1], id="w5-missing-last-newline"),
        pytest.param(NOTE.replace("\n\n", "\n"), id="w5-missing-blank-line"),
        pytest.param(NOTE.replace("town", "to\twn"), id="w5-tab"),
        pytest.param(NOTE.replace("\n", "\r\n"), id="w5-carriage-returns"),
        pytest.param("\0" + NOTE, id="w5-nul"),
        pytest.param(NOTE.replace("— ", "- "), id="w5-hyphen-for-dash"),
        pytest.param(NOTE.replace("— ", "—"), id="w5-no-space-after-dash"),
        pytest.param(NOTE.replace("=\n", "\n"), id="w5-unpadded"),
        pytest.param(NOTE + "\n", id="w5-blank-line-after"),
        pytest.param(NOTE + "— a+b AAAAAAAA\n", id="w5-plus-in-name"),
        pytest.param(NOTE + "— a AAAAAAAA x\n", id="w5-trailing-word"),
        pytest.param(NOTE + "— a AAAA\n", id="w5-signature-too-short"),
        pytest.param(NOTE + "—  AAAAAAAA\n", id="w5-empty-name"),
        pytest.param(NOTE + "\ud800", id="w5-lone-surrogate"),
        pytest.param(NOTE + "—\u00a0x AAAAAAAA\n", id="w5-unicode-space"),
        pytest.param(TEXT + "\n" + line("x.example") * (MAX_SIGNATURES + 1), id="w5-too-many-signatures"),
        pytest.param("x" * 1_000_001 + "\n\n" + line("x.example"), id="w5-too-long"),
        pytest.param("", id="w5-empty"),
    ],
)
def test_a_malformed_note_is_refused(note: str) -> None:
    """A note that departs from the format by one character is refused, whoever signed it."""
    with pytest.raises(NoteError):
        open_note(note, KEYS)


def test_w5_sixteen_other_signatures_are_no_hindrance() -> None:
    """W5: the specification wants at least 16 signatures read; ours is found after 16 strangers'."""
    strangers = "".join(line(f"witness{number}.example") for number in range(16))
    ours = parse_note(NOTE).signatures[0].line()
    assert len(open_note(f"{TEXT}\n{strangers}{ours}", KEYS).signatures) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name+00000000+",
        EXAMPLE_KEY.replace("530d903a", "530d903b"),
        EXAMPLE_KEY.replace("530d903a", "530D903A"),
        EXAMPLE_KEY.replace("example.com", "example.org"),
        EXAMPLE_KEY.replace("+Aek", "+BEk"),
        EXAMPLE_KEY + "=",
        EXAMPLE_KEY[:-4],
        " " + EXAMPLE_KEY,
    ],
)
def test_a_verifier_key_that_does_not_hang_together_is_refused(text: str) -> None:
    """Name, key id and key belong together; anything else is not taken for a key."""
    with pytest.raises(NoteError):
        parse_verifier_key(text)


@given(st.integers(1, 2**63 - 1), st.binary(min_size=32, max_size=32), st.lists(st.just("extension line"), max_size=2))
def test_a_checkpoint_survives_the_round_trip(size: int, root: bytes, extensions: list[str]) -> None:
    """What is written as a checkpoint is read back equal."""
    checkpoint = Checkpoint(ORIGIN, size, root, tuple(extensions))
    assert open_checkpoint(SIGNER.sign(checkpoint.text()), KEYS, ORIGIN) == checkpoint


def test_the_empty_tree_has_one_root() -> None:
    """A checkpoint of size 0 has the root of the empty tree and no other."""
    assert parse_checkpoint(Checkpoint(ORIGIN, 0, EMPTY_ROOT).text()).size == 0
    with pytest.raises(CheckpointError):
        parse_checkpoint(Checkpoint(ORIGIN, 0, b"\0" * 32).text())


def test_w5_a_checkpoint_of_another_log_is_refused() -> None:
    """W5 origin mismatch: a good signature of our key under another log's origin proves nothing about this log."""
    with pytest.raises(CheckpointError):
        open_checkpoint(SIGNER.sign(TEXT.replace(ORIGIN, "other.example/ledger", 1)), KEYS, ORIGIN)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(TEXT.replace("\n2\n", "\n02\n"), id="w5-leading-zero-size"),
        pytest.param(TEXT.replace("\n2\n", "\n00\n"), id="w5-double-zero-size"),
        pytest.param(TEXT.replace("\n2\n", "\n+2\n"), id="w5-signed-size"),
        pytest.param(TEXT.replace("\n2\n", "\n2 \n"), id="w5-space-after-size"),
        pytest.param(TEXT.replace("\n2\n", "\n٢\n"), id="w5-other-digits"),
        pytest.param(TEXT.replace("\n2\n", f"\n{2**63}\n"), id="w5-size-too-large"),
        pytest.param(TEXT.replace("\n2\n", "\n\n"), id="w5-empty-size"),
        pytest.param(TEXT[:-1], id="w5-missing-newline"),
        pytest.param("\n" + TEXT, id="w5-empty-origin"),
        pytest.param(f"{ORIGIN}\n2\n", id="w5-no-root"),
        pytest.param(TEXT + "\n", id="w5-empty-extension"),
        pytest.param(f"{ORIGIN}\n2\nAAAA\n", id="w5-short-root"),
        pytest.param(TEXT.replace("=\n", "\n"), id="w5-unpadded-root"),
    ],
)
def test_a_malformed_checkpoint_is_refused(text: str) -> None:
    """One spelling for each checkpoint: any other is refused."""
    with pytest.raises(CheckpointError):
        parse_checkpoint(text)


def test_a_proof_file_proves_its_entry() -> None:
    """The holder gets the entry and the checkpoint out of the file with nothing but the verifier key."""
    entry, checkpoint = verify_proof_file(FILE, KEYS, ORIGIN)
    assert (entry, checkpoint.size) == (b"b", 2)
    assert parse_proof_file(FILE).text() == FILE


def test_a_proof_file_may_lack_its_entry_and_then_proves_none() -> None:
    """`extra` is optional in the format; without it our receipt has nothing to recompute the leaf from."""
    text = ProofFile(1, (leaf_hash(b"a"),), NOTE).text()
    assert parse_proof_file(text).extra is None
    with pytest.raises(ProofFileError):
        verify_proof_file(text, KEYS, ORIGIN)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(FILE.replace("@v1", "@v2"), id="other-version"),
        pytest.param(FILE.replace("index 1", "index 01"), id="w5-leading-zero-index"),
        pytest.param(FILE.replace("index 1", "index 0"), id="w4-other-index"),
        pytest.param(FILE.replace("index 1", "index 2"), id="w4-index-not-in-tree"),
        pytest.param(FILE.replace("index 1", "Index 1"), id="no-index-line"),
        pytest.param(FILE.replace("extra Yg==", "extra YQ=="), id="w3-other-entry"),
        pytest.param(FILE.replace("extra Yg==", "extra Yh=="), id="w7-second-spelling-of-base64"),
        pytest.param(FILE.replace("index 1\n", f"index 1\n{base64_text.encode(b'x' * 32)}\n"), id="w4-extra-hash"),
        pytest.param(FILE.replace("index 1\n", "index 1\nAAAA\n"), id="w4-short-hash"),
        pytest.param(ProofFile(1, (), NOTE, b"b").text(), id="w4-empty-proof"),
        pytest.param(FILE.replace("\n\n", "\n", 1), id="w5-missing-blank-line"),
        pytest.param(FILE[:-1], id="w5-missing-last-newline"),
        pytest.param("", id="empty"),
        pytest.param(ProofFile(1, (leaf_hash(b"a"),), OTHER.sign(TEXT), b"b").text(), id="w5-same-name-other-key"),
    ],
)
def test_a_proof_file_that_proves_nothing_is_refused(text: str) -> None:
    """Every departure from format or from the truth is refused."""
    with pytest.raises(ProofFileError):
        verify_proof_file(text, KEYS, ORIGIN)


def test_key_names_are_checked_before_signing() -> None:
    """We never sign under a name that a reader must refuse, nor a text that is not a note's."""
    with pytest.raises(NoteError):
        Signer("two words", SIGNER.private).sign(TEXT)
    with pytest.raises(NoteError):
        SIGNER.sign("no newline")
    assert VerifierKey(ORIGIN, SIGNER.verifier.public) == SIGNER.verifier
