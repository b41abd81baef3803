"""What becomes due about relations: a link on a profile is verified when its page links back."""

from __future__ import annotations

import datetime
import json
import ssl
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from coffeehouse import outbound
from coffeehouse.database import sql
from coffeehouse.delivery import deliveries, jobs
from coffeehouse.domain.people.commands import UpdateProfile
from coffeehouse.domain.people.queries import read_links
from tests.cast import Cast, assemble, latest_entry
from tests.delivery.web_server import Answer, Asked, WebServer, serving


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, in a fresh house."""
    return assemble()


def _certificate(folder: Path) -> Path:
    """A key and a certificate for pages.example, signed by itself, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "pages.example")])
    today = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("pages.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    both = folder / "both.pem"
    both.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return both


def _respond(asked: Asked) -> Answer:
    pages = {
        "/mine": b'<p>Hello</p><a rel="me" href="http://localhost:8000/@ada">Me</a>',
        "/hers": b'<a rel="me" href="http://localhost:8000/@faye">Me</a>',
    }
    if asked.path not in pages:
        return Answer(404, b"nothing here", Content_Type="text/html")
    return Answer(200, pages[asked.path], Content_Type="text/html; charset=utf-8")


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[WebServer]:
    """pages.example, a real web server on this machine with a certificate that the house trusts."""
    both = _certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    monkeypatch.setenv("SSL_CERT_FILE", str(both))
    settings.OUTBOUND_ALLOW = (ip_network("127.0.0.0/8"),)
    found = outbound.resolve

    def resolve(host: str, port: int) -> Any:
        return found("127.0.0.1" if host == "pages.example" else host, port)

    # The names of this test are in no directory; everything after the look-up is the house's own.
    monkeypatch.setattr(outbound.Client.__init__, "__kwdefaults__", {**_defaults(), "resolver": resolve})
    outbound._tls.cache_clear()
    with serving(_respond, context=context) as web:
        yield web
    outbound._tls.cache_clear()


def _defaults() -> dict[str, Any]:
    return dict(outbound.Client.__init__.__kwdefaults__ or {})


def _do_all() -> None:
    deliveries.register_all()
    for kind, payload in sql.rows("SELECT kind, payload FROM engine_outbox ORDER BY id"):
        if kind == "verify_links":
            jobs.deliver(kind, json.loads(payload))


def _profile(cast: Cast, web: WebServer, *paths: str) -> list[str]:
    links = [f"https://pages.example:{web.port}{path}" for path in paths]
    cast.ada.does(UpdateProfile(fields=tuple((f"Page {at}", link) for at, link in enumerate(links))))
    return links


def test_a_page_that_links_back_verifies_the_link(cast: Cast, pages: WebServer) -> None:
    """Only that one: not a page that links to somebody else, nor one that is not there. An act of the house itself."""
    links = _profile(cast, pages, "/mine", "/hers", "/gone")
    _do_all()
    assert sorted(asked.path for asked in pages.asked) == ["/gone", "/hers", "/mine"]
    assert read_links(cast.ada.account_id) == links[1:]
    assert (latest_entry().entry.kind, latest_entry().entry.actor) == ("links.verified", "system")
    _do_all()
    assert len(pages.asked) == 5
    assert latest_entry().entry.kind == "links.verified"


def test_a_house_that_asks_nobody_verifies_nothing(cast: Cast, pages: WebServer, settings: Any) -> None:
    """With OUTBOUND off no page is asked."""
    settings.OUTBOUND = False
    links = _profile(cast, pages, "/mine")
    _do_all()
    assert pages.asked == []
    assert read_links(cast.ada.account_id) == links


def test_nothing_is_asked_for_a_profile_that_is_not_shown(cast: Cast, pages: WebServer) -> None:
    """A member who was shut out meanwhile."""
    _profile(cast, pages, "/mine")
    sql.execute("UPDATE people_account SET hidden_at = 1 WHERE id = %s", (cast.ada.account_id,))
    _do_all()
    assert pages.asked == []
