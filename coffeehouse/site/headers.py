"""Response headers that every page and answer has, beside those Django's own middleware and the CSP set."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

Respond = Callable[[HttpRequest], HttpResponseBase]

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
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cache-Control", "private, no-store" if _is_personal(request) else "no-cache")
        return response


def _is_personal(request: HttpRequest) -> bool:
    return bool(request.COOKIES) or "Authorization" in request.headers
