"""The labelled texts on which detectors are measured: our own, generated ones, and those of others where they are.

A part of every set is held out: nobody looks at it while a detector is being written, and only its figures are
published. Ours are in tests/policy/detectors/labelled; others' are read from COFFEEHOUSE_SHARED_DATA and never copied.
"""

from __future__ import annotations

import csv
import email
import email.policy
import hashlib
import html
import json
import os
import random
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
OWN = ROOT / "tests" / "policy" / "detectors" / "labelled"
SHARED = Path(os.environ.get("COFFEEHOUSE_SHARED_DATA") or ROOT.parent / "shared" / "data")
SEED = 1948


class Labelled(NamedTuple):
    """A text, its label, and whether it is held out."""

    text: str
    label: str
    is_held_out: bool


def is_held_out(text: str) -> bool:
    """Half of the texts, told by the first bit of their SHA-256."""
    return hashlib.sha256(text.encode()).digest()[0] % 2 == 0


def own(name: str) -> list[Labelled]:
    """A file of ours: `label text` on each line, lines beginning with `# ` apart; criticism.txt has no labels."""
    lines = (OWN / f"{name}.txt").read_text("utf-8").splitlines()
    kept = [line for line in lines if line.strip() and not line.startswith("# ")]
    pairs = [("-", line) if name == "criticism" else line.split(" ", 1) for line in kept]
    return [Labelled(text, label, is_held_out(text)) for label, text in pairs]


def davidson() -> list[Labelled] | None:
    """24,783 tweets: hate, offensive or neither (Davidson and others 2017). None where the set is not there."""
    names = {"0": "hate", "1": "offensive", "2": "neither"}
    return _table("davidson_hate_offensive/labeled_data.csv", "tweet", lambda row: names[row["class"]])


def edos() -> list[Labelled] | None:
    """20,000 posts, sexist or not (EDOS, SemEval-2023 Task 10); held out is its own test part."""
    rows = _rows("edos_sexism/edos_labelled_aggregated.csv")
    if rows is None:
        return None
    return [Labelled(row["text"], row["label_category"][:1].replace("n", "-"), row["split"] == "test") for row in rows]


def surge() -> list[Labelled] | None:
    """1,000 comments, toxic or not; many of the toxic ones are anger at those in power, which must stand."""
    return _table("surge_toxicity/toxicity_en.csv", "text", lambda row: row["is_toxic"])


def naughty() -> list[Labelled] | None:
    """The Big List of Naughty Strings: nothing to find, but nothing may break."""
    file = SHARED / "naughty_input" / "blns.json"
    if not file.is_file():
        return None
    return [Labelled(text, "naughty", True) for text in json.loads(file.read_text("utf-8"))]


def foi_mails() -> list[Labelled] | None:
    """The plain text of real-shaped mails around FOI requests (Alaveteli's fixtures); most of them are answers."""
    archive = SHARED / "alaveteli_foi_emails" / "alaveteli_fixture_files.tar.xz"
    if not archive.is_file():
        return None
    found = []
    with tarfile.open(archive) as files:
        for member in files.getmembers():
            content = files.extractfile(member) if member.name.endswith((".eml", ".email")) else None
            text = _words_of_mail(content.read()) if content else ""
            if text.strip():
                found.append(Labelled(text, "mail", True))
    return found


def _words_of_mail(raw: bytes) -> str:
    """The first plain part of a mail, whatever is wrong with the mail; "" where there is none to be read."""
    try:
        message = email.message_from_bytes(raw, policy=email.policy.default)
        body = message.get_body(("plain",))
        return str(body.get_content()) if body is not None else ""
    except (LookupError, ValueError, AttributeError, KeyError, AssertionError):
        return raw.decode("latin-1", "replace").partition("\n\n")[2]


def _rows(name: str) -> list[dict[str, str]] | None:
    file = SHARED / name
    if not file.is_file():
        return None
    with file.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def _table(name: str, column: str, label: object) -> list[Labelled] | None:
    rows = _rows(name)
    if rows is None or not callable(label):
        return None
    return [Labelled(html.unescape(row[column]), str(label(row)), is_held_out(row[column])) for row in rows]


# ---- Generated sets: the label is known because the text was made for it

CARRIERS = (
    "{}", "It is {}.", "Please note {} for the file", "My number: {}", "({})", "Contact {} before Friday, thanks",
    "Nan's details are {} and she is at home", "re {}: any news?", "{} - who wrote this down?", "Send it to {} please",
)  # fmt: skip


