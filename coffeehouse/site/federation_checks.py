"""What `coffeehouse check` says about other servers: whether they can reach this house, and why not.

They believe an address only by https with a certificate they trust; the house looks at its own as they would.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings

from coffeehouse.protocols.addresses import read_address
from coffeehouse.site.findings import Finding

SECONDS = 5.0
DAY = 86_400
LEAST_DAYS = 14


def look_at_federation() -> Iterator[Finding]:
    """Findings about talking with other servers; one alone when the house talks with none."""
    if settings.FEDERATION == "closed":
        yield Finding("Other servers", "FEDERATION is closed: the house talks with none")
        return
    yield Finding("Other servers", f"FEDERATION is {settings.FEDERATION}")
    if not settings.OUTBOUND:
        yield Finding(
            "Other servers",
            "OUTBOUND is off: nothing can be sent to them, and nobody's key can be fetched",
            "Set OUTBOUND=on, or FEDERATION=closed.",
        )
    yield from _address()


def _address() -> Iterator[Finding]:
    parts = urlsplit(settings.BASE_URL)
    host = parts.hostname or ""
    if host in ("localhost", "127.0.0.1", "::1"):
        yield Finding("Other servers", f"{settings.BASE_URL} is this machine: no server elsewhere can reach it")
    elif parts.scheme != "https":
        yield Finding(
            "Other servers",
            f"{settings.BASE_URL} is not https, and they talk with nothing else",
            "Put a proxy with a certificate in front and set BASE_URL before anybody uses the house.",
        )
    elif read_address(host) is not None or "." not in host:
        yield Finding(
            "Other servers",
            f"{host} is no name they would accept",
            "Set BASE_URL to a public name, such as https://social.example.org, before anybody uses the house.",
        )
    else:
        yield _certificate(host, parts.port or 443)


def _certificate(host: str, port: int) -> Finding:
    """The certificate of the house's own address, as another server would judge it."""
    try:
        days = days_left(host, port)
    except ssl.SSLCertVerificationError as error:
        return Finding(
            "Certificate",
            f"of {host} would be refused: {error.verify_message}",
            "Renew it, or serve the whole chain, in the proxy in front of the house.",
        )
    except (OSError, ValueError) as error:
        # Behind some routers a machine cannot reach its own public address: that is no fault.
        return Finding("Certificate", f"of {host} cannot be looked at from here ({type(error).__name__})")
    if days < LEAST_DAYS:
        return Finding("Certificate", f"of {host} ends in {days} days", "Renew it in the proxy in front of the house.")
    return Finding("Certificate", f"of {host} is good for {days} days")


def days_left(host: str, port: int) -> int:
    """Whole days until the certificate ends. Raises SSLCertVerificationError for one that is not to be trusted."""
    with (
        socket.create_connection((host, port), timeout=SECONDS) as plain,
        ssl.create_default_context().wrap_socket(plain, server_hostname=host) as secured,
    ):
        certificate = secured.getpeercert() or {}
    return int((ssl.cert_time_to_seconds(str(certificate["notAfter"])) - time.time()) // DAY)
