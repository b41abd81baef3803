"""Texts of the house, written in Markdown (CommonMark), as HTML: none of the writer's own, and sanitised anyway."""

from __future__ import annotations

import re
from functools import cache

import nh3
from markdown_it import MarkdownIt

TAGS = {
    "p", "br", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "code", "pre", "hr",
}  # fmt: skip
HEADING = re.compile(r"<(/?)h([1-6])>")


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False})


def render_house_text(text: str) -> str:
    """Safe HTML of a text in Markdown."""
    html = _markdown().render(text)
    # A page has its own h1, and no level may be left out: whatever levels are used become h2, h3, h4.
    levels = sorted({found[1] for found in HEADING.findall(html)})
    html = HEADING.sub(lambda found: f"<{found[1]}h{min(2 + levels.index(found[2]), 4)}>", html)
    return nh3.clean(
        html, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}, link_rel="noopener"
    ).strip()
