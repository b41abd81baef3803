"""Files that people posted: pictures, video and sound, whole or in ranges, to whom the post may be seen by.

Media of public posts have an address that stays and may be kept by anybody. The address of all other media opens only
with what `domain.posts.lending` wrote behind it, and is worth as much as the reader's right to the post is just now.
"""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from coffeehouse.channels.web.access import public
from coffeehouse.domain import files
from coffeehouse.domain.posts import lending
from coffeehouse.domain.posts import queries as posts
from coffeehouse.kernel.errors import NotFound

# A public file never changes, but can be deleted: what others keep of it they keep a week at most.
WEEK = "public, max-age=604800, immutable"
FOREVER = "public, max-age=31536000, immutable"
# Within the days that the address is good for; only the reader's own device may keep it.
BORROWED = "private, max-age=86400"
# A web process answers one request at a time, so it never waits for somebody who reads slowly: it hands over at most
# this much at once. Players ask for the next piece; who wants the whole of a large file gets it from the process that
# is made for long connections.
PIECE = 2 << 20
WHOLE = 4 << 20
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


@public("GET")
def send_media(request: HttpRequest, key: str) -> HttpResponse:
    """The file under its random name, if the one who asks may see its post. What was deleted is gone at once."""
    path = files.path_of(key)
    content_type = files.CONTENT_TYPES.get(path.suffix)
    right = posts.who_may_fetch(key, request.GET.get("lent", "")) if content_type else "nobody"
    if right == "nobody" or not path.is_file():
        raise NotFound
    response = _answer(request, path, key, f'"{path.stem}"')
    if response.status_code == 302:
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response
    response.headers["Content-Type"] = content_type or ""
    response.headers["ETag"] = f'"{path.stem}"'
    response.headers["Accept-Ranges"] = "bytes"
    guarded = key.startswith(files.GUARDED)
    response.headers["Cache-Control"] = BORROWED if right == "borrower" else WEEK if guarded else FOREVER
    # Nothing in a file may ever act as a page, or be taken for another kind of file.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    # Apps in a browser read pictures for their colours; no cookie comes along, so nothing is given away.
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if right == "borrower":
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _answer(request: HttpRequest, path: Path, key: str, etag: str) -> HttpResponse:
    """The whole file, a piece of the range asked for (RFC 9110 §14), or that it is known already."""
    if etag in [tag.strip() for tag in request.headers.get("If-None-Match", "").split(",")]:
        return HttpResponse(status=304)
    size = path.stat().st_size
    asked = request.headers.get("Range", "")
    part = _part(asked, size) if asked and request.headers.get("If-Range", etag) == etag else None
    if part is None:
        return _whole(request, path, key, size)
    first, last = part
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    with path.open("rb") as file:
        file.seek(first)
        data = file.read(min(PIECE, last - first + 1))
    said = {"Content-Range": f"bytes {first}-{first + len(data) - 1}/{size}", "Content-Length": str(len(data))}
    return HttpResponse(data, status=206, headers=said)


def _whole(request: HttpRequest, path: Path, key: str, size: int) -> HttpResponse:
    if request.method == "HEAD":
        return HttpResponse(headers={"Content-Length": str(size)})
    if size > WHOLE:
        origin = f"http{settings.STREAMING_URL.removeprefix('ws')}"
        return HttpResponseRedirect(f"{origin}/api/v1/streaming/files/{key}?ticket={lending.ticket(key)}")
    return HttpResponse(path.read_bytes(), headers={"Content-Length": str(size)})


def _part(asked: str, size: int) -> tuple[int, int] | None:
    """First and last byte of the range; first > last for one that is not there, None for what we do not answer."""
    found = _RANGE.fullmatch(asked.strip())
    if found is None or found[1] == found[2] == "":
        return None  # several ranges, or other units: the whole file is a right answer
    if found[1] == "":
        length = int(found[2])
        return (max(0, size - length), size - 1) if length else (1, 0)
    first = int(found[1])
    last = min(int(found[2]), size - 1) if found[2] else size - 1
    if found[2] and int(found[2]) < first:
        return None  # not a range at all
    return (first, last) if first < size else (1, 0)
