"""Response headers that every page and answer has, beside those Django's own middleware and the CSP set."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from coffeehouse.engine.tally import ROUTE

Respond = Callable[[HttpRequest], HttpResponseBase]
Headers = list[tuple[str, str]]

# Nothing here asks for a sensor, a camera or a payment; a page that is made to ask anyway is refused by the browser.
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in ("accelerometer", "camera", "geolocation", "gyroscope", "microphone", "payment", "usb")
)


class HeadersMiddleware:
    """Adds Permissions-Policy, and keeps what was made for one person out of shared caches."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.resolver_match is not None:
            request.META[ROUTE] = request.resolver_match.view_name
        if getattr(response, "is_alike_for_all", False):
            # Data without words: caches need not keep one for each language.
            for name in ("Vary", "Content-Language"):
                response.headers.pop(name, None)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cache-Control", "private, no-store" if _is_personal(request) else "no-cache")
        return response


def _is_personal(request: HttpRequest) -> bool:
    return bool(request.COOKIES) or "Authorization" in request.headers


def on_every_answer() -> Headers:
    """What Django's middleware and ours put on every answer: the lanes, which stand in front of both, send it too."""
    return [
        ("Vary", "Accept-Language"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", str(settings.SECURE_REFERRER_POLICY)),
        ("Cross-Origin-Opener-Policy", str(settings.SECURE_CROSS_ORIGIN_OPENER_POLICY)),
        ("Permissions-Policy", PERMISSIONS),
    ]


def over_https() -> Headers:
    """And what they add when the request came by HTTPS."""
    if not settings.SECURE_HSTS_SECONDS:
        return []
    value = f"max-age={settings.SECURE_HSTS_SECONDS}"
    if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS:
        value += "; includeSubDomains"
    return [("Strict-Transport-Security", value)]
