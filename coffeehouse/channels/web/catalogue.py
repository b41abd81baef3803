"""The Welsh catalogue: `python -m coffeehouse.channels.web.catalogue` takes new words from templates and code into
`locale/cy/LC_MESSAGES/django.po` and compiles it. Used while developing; a running house reads the compiled file.

Besides: the sentences of the ledger, and what Django says about passwords, for which it has no Welsh.
"""

from __future__ import annotations

import os
import sys
from io import BytesIO
from pathlib import Path

WEB = Path(__file__).resolve().parent
CATALOGUE = WEB / "locale" / "cy" / "LC_MESSAGES" / "django.po"
KEYWORDS = {"_": None, "_lazy": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2)}
JINJA = {
    "extensions": "jinja2.ext.i18n,jinja2.ext.do",
    "newstyle_gettext": "true",
    "trim_blocks": "true",
    "silent": "no",
}


def extract() -> object:
    """Every English string that pages, mails and pushes show, as a Babel catalogue. Needs Django set up."""
    from babel.messages.catalog import Catalog
    from babel.messages.extract import extract_from_dir, extract_from_file
    from django.contrib.auth import password_validation

    from coffeehouse.channels.web.entries import every_sentence

    found = Catalog(project="Coffeehouse", charset="utf-8")
    pages = "channels/web/templates/**.html"
    # The page on which an app is let in belongs to the channel of apps, and is read by people like any other.
    code = ("channels/web/**.py", "channels/client_api/*.py", "delivery/*.py", "domain/records/**.py")
    methods = [*((pattern, "python") for pattern in code), (pages, "jinja2")]
    options: dict[str, dict[str, object]] = {pages: dict(JINJA)}
    for file, _line, message, _comments, _context in extract_from_dir(WEB.parent.parent, methods, options, KEYWORDS):
        found.add(message, locations=[(file, 0)])
    for _line, message, _comments, _context in extract_from_file("python", password_validation.__file__, KEYWORDS):
        found.add(message)
    for words in every_sentence():
        found.add(words)
    return found


def update() -> tuple[int, int]:
    """Write the catalogue with what is new and compile it: (strings, strings without a translation)."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po, write_po

    if CATALOGUE.exists():
        with CATALOGUE.open("rb") as file:
            kept = read_po(file, locale="cy")
    else:
        kept = Catalog(locale="cy", charset="utf-8")
    kept.update(extract(), no_fuzzy_matching=True)  # type: ignore[arg-type]
    kept.obsolete.clear()
    kept.fuzzy = False
    kept.header_comment = "# Welsh words of the pages. Written by `python -m coffeehouse.channels.web.catalogue`."
    kept.project, kept.version = "Coffeehouse", "web"
    kept.last_translator, kept.language_team, kept.msgid_bugs_address = "the Coffeehouse authors", "cy", "SECURITY.md"
    written = BytesIO()
    write_po(written, kept, width=120, no_location=True, sort_output=True, ignore_obsolete=True)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_bytes(written.getvalue())
    CATALOGUE.with_suffix(".mo").write_bytes(compiled())
    missing = sum(1 for message in kept if message.id and not message.string)
    return len(kept), missing


def compiled() -> bytes:
    """The catalogue as gettext reads it at run time."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with CATALOGUE.open("rb") as file:
        kept = read_po(file, locale="cy")
    made = BytesIO()
    write_mo(made, kept)
    return made.getvalue()


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coffeehouse.site.settings")
    django.setup()
    total, missing = update()
    sys.stdout.write(f"{total} strings, {missing} without a translation.\n")