def generated(kind: str, count: int = 2_000) -> list[Labelled]:
    """Texts with (+) and without (-) what a detector of identifiers looks for: nhs_number, ni_number, phone, ..."""
    chance = random.Random(f"{SEED} {kind}")
    make = {
        "nhs_number": _nhs_numbers, "ni_number": _ni_numbers, "phone": _phones, "email_address": _emails,
        "postcode": _postcodes,
    }[kind](chance)  # fmt: skip
    return [
        Labelled(chance.choice(CARRIERS).format(written), label, True)
        for (written, label), _ in zip(make, range(count), strict=False)
    ]


def _nhs_numbers(chance: random.Random) -> Iterator[tuple[str, str]]:
    while True:
        nine = [chance.randrange(10) for _ in range(9)]
        last = (11 - sum(weight * digit for weight, digit in zip(range(10, 1, -1), nine, strict=True)) % 11) % 11
        if last == 10 or len({*nine, last}) == 1:
            continue
        number = "".join(map(str, (*nine, last)))
        gap = chance.choice(["", " ", "-", " "])
        yield gap.join((number[:3], number[3:6], number[6:])), "+"
        # What looks like one: other lengths, books, cards, telephone numbers, and ten digits with a wrong last one.
        wrong = number[:9] + str((last + chance.randint(1, 9)) % 10)
        yield (
            chance.choice(
                [number[:9], number + "0", f"+44 {number[:3]} {number[3:6]} {number[6:]}", f"ISBN {number}", wrong]
            ),
            "-",
        )


def _ni_numbers(chance: random.Random) -> Iterator[tuple[str, str]]:
    while True:
        one, two = chance.choice("ABCEGHJKLMNOPRSTWXYZ"), chance.choice("ABCEGHJKLMNPRSTWXYZ")
        if one + two in {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}:
            continue
        digits = f"{chance.randrange(10**6):06d}"
        gap = chance.choice(["", " ", "-"])
        yield gap.join((one + two, digits[:2], digits[2:4], digits[4:], chance.choice("ABCD"))), "+"
        yield (
            chance.choice(
                [f"{one}{two}{digits}", f"{one}{digits}A", f"QQ{digits}C", f"{one}{two}{digits}X", f"order {digits}A"]
            ),
            "-",
        )


def _phones(chance: random.Random) -> Iterator[tuple[str, str]]:
    while True:
        rest = "".join(chance.choice("0123456789") for _ in range(8))
        yield (
            chance.choice(
                [f"07{chance.randint(1, 9)}{rest}", f"+44 7{chance.randint(1, 9)}{rest[:2]} {rest[2:]}",
                 f"01{chance.randint(2, 9)}{rest[:2]} {rest[2:]}", f"(020) 7{rest[:3]} {rest[3:7]}"]
            ),
            "+",
        )  # fmt: skip
        yield (
            chance.choice(
                [f"0800 {rest[:3]} {rest[3:6]}", f"0300 {rest[:3]} {rest[3:7]}", f"{rest}", f"20{rest[:6]}",
                 f"12/0{rest[:1]}/2026", f"£{rest[:4]}.{rest[4:6]}", f"order 9{rest}", f"10:{rest[:2]} to 11:00"]
            ),
            "-",
        )  # fmt: skip


def _emails(chance: random.Random) -> Iterator[tuple[str, str]]:
    names = ("ada", "bevan.jones", "c_d", "dee+news", "e-f", "gwyn99", "h.i.j", "k")
    ends = ("example.org", "mail.example", "nhs.example", "town.gov.example", "a.b.example.wales", "x-y.example.uk")
    while True:
        yield f"{chance.choice(names)}@{chance.choice(ends)}", "+"
        name = chance.choice(names)
        yield (
            chance.choice([f"@{name}", f"@{name}@{chance.choice(ends)}", f"{name} at example dot org", f"{name}@home",
                           f"https://{chance.choice(ends)}/@{name}", "3 @ £2"]),
            "-",
        )  # fmt: skip


def _postcodes(chance: random.Random) -> Iterator[tuple[str, str]]:
    areas = ("LL", "CF", "SW", "M", "B", "EH", "G", "SA", "NP", "LS", "W", "N", "BT")
    unit = "ABDEFGHJLNPQRSTUWXYZ"
    while True:
        area = chance.choice(areas)
        end = f"{chance.randrange(10)}{chance.choice(unit)}{chance.choice(unit)}"
        yield f"{area}{chance.randint(1, 60)}{chance.choice([' ', '', ' '])}{end}", "+"
        yield (
            chance.choice([f"{area}{chance.randint(1, 60)}", f"QX1 {end}", f"room {end}", f"{area} {end}",
                           f"{area}{chance.randint(100, 999)} {end}", f"bus {chance.randint(1, 99)}"]),
            "-",
        )  # fmt: skip
