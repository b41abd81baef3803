"""Judges web addresses before the house asks anything of them: how a URL is written, which IP addresses are public.

Pure: knows no resolver and opens nothing. `delivery.outbound` asks here for the first address and for every redirect.
Sources: IANA special-purpose registries for IPv4 and IPv6 (RFC 6890 and what has been added since), WHATWG URL for
hosts that end in a number.
"""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import quote, urljoin, urlsplit

import idna
import msgspec

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

LONGEST_URL = 2_048
DEFAULT_PORTS = {"http": 80, "https": 443}
# What is not of the public internet although it is a unicast address, or is no unicast address at all.
NOT_PUBLIC_V4 = tuple(
    (ipaddress.IPv4Network(network), name)
    for network, name in (
        ("0.0.0.0/8", "this network"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "carrier-grade NAT"),
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "protocol assignments"),
        ("192.0.2.0/24", "documentation"),
        ("192.31.196.0/24", "AS112"),
        ("192.52.193.0/24", "AMT"),
        ("192.88.99.0/24", "6to4 relay"),
        ("192.168.0.0/16", "private"),
        ("192.175.48.0/24", "AS112"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)
# Only 2000::/3 is global unicast: loopback, mapped (::ffff:0:0/96), compatible (::/96), NAT64 (64:ff9b::/96 and
# 64:ff9b:1::/48), discard, segment routing, unique local, link-local and multicast all lie outside it.
GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
NOT_PUBLIC_V6 = tuple(
    (ipaddress.IPv6Network(network), name)
    for network, name in (
        ("2001::/23", "Teredo and protocol assignments"),
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "6to4"),
        ("2620:4f:8000::/48", "AS112"),
        ("3fff::/20", "documentation"),
    )
)

_HOST = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f\\]")
_SAFE = "%/:?#[]@!$&'()*+,;=-._~"
# An address as nearly all are written, which every reader understands alike: host, port and path as they stand.
_USUAL = re.compile(
    r"(https?)://([a-z0-9_.-]+)(?::([1-9][0-9]{0,3}))?(/[A-Za-z0-9/._~@-]*)?(?:#[A-Za-z0-9/._~-]*)?", re.ASCII
)


class BadAddress(Exception):
    """A URL the house does not follow; the message says why."""


class Target(msgspec.Struct, frozen=True):
    """A URL taken apart. host: lower-case ASCII name or plain IP address (no brackets); path: with its query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host, and the port when it is not the scheme's own: the Host header."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == DEFAULT_PORTS[self.scheme] else f"{name}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port, as a push service's audience (RFC 8292 section 2) is written."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The whole address in its one spelling, without a fragment."""
        return f"{self.origin}{self.path}"


def why_not_public(address: Address) -> str | None:
    """Why nothing may be asked of `address`; None when it belongs to the public internet."""
    if isinstance(address, ipaddress.IPv4Address):
        return next((name for network, name in NOT_PUBLIC_V4 if address in network), None)
    if address.scope_id is not None or address not in GLOBAL_V6:
        return "not global unicast"
    return next((name for network, name in NOT_PUBLIC_V6 if address in network), None)


# Of one delivery the same few are read many times.
@lru_cache(maxsize=2_048)
def read_url(url: str) -> Target:
    """Take `url` apart. Raises BadAddress for whatever two readers might understand differently."""
    if len(url) > LONGEST_URL:
        raise BadAddress(f"The address is longer than {LONGEST_URL} characters")
    usual = _USUAL.fullmatch(url)
    if usual is not None:
        scheme, host, port, path = usual.groups()
        return Target(scheme, _read_host(host), int(port) if port else DEFAULT_PORTS[scheme], path or "/")
    return read_unusual(url)


def read_unusual(url: str) -> Target:
    """The same of an address in any spelling."""
    if _CONTROL.search(url):
        raise BadAddress("The address holds a blank, a backslash or a control character")
    _scheme, separator, rest = url.partition("://")
    if not separator or "@" in rest.split("/", 1)[0]:
        raise BadAddress("The address names a user, or no host")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadAddress("The address cannot be read") from None
    scheme = parts.scheme.lower()
    if port == 0:
        raise BadAddress("The port is 0, which some read as none")
    if scheme not in DEFAULT_PORTS:
        raise BadAddress(f"Only http and https are followed, not {scheme[:20]!r}")
    query = f"?{parts.query}" if parts.query else ""
    path = quote((parts.path or "/") + query, safe=_SAFE)
    return Target(scheme, _read_host(parts.netloc), DEFAULT_PORTS[scheme] if port is None else port, path)


def authority_of(url: str) -> str:
    """The host of an address, with the port where it is not the scheme's own; empty for what is no web address."""
    try:
        return read_url(url).authority
    except BadAddress:
        return ""


def origin_of(url: str) -> str:
    """Scheme, host and port of an address; empty for what is no web address."""
    try:
        return read_url(url).origin
    except BadAddress:
        return ""


def follow(target: Target, location: str) -> Target:
    """Where a redirect leads. Raises BadAddress; also when it leads from https to http."""
    if _CONTROL.search(location):
        raise BadAddress("The redirect holds a blank, a backslash or a control character")
    try:
        following = read_url(urljoin(target.url, location))
    except ValueError:
        raise BadAddress("The redirect cannot be read") from None
    if target.scheme == "https" and following.scheme == "http":
        raise BadAddress("The redirect leads from https to http")
    return following


@lru_cache(maxsize=4_096)
def network_of(address: str) -> str:
    """Who counts as one: an IPv4 address, or the /64 of IPv6 that one machine has; anything else as it is written."""
    read = read_address(address)
    if not isinstance(read, ipaddress.IPv6Address):
        return address
    mapped = read.ipv4_mapped
    return str(ipaddress.IPv6Network((int(read) >> 64 << 64, 64))) if mapped is None else str(mapped)


def read_address(text: str) -> Address | None:
    """The IP address `text` is, in its one canonical kind of spelling; None when it is a name."""
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


# The same hosts come again and again; what is refused is judged anew each time.
@lru_cache(maxsize=4_096)
def _read_host(netloc: str) -> str:
    """The host, without its port. Raises BadAddress."""
    if netloc.startswith("["):
        name, closing, rest = netloc[1:].partition("]")
        address = read_address(name)
        if not closing or "%" in name or not isinstance(address, ipaddress.IPv6Address) or rest[:1] not in ("", ":"):
            raise BadAddress("The address between brackets is no IPv6 address")
        return str(address)
    host = netloc.rpartition(":")[0] if ":" in netloc else netloc
    host = _ascii(host).removesuffix(".")
    if len(host) > 253 or not _HOST.fullmatch(host):
        raise BadAddress("The host is no name")
    if _NUMBER.fullmatch(host.rpartition(".")[2]) and not isinstance(read_address(host), ipaddress.IPv4Address):
        # 2130706433, 0177.1, 0x7f.1 and 127.1 are addresses to some readers and names to others.
        raise BadAddress("The host is a number, but no IPv4 address of four parts")
    return host


def _ascii(host: str) -> str:
    if host.isascii():
        return host.lower()
    try:
        name = idna.encode(host, uts46=True, std3_rules=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        raise BadAddress("The host is no name") from None
    if read_address(name) is not None:
        # Full-width digits: nobody writes an address so by mistake.
        raise BadAddress("The host is a number in letters that are not ASCII")
    return name
