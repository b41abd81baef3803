"""The public face of the ledger: latest checkpoint, public key, tiles (C2SP), and checking a receipt.

Whose post a number belongs to is told only to those who may see the post; a receipt in hand proves itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers, threads
from coffeehouse.channels.web.access import public
from coffeehouse.channels.web.entries import sentence
from coffeehouse.channels.web.forms import Form
from coffeehouse.kernel.errors import NotFound
from coffeehouse.ledger import queries as ledger
from coffeehouse.ledger.entries import EntryError, parse_entry
from coffeehouse.ledger.notes import VerifierKey
from coffeehouse.ledger.proof_file import ProofFileError, verify_proof_file
from coffeehouse.ledger.sign import verifier_key
from coffeehouse.ledger.stored_tiles import integrated_size, read_tile
from coffeehouse.ledger.tiles import WIDTH
from coffeehouse.ledger.tree import HASH_SIZE

LONGEST_RECEIPT = 20_000
ADDRESS = re.compile(r"/@([A-Za-z0-9_.@-]+)/([0-9]{1,19})")
TILE = re.compile(r"(?:(x\d{3}/)*)\d{3}(?:\.p/[1-9]\d{0,2})?")


@dataclass(frozen=True)
class Result:
    """What checking found, in words."""

    is_good: bool
    title: str
    text: str


@cache
def key() -> VerifierKey:
    """The ledger's public key."""
    return verifier_key(settings.DATA, settings.LEDGER_ORIGIN)


@public("GET", "POST")
def show_ledger(request: HttpRequest) -> HttpResponse:
    """GET: the page. POST: check a receipt or find one by a post's address. Changes nothing."""
    form = Form()
    result: Result | None = None
    if request.method == "POST":
        form = Form.typed(request.POST)
        receipt = _receipt_of_form(request)
        address = str(form.values.get("address", "")).strip()
        if receipt:
            result = check(receipt)
        elif address:
            where = _path_of(address)
            if where is not None:
                threads.find(request, *where)
                return answers.to(f"/@{where[0]}/{where[1]}/receipt")
            form.errors["address"] = _("Copy the whole address of a post of this house, such as /@name/123.")
        else:
            form.errors["address"] = _("Enter the address of a post, or give a receipt.")
    signed = ledger.latest_checkpoint()
    checkpoint: dict[str, Any] | None = None
    if signed is not None:
        checkpoint = {"size": signed.checkpoint.size, "at": signed.signed_at, "note": signed.note}
    return answers.page(
        request,
        "ledger/ledger.html",
        status=422 if form.errors else 200,
        form=form,
        result=result,
        checkpoint=checkpoint,
        origin=settings.LEDGER_ORIGIN,
        key=key().text(),
    )


def _receipt_of_form(request: HttpRequest) -> str:
    """The receipt's text, from the file or the box; line ends as the format has them."""
    file = request.FILES.get("file")
    if isinstance(file, UploadedFile) and file.size and file.size <= LONGEST_RECEIPT:
        return str(file.read().decode("utf-8", "replace"))
    written = request.POST.get("receipt", "")[:LONGEST_RECEIPT].replace("\r\n", "\n").strip()
    return written + "\n" if written else ""


def _path_of(address: str) -> tuple[str, int] | None:
    """(handle, post id) from the address of a post of this house."""
    parts = urlsplit(address)
    if parts.netloc and parts.netloc != settings.DOMAIN:
        return None
    found = ADDRESS.match(parts.path)
    return (found[1], int(found[2])) if found and int(found[2]) < 1 << 63 else None


def check(text: str) -> Result:
    """Whether a receipt proves its entry under a checkpoint of this ledger, and is in the ledger now."""
    try:
        extra, checkpoint = verify_proof_file(text, [key()], settings.LEDGER_ORIGIN)
        entry = parse_entry(extra)
    except (ProofFileError, EntryError, ValueError) as problem:
        return Result(
            False, _("This is not a genuine receipt"), f"{_('It does not prove what it claims.')} ({problem})"
        )
    try:
        recorded = ledger.read_entry(entry.sequence)
    except NotFound:
        recorded = None
    if recorded is None or recorded.text.encode() != extra:
        return Result(
            False,
            _("Genuine, but not in the ledger any more"),
            _("This house signed the receipt, yet its ledger does not hold the entry. Tell people outside."),
        )
    words = sentence(entry.kind, entry.actor, entry.object)
    return Result(
        True,
        _("Genuine"),
        _("Entry %(number)d of %(size)d, recorded on %(time)s: %(words)s")
        % {"number": entry.sequence, "size": checkpoint.size, "time": entry.time, "words": words},
    )


def _plain(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@public("GET")
def send_checkpoint(_request: HttpRequest) -> HttpResponse:
    """The newest signed checkpoint (C2SP tlog-checkpoint)."""
    signed = ledger.latest_checkpoint()
    if signed is None:
        raise NotFound
    return _plain(signed.note)


@public("GET")
def send_key(_request: HttpRequest) -> HttpResponse:
    """The public key, as a verifier key line."""
    return _plain(key().text() + "\n")


@public("GET")
def send_tile(_request: HttpRequest, level: int, path: str) -> HttpResponse:
    """A tile of the tree (C2SP tlog-tiles): `x001/x234/067`, with `.p/17` for a part of one."""
    if not TILE.fullmatch(path) or level > 5:
        raise NotFound
    path, _dot, width_text = path.partition(".p/")
    position = int("".join(part.lstrip("x") for part in path.split("/")))
    width = int(width_text) if width_text else WIDTH
    hashes = read_tile(level, position) if position < 1 << 40 and width <= WIDTH else b""
    if len(hashes) < width * HASH_SIZE or integrated_size() == 0:
        raise NotFound
    response = HttpResponse(hashes[: width * HASH_SIZE], content_type="application/octet-stream")
    # A tile never changes: that is what the ledger promises.
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
