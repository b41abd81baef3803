"""Discovery documents: WebFinger (RFC 7033), host-meta (RFC 6415), NodeInfo 2.0, OAuth metadata (RFC 8414).

All are public, the same for everybody, and readable by any page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import quoteattr

import msgspec
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse

from coffeehouse import __version__
from coffeehouse.domain.people import queries as people
from coffeehouse.protocols import oauth_scopes

CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
    "Content-Language": "en",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; form-action 'none'",
}
NODEINFO_SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/2.0"
JRD = "application/jrd+json; charset=utf-8"
LONGEST_RESOURCE = 500
View = Callable[[HttpRequest], HttpResponse]


def public(make: View) -> View:
    """A document for everybody: GET only, with CORS, under our own host names only."""

    def view(request: HttpRequest) -> HttpResponse:
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
        elif request.method not in ("GET", "HEAD"):
            response = _json({"error": "This method is not allowed here"}, status=405)
            response.headers["Allow"] = "GET, HEAD, OPTIONS"
        else:
            try:
                request.get_host()
                response = make(request)
            except DisallowedHost:
                response = _json({"error": "This house does not answer under that host name."}, status=400)
        for name, value in CORS.items():
            response.headers[name] = value
        response.headers.setdefault("Cache-Control", "no-cache")
        return response

    checked: Any = view
    checked.auth = "public"
    checked.csrf_exempt = True
    return view


def _json(value: Any, kind: str = "application/json; charset=utf-8", status: int = 200) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(value), content_type=kind, status=status)


@public
def read_webfinger(request: HttpRequest) -> HttpResponse:
    """The account a handle or address of ours names. A hidden account is answered like none at all (attack U6)."""
    resource = request.GET.get("resource", "")
    if not resource or len(resource) > LONGEST_RESOURCE:
        return _json({"error": "Say whom you look for: ?resource=acct:name@host"}, status=400)
    found = webfinger(resource)
    return _json({"error": "Record not found"}, status=404) if found is None else HttpResponse(found, JRD)


def webfinger(resource: str) -> bytes | None:
    """The JRD (RFC 7033 §4.4) of an account of ours, or None."""
    name = _name_of(resource)
    account_id = people.account_id_of(name) if name else None
    found = None if account_id is None else people.read_account(None, account_id)
    if found is None:
        return None
    account = msgspec.json.decode(found, type=_Named)
    return msgspec.json.encode(
        {
            "subject": f"acct:{account.username}@{settings.DOMAIN}",
            "aliases": [account.url, account.uri],
            "links": [
                {"rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": account.url},
                {"rel": "http://webfinger.net/rel/avatar", "href": account.avatar},
            ],
        }
    )


class _Named(msgspec.Struct):
    """What WebFinger tells of an Account entity."""

    username: str
    url: str
    uri: str
    avatar: str


def _name_of(resource: str) -> str | None:
    """The local name in `acct:name@host`, `name@host` or the address of a profile; None for other hosts."""
    if resource.lower().startswith(("http://", "https://")):
        return _name_in(resource)
    handle = resource[5:] if resource.lower().startswith("acct:") else resource
    name, _, host = handle.removeprefix("@").partition("@")
    return _plain(name) if host.lower() == settings.DOMAIN.lower() else None


def _name_in(address: str) -> str | None:
    for start in ("/@", "/users/"):
        if address.lower().startswith(settings.BASE_URL.lower() + start):
            return _plain(address[len(settings.BASE_URL + start) :])
    return None


def _plain(name: str) -> str | None:
    return name if name and "/" not in name and "@" not in name else None


@public
def read_host_meta(_request: HttpRequest) -> HttpResponse:
    """Where WebFinger is, in XML, for those who ask the old way."""
    template = quoteattr(f"{settings.BASE_URL}/.well-known/webfinger?resource={{uri}}")
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">\n'
        f'  <Link rel="lrdd" template={template}/>\n</XRD>\n'
    )
    return HttpResponse(body, content_type="application/xrd+xml; charset=utf-8")


@public
def read_nodeinfo_links(_request: HttpRequest) -> HttpResponse:
    """Which NodeInfo documents there are."""
    return _json({"links": [{"rel": NODEINFO_SCHEMA, "href": f"{settings.BASE_URL}/nodeinfo/2.0"}]})


@public
def read_nodeinfo(_request: HttpRequest) -> HttpResponse:
    """What runs here, and how many use it. No protocol between servers is spoken yet, and none is claimed."""
    usage = people.read_usage()
    return _json(
        {
            "version": "2.0",
            "software": {"name": "coffeehouse", "version": __version__},
            "protocols": [],
            "services": {"inbound": [], "outbound": []},
            "openRegistrations": True,
            "usage": {
                "users": {
                    "total": usage.accounts,
                    "activeMonth": usage.active_month,
                    "activeHalfyear": usage.active_half_year,
                },
                "localPosts": usage.statuses,
            },
            "metadata": {"nodeName": settings.BODY_NAME, "nodeDescription": settings.BODY_ABOUT},
        },
        f'application/json; profile="{NODEINFO_SCHEMA}#"',
    )


@public
def read_oauth_metadata(_request: HttpRequest) -> HttpResponse:
    """Where OAuth's doors are and what they take."""
    base = settings.BASE_URL
    return _json(
        {
            "issuer": f"{base}/",
            "authorization_endpoint": f"{base}/oauth/authorize",
            "token_endpoint": f"{base}/oauth/token",
            "revocation_endpoint": f"{base}/oauth/revoke",
            "userinfo_endpoint": f"{base}/oauth/userinfo",
            "app_registration_endpoint": f"{base}/api/v1/apps",
            "service_documentation": f"{base}/about",
            # Scopes of administration are understood, but nothing here needs them yet.
            "scopes_supported": [scope for scope in oauth_scopes.KNOWN if not scope.startswith("admin")],
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "client_credentials", *(["password"] * settings.TEST_MODE)],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        }
    )
