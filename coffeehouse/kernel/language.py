"""Languages a post may say it is in: ISO 639 codes with their names in English and Welsh.

Channels check what apps send and offer the names in forms. Two-letter codes where there is one, plus a few three-letter
codes for languages people write that have none. Detection lives elsewhere; this is only the table.
"""

from __future__ import annotations

import re

from coffeehouse.kernel.errors import Invalid

_ENGLISH = """
aa Afar|ab Abkhazian|ae Avestan|af Afrikaans|ak Akan|am Amharic|an Aragonese|ar Arabic|as Assamese|av Avaric|ay Aymara
az Azerbaijani|ba Bashkir|be Belarusian|bg Bulgarian|bi Bislama|bm Bambara|bn Bangla|bo Tibetan|br Breton|bs Bosnian
ca Catalan|ce Chechen|ch Chamorro|co Corsican|cr Cree|cs Czech|cu Church Slavic|cv Chuvash|cy Welsh|da Danish|de German
dv Divehi|dz Dzongkha|ee Ewe|el Greek|en English|eo Esperanto|es Spanish|et Estonian|eu Basque|fa Persian|ff Fula
fi Finnish|fj Fijian|fo Faroese|fr French|fy Western Frisian|ga Irish|gd Scottish Gaelic|gl Galician|gn Guarani
gu Gujarati|gv Manx|ha Hausa|he Hebrew|hi Hindi|ho Hiri Motu|hr Croatian|ht Haitian Creole|hu Hungarian|hy Armenian
hz Herero|ia Interlingua|id Indonesian|ie Interlingue|ig Igbo|ii Sichuan Yi|ik Inupiaq|io Ido|is Icelandic|it Italian
iu Inuktitut|ja Japanese|jv Javanese|ka Georgian|kg Kongo|ki Kikuyu|kj Kuanyama|kk Kazakh|kl Kalaallisut|km Khmer
kn Kannada|ko Korean|kr Kanuri|ks Kashmiri|ku Kurdish|kv Komi|kw Cornish|ky Kyrgyz|la Latin|lb Luxembourgish|lg Ganda
li Limburgish|ln Lingala|lo Lao|lt Lithuanian|lu Luba-Katanga|lv Latvian|mg Malagasy|mh Marshallese|mi Māori
mk Macedonian|ml Malayalam|mn Mongolian|mr Marathi|ms Malay|mt Maltese|my Burmese|na Nauru|nb Norwegian Bokmål
nd North Ndebele|ne Nepali|ng Ndonga|nl Dutch|nn Norwegian Nynorsk|no Norwegian|nr South Ndebele|nv Navajo|ny Nyanja
oc Occitan|oj Ojibwa|om Oromo|or Odia|os Ossetic|pa Punjabi|pi Pali|pl Polish|ps Pashto|pt Portuguese|qu Quechua
rm Romansh|rn Rundi|ro Romanian|ru Russian|rw Kinyarwanda|sa Sanskrit|sc Sardinian|sd Sindhi|se Northern Sami|sg Sango
si Sinhala|sk Slovak|sl Slovenian|sm Samoan|sn Shona|so Somali|sq Albanian|sr Serbian|ss Swati|st Southern Sotho
su Sundanese|sv Swedish|sw Swahili|ta Tamil|te Telugu|tg Tajik|th Thai|ti Tigrinya|tk Turkmen|tl Tagalog|tn Tswana
to Tongan|tr Turkish|ts Tsonga|tt Tatar|tw Twi|ty Tahitian|ug Uyghur|uk Ukrainian|ur Urdu|uz Uzbek|ve Venda
vi Vietnamese|vo Volapük|wa Walloon|wo Wolof|xh Xhosa|yi Yiddish|yo Yoruba|za Zhuang|zh Chinese|zu Zulu
ast Asturian|ckb Central Kurdish|gsw Swiss German|kab Kabyle|sco Scots|smj Lule Sami|szl Silesian|tok Toki Pona
zgh Standard Moroccan Tamazight|bfi British Sign Language|csb Kashubian|fil Filipino|haw Hawaiian
bh Bihari|chr Cherokee|cnr Montenegrin|jbo Lojban|ldn Láadan|lfn Lingua Franca Nova|moh Mohawk|nds Low German
pdc Pennsylvania Dutch|sma Southern Sami|vai Vai|xal Kalmyk|zba Balaibalan
rom Romany|syl Sylheti|yue Cantonese|mey Hassaniya Arabic|ary Moroccan Arabic|prs Dari|rmw Welsh Romani
"""

