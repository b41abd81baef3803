"""The ledger for programs: checkpoint, keys and tiles as C2SP's tlog-tiles lays them out under `/ledger/`.

Only what a checkpoint covers is handed out, so a tile never changes and may be kept for good. Hashes tell nobody what
the entries say; the entries themselves are not handed out in bundles (docs/decisions/12-public-ledger.md).
"""

from __future__ import annotations

import re

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from coffeehouse.channels.web.access import public
from coffeehouse.kernel.errors import NotFound
from coffeehouse.ledger import key_files
from coffeehouse.ledger import queries as ledger
from coffeehouse.ledger.receipts import read_changes_of_keys
from coffeehouse.ledger.stored_tiles import read_tile
from coffeehouse.ledger.tiles import HEIGHT, WIDTH, tile_path
from coffeehouse.ledger.tree import HASH_SIZE

MOMENT = "public, max-age=5"
FOR_GOOD = "public, max-age=31536000, immutable"
LEVELS = 8
"""Of a tree of 64-bit size; higher ones are always empty."""
TILE = re.compile(r"((?:x[0-9]{3}/){0,4}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


def _plain(text: str) -> HttpResponse:
    return _shared(HttpResponse(text, content_type="text/plain; charset=utf-8"), MOMENT)


def _shared(response: HttpResponse, keep: str) -> HttpResponse:
    """For every cache, and for pages of any other site: nothing here is about who asks."""
    response.headers["Cache-Control"] = keep
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.is_alike_for_all = True  # type: ignore[attr-defined]  # read by site.headers
    return response


@public("GET")
def send_checkpoint(_request: HttpRequest) -> HttpResponse:
    """The newest signed checkpoint (C2SP tlog-checkpoint), with the signatures of the ledger and of its witnesses."""
    signed = ledger.latest_checkpoint()
    if signed is None:
        raise NotFound
    return _plain(ledger.published_note(signed))


@public("GET")
def send_key(_request: HttpRequest) -> HttpResponse:
    """The public keys of today, as verifier keys, one a line: Ed25519, then ML-DSA-44."""
    signers = key_files.current(settings.DATA, settings.LEDGER_ORIGIN)
    return _plain("".join(f"{signer.public.text()}\n" for signer in signers))


@public("GET")
def send_key_changes(_request: HttpRequest) -> HttpResponse:
    """Every change of keys, one JSON object a line: the statement, and the proof that the ledger recorded it."""
    lines = [msgspec.json.encode({"statement": text, "proof": proof}) for text, proof in read_changes_of_keys()]
    return _plain(b"".join(line + b"\n" for line in lines).decode())


@public("GET")
def send_tile(request: HttpRequest, level: int, path: str) -> HttpResponse:
    """A tile of the tree: `x001/x234/067`, with `.p/17` for the first 17 hashes of one."""
    found = TILE.fullmatch(path)
    if found is None:
        raise NotFound
    position, width = int(re.sub("[x/]", "", found[1])), int(found[2] or WIDTH)
    covered = ledger.signed_size() >> (HEIGHT * level) if level < LEVELS else 0
    # One spelling for each tile: caches keep it once.
    if not request.path_info.endswith(tile_path(level, position, width)) or position * WIDTH + width > covered:
        raise NotFound
    hashes = read_tile(level, position)
    if len(hashes) < width * HASH_SIZE:
        raise NotFound
    return _shared(HttpResponse(hashes[: width * HASH_SIZE], content_type="application/octet-stream"), FOR_GOOD)
