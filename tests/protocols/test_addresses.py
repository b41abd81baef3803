"""Addresses the house would ask: which are public, and how a URL must be written."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coffeehouse.protocols.addresses import BadAddress, Target, follow, read_unusual, read_url, why_not_public

# S1 and S2 of the attack list, and the rest of the IANA registries.
NOT_PUBLIC = """
    127.0.0.1 127.255.255.254 0.0.0.0 0.1.2.3 169.254.169.254 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255
    192.168.0.1 100.64.0.1 100.127.255.254 192.0.0.1 192.0.0.170 192.0.2.1 192.88.99.1 198.18.0.1 198.19.255.255
    198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
    ::1 :: ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::127.0.0.1 ::8.8.8.8 64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::1
    2002:7f00:1:: 2002:808:808::1 2001::1 2001:0:53aa:64c::1 2001:2::1 2001:10::1 2001:db8::1 3fff::1 3fff:fff::1
    fe80::1 fe80::1%eth0 2606:4700::1%1 fec0::1 fc00::1 fd12:3456::1 ff02::1 100::1 5f00::1 4000::1
""".split()
PUBLIC_V4 = """
    8.8.8.8 1.1.1.1 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 172.15.0.1 172.32.0.1 192.0.1.1 223.255.255.255
""".split()
PUBLIC_V6 = "2606:4700:4700::1111 2001:4860:4860::8888 2001:200::1 2a00:1450::1 3ffe::1".split()


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_addresses_of_machines_of_ours_are_not_public(address: str) -> None:
    """S1, S2: private, reserved and translated addresses are told by their family, mapped and embedded ones too."""
    assert why_not_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", [*PUBLIC_V4, *PUBLIC_V6])
def test_addresses_of_the_internet_are_public(address: str) -> None:
    """The neighbours of refused networks are not refused."""
    assert why_not_public(ipaddress.ip_address(address)) is None


@given(st.ip_addresses())
def test_python_calls_nothing_private_that_passes(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    """What passes is global in the view of Python's own table as well."""
    if why_not_public(address) is None:
        assert address.is_global
        assert not address.is_multicast


@pytest.mark.parametrize(
    "host",
    "2130706433 0177.0.0.1 0177.1 0x7f.1 0x7f000001 127.1 1.2.3 1.2.3.4.5 127.0.0.01 0300.0250.0.1 256.1.1.1"
    " １２７.０.０.１ 127。0。0。1 ①②⑦.0.0.1 0x".split(),
)
def test_a_number_is_no_name(host: str) -> None:
    """S3: an IPv4 address is four decimal parts in ASCII; every other spelling is refused."""
    with pytest.raises(BadAddress):
        read_url(f"http://{host}/")


@pytest.mark.parametrize(
    "url",
    [
        "http://user@good.example/",
        "http://user:password@good.example/",
        "http://good.example@127.0.0.1/",
        "http://a#@b/",
        "http://a?@b/",
        "http://good.example\\@evil.example/",
        "http:\\\\good.example/",
        "http://good.example\t/",
        "http://good.example/\r\nX: y",
        "http://good.example/a b",
        "http://good\u0000.example/",
        "http://[::1]%25eth0/",
        "http://[::1%25eth0]/",
        "http://[fe80::1%eth0]/",
        "http://[::1].example/",
        "http://[1.2.3.4]/",
        "http://good.example:port/",
        "http://good.example:65536/",
        "http://good.example:0/",
        "http://good.example%2fevil.example/",
        "http://good..example/",
        "http://-good.example/",
        "http://",
        "http:///path",
        "//good.example/",
        "good.example",
        "file:///etc/passwd",
        "gopher://good.example/",
        "javascript:alert(1)",
        "ftp://good.example/",
        "https:good.example",
        "http://good.example/" + "a" * 2_048,
        "",
    ],
)
def test_what_readers_might_read_differently_is_refused(url: str) -> None:
    """S7, S8: users, backslashes, control characters, zones, other schemes and broken hosts are not followed."""
    with pytest.raises(BadAddress):
        read_url(url)


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("https://Good.Example", "https://good.example/"),
        ("HTTPS://good.example:443/@ada?x=1#top", "https://good.example/@ada?x=1"),
        ("http://good.example.:80/", "http://good.example/"),
        ("http://good.example:8080/a", "http://good.example:8080/a"),
        ("https://bücher.example/ü?q=é", "https://xn--bcher-kva.example/%C3%BC?q=%C3%A9"),
        ("http://[2001:4860:4860::8888]/", "http://[2001:4860:4860::8888]/"),
        ("http://[2001:4860:4860:0:0:0:0:8888]:8080/", "http://[2001:4860:4860::8888]:8080/"),
        ("http://8.8.8.8/%0d%0a", "http://8.8.8.8/%0d%0a"),
    ],
)
def test_a_url_has_one_spelling(url: str, read: str) -> None:
    """Case, default ports, final dots, fragments and letters beyond ASCII come out in one form."""
    assert read_url(url).url == read
    assert read_url(read).url == read


@given(st.text("htps:/.@#?%[]-_~0123456789abXé\n ", max_size=40), st.sampled_from(("", "https://", "http://a.example")))
def test_the_usual_spelling_is_read_as_any_other(text: str, start: str) -> None:
    """What is read the short way comes out as it does the long way, refusals too."""

    def read(by: Callable[[str], Target], url: str) -> Target | str:
        try:
            return by(url)
        except BadAddress as error:
            return str(error)

    for url in (start + text, f"{start}/{text}", f"{start}:80{text}"):
        assert read(read_url, url) == read(read_unusual, url)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing else is raised, and what is read holds no control characters and reads the same again."""
    for url in (text, f"http://{text}", f"https://good.example/{text}"):
        try:
            target = read_url(url)
        except BadAddress:
            continue
        assert target.url.isascii()
        assert not any(character <= " " for character in target.url)
        assert read_url(target.url) == target


@pytest.mark.parametrize(
    ("location", "leads_to"),
    [
        ("/next", "https://good.example/next"),
        ("?x=1", "https://good.example/a?x=1"),
        ("//other.example/x", "https://other.example/x"),
        ("https://other.example", "https://other.example/"),
    ],
)
def test_a_redirect_is_read_from_where_it_stands(location: str, leads_to: str) -> None:
    """Relative and absolute locations both lead on."""
    assert follow(read_url("https://good.example/a"), location).url == leads_to


@pytest.mark.parametrize("location", ["http://good.example/", "file:///etc/passwd", "http://[", "https://u@h/", "a\nb"])
def test_a_redirect_is_judged_as_strictly(location: str) -> None:
    """S6: from https to http, to another scheme, or to what cannot be read: the redirect is refused."""
    with pytest.raises(BadAddress):
        follow(read_url("https://good.example/a"), location)
