"""The outermost WSGI layer, before lane and Django: which hosts we are, whose address counts, how large a body may be.

Refuses before a byte of the body is read. Proxies in TRUSTED_PROXIES may name the visitor; nobody else may.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any

import msgspec

from coffeehouse.engine import tally
from coffeehouse.site.options import WrongSetting
from coffeehouse.site.without_entry import WITHOUT_ENTRY

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
Network = IPv4Network | IPv6Network

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")
FORM_OVERHEAD = 65_536  # boundaries and text fields beside the files of a multipart form
FILES_PER_FORM = 4
ONLY_READ = ("GET", "HEAD", "OPTIONS")
# Where video and sound may be sent: "/posts/<id>/edit" besides these.
FOR_RECORDINGS = ("/api/v1/media", "/api/v2/media", "/compose")


def channel_of(path: str) -> str:
    """Which channel a path belongs to, as entries of the ledger name it."""
    if path.startswith(("/api/", "/oauth/")):
        return "client_api"
    is_inbox = path in ("/inbox", "/actor/inbox") or (path.startswith("/users/") and path.endswith("/inbox"))
    return "federation" if is_inbox else "web"


def networks(written: Iterable[str]) -> list[Network]:
    """TRUSTED_PROXIES as networks. Raises WrongSetting."""
    try:
        return [ip_network(item, strict=False) for item in written]
    except ValueError as error:
        raise WrongSetting(f"TRUSTED_PROXIES: {error}. Write addresses or networks such as 10.0.0.0/8.") from error


class Gate:
    """Wraps `application`. Bytes: max_body of an ordinary body, max_file of a picture, max_recording of a recording."""

    def __init__(
        self,
        application: Application,
        *,
        hosts: Iterable[str],
        trusted: list[Network],
        max_body: int,
        max_file: int,
        max_recording: int = 0,
    ) -> None:
        self.application = application
        self.hosts = {host.lower() for host in hosts}
        self.trusted = trusted
        self.max_body = max_body
        self.max_form = max_file * FILES_PER_FORM + FORM_OVERHEAD
        self.max_recording_form = max(self.max_form, max_recording + max_file + FORM_OVERHEAD)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        refusal = self.refusal(environ)
        if refusal is not None:
            return refuse(environ, start_response, *refusal)
        return self.let_in(environ, start_response)

    def refusal(self, environ: Environ) -> tuple[str, str] | None:
        """Why a request with this head is not let in (status, words), or None. Writes the visitor into `environ`."""
        if not self.meet(environ):
            return "400 Bad Request", "This is not the address of this house."
        # Some apps ask by GET and say in a body what they ask for.
        has_none = environ["REQUEST_METHOD"] in ONLY_READ and not environ.get("CONTENT_LENGTH")
        return None if has_none else self._of_its_size(environ)

    def let_in(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """A request that may change something: that it came and what it was told is counted, apart from the ledger.

        For one that `refusal` has let in. One that only reads, with a body, is not counted.
        """
        if environ["REQUEST_METHOD"] in ONLY_READ:
            return _whole(self.application(environ, start_response))
        with tally.visit(channel_of(environ.get("PATH_INFO", ""))) as visit:

            def start(status: str, *rest: Any) -> Any:
                visit.status, visit.route = int(status[:3]), environ.get(tally.ROUTE, "")
                visit.needs_none = visit.route in WITHOUT_ENTRY
                return start_response(status, *rest)

            return _whole(self.application(environ, start))

    def meet(self, environ: Environ) -> bool:
        """Put the visitor's own address into `environ`; whether the request is addressed to this house."""
        if self.trusted and self._is_trusted(environ["REMOTE_ADDR"]):
            self._believe(environ)
        else:
            for name in FORWARDED:
                environ.pop(name, None)
        return self._is_ours(environ.get("HTTP_HOST", ""))

    def _is_ours(self, host: str) -> bool:
        """Whether a Host header names this house, on whatever port."""
        name, colon, port = host.rpartition(":")
        if not colon or not port.isdigit():
            name = host
        return name.lower() in self.hosts

    def _of_its_size(self, environ: Environ) -> tuple[str, str] | None:
        written = environ.get("CONTENT_LENGTH") or ""
        if not written:
            if environ.get("HTTP_TRANSFER_ENCODING"):
                return "411 Length Required", "Send the length of the body (Content-Length)."
            return None
        if not written.isascii() or not written.isdigit():
            return "400 Bad Request", "Content-Length must be a number."
        is_form = (environ.get("CONTENT_TYPE") or "").lower().startswith("multipart/form-data")
        most = self._form_limit(environ.get("PATH_INFO", "")) if is_form else self.max_body
        if int(written) > most:
            return "413 Content Too Large", f"This is too large. Send at most {most} bytes."
        return None

    def _form_limit(self, path: str) -> int:
        is_long = path.startswith(FOR_RECORDINGS) or (path.startswith("/posts/") and path.endswith("/edit"))
        return self.max_recording_form if is_long else self.max_form

    def _is_trusted(self, address: str) -> bool:
        try:
            parsed = ip_address(address)
        except ValueError:
            return False
        return any(parsed in network for network in self.trusted)

    def _believe(self, environ: Environ) -> None:
        """The visitor is the last address that is not one of our proxies: earlier ones may be invented."""
        hops = [hop.strip() for hop in environ.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        for hop in reversed(hops):
            try:
                address = str(ip_address(hop))
            except ValueError:
                break
            environ["REMOTE_ADDR"] = address
            if not self._is_trusted(address):
                break
        if environ.get("HTTP_X_FORWARDED_PROTO", "").strip().lower() == "https":
            environ["wsgi.url_scheme"] = "https"


def _whole(response: Iterable[bytes]) -> Iterable[bytes]:
    """A Django response that is not a stream, as one piece: the server then sends it with its length."""
    content = getattr(response, "content", None)
    if not isinstance(content, bytes):
        return response
    close = getattr(response, "close", None)
    if close is not None:
        close()
    return [content]


def refuse(
    environ: Environ, start_response: StartResponse, status: str, message: str, *more: tuple[str, str]
) -> list[bytes]:
    """Answer with plain words, in the form the visitor can read, and end the connection. `more`: headers."""
    is_api = environ.get("PATH_INFO", "").startswith(("/api/", "/oauth/"))
    body = msgspec.json.encode({"error": message}) if is_api else f"{message}\n".encode()
    kind = "application/json; charset=utf-8" if is_api else "text/plain; charset=utf-8"
    headers = [("Content-Type", kind), ("Content-Length", str(len(body))), ("Connection", "close"), *more]
    if is_api:
        headers.append(("Access-Control-Allow-Origin", "*"))  # else a page could not read why
    start_response(status, headers)
    return [body]
