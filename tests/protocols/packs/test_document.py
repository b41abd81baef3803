"""The document of a pack: tagged for screen readers, and of words only."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from coffeehouse.protocols.packs import document
from coffeehouse.protocols.packs.content import Pack
from coffeehouse.protocols.packs.document import document_names, spelled, write_document
from tests.protocols.packs.made import HOSTILE, Ledger, make_pack


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return make_pack(tmp_path_factory.mktemp("document"), Ledger())


@pytest.fixture(scope="module")
def read(pack: Pack) -> PdfReader:
    return PdfReader(io.BytesIO(write_document(pack)))


def tags(node: Any) -> Counter[str]:
    """The tags of the structure tree, counted."""
    node = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(node, ArrayObject):
        return sum((tags(each) for each in node), Counter())
    if not isinstance(node, DictionaryObject):
        return Counter()
    own = Counter([str(node["/S"])]) if "/S" in node else Counter[str]()
    return own + tags(node.get("/K"))


def words(read: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in read.pages).split())


def test_the_document_says_that_it_is_accessible_and_in_which_language(read: PdfReader) -> None:
    """PDF/UA-1 by its own word, tagged, with a language and a title that the window shows."""
    root: Any = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - an object of the library
    assert str(root["/Lang"]) == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    assert str(read.metadata.title).startswith("Bins =cmd") if read.metadata else False


def test_headings_tables_and_lists_are_tagged_as_such(read: PdfReader) -> None:
    """Whoever listens can go from item to item, and hears which column a cell belongs to."""
    root: Any = read.trailer["/Root"]
    found = tags(root["/StructTreeRoot"]["/K"])
    assert found["/Document"] == 1
    assert found["/H2"] == 3  # one for each item
    assert found["/H1"] >= 4
    assert found["/Table"] == 2
    assert found["/TH"] == 2 + 4
    assert found["/LI"] >= 4
    assert found["/P"] > 20
    assert len(read.outline) > 0


def test_x7_words_are_never_run_as_a_template(read: PdfReader) -> None:
    """Attack X7: what other programs would take for code stands there as it was written."""
    text = words(read)
    for said in ("{{ 7*7 }}", "{% x %}", "#{1+1}", "$x$", "*b*", "${7*7}", "<script>alert(1)</script>", "&amp;"):
        assert said in text, said
    assert "49" not in text


def test_x8_what_nobody_would_see_is_shown(read: PdfReader) -> None:
    """Attack X8: control characters and turners of direction stand as their numbers."""
    text = words(read)
    for said in ("[U+001B][31mred", "[U+2028]apart", "[U+202E]evil"):
        assert said in text, said


def test_a_letter_that_no_font_has_is_spelled(read: PdfReader) -> None:
    """PDF/UA allows no letter that is not there: signs stand by name, others by number, and nothing else is lost."""
    text = words(read)
    assert "[grinning face]" in text or "😀" in text
    assert "ŵŷ" in text
    assert "العربية" in text or "ﺔﻴﺑﺮﻌﻟﺍ" in text or "ةيبرعلا" in text
    assert spelled("中") == "[U+4E2D]"
    assert spelled("\u200d") == ""


@pytest.mark.parametrize("number", [0, 400])
def test_a_pack_without_items_and_one_with_many_can_be_read(pack: Pack, number: int) -> None:
    """Nothing found is an answer too; and many items do not make it fail."""
    items = tuple(pack.items[0] for _ in range(number))
    read = PdfReader(io.BytesIO(write_document(msgspec.structs.replace(pack, items=items))))
    assert ("Nothing was found." in words(read)) == (number == 0)
    assert ("Item 400:" in words(read)) == (number == 400)


def test_any_text_can_be_set(pack: Pack) -> None:
    """Characters of every plane, the private and the unassigned ones among them, do not stop a pack."""
    text = HOSTILE + "".join(map(chr, [0x1F3F4, 0xE0067, 0xE0062, 0xE007F, 0x10FFFD, 0x0378, 0x1D54F, 0x2F81A, 0xFFFC]))
    item = msgspec.structs.replace(pack.items[0], text=text + "\ud800", language="../../x")
    read = PdfReader(io.BytesIO(write_document(msgspec.structs.replace(pack, items=(item,)))))
    assert "[U+D800]" in words(read)


def test_the_template_and_nothing_else_is_read(pack: Pack, tmp_path: Path) -> None:
    """Words that name a file do not bring it in."""
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret of the house")
    item = msgspec.structs.replace(pack.items[0], text=f'#read("{secret}") #include "{secret}" @preview/cetz:0.3.0')
    read = PdfReader(io.BytesIO(write_document(msgspec.structs.replace(pack, items=(item,)))))
    assert "the secret of the house" not in words(read)
    assert "#include" in words(read)


def test_a_large_pack_has_several_documents(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each with its own items under their numbers, and the counts of the whole."""
    monkeypatch.setattr(document, "VOLUME", 2)
    assert document_names(pack) == ["index-1.pdf", "index-2.pdf"]
    first, second = (words(PdfReader(io.BytesIO(write_document(pack, volume)))) for volume in (1, 2))
    assert "Items 1–2" in first
    assert "Item 2:" in first
    assert "Item 3:" not in first
    assert "Item 3:" in second
    assert "Item 2:" not in second
    assert "Legal advice." in second
    assert "Released whole 1 Released with parts withheld 1 Withheld 1" in second
    assert document_names(msgspec.structs.replace(pack, items=())) == ["index.pdf"]
