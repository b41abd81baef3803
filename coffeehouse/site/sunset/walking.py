"""Goes through every public page of the house, link by link, and writes each as a file and into a web archive."""

from __future__ import annotations

import io
import posixpath
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote

from django.conf import settings
from django.templatetags.static import static

from coffeehouse.kernel import clock
from coffeehouse.site.sunset import pages
from coffeehouse.site.sunset.asking import ask

# Pages that need somebody who is signed in, or a server that answers; documents for servers (`tombstones` has those).
CLOSED_TO_VISITORS = (
    "/sign-in", "/register", "/join", "/confirm", "/language", "/compose", "/oauth/", "/api/", "/posts/", "/settings",
    "/report/", "/health", "/home", "/notifications", "/users/", "/actor", "/inbox", "/contexts/",
)  # fmt: skip
# What a query may say so that its page is another page.
KEPT_IN_QUERY = frozenset({"max_id", "show"})
LONGEST_NAME = 200
SEARCH = "/search"
Report = Callable[[float], None]


class NotAnswered(Exception):
    """The house could not make one of its pages."""


@dataclass
class Walk:
    """`files` says where each address stands, below `root`; `missing` has what the house would not show a visitor."""

    root: Path
    archive: Any
    files: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    search_page: str = ""
    _html: list[str] = field(default_factory=list)

    def go(self, seeds: Iterable[str], report: Report) -> None:
        """Ask for the seeds and all they lead to."""
        waiting = deque(dict.fromkeys(seeds))
        known = set(waiting)
        done = 0
        while waiting:
            address = waiting.popleft()
            for link in self._take(address):
                if link not in known and is_wanted(link):
                    known.add(link)
                    waiting.append(link)
            done += 1
            if done % 20 == 0:
                report(done / len(known))
        report(1.0)

    def _take(self, address: str) -> list[str]:
        """Keep one answer; the addresses within the house that it leads to."""
        answer = ask(address)
        if answer.status >= 500:
            raise NotAnswered(f"The page {address} could not be made.")
        if answer.status != 200:
            self.missing.append(address)
            return []
        name = file_of(address, answer.media_type)
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(answer.body)
        self.files[address] = name
        self._archive(address, answer.media_type, answer.body)
        if answer.media_type == "text/html":
            self._html.append(address)
            if address == SEARCH:
                self.search_page = answer.body.decode()
            found = pages.links_of(answer.body.decode())
        elif answer.media_type == "text/css":
            found = pages.links_of_styles(answer.body)
        else:
            return []
        return [link for link in (self._local(address, one) for one in found) if link]

    def _local(self, page: str, link: str) -> str | None:
        return pages.local(settings.BASE_URL, page.partition("?")[0], link)

    def _archive(self, address: str, media_type: str, body: bytes) -> None:
        from warcio.statusandheaders import StatusAndHeaders

        headers = StatusAndHeaders(
            "200 OK", [("Content-Type", media_type), ("Content-Length", str(len(body)))], protocol="HTTP/1.1"
        )
        record = self.archive.create_warc_record(
            settings.BASE_URL + address, "response", payload=io.BytesIO(body), length=len(body), http_headers=headers,
            warc_headers_dict={"WARC-Date": clock.iso(clock.now_ms())},
        )  # fmt: skip
        self.archive.write_record(record)

    def finish(self, search_form: str, lists: dict[str, str], report: Report) -> None:
        """Make the pages lead to each other as files.

        search_form: takes the place of the search page's form. lists: name → what a page below `search/` shows.
        """
        symbols = self._symbols()
        for number, address in enumerate(self._html, 1):
            path = self.root / self.files[address]
            instead = search_form if address == SEARCH else ""
            where = self._where(address, self.files[address])
            path.write_text(pages.as_file(path.read_text("utf-8"), where, symbols, instead), "utf-8")
            if number % 100 == 0:
                report(number / len(self._html))
        for name, content in lists.items():
            file = f"search/{name}/index.html"
            (self.root / file).parent.mkdir(parents=True, exist_ok=True)
            written = pages.as_file(self.search_page, self._where(SEARCH, file), symbols, content)
            (self.root / file).write_text(written, "utf-8")
        report(1.0)

    def _symbols(self) -> dict[str, str]:
        sheet = ask(static("built/icons.svg"))
        return pages.symbols_of(sheet.body.decode()) if sheet.status == 200 else {}

    def _where(self, page: str, file: str) -> pages.Where:
        """For a page that stands in `file`: what to write for a link of the house's page `page`."""
        here = posixpath.dirname(file)

        def where(link: str) -> str | None:
            address = self._local(page, link)
            if address is None:
                return link
            name = self.files.get(address)
            if name is None:
                return None
            _, hash_, part = link.partition("#")
            return quote(posixpath.relpath(name, here or ".")) + hash_ + part

        return where


def is_wanted(address: str) -> bool:
    """Whether a visitor's page stands at this address, and not the same page again."""
    path, _, query = address.partition("?")
    if path.startswith(CLOSED_TO_VISITORS) or path.endswith("/embed"):
        return False
    if path == "/theme.css":
        return True
    return all(name in KEPT_IN_QUERY for name, _ in parse_qsl(query, keep_blank_values=True))


def file_of(address: str, media_type: str) -> str:
    """The file, relative to the site's folder: a page is `<path>/index.html`, so that its address stays what it was."""
    path, _, query = address.partition("?")
    parts = [_named(part) for part in unquote(path).split("/") if part]
    if media_type != "text/html":
        return "/".join(parts)
    if query:
        parts.append(_named(query.replace("=", "-").replace("&", "-")))
    return "/".join([*parts, "index.html"])


def _named(part: str) -> str:
    """A piece of a path as the name of a file: nothing that climbs, nothing longer than disks hold."""
    if part in (".", "..") or "\x00" in part or len(part.encode()) > LONGEST_NAME:
        return sha256(part.encode()).hexdigest()[:32]
    return part
