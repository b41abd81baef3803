"""Files that pages and apps load: pictures people posted, drawn avatars, the theme's colours, the icon."""

from __future__ import annotations

import io
from functools import cache, lru_cache

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from PIL import Image, ImageDraw, ImageFont

from coffeehouse.channels.web import colours, showing
from coffeehouse.channels.web.access import public
from coffeehouse.channels.web.avatars import HUE_COLOURS, hue, initials
from coffeehouse.domain import files
from coffeehouse.domain.people import queries as people
from coffeehouse.kernel.errors import NotFound

FOREVER = "public, max-age=31536000, immutable"
DAY = "public, max-age=86400"
AVATAR_SIZE = 240
CONTENT_TYPES = {".jpeg": "image/jpeg", ".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="{house}"/>'
    '<path fill="none" stroke="{ink}" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"'
    ' d="M7 15h14v5a5 5 0 0 1-5 5h-4a5 5 0 0 1-5-5zM21 16h1.500a2.500 2.500 0 0 1 0 5H21'
    'M11 11c-1.500-1.500 1.500-2.500 0-5M16.500 11c-1.500-1.500 1.500-2.500 0-5"/></svg>'
)


def _bytes(data: bytes | str, content_type: str, lifetime: str) -> HttpResponse:
    response = HttpResponse(data, content_type=content_type)
    response.headers["Cache-Control"] = lifetime
    return response


@public("GET")
def send_theme(_request: HttpRequest) -> HttpResponse:
    """The body's colours as a stylesheet of the house's own: the content policy forbids styles inside pages."""
    return _bytes(colours.stylesheet(settings.BODY_COLOUR, settings.BODY_ACCENT), "text/css; charset=utf-8", DAY)


@public("GET")
def send_icon(_request: HttpRequest) -> HttpResponse:
    """The icon of the browser's tab, in the body's colour."""
    drawing = ICON.format(house=settings.BODY_COLOUR, ink=colours.on(settings.BODY_COLOUR))
    return _bytes(drawing, "image/svg+xml", DAY)


@public("GET")
def send_avatar(_request: HttpRequest, account_id: int) -> HttpResponse:
    """Initials on a colour for an account without a picture, for apps; pages draw them without a request."""
    text = people.read_account(None, account_id)
    if text is None:
        raise NotFound
    account = showing.account(text)
    return _bytes(_draw(initials(account).upper(), hue(account)), "image/png", DAY)


@lru_cache(maxsize=2_048)
def _draw(letters: str, colour: int) -> bytes:
    image = Image.new("RGB", (AVATAR_SIZE, AVATAR_SIZE), HUE_COLOURS[colour])
    font = ImageFont.load_default(size=AVATAR_SIZE * 0.42)
    centre = (AVATAR_SIZE / 2, AVATAR_SIZE / 2)
    ImageDraw.Draw(image).text(centre, letters, fill="#ffffff", font=font, anchor="mm")
    return _png(image.quantize(64))


def _png(image: Image.Image) -> bytes:
    held = io.BytesIO()
    image.save(held, "PNG", optimize=True)
    return held.getvalue()


@cache
def _banner(colour: str) -> bytes:
    return _png(Image.new("RGB", (600, 200), colour).quantize(2))


@public("GET")
def send_default_header(_request: HttpRequest) -> HttpResponse:
    """The banner of accounts without one."""
    return _bytes(_banner(settings.BODY_COLOUR), "image/png", DAY)


@public("GET")
def send_media(_request: HttpRequest, key: str) -> HttpResponseBase:
    """A picture under its random name, which only those know who may see its post. A deleted post's file is gone."""
    path = files.path_of(key)
    content_type = CONTENT_TYPES.get(path.suffix)
    if content_type is None or not path.is_file():
        raise NotFound
    response = FileResponse(path.open("rb"), content_type=content_type)
    response.headers["Cache-Control"] = FOREVER
    # Nothing in a picture may ever act as a page.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
