"""Texts of the house, written in Markdown (CommonMark), as HTML: none of the writer's own, and sanitised all the same."""

from __future__ import annotations

from functools import cache

import nh3
from markdown_it import MarkdownIt

TAGS = {
    "p", "br", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "code", "pre", "hr",
}  # fmt: skip
# A page has its own h1: a heading of the text stands one below where it is written.
HEADINGS = (("h3", "h4"), ("h2", "h3"), ("h1", "h2"))


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False})


def render_house_text(text: str) -> str:
    """Safe HTML of a text in Markdown."""
    html = _markdown().render(text)
    for written, shown in HEADINGS:
        html = html.replace(f"<{written}>", f"<{shown}>").replace(f"</{written}>", f"</{shown}>")
    return nh3.clean(
        html, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}, link_rel="noopener"
    ).strip()
