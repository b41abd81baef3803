"""The ledger's page: the latest checkpoint, the public keys, and checking a receipt. Files are in `tlog`.

Whose post a number belongs to is told only to those who may see the post; a receipt in hand proves itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers, threads
from coffeehouse.channels.web.access import public
from coffeehouse.channels.web.acting import actor_of
from coffeehouse.channels.web.entries import sentence
from coffeehouse.channels.web.forms import Form
from coffeehouse.channels.web.knowing import may_know
from coffeehouse.channels.web.receipts import names_in
from coffeehouse.domain.context import Actor
from coffeehouse.kernel.errors import NotFound
from coffeehouse.ledger import key_files
from coffeehouse.ledger import queries as ledger
from coffeehouse.ledger.entries import EntryError, parse_entry
from coffeehouse.ledger.proof_file import ProofFileError, is_sealed, parse_proof_file, prove
from coffeehouse.ledger.sign import key_history
from coffeehouse.ledger.tree import leaf_hash
from coffeehouse.ledger.witnesses import list_witnesses

LONGEST_RECEIPT = 20_000
ADDRESS = re.compile(r"/@([A-Za-z0-9_.@-]+)/([0-9]{1,19})")


@dataclass(frozen=True)
class Result:
    """What checking found, in words."""

    is_good: bool
    title: str
    text: str


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
            result = check(receipt, actor_of(request))
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
        keys=[signer.public.text() for signer in key_files.current(settings.DATA, settings.LEDGER_ORIGIN)],
        changes=list(reversed(ledger.rotations())),
        witnesses=list_witnesses(),
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


def check(text: str, viewer: Actor) -> Result:
    """Whether a receipt proves its entry under a checkpoint of this ledger, and is in the ledger now.

    Names stand in it for those who may open the receipt's page; the others read the ids that the receipt has.
    """
    try:
        history = key_history(settings.DATA, settings.LEDGER_ORIGIN)
        extra, checkpoint = prove(text, lambda note: history.open(note, settings.LEDGER_ORIGIN))
        if is_sealed(extra):
            return _check_sealed(parse_proof_file(text).index, extra, checkpoint.size)
        entry = parse_entry(extra)
    except (ProofFileError, EntryError, ValueError) as problem:
        claim = _("It does not prove what it claims.")
        return Result(False, _("This is not a genuine receipt"), f"{claim} ({problem})")
    try:
        recorded = ledger.read_entry(entry.sequence)
    except NotFound:
        recorded = None
    if recorded is None or recorded.text.encode() != extra:
        return _not_there()
    names = names_in(recorded) if may_know(viewer, recorded) else {}
    words = sentence(entry.kind, names.get(entry.actor, entry.actor), names.get(entry.object, entry.object))
    return Result(
        True,
        _("Genuine"),
        _("Entry %(number)d of %(size)d, recorded on %(time)s: %(words)s")
        % {"number": entry.sequence, "size": checkpoint.size, "time": entry.time, "words": words},
    )


def _check_sealed(sequence: int, leaf: bytes, size: int) -> Result:
    """Of a receipt that has the leaf hash of its entry alone: no more than the receipt says."""
    recorded = ledger.find_entry(sequence)
    if recorded is None or leaf_hash(recorded.text.encode()) != leaf:
        return _not_there()
    words = _("Entry %(number)d of %(size)d. The receipt is sealed: it proves the entry without saying what is in it.")
    return Result(True, _("Genuine"), words % {"number": sequence, "size": size})


def _not_there() -> Result:
    return Result(
        False,
        _("Genuine, but not in the ledger any more"),
        _("This house signed the receipt, yet its ledger does not hold the entry. Tell people outside."),
    )
