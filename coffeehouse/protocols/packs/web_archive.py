"""The items of a pack as a web archive (WARC/1.1, ISO 28500): a page for each, and its files. Written by warcio. Pure.

Pages stand at the address they had in public; what was never public stands at its number in the pack, since archives
and players find everything by an address.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import IO
from urllib.parse import quote

from warcio.warcwriter import WARCWriter

from coffeehouse.kernel.clock import iso
from coffeehouse.protocols.packs.content import Attachment, Pack, PackItem
from coffeehouse.protocols.packs.pages import item_page
from coffeehouse.protocols.packs.plain import one_line

FileOf = Callable[[int, int], Path | None]
_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}", re.IGNORECASE)
_IN_ADDRESSES = ":/?#@!$&'()*+,;=%~-._[]"


def write_archive(pack: Pack, out: IO[bytes], file_of: FileOf, name: str) -> None:
    """Write all of it. file_of(number, place): where that attachment lies as released, both from 1; None: nowhere."""
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    about = {
        "software": "Coffeehouse",
        "format": "WARC File Format 1.1",
        "operator": one_line(pack.house),
        "description": one_line(f"{pack.reference}: {pack.title}"),
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
    }
    info = writer.create_warcinfo_record(name, about)
    info.rec_headers.replace_header("WARC-Date", iso(pack.made_at))
    writer.write_record(info)
    taken: set[str] = set()
    for number, item in enumerate(pack.items, 1):
        _write_item(writer, pack, number, item, file_of, taken)


def _write_item(writer: WARCWriter, pack: Pack, number: int, item: PackItem, file_of: FileOf, taken: set[str]) -> None:
    address = item_address(pack, number, item)
    if address in taken:
        address += f"{'&' if '?' in address else '?'}item={number}"
    taken.add(address)
    files = [file_of(number, place) for place in range(1, len(item.attachments) + 1)]
    links = [f"{address}/attachments/{quote(file.name)}" if file else "" for file in files]
    page = item_page(pack, number, item, links)
    _write(writer, address, item.time_at, "text/html; charset=utf-8", io.BytesIO(page), len(page))
    for attachment, file, link in zip(item.attachments, files, links, strict=True):
        if file is not None:
            with file.open("rb") as data:
                _write(writer, link, item.time_at, media_type(attachment), data, file.stat().st_size)


def _write(writer: WARCWriter, address: str, at: int, media: str, data: IO[bytes], length: int) -> None:
    record = writer.create_warc_record(
        address, "resource", payload=data, length=length, warc_content_type=media,
        warc_headers_dict={"WARC-Date": iso(at)},
    )  # fmt: skip
    writer.write_record(record)


def item_address(pack: Pack, number: int, item: PackItem) -> str:
    """An address in one line of ASCII (attack X8)."""
    is_public = item.url.startswith(("https://", "http://"))
    wanted = item.url if is_public else f"{pack.address}/records/packs/{pack.reference}/{number}"
    return quote(wanted, safe=_IN_ADDRESSES)


def media_type(attachment: Attachment) -> str:
    """What the file is; a covered picture was encoded anew."""
    if attachment.boxes:
        return "image/png"
    return attachment.media_type if _MEDIA_TYPE.fullmatch(attachment.media_type) else "application/octet-stream"
