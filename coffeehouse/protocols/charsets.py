"""Text out of bytes of unknown encoding, by the names the web uses. Pure; used for pages `delivery.outbound` fetched.

Only encodings named here are decoded: among Python's codecs are some that unpack archives or take quadratic time.
Source: WHATWG Encoding (labels), HTML standard ("determining the character encoding", shortened).
"""

from __future__ import annotations

import codecs
import re

KNOWN = frozenset(
    "utf-8 utf-16 utf-16-le utf-16-be cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp866 cp874 cp949"
    " iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13 iso8859-14 iso8859-15"
    " iso8859-16 koi8-r koi8-u mac-roman gb18030 big5 big5hkscs euc_jp shift_jis cp932 iso2022_jp euc_kr".split()
)
# The web reads these labels as their larger relative.
READ_AS = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

_IN_PAGE = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]{1,40})", re.IGNORECASE)
_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]{1,40})", re.IGNORECASE)


def decode(body: bytes, content_type: str) -> str:
    """`body` as text: by its byte order mark, the header's charset, the page's own, else UTF-8. Never raises."""
    for mark, encoding in MARKS:
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    named = _IN_HEADER.search(content_type)
    if named and (encoding_of_header := _known(named[1])):
        return body.decode(encoding_of_header, "replace")
    in_page = _IN_PAGE.search(body[:2_048])
    if in_page and (encoding_of_page := _known(in_page[1].decode("ascii"))):
        return body.decode(encoding_of_page, "replace")
    return body.decode("utf-8", "replace")


def _known(label: str) -> str | None:
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    name = READ_AS.get(name, name)
    return name if name in KNOWN else None
