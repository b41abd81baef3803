"""An item as a small web page of its own, for the web archive: text only, nothing of it runs or loads. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from coffeehouse.protocols.packs.content import Attachment, Pack, PackItem
from coffeehouse.protocols.packs.plain import one_line, visible
from coffeehouse.protocols.packs.words import moment, words_of

_STYLE = "body{max-width:40em;margin:2em auto;padding:0 1em;font:1.1em/1.5 sans-serif}dt{font-weight:bold}"


def item_page(pack: Pack, number: int, item: PackItem, links: Sequence[str]) -> bytes:
    """The page of an item; links: where in the archive each of its attachments lies, "" where it is withheld."""
    words = words_of(pack.language)
    heading = f"{words['item']} {number}: {item.kind}"
    parts = [f"<h1>{_text(heading)}</h1>", "<dl>"]
    for name, value in described(pack, item):
        parts.append(f"<dt>{_text(name)}</dt><dd>{_text(value)}</dd>")
    parts.append("</dl>")
    if item.text:
        language = f' lang="{_text(item.language)}"' if item.language else ""
        parts.append(f'<p dir="auto" style="white-space:pre-line"{language}>{_text(item.text)}</p>')
    parts += [_attachment(*pair) for pair in zip(item.attachments, links, strict=True)]
    for redaction in item.redactions:
        parts.append(f"<p>{_text(words['under'])}: {_text(redaction.exemption)}. {_text(redaction.reason)}</p>")
    title = _text(one_line(f"{pack.reference}, {heading}"))
    return (
        f'<!doctype html>\n<html lang="{_text(pack.language)}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body>{''.join(parts)}</body></html>\n"
    ).encode()


def described(pack: Pack, item: PackItem) -> list[tuple[str, str]]:
    """The lines about an item that have something to say, as (name, value)."""
    words = words_of(pack.language)
    lines = [
        (words["time"], moment(item.time_at, pack.language, pack.time_zone)),
        (words["author"], item.author),
        (words["audience"], item.audience),
        (words["channel"], item.channel),
        *item.facts,
        (words["url"], item.url),
        (words["decision"], words[item.decision]),
        (words["proof"], "" if item.proof is None else words["entry"] % item.proof.sequence),
        (words["warning"], item.warning),
    ]
    return [(name, value) for name, value in lines if value]


def _attachment(attachment: Attachment, link: str) -> str:
    name = _text(attachment.name)
    described_as = f": {_text(attachment.description)}" if attachment.description else ""
    if not link:
        return f"<p>{name}{described_as}</p>"
    if attachment.media_type.startswith("image/"):
        return (
            f'<p><img src="{_text(link)}" alt="{_text(attachment.description)}" style="max-width:100%"><br>{name}</p>'
        )
    return f'<p><a href="{_text(link)}">{name}</a>{described_as}</p>'


def _text(text: str) -> str:
    return escape(visible(text))
