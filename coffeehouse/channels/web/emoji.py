"""Custom emoji in pages: pictures in place of their shortcodes, outside the tags of HTML."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup, escape

# A tag is stepped over whole, so that an address with colons in an attribute stays as it is.
PARTS = re.compile(r"<[^>]*>|:([A-Za-z0-9_]{2,40}):")


def emojify(html: str | Markup, emojis: list[dict[str, Any]]) -> Markup:
    """HTML with the pictures of these CustomEmoji entities. What is not HTML yet is escaped first."""
    text = html if isinstance(html, Markup) else escape(html)
    if not emojis:
        return text
    known = {one["shortcode"]: one for one in emojis}

    def picture(match: re.Match[str]) -> str:
        one = known.get(match[1]) if match[1] else None
        if one is None:
            return match[0]
        return str(
            Markup('<img class="emoji" src="{}" alt=":{}:" title=":{}:" width="20" height="20" loading="lazy">').format(
                one["url"], one["shortcode"], one["shortcode"]
            )
        )

    return Markup(PARTS.sub(picture, str(text)))  # noqa: S704  # our own sanitised HTML, or escaped above
