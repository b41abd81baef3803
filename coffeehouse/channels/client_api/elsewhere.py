"""Streams asked for at the web's own address: they are given at another, and this says where.

Apps read the address from the instance (`configuration.urls.streaming`). Whoever asks here either did not, or a proxy
in front of the house does not pass streams on to their port.
"""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from django.conf import settings

from coffeehouse.channels.client_api.answers import EMPTY
from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.channels.client_api.endpoints import route, unlocked
from coffeehouse.kernel.errors import Unavailable

NOT_PASSED_ON = (
    "The proxy in front of this house does not pass /api/v1/streaming on to the streaming port. "
    "Ask the timelines for news instead, and tell whoever runs the house."
)


@unlocked
def read_stream(call: Call) -> Answer:
    """307 to where streams are; 503 when that is here, and so should not have come here."""
    there, here = urlsplit(settings.STREAMING_URL), urlsplit(settings.BASE_URL)
    if there.netloc == here.netloc:
        raise Unavailable(NOT_PASSED_ON)
    scheme = {"ws": "http", "wss": "https"}.get(there.scheme, there.scheme)
    query = f"?{urlencode(call.pairs)}" if call.pairs else ""
    address = f"{scheme}://{there.netloc}{there.path.rstrip('/')}{call.path}{query}"
    return Answer(EMPTY, status=307, headers=(("Location", address),))


# Health, and every stream by its path.
STREAMING = [
    route(path, GET=read_stream)
    for path in (
        "api/v1/streaming",
        "api/v1/streaming/<channel>",
        "api/v1/streaming/<channel>/<part>",
        "api/v1/streaming/<channel>/<part>/<media>",
    )
]
