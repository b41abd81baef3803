"""The house's only HTTP client over TLS: to the judged address, with a certificate of the name."""

from __future__ import annotations

import datetime
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from coffeehouse import outbound
from coffeehouse.outbound import Client, OutboundFailed, OutboundRefused
from tests.delivery.test_outbound import LOOPBACK, fetch, names, page
from tests.delivery.web_server import Answer, serving


@pytest.fixture
def certified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ssl.SSLContext]:
    """A server's TLS for the name pages.example, signed by itself, which this test trusts."""
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
    both = tmp_path / "both.pem"
    both.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    monkeypatch.setenv("SSL_CERT_FILE", str(both))
    outbound._tls.cache_clear()
    yield context
    outbound._tls.cache_clear()


def test_a_certificate_is_checked_against_the_name(certified: ssl.SSLContext) -> None:
    """The connection goes to an address, but the certificate must be of the name."""
    client = Client(allowed=LOOPBACK, resolver=names(pages=["127.0.0.1"], other=["127.0.0.1"]))
    with serving(page, context=certified) as web:
        assert fetch(client, f"https://pages.example:{web.port}/").text == "<p>Hello</p>"
        with pytest.raises(OutboundFailed, match="broke"):
            fetch(client, f"https://other.example:{web.port}/")
        assert len(web.asked) == 1


def test_no_redirect_leads_out_of_https(certified: ssl.SSLContext) -> None:
    """S6: from https to http is refused, before anything is asked there."""
    client = Client(allowed=LOOPBACK, resolver=names(pages=["127.0.0.1"]))
    with serving(page) as plain:
        down = f"http://127.0.0.1:{plain.port}/"
        with (
            serving(lambda _: Answer(301, Location=down), context=certified) as web,
            pytest.raises(OutboundRefused, match="https to http"),
        ):
            fetch(client, f"https://pages.example:{web.port}/")
        assert plain.asked == []
