"""The ledger's private keys as files of the data folder: `keys/ledger.key` and, for ML-DSA-44, `keys/ledger-mldsa.key`.

Made on first use, readable by the owner only. While the keys are being changed, the next ones lie beside them under the
same names with `.next`; `signers` says which of them sign, and `put_in_place` ends the change. Every step can be cut
off by a crash and is found again.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from coffeehouse.ledger.cosignatures import Cosigner
from coffeehouse.ledger.log_keys import MlDsaKey
from coffeehouse.ledger.notes import NoteKey, Signature, Signer
from coffeehouse.ledger.rotation import Rotation

FOLDER = Path("keys")
ED25519_FILE = FOLDER / "ledger.key"
MLDSA_FILE = FOLDER / "ledger-mldsa.key"
NEXT = ".next"

PrivateKey = Ed25519PrivateKey | MLDSA44PrivateKey
KINDS: dict[Path, type[PrivateKey]] = {ED25519_FILE: Ed25519PrivateKey, MLDSA_FILE: MLDSA44PrivateKey}


class KeyFileError(Exception):
    """A file holds another key than the ledger's. The message says which and what to do."""


@dataclass(frozen=True, slots=True)
class LogSigner:
    """One private key of the ledger, under the ledger's origin."""

    origin: str
    private: PrivateKey

    @property
    def public(self) -> NoteKey:
        """The key to publish."""
        if isinstance(self.private, Ed25519PrivateKey):
            return Signer(self.origin, self.private).verifier
        return MlDsaKey(Cosigner(self.origin, self.private).key)

    def line(self, text: str, at_seconds: int) -> str:
        """The signature line under the checkpoint `text`. Only ML-DSA-44 says when."""
        if isinstance(self.private, Ed25519PrivateKey):
            key = self.public
            return Signature(key.name, key.key_id, self.private.sign(text.encode())).line()
        return Cosigner(self.origin, self.private).cosign(text, at_seconds)


@dataclass(frozen=True, slots=True)
class Signers:
    """Who signs a checkpoint now. `changing`: files whose next key takes over once this checkpoint is signed."""

    ed25519: tuple[LogSigner, ...]
    ml_dsa: tuple[LogSigner, ...]
    changing: tuple[Path, ...]

    def put_in_place(self) -> None:
        """The next keys take the place of the retired ones, whose private halves are gone thereby."""
        for file in self.changing:
            file.with_name(file.name + NEXT).replace(file)


def ensure(file: Path, kind: type[PrivateKey]) -> PrivateKey:
    """The private key in a file (PEM), made on first use."""
    if not file.exists():
        _make(file, kind)
    key = load_pem_private_key(file.read_bytes(), password=None)
    if not isinstance(key, kind):
        name = "an Ed25519" if kind is Ed25519PrivateKey else "an ML-DSA-44"
        raise KeyFileError(f"{file} does not hold {name} key: put the ledger's own key back")
    return key


def current(folder: Path, origin: str) -> tuple[LogSigner, LogSigner]:
    """The keys that sign now: Ed25519, ML-DSA-44."""
    ed25519, ml_dsa = (LogSigner(origin, ensure(folder / file, kind)) for file, kind in KINDS.items())
    return ed25519, ml_dsa


def prepare_next(folder: Path, origin: str) -> tuple[LogSigner, LogSigner]:
    """The keys that will sign after a change; those of a change that was broken off are taken up again."""
    ed25519, ml_dsa = (LogSigner(origin, ensure(_next(folder / file), kind)) for file, kind in KINDS.items())
    return ed25519, ml_dsa


def signers(folder: Path, origin: str, rotation: Rotation | None, size: int) -> Signers:
    """Who signs the checkpoint of `size` entries, given the last recorded change. KeyFileError for a retired key."""
    found: list[tuple[LogSigner, ...]] = []
    changing: list[Path] = []
    for name, kind in KINDS.items():
        file = folder / name
        now = LogSigner(origin, ensure(file, kind))
        if rotation is None or now.public.text() in rotation.statement.current:
            found.append((now,))
            continue
        fresh = LogSigner(origin, ensure(_next(file), kind)) if _next(file).exists() else None
        if fresh is None or fresh.public.text() not in rotation.statement.current:
            raise KeyFileError(
                f"{file} holds a key that entry {rotation.sequence} of the ledger retired. Put the present key back "
                "from a backup made after that change."
            )
        is_covered = size > rotation.sequence
        found.append((now, fresh) if is_covered else (now,))
        changing += [file] if is_covered else []
    return Signers(found[0], found[1], tuple(changing))


def _next(file: Path) -> Path:
    return file.with_name(file.name + NEXT)


def _make(file: Path, kind: type[PrivateKey]) -> None:
    """Write a new key; when two processes start at once, the first one's key stays."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    text = kind.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        os.link(fresh, file)
    except FileExistsError:
        pass
    finally:
        fresh.unlink(missing_ok=True)
