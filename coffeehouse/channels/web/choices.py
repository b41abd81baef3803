"""What people choose from in forms, in words."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

DAY = 86_400
OTHER_LANGUAGES = {
    "ar": "العربية", "bn": "বাংলা", "zh": "中文", "fr": "Français", "de": "Deutsch", "ga": "Gaeilge", "gd": "Gàidhlig",
    "gu": "ગુજરાતી", "hi": "हिन्दी", "it": "Italiano", "ku": "Kurdî", "lt": "Lietuvių", "pl": "Polski", "pt": "Português",
    "pa": "ਪੰਜਾਬੀ", "ro": "Română", "so": "Soomaali", "es": "Español", "ta": "தமிழ்", "tr": "Türkçe", "uk": "Українська",
    "ur": "اردو", "vi": "Tiếng Việt",
}  # fmt: skip


def visibilities() -> list[tuple[str, str]]:
    """Who can see a post, from everyone to few."""
    return [
        ("public", _("Everyone")),
        ("unlisted", _("Everyone, but not in public lists")),
        ("followers", _("Only your followers")),
        ("direct", _("Only the people you mention")),
    ]


def quoting() -> list[tuple[str, str]]:
    """Who may quote a post."""
    return [("public", _("Everyone")), ("followers", _("Only your followers")), ("nobody", _("Nobody"))]


def media_shown() -> list[tuple[str, str]]:
    """How apps show pictures and videos."""
    return [
        ("default", _("Hide those that their authors hide")),
        ("show_all", _("Always show them")),
        ("hide_all", _("Always hide them")),
    ]


def languages(chosen: str = "") -> list[tuple[str, str]]:
    """Languages of posts: the house's own, those most spoken in Britain, and the one already chosen."""
    known = {**dict(settings.LANGUAGES), **OTHER_LANGUAGES}
    if chosen and chosen not in known:
        known[chosen] = chosen
    return list(known.items())


def durations() -> list[tuple[int, str]]:
    """How long a poll may be open."""
    hours = [
        (hours * 3_600, ngettext("%(number)d hour", "%(number)d hours", hours) % {"number": hours}) for hours in (1, 6)
    ]
    days = [
        (days * DAY, ngettext("%(number)d day", "%(number)d days", days) % {"number": days}) for days in (1, 3, 7, 30)
    ]
    return [*hours, *days]
