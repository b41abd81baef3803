"""An HTML page of the house as a file: links lead to files beside it, what needs a server is left out. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

LINKS = {
    "a": ("href",),
    "link": ("href",),
    "img": ("src",),
    "source": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
}
# What only a server could answer.
LEFT_OUT = ("form", "script")
SYMBOL = re.compile(r"<symbol id=\"([\w-]+)\".*?</symbol>", re.DOTALL)
IN_STYLES = re.compile(rb"url\(\s*[\"']?([^\"')\s]+)")
Where = Callable[[str], "str | None"]


def local(base_url: str, page: str, link: str) -> str | None:
    """The path and query that a link on the page `page` (a path) leads to within the house; None for elsewhere."""
    if link.startswith(("#", "data:", "mailto:")):
        return None
    target = urlsplit(urljoin(base_url + page, link))
    base = urlsplit(base_url)
    if (target.scheme, target.netloc) != (base.scheme, base.netloc):
        return None
    return target.path + (f"?{target.query}" if target.query else "")


def links_of(html: str) -> list[str]:
    """Everything a page links to or shows, as written, in order."""
    found: list[str] = []
    reader = _Links(found)
    reader.feed(html)
    reader.close()
    return found


def links_of_styles(css: bytes) -> list[str]:
    """Fonts and pictures that a stylesheet needs."""
    return [link.decode() for link in IN_STYLES.findall(css) if not link.startswith(b"data:")]


def symbols_of(sheet: str) -> dict[str, str]:
    """Name → drawing, of a sheet of icons (SVG `symbol`s)."""
    return {found[1]: found[0] for found in SYMBOL.finditer(sheet)}


def as_file(html: str, where: Where, symbols: Mapping[str, str], instead_of_form: str = "") -> str:
    """The page with its links rewritten. where(link): what to write instead, None to leave the link out.

    symbols: the house's icons; those a page uses are put into it, since browsers take none from another plain file.
    `instead_of_form`: HTML that takes the place of the first form.
    """
    writer = _Writer(where, symbols, instead_of_form)
    writer.feed(html)
    writer.close()
    return "".join(writer.out)


class _Links(HTMLParser):
    def __init__(self, found: list[str]) -> None:
        super().__init__()
        self._found = found
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._depth += tag in LEFT_OUT
        if not self._depth:
            self._found += [value for name, value in attrs if value and name in LINKS.get(tag, ())]

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag in LEFT_OUT


class _Writer(HTMLParser):
    """Writes everything as it was read, but for links, forms and scripts."""

    def __init__(self, where: Where, symbols: Mapping[str, str], instead_of_form: str) -> None:
        super().__init__(convert_charrefs=False)
        self._symbols = symbols
        self._used: set[str] = set()
        self.out: list[str] = []
        self._where = where
        self._instead = instead_of_form
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in LEFT_OUT:
            self._depth += 1
            if tag == "form":
                self.out.append(self._instead)
                self._instead = ""
        elif not self._depth:
            self.out.append(self._start(tag, attrs))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._depth:
            self.out.append(self._start(tag, attrs))

    def _start(self, tag: str, attrs: list[tuple[str, str | None]]) -> str:
        written = self.get_starttag_text() or ""
        if tag == "use":
            name = (dict(attrs).get("href") or "").partition("#")[2]
            self._used.add(name)
            return f'<use href="#{escape(name)}"/>'
        if not any(name in LINKS.get(tag, ()) for name, _ in attrs):
            return written
        kept = []
        for name, value in attrs:
            if name in LINKS[tag] and value:
                target = self._where(value)
                if target is None:
                    continue
                value = target
            kept.append(f" {name}" if value is None else f' {name}="{escape(value)}"')
        return f"<{tag}{''.join(kept)}{'/>' if written.endswith('/>') else '>'}"

    def handle_endtag(self, tag: str) -> None:
        if tag in LEFT_OUT:
            self._depth -= 1
        elif not self._depth:
            if tag == "body":
                drawings = "".join(self._symbols[name] for name in sorted(self._used & self._symbols.keys()))
                self.out.append(f"<svg hidden>{drawings}</svg>\n")
            self.out.append(f"</{tag}>")

    def _write(self, text: str) -> None:
        if not self._depth:
            self.out.append(text)

    def handle_data(self, data: str) -> None:
        self._write(data)

    def handle_entityref(self, name: str) -> None:
        self._write(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._write(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._write(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._write(f"<!{decl}>")
