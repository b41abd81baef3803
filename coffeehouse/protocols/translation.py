"""LibreTranslate's API as pure functions: what to ask, and what an answer may say. https://docs.libretranslate.com

The server is the operator's choice and still a stranger to the reader: its words pass the sanitiser (attack X4).
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import msgspec

from coffeehouse.kernel.language import known
from coffeehouse.protocols.mastodon.embedded import TranslatedMedia, TranslatedOption, TranslatedPoll, Translation
from coffeehouse.protocols.mastodon.markup import html_to_text, sanitise

PROVIDER = "LibreTranslate"
MAX_WORD = 5_000


class Unexpected(Exception):
    """The server said something that is no translation."""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """The words of a post. `content` is HTML, all others plain text; (id, words) of the pictures."""

    content: str
    spoiler_text: str = ""
    language: str = ""
    media: tuple[tuple[str, str], ...] = ()
    poll_id: str = ""
    options: tuple[str, ...] = ()

    def parts(self) -> list[str]:
        """Everything to be translated, as HTML, in one order."""
        plain = (self.spoiler_text, *(words for _, words in self.media), *self.options)
        return [self.content, *(escape(words, quote=False) for words in plain)]


def question(source: Source, target: str, key: str) -> bytes:
    """The body of `POST /translate`."""
    asked: dict[str, Any] = {
        "q": source.parts(),
        "source": source.language or "auto",
        "target": target,
        "format": "html",
    }
    if key:
        asked["api_key"] = key
    return msgspec.json.encode(asked)


def answer(body: bytes, source: Source, target: str) -> Translation:
    """The Translation entity. Raises Unexpected."""
    told = _decode(body)
    texts = told.get("translatedText") if isinstance(told, dict) else None
    wanted = len(source.parts())
    if not isinstance(texts, list) or len(texts) != wanted or not all(isinstance(text, str) for text in texts):
        raise Unexpected("The translation is not of the shape that was asked for")
    plain = [html_to_text(text)[:MAX_WORD] for text in texts[1:]]
    media_end = 1 + len(source.media)
    return Translation(
        content=sanitise(texts[0]),
        spoiler_text=plain[0],
        language=target,
        detected_source_language=source.language or _detected(told),
        provider=PROVIDER,
        media_attachments=[
            TranslatedMedia(id=media_id, description=words)
            for (media_id, _), words in zip(source.media, plain[1:media_end], strict=True)
        ],
        poll=TranslatedPoll(id=source.poll_id, options=[TranslatedOption(title=words) for words in plain[media_end:]])
        if source.options
        else None,
    )


def _decode(body: bytes) -> Any:
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError) as error:
        raise Unexpected("The translation server did not answer in JSON") from error


def _detected(told: dict[str, Any]) -> str:
    """The language the server heard; English where it does not say one that is known."""
    found = told.get("detectedLanguage")
    first = found[0] if isinstance(found, Sequence) and found else found
    name = first.get("language") if isinstance(first, dict) else None
    return (known(name) if isinstance(name, str) else None) or "en"


def languages(body: bytes) -> dict[str, list[str]]:
    """Source language → languages it can be put into, from `GET /languages`. Raises Unexpected."""
    told = _decode(body)
    if not isinstance(told, list):
        raise Unexpected("The translation server did not list languages")
    found: dict[str, list[str]] = {}
    for item in told[:500]:
        if isinstance(item, dict) and isinstance(item.get("code"), str) and isinstance(item.get("targets"), list):
            source = item["code"][:20]
            targets = [target[:20] for target in item["targets"][:500] if isinstance(target, str)]
            found[source] = sorted({target for target in targets if target != source})
    return found
