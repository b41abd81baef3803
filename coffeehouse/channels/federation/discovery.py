"""Discovery documents: WebFinger (RFC 7033), host-meta (RFC 6415), NodeInfo 2.0 and 2.1, OAuth metadata (RFC 8414).

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
from coffeehouse.domain.federation.queries.documents import HOUSE_NAME, house_uri
from coffeehouse.domain.people import queries as people
from coffeehouse.protocols import oauth_scopes

CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
    "Content-Language": "en",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; form-action 'none'",
}
NODEINFO_SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/"
NODEINFO_VERSIONS = ("2.1", "2.0")
STREAMS = "https://www.w3.org/ns/activitystreams"
AS2 = "application/activity+json"
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
    """The JRD (RFC 7033 §4.4) of an account of ours or of the house itself, or None."""
    if settings.FEDERATION != "closed" and _is_house(resource):
        return _house()
    name = _name_of(resource)
    account_id = people.account_id_of(name) if name else None
    found = None if account_id is None else people.read_account(None, account_id)
    if found is None:
        return None
    account = msgspec.json.decode(found, type=_Named)
    links = [
        {"rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": account.url},
        {"rel": "http://webfinger.net/rel/avatar", "href": account.avatar},
    ]
    if settings.FEDERATION != "closed":
        links.insert(0, _self(account.uri))
    return msgspec.json.encode(
        {
            "subject": f"acct:{account.username}@{settings.DOMAIN}",
            "aliases": [account.url, account.uri],
            "links": links,
        }
    )


def _self(identity: str) -> dict[str, str]:
    return {"rel": "self", "type": AS2, "href": identity}


def _is_house(resource: str) -> bool:
    """Whether the house itself is looked for: by its address (FEP-d556), that of its actor, or its name."""
    handle = resource.removeprefix("acct:").removeprefix("@")
    return resource.rstrip("/") in (settings.BASE_URL, house_uri()) or handle == f"{HOUSE_NAME}@{settings.DOMAIN}"


def _house() -> bytes:
    service = {"rel": f"{STREAMS}#Service", "type": AS2, "href": house_uri()}
    return msgspec.json.encode(
        {
            "subject": f"acct:{HOUSE_NAME}@{settings.DOMAIN}",
            "aliases": [house_uri(), settings.BASE_URL],
            "links": [_self(house_uri()), service],
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
def read_host_meta(request: HttpRequest) -> HttpResponse:
    """Where WebFinger is, for those who ask the old way: in XML, or in JSON where that is asked for."""
    address = f"{settings.BASE_URL}/.well-known/webfinger?resource={{uri}}"
    if request.path.rstrip("/").endswith(".json") or "json" in request.headers.get("Accept", ""):
        return _json({"links": [{"rel": "lrdd", "type": "application/jrd+json", "template": address}]}, JRD)
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">\n'
        f'  <Link rel="lrdd" template={quoteattr(address)}/>\n</XRD>\n'
    )
    return HttpResponse(body, content_type="application/xrd+xml; charset=utf-8")


@public
def read_nodeinfo_links(_request: HttpRequest) -> HttpResponse:
    """Which NodeInfo documents there are, and the actor of the house itself (FEP-2677)."""
    links = [
        {"rel": f"{NODEINFO_SCHEMA}{version}", "href": f"{settings.BASE_URL}/nodeinfo/{version}"}
        for version in NODEINFO_VERSIONS
    ]
    if settings.FEDERATION != "closed":
        links.append({"rel": f"{STREAMS}#Application", "href": house_uri()})
    return _json({"links": links})


@public
def read_nodeinfo(_request: HttpRequest) -> HttpResponse:
    """What runs here, and how many use it (FEP-f1d5), in the first version that is widely read."""
    return _nodeinfo("2.0")


@public
def read_newer_nodeinfo(_request: HttpRequest) -> HttpResponse:
    """The same in version 2.1."""
    return _nodeinfo("2.1")


def _nodeinfo(version: str) -> HttpResponse:
    """A house that is closed to other servers speaks no protocol with them, and claims none."""
    usage = people.read_usage()
    return _json(
        {
            "version": version,
            "software": {"name": "coffeehouse", "version": __version__},
            "protocols": [] if settings.FEDERATION == "closed" else ["activitypub"],
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
        f'application/json; profile="{NODEINFO_SCHEMA}{version}#"',
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
