"""The words of a pack's own pages, in the languages a pack can be made in. Pure.

A pack is read without the house and by people who never saw it: its words stand here, apart from those of the screens.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

_ENGLISH = {
    "withheld_mark": "withheld",
    "title_foi": "Answer to a request for information",
    "title_sar": "What is held about you",
    "months": "January February March April May June July August September October November December",
    "reference": "Reference",
    "made": "Made",
    "house": "Made by",
    "asked": "What was asked for",
    "answer": "About this answer",
    "contents": "Contents",
    "summary": "What is here",
    "decision": "Decision",
    "number": "Number",
    "included": "Released whole",
    "redacted": "Released with parts withheld",
    "withheld": "Withheld",
    "items": "Items",
    "item": "Item",
    "none": "Nothing was found.",
    "time": "Time",
    "author": "By",
    "audience": "Who could see it",
    "channel": "Came by",
    "url": "Published at",
    "warning": "Warning shown before it",
    "words": "Words",
    "attachments": "Files",
    "not_released": "not released",
    "covered": "parts of the picture are covered",
    "under": "Withheld under",
    "reason": "Reason",
    "part": "Part",
    "log": "What was withheld, and why",
    "log_none": "Nothing was withheld.",
    "proof": "Recorded as",
    "entry": "entry %s of the ledger",
    "check": "How to check this pack",
    "check_words": "Every item was recorded by the house when it happened, in a ledger that outsiders can check. "
    "Unpack the pack and run this in its folder, with Python 3.8 or later and no connection to the internet:",
    "check_more": "It says whether any file was changed, added or taken away since the house made this pack, and "
    "whether each item was recorded as it is shown. The ledger's key is in the file ledger/key.txt: compare it with "
    "the one the house publishes at %s, or name that one with --key.",
    "letters": "A character that this document has no letter for stands as its name or number in square brackets. The "
    "file pack.json has the words to the letter.",
    "what": "WHAT THIS IS",
    "what_words": "What {house} releases in answer to {reference}.",
    "what_counts": "Items: {total}. Released whole: {included}. With parts withheld: {redacted}. Withheld: {withheld}.",
    "files": "WHAT IS IN IT",
    "file_index": "everything to read, for the screen, for paper and for screen readers",
    "file_items": "the items as a table, for a spreadsheet",
    "file_redactions": "what was withheld, where, under which law and why",
    "file_json": "everything for programs, to the letter",
    "file_warc": "the items as a web archive (WARC/1.1), for libraries and archives",
    "file_attachments": "pictures and other files, as released",
    "file_proofs": "for each item, the proof that it was recorded",
    "file_ledger": "the signed checkpoint of the ledger that the proofs lead to, and its key",
    "file_verify": "checks all of this, without the house",
    "file_manifest": "the SHA-256 of each file",
    "file_receipt": "the proof that the house recorded this manifest when it made the pack",
    "check_title": "HOW TO CHECK IT",
    "spreadsheet": "In the tables, an apostrophe stands before words that a spreadsheet could take for a formula.",
}  # fmt: skip

_WELSH = {
    "withheld_mark": "ataliwyd",
    "title_foi": "Ateb i gais am wybodaeth",
    "title_sar": "Yr hyn a gedwir amdanoch",
    "months": "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr",
    "reference": "Cyfeirnod",
    "made": "Gwnaed",
    "house": "Gwnaed gan",
    "asked": "Yr hyn y gofynnwyd amdano",
    "answer": "Am yr ateb hwn",
    "contents": "Cynnwys",
    "summary": "Beth sydd yma",
    "decision": "Penderfyniad",
    "number": "Nifer",
    "included": "Rhyddhawyd yn gyfan",
    "redacted": "Rhyddhawyd gan atal rhannau",
    "withheld": "Ataliwyd",
    "items": "Eitemau",
    "item": "Eitem",
    "none": "Ni chafwyd hyd i ddim.",
    "time": "Amser",
    "author": "Gan",
    "audience": "Pwy allai ei weld",
    "channel": "Daeth drwy",
    "url": "Cyhoeddwyd yn",
    "warning": "Rhybudd a ddangoswyd o’i flaen",
    "words": "Geiriau",
    "attachments": "Ffeiliau",
    "not_released": "heb ei ryddhau",
    "covered": "mae rhannau o’r llun wedi’u gorchuddio",
    "under": "Ataliwyd o dan",
    "reason": "Rheswm",
    "part": "Rhan",
    "log": "Beth a ataliwyd, a pham",
    "log_none": "Ni ataliwyd dim.",
    "proof": "Cofnodwyd fel",
    "entry": "cofnod %s yn y llyfr cofnodion",
    "check": "Sut i wirio’r pecyn hwn",
    "check_words": "Cofnododd y tŷ bob eitem pan ddigwyddodd, mewn llyfr cofnodion y gall pobl o’r tu allan ei wirio. "
    "Dadbaciwch y pecyn a rhedwch hwn yn ei ffolder, gyda Python 3.8 neu’n hwyrach a heb gysylltiad â’r rhyngrwyd:",
    "check_more": "Mae’n dweud a gafodd unrhyw ffeil ei newid, ei hychwanegu neu ei thynnu ers i’r tŷ wneud y pecyn "
    "hwn, ac a gofnodwyd pob eitem fel y’i dangosir. Mae allwedd y llyfr cofnodion yn y ffeil ledger/key.txt: "
    "cymharwch hi â’r un y mae’r tŷ yn ei chyhoeddi yn %s, neu enwch honno gyda --key.",
    "letters": "Mae nod nad oes gan y ddogfen hon lythyren ar ei gyfer yn sefyll fel ei enw neu ei rif mewn cromfachau "
    "sgwâr. Mae’r geiriau i’r llythyren yn y ffeil pack.json.",
    "what": "BETH YW HWN",
    "what_words": "Yr hyn y mae {house} yn ei ryddhau mewn ateb i {reference}.",
    "what_counts": "Eitemau: {total}. Rhyddhawyd yn gyfan: {included}. Gyda rhannau wedi’u hatal: {redacted}. "
    "Ataliwyd: {withheld}.",
    "files": "BETH SYDD YNDDO",
    "file_index": "popeth i’w ddarllen, ar sgrin, ar bapur a chyda darllenydd sgrin",
    "file_items": "yr eitemau fel tabl, ar gyfer taenlen",
    "file_redactions": "beth a ataliwyd, ble, o dan ba gyfraith a pham",
    "file_json": "popeth ar gyfer rhaglenni, i’r llythyren",
    "file_warc": "yr eitemau fel archif gwe (WARC/1.1), ar gyfer llyfrgelloedd ac archifau",
    "file_attachments": "lluniau a ffeiliau eraill, fel y’u rhyddhawyd",
    "file_proofs": "ar gyfer pob eitem, y prawf iddi gael ei chofnodi",
    "file_ledger": "y pwynt gwirio wedi’i lofnodi y mae’r profion yn arwain ato, a’i allwedd",
    "file_verify": "mae’n gwirio hyn i gyd, heb y tŷ",
    "file_manifest": "SHA-256 pob ffeil",
    "file_receipt": "y prawf i’r tŷ gofnodi’r rhestr hon pan wnaeth y pecyn",
    "check_title": "SUT I’W WIRIO",
    "spreadsheet": "Yn y tablau, saif collnod o flaen geiriau y gallai taenlen eu cymryd am fformiwla.",
}  # fmt: skip

# What the house calls things by in its own records, for readers. Welsh by the English word.
_KINDS = {
    "post": "Post", "deleted": "Deleted post", "edit": "Earlier version of a post", "draft": "Draft",
    "scheduled": "Scheduled post", "decision": "Decision about a draft", "report": "Report", "note": "Private remark",
    "profile": "Profile", "member": "Membership",
}  # fmt: skip
_CHANNELS = {
    "web": "the pages of the house", "client_api": "an app", "email": "e-mail", "cli": "the command line",
    "worker": "the house itself", "system": "the house itself",
}  # fmt: skip
_PHRASES = {
    "Post": "Neges", "Deleted post": "Neges a ddilëwyd", "Earlier version of a post": "Fersiwn cynharach o neges",
    "Draft": "Drafft", "Scheduled post": "Neges wedi’i hamserlennu",
    "Decision about a draft": "Penderfyniad am ddrafft",
    "Report": "Adroddiad", "Private remark": "Sylw preifat", "Profile": "Proffil", "Membership": "Aelodaeth",
    "the pages of the house": "tudalennau’r tŷ", "an app": "ap", "e-mail": "e-bost",
    "the command line": "y llinell orchymyn", "the house itself": "y tŷ ei hun",
    "everybody": "pawb", "everybody, quietly": "pawb, yn dawel", "followers": "dilynwyr",
    "the people it was written to": "y bobl yr ysgrifennwyd ato",
    "Answers": "Yn ateb", "State": "Cyflwr", "Written by": "Ysgrifennwyd gan", "Became": "Daeth yn",
    "Decision": "Penderfyniad", "About": "Am", "Category": "Categori", "Part": "Rhan", "Language": "Iaith",
    "An earlier version of": "Fersiwn cynharach o", "A private remark about": "Sylw preifat am", "E-mail": "E-bost",
    "Deleted by its author or the house": "Dilëwyd gan ei awdur neu’r tŷ",
    "Whoever does not speak for the body is not named.": "Nid enwir y sawl nad yw’n siarad dros y corff.",
    "Its words have changed since it was decided about.": "Mae ei eiriau wedi newid ers y penderfyniad amdano.",
    "It is no longer held.": "Nid yw’n cael ei gadw mwyach.", "Its words have been erased.": "Dilëwyd ei eiriau.",
}  # fmt: skip

LANGUAGES: Mapping[str, Mapping[str, str]] = {"en": _ENGLISH, "cy": _WELSH}


def words_of(language: str) -> Mapping[str, str]:
    """The words in this language; English where there are none."""
    return LANGUAGES.get(language, _ENGLISH)


def kind_word(kind: str, language: str) -> str:
    """What a kind of record is called."""
    return phrase(_KINDS.get(kind, kind), language)


def channel_word(channel: str, language: str) -> str:
    """What a channel is called."""
    return phrase(_CHANNELS.get(channel, channel), language)


def phrase(english: str, language: str) -> str:
    """A phrase of the house's records in this language; as it is where there is no other."""
    return _PHRASES.get(english, english) if language == "cy" else english


def moment(at: int, language: str, time_zone: str) -> str:
    """`22 November 2026, 10:05 GMT`, from ms UTC."""
    local = datetime.fromtimestamp(at / 1_000, UTC).astimezone(ZoneInfo(time_zone))
    month = words_of(language)["months"].split()[local.month - 1]
    return f"{local.day} {month} {local.year}, {local:%H:%M %Z}"
