"""The Jinja environment of every page: GOV.UK macros, the two languages, and how times, numbers and avatars are shown.

Django's Jinja2 engine calls `environment` with its options; other channels that show a page (OAuth's consent) reach the
templates through that engine, never through this package.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils import translation
from jinja2 import ChoiceLoader, Environment, FileSystemBytecodeCache, PackageLoader, PrefixLoader
from markupsafe import Markup

from coffeehouse.channels.web import times
from coffeehouse.channels.web.avatars import hue, initials
from coffeehouse.channels.web.emoji import emojify
from coffeehouse.channels.web.frame import frame


def environment(**options: Any) -> Environment:
    """The environment, made once per process. Autoescape is on and cannot be switched off by an option."""
    own = options.pop("loader", None)
    loaders = [loader for loader in (own, PackageLoader("coffeehouse.channels.web")) if loader is not None]
    made = Environment(  # noqa: S701  # autoescape is forced on below
        loader=ChoiceLoader([*loaders, PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})]),
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_compiled(),
        **{**options, "autoescape": True, "cache_size": -1},
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]  # added by jinja2.ext.i18n
        translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext
    )
    made.globals.update(
        frame=frame, static=static, icon=icon, body_name=settings.BODY_NAME, languages=dict(settings.LANGUAGES)
    )
    made.filters.update(
        when=times.when,
        moment=times.moment,
        day=times.day,
        iso=times.iso,
        clock=times.clock_time,
        initials=initials,
        hue=hue,
        plain=plain,
        emojify=emojify,
    )
    return made


def _compiled() -> FileSystemBytecodeCache | None:
    """Where compiled templates wait for the next opening: a private folder of the house. None before there is one."""
    if not settings.DATA.is_dir():
        return None
    folder = settings.DATA / "templates"
    folder.mkdir(mode=0o700, exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


@cache
def static(name: str) -> str:
    """The address of a static file; looked up once, since a running house never changes them."""
    return staticfiles_storage.url(name)


@cache
def icon(name: str) -> Markup:
    """A decorative drawing from the one sheet of icons; what it means always stands beside it in words."""
    sheet = static("built/icons.svg")
    return Markup('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>').format(
        sheet, name
    )


def plain(html: str) -> str:
    """Text of our own sanitised HTML, for titles and descriptions."""
    return Markup(html.replace("</p><p>", " ").replace("<br>", " ").replace("<br/>", " ")).striptags()  # noqa: S704  # tags are taken off
