"""A whole pack: every format says the same, nothing withheld is in any of them, and hostile words stay words."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest
from PIL import Image
from warcio.archiveiterator import ArchiveIterator

from coffeehouse.protocols.packs import plain, writing
from tests.protocols.packs.made import FORMULA, HOSTILE, WITHHELD_NAME, Ledger, make_pack, write_whole

ALL = {
    "README.txt", "archive.warc.gz", "attachments/00002-1-cmd-C-calc-A0-X-y.png", "index.pdf", "items.csv",
    "ledger/checkpoint", "ledger/key.txt", "manifest.json", "pack.json", "proofs/00001.tlog-proof",
    "proofs/00002.tlog-proof", "proofs/00003.tlog-proof", "receipt.json", "redactions.csv", "verify.py",
}  # fmt: skip


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Ledger]:
    """Folder, ZIP file and ledger of one pack, made once."""
    return write_whole(tmp_path_factory.mktemp("pack"))


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / name).read_text("utf-8-sig"), newline="")))


def test_a_pack_has_every_format_under_safe_names(pack: tuple[Path, Path, Ledger]) -> None:
    """Whatever a file was called, its name in the pack is plain, and its extension says what it now is."""
    assert names(pack[0]) == ALL


def test_the_zip_file_holds_the_folder_and_cannot_be_told_from_another_of_it(
    pack: tuple[Path, Path, Ledger], tmp_path: Path
) -> None:
    """One folder inside, no file outside it, and the same bytes whenever it is made again."""
    folder, to, _ = pack
    with zipfile.ZipFile(to) as archive:
        assert {name.removeprefix("FOI-2026-0001/") for name in archive.namelist()} == ALL
        assert archive.testzip() is None
    again = tmp_path / "again.zip"
    receipt = json.loads((folder / "receipt.json").read_text())
    digest = writing.seal(folder, receipt, again, "FOI-2026-0001")
    assert again.read_bytes() == to.read_bytes()
    assert digest == writing.sha256_of(to)
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("table", ["items.csv", "redactions.csv"])
def test_x6_no_cell_of_any_table_is_a_formula(pack: tuple[Path, Path, Ledger], table: str) -> None:
    """Attack X6: what a spreadsheet would run has an apostrophe before it, in every cell of every row."""
    found = rows(pack[0], table)
    cells = [cell for row in found for cell in row.values()]
    assert any(FORMULA in cell for cell in cells)
    for cell in cells:
        assert not cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "|", "%")), cell


@pytest.mark.parametrize(
    "value",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\u00a0=1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "'=1",
        '"=1',
    ],
)
def test_x6_every_start_of_a_formula_is_known(value: str) -> None:
    """Attack X6: also behind blanks and quotes that programs skip, and in the wide signs of East Asian keyboards."""
    assert plain.cell(value)[0] in "'["
    assert not plain.cell("Tel: 029 =1").startswith("'")


def test_x8_json_is_to_the_letter_and_in_ascii(pack: tuple[Path, Path, Ledger]) -> None:
    """Attack X8: nothing that reads lines or shows a file is misled, and yet every character is there."""
    raw = (pack[0] / "pack.json").read_bytes()
    assert raw.isascii()
    assert not set(raw) & (set(range(32)) - {10} | {127})
    item = json.loads(raw)["items"][1]
    assert item["text"] == HOSTILE
    assert item["author"] == HOSTILE
    assert item["facts"] == [{"name": "Answers", "value": HOSTILE}]
    assert item["attachments"][0]["name"].startswith("../../=cmd")


@pytest.mark.parametrize("name", ["README.txt", "items.csv", "redactions.csv", "archive.warc.gz"])
def test_x8_no_control_character_is_in_what_people_open(pack: tuple[Path, Path, Ledger], name: str) -> None:
    """Attack X8: CR, ANSI, separators of lines and turners of direction are shown as their numbers."""
    data = (pack[0] / name).read_bytes()
    text = (gzip.decompress(data) if name.endswith(".gz") else data).decode("utf-8", "replace")
    for sign in ("\x1b", "\x07", "\x00", "\u2028", "\u2029", "\u202e"):
        if name != "archive.warc.gz" or sign != "\x00":  # the picture in the archive has its own bytes
            assert sign not in text.partition("\x89PNG")[0], repr(sign)
    if name != "README.txt":
        assert "[U+001B][31mred[U+0007][U+2028]apart[U+2029][U+202E]evil[U+0000]" in text


def test_x8_the_web_archive_keeps_its_records_apart(pack: tuple[Path, Path, Ledger]) -> None:
    """Attack X8: no name, address or type ends a header; each record has the digest of what it holds (WARC/1.1)."""
    found = []
    with (pack[0] / "archive.warc.gz").open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            assert record.rec_headers.protocol == "WARC/1.1"
            headers = dict(record.rec_headers.headers)
            assert {"X", "X-Evil"} & headers.keys() == set()
            found.append((record.rec_type, headers.get("WARC-Target-URI"), record.content_stream().read()))
    assert [(kind, address) for kind, address, _data in found] == [
        ("warcinfo", None),
        ("resource", "https://house.example/@leedon/7"),
        ("resource", "https://house.example/records/packs/FOI-2026-0001/2"),
        (
            "resource",
            "https://house.example/records/packs/FOI-2026-0001/2/attachments/00002-1-cmd-C-calc-A0-X-y.png",
        ),
        ("resource", "https://house.example/records/packs/FOI-2026-0001/3"),
    ]
    page = found[2][2].decode()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp;" in page
    assert "{{ 7*7 }} {% x %}" in page


def test_p7_withheld_words_pictures_and_metadata_are_in_no_file(pack: tuple[Path, Path, Ledger]) -> None:
    """Attack P7: not the name, not the covered half of the picture, not the words of what is withheld whole."""
    folder = pack[0]
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            data += gzip.decompress(data) if path.suffix == ".gz" else b""
            assert WITHHELD_NAME.encode() not in data, path
            assert b"All of it." not in data, path
    with Image.open(folder / "attachments/00002-1-cmd-C-calc-A0-X-y.png") as seen:
        assert seen.getpixel((10, 10)) == (0, 0, 0)
        assert seen.info == {}
    gone = json.loads((folder / "pack.json").read_text())["items"][2]
    assert (gone["object"], gone["text"], gone["author"], gone["decision"]) == ("", "", "", "withheld")
    assert "extra" not in (folder / "proofs/00003.tlog-proof").read_text()


def test_p7_every_withholding_has_its_provision_and_reason_in_the_log(pack: tuple[Path, Path, Ledger]) -> None:
    """Attack P7: the recipient reads what was taken out, where, under which law and why."""
    log = rows(pack[0], "redactions.csv")
    assert [(row["item"], row["part"], row["withheld_under"]) for row in log] == [
        ("2", "text", "FOIA s.40(2)"),
        ("3", "item", "FOIA s.42"),
    ]
    assert log[1]["reason"] == "Legal advice."


def test_x7_the_readme_says_names_as_they_are(pack: tuple[Path, Path, Ledger]) -> None:
    """Attack X7: braces in a title or a name are braces."""
    text = (pack[0] / "README.txt").read_text("utf-8")
    assert "{{ 7*7 }}" in text
    assert "49" not in text
    assert "Leedon Council & Town" in text
    assert "Items: 3. Released whole: 1. With parts withheld: 1. Withheld: 1." in text


def test_a_pack_can_be_made_in_welsh(tmp_path: Path) -> None:
    """The texts and the document are in the language of the answer; names of files stay."""
    folder, _, _ = write_whole(tmp_path, "cy")
    text = (folder / "README.txt").read_text("utf-8")
    assert "BETH YW HWN" in text
    assert "21 Medi 2026, 15:13 BST" in text
    assert names(folder) == ALL


def test_a_file_that_is_no_longer_kept_stops_the_pack(tmp_path: Path) -> None:
    """Nothing is left out unseen."""
    pack = make_pack(tmp_path, Ledger())
    (tmp_path / "a.png").unlink()
    with pytest.raises(writing.SourceGoneError, match="File 1 of item 2 is no longer kept"):
        writing.write_folder(pack, tmp_path / "out", lambda key: tmp_path / key)


def test_progress_counts_every_step_to_the_end(tmp_path: Path) -> None:
    """Whoever waits sees how far it has come."""
    told: list[tuple[int, int]] = []
    pack = make_pack(tmp_path, Ledger())
    writing.write_folder(pack, tmp_path / "out", lambda key: tmp_path / key, lambda done, of: told.append((done, of)))
    assert told == [(step, 8) for step in range(1, 9)]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "etc-passwd"), (".htaccess", "file.htaccess"), ("CON .png", "CON.png"), ("", "file"),
        ("a\r\nb.PNG", "a-b.png"), ("ŵŷ.jpg", "file.jpg"), ("x" * 300 + ".mp4", "x" * 60 + ".mp4"), ("a/..", "a"),
    ],
)  # fmt: skip
def test_names_of_files_are_made_safe(name: str, safe: str) -> None:
    """No folder, no hidden file, no line end, not too long."""
    assert plain.file_name(name, "file") == safe