_WELSH = """
af Affricâneg|am Amhareg|ar Arabeg|az Aserbaijaneg|be Belarwseg|bg Bwlgareg|bn Bengaleg|bo Tibeteg|br Llydaweg
bs Bosnieg|ca Catalaneg|co Corseg|cs Tsieceg|cy Cymraeg|da Daneg|de Almaeneg|el Groeg|en Saesneg|eo Esperanto|es Sbaeneg
et Estoneg|eu Basgeg|fa Perseg|fi Ffinneg|fj Ffijïeg|fo Ffaröeg|fr Ffrangeg|fy Ffriseg y Gorllewin|ga Gwyddeleg
gd Gaeleg yr Alban|gl Galisieg|gu Gwjarati|gv Manaweg|ha Hawsa|he Hebraeg|hi Hindi|hr Croateg|hu Hwngareg|hy Armeneg
id Indoneseg|ig Igbo|is Islandeg|it Eidaleg|ja Japaneeg|ka Georgeg|kk Casacheg|km Chmereg|kn Kannada|ko Coreeg|ku Cwrdeg
kw Cernyweg|la Lladin|lb Lwcsembwrgeg|lo Laoeg|lt Lithwaneg|lv Latfieg|mi Maori|mk Macedoneg|ml Malayalam|mn Mongoleg
mr Marathi|ms Maleieg|mt Malteg|my Byrmaneg|nb Norwyeg Bokmål|ne Nepaleg|nl Iseldireg|nn Norwyeg Nynorsk|no Norwyeg
oc Ocsitaneg|pa Pwnjabeg|pl Pwyleg|ps Pashto|pt Portiwgaleg|ro Rwmaneg|ru Rwseg|sa Sansgrit|sd Sindhi|si Sinhaleg
sk Slofaceg|sl Slofeneg|so Somaleg|sq Albaneg|sr Serbeg|sv Swedeg|sw Swahili|ta Tamileg|te Telugu|th Thai|tl Tagalog
tr Tyrceg|uk Wcreineg|ur Wrdw|uz Wsbeceg|vi Fietnameg|yi Iddew-Almaeneg|yo Iorwba|zh Tsieineeg|zu Swlw|sco Sgoteg
ckb Cwrdeg Canolog|bfi Iaith Arwyddion Prydain|gsw Almaeneg y Swistir|yue Cantoneg
"""


def _table(text: str) -> dict[str, str]:
    entries = (entry.split(" ", 1) for line in text.split("\n") for entry in line.split("|") if entry)
    return {code: name for code, name in entries}


NAMES = _table(_ENGLISH)
"""English name by code: every language a post may name."""
WELSH_NAMES = _table(_WELSH)
_TAG = re.compile(r"([a-zA-Z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*+")


def known(tag: str | None) -> str | None:
    """The code of a language tag (`en-GB`, `CY` become `en`, `cy`), or None when it is not in the table."""
    match = _TAG.fullmatch(tag[:40]) if tag else None
    code = match[1].lower() if match else ""
    return code if code in NAMES else None


def is_language(code: str) -> bool:
    """Whether this very text is a code of the table, ready to be stored."""
    return code in NAMES


def check_language(tag: str, *, field: str = "language") -> str:
    """As `known`, but Invalid when it is not."""
    code = known(tag)
    if code is None:
        raise Invalid(
            "This language code is unknown. Use an ISO 639 code such as en for English or cy for Welsh.", field=field
        )
    return code


def name_of(code: str, interface: str = "en") -> str:
    """The language's name for an English or Welsh (`cy`) interface; the code itself when it is unknown."""
    english = NAMES.get(code, code)
    return WELSH_NAMES.get(code, english) if interface == "cy" else english


def choices(interface: str = "en", first: tuple[str, ...] = ("en", "cy")) -> list[tuple[str, str]]:
    """(code, name) for a form: those in `first`, then the others by name."""
    others = sorted((name_of(code, interface).casefold(), code) for code in NAMES if code not in first)
    return [(code, name_of(code, interface)) for code in (*first, *(code for _, code in others))]
