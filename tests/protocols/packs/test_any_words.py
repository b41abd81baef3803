"""Whatever people write, the formats of a pack keep their shape: properties over made-up texts (X6, X8)."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from coffeehouse.protocols.packs import plain, writing
from coffeehouse.protocols.packs.content import Attachment, Pack, PackItem, Redaction
from coffeehouse.protocols.packs.readme import write_readme
from coffeehouse.protocols.packs.tables import items_csv, redactions_csv
from coffeehouse.protocols.packs.web_archive import write_archive

# Every character there is, lone surrogates too; those with a meaning to some program more often.
WORDS = st.text(
    st.one_of(st.characters(), st.sampled_from("=+-@|%\t\r\n\x1b\x00\u2028\u2029\u202e\ufeff＝＋\ud800'\"<>{}#$\\")),
    max_size=30,
)
UNSEEN = {*map(chr, range(0x20)), "\x7f", "\u2028", "\u2029", "\u202e", "\u2066", "\ufeff"} - {"\n"}


@st.composite
def packs(draw: Any) -> Pack:
    """A pack whose every word is made up."""
    item = PackItem(
        object=draw(WORDS), kind=draw(WORDS), time_at=draw(st.integers(0, 4_102_444_800_000)), author=draw(WORDS),
        channel=draw(WORDS), audience=draw(WORDS), language=draw(WORDS), warning=draw(WORDS), text=draw(WORDS),
        url=draw(st.one_of(WORDS, WORDS.map(lambda words: f"https://house.example/{words}"))),
        facts=((draw(WORDS), draw(WORDS)),),
        attachments=(Attachment(name=draw(WORDS), media_type=draw(WORDS), description=draw(WORDS)),),
        redactions=(Redaction(part=draw(WORDS), exemption=draw(WORDS), reason=draw(WORDS)),),
    )  # fmt: skip
    return Pack(
        reference=draw(WORDS), kind="foi", title=draw(WORDS), house=draw(WORDS), address="https://house.example",
        made_at=1_790_000_000_000, items=(item, item), asked=draw(WORDS), notes=(draw(WORDS),),
    )  # fmt: skip


@given(packs())
@settings(max_examples=60, deadline=None)
def test_tables_keep_their_rows_and_have_no_formulas(pack: Pack) -> None:
    """As many rows as items, as many cells as columns, none that runs, none with an unseen character."""
    for table, rows in ((items_csv(pack), 2), (redactions_csv(pack), 2)):
        found = list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")))
        assert len(found) == rows + 1
        assert {len(row) for row in found} == {len(found[0])}
        for cell in (cell for row in found for cell in row):
            assert not UNSEEN & set(cell)
            assert not cell.strip(" \u00a0\n").startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠", "|", "%"))


@given(packs())
@settings(max_examples=60, deadline=None)
def test_a_web_archive_has_one_record_for_each_page(pack: Pack) -> None:
    """No word ends a record or a header, and every digest fits."""
    out = io.BytesIO()
    write_archive(pack, out, lambda _number, _place: None, "archive.warc.gz")
    out.seek(0)
    records = [
        (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read())
        for record in ArchiveIterator(out, check_digests="raise")
    ]
    assert [kind for kind, _address, _data in records] == ["warcinfo", "resource", "resource"]
    assert len({address for _kind, address, _data in records}) == 3
    for _kind, address, data in records[1:]:
        assert address.isascii()
        assert address.startswith("https://house.example/")
        assert data.count(b"<html") == 1
        assert not UNSEEN & set(data.decode())


@given(packs())
@settings(max_examples=30, deadline=None)
def test_json_gives_back_every_text_to_the_letter(pack: Pack) -> None:
    """What was escaped is what was said, and the file is plain ASCII."""
    with tempfile.TemporaryDirectory() as made:
        written = Path(made) / "pack.json"
        writing._write_json(written, writing._content(pack))
        assert written.read_bytes().isascii()
        first = json.loads(written.read_text("ascii"))["items"][0]
    for name in ("object", "kind", "author", "text", "warning"):
        assert first[name] == getattr(pack.items[0], name)


@given(packs())
@settings(max_examples=30, deadline=None)
def test_the_readme_has_no_character_that_steers(pack: Pack) -> None:
    """It is opened in terminals."""
    text = write_readme(pack)
    assert not UNSEEN & set(text)
    text.encode()


@given(WORDS)
def test_a_name_of_a_file_is_one_name(name: str) -> None:
    """Neither a path nor hidden, in ASCII, never empty."""
    safe = plain.file_name(name, "file")
    assert safe
    assert safe.isascii()
    assert not safe.startswith((".", "-"))
    assert not {"/", "\\", ":", "\x00", "\n"} & set(safe)
