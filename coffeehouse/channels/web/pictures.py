"""Files that the house draws for pages and apps: avatars, banners, the theme's colours, the icon."""

from __future__ import annotations

import io
from functools import cache, lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from PIL import Image, ImageDraw, ImageFont

from coffeehouse.channels.web import colours, showing
from coffeehouse.channels.web.access import public
from coffeehouse.channels.web.avatars import HUE_COLOURS, hue, initials
from coffeehouse.domain.people import queries as people
from coffeehouse.kernel.errors import NotFound

DAY = "public, max-age=86400"
AVATAR_SIZE = 240
ICON_SIZES = (192, 512)
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="{house}"/>'
    '<path fill="none" stroke="{ink}" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"'
    ' d="M7 15h14v5a5 5 0 0 1-5 5h-4a5 5 0 0 1-5-5zM21 16h1.500a2.500 2.500 0 0 1 0 5H21'
    'M11 11c-1.500-1.500 1.500-2.500 0-5M16.500 11c-1.500-1.500 1.500-2.500 0-5"/></svg>'
)


def _bytes(data: bytes | str, content_type: str, lifetime: str) -> HttpResponse:
    response = HttpResponse(data, content_type=content_type)
    response.headers["Cache-Control"] = lifetime
    # As with media: apps in a browser read pictures for their colours, and ask for them in a way that needs this.
    response.headers["Access-Control-Allow-Origin"] = "*"
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
def send_icon_of(_request: HttpRequest, size: int) -> HttpResponse:
    """The same for apps, which want pixels: the first letter of the body's name."""
    if size not in ICON_SIZES:
        raise NotFound
    return _bytes(_icon(settings.BODY_NAME[:1].upper(), settings.BODY_COLOUR, size), "image/png", DAY)


@cache
def _icon(letter: str, colour: str, size: int) -> bytes:
    image = Image.new("RGB", (size, size), colour)
    font = ImageFont.load_default(size=size * 0.6)
    ImageDraw.Draw(image).text((size / 2, size / 2), letter, fill=colours.on(colour), font=font, anchor="mm")
    return _png(image.quantize(32))


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
