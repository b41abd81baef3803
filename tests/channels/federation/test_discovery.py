"""What other servers and apps ask first."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest
from django.test import Client

from coffeehouse.database import sql
from tests.cast import Cast, add, assemble
from tests.protocols.schema import faults

pytestmark = pytest.mark.django_db


def ask(path: str, **query: str) -> Any:
    return Client().get(path, query)


@pytest.mark.parametrize(
    "resource",
    [
        "acct:ada@localhost:8000",
        "ada@localhost:8000",
        "acct:@ADA@LOCALHOST:8000",
        "http://localhost:8000/@ada",
        "http://localhost:8000/users/ada",
    ],
)
def test_webfinger_knows_who_is_here(resource: str) -> None:
    """RFC 7033: the handle's subject and the profile's address, in JRD."""
    add("ada")
    reply = ask("/.well-known/webfinger", resource=resource)
    assert reply.headers["Content-Type"].startswith("application/jrd+json")
    found = json.loads(reply.content)
    assert found["subject"] == "acct:ada@localhost:8000"
    assert "http://localhost:8000/@ada" in found["aliases"]


@pytest.mark.parametrize(
    ("resource", "status"),
    [
        ("acct:nobody@localhost:8000", 404), ("acct:ada@evil.example", 404),
        ("acct:ada@localhost:8000.evil.example", 404),
        ("acct:ada", 404), ("http://evil.example/@ada", 404), ("http://localhost:8000/other/ada", 404), ("", 400),
        ("acct:" + "a" * 600 + "@localhost:8000", 400), ("acct:ada@localhost:8000@localhost:8000", 404), ("%", 404),
        ("http://[", 404),
    ],
)  # fmt: skip
def test_o14_and_nobody_else(resource: str, status: int) -> None:
    """O14, O15: another host, a look-alike or nonsense is not found; too long or nothing is a bad request."""
    add("ada")
    assert ask("/.well-known/webfinger", resource=resource).status_code == status


def test_u6_a_hidden_account_is_like_none() -> None:
    """U6: the same answer as for a name nobody has."""
    ada = add("ada")
    sql.execute("UPDATE people_account SET hidden_at = 1 WHERE id = %s", (ada.account_id,))
    hidden = ask("/.well-known/webfinger", resource="acct:ada@localhost:8000")
    absent = ask("/.well-known/webfinger", resource="acct:nobody@localhost:8000")
    assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content)


def test_host_meta_leads_to_webfinger() -> None:
    """XML with the template Phanpy looks for."""
    root = ElementTree.fromstring(ask("/.well-known/host-meta").content)  # noqa: S314  # our own words
    link = root.find("{http://docs.oasis-open.org/ns/xri/xrd-1.0}Link")
    assert link is not None
    assert link.get("template") == "http://localhost:8000/.well-known/webfinger?resource={uri}"


def test_host_meta_also_in_json() -> None:
    """By its own address or by `Accept`: the same template."""
    for reply in (
        ask("/.well-known/host-meta.json"),
        Client().get("/.well-known/host-meta", headers={"Accept": "application/json"}),
    ):
        links = json.loads(reply.content)["links"]
        assert links[0]["template"] == "http://localhost:8000/.well-known/webfinger?resource={uri}"


def test_webfinger_leads_to_the_actor() -> None:
    """The link other servers follow: `self`, as ActivityStreams."""
    add("ada")
    links = json.loads(ask("/.well-known/webfinger", resource="acct:ada@localhost:8000").content)["links"]
    assert {"rel": "self", "type": "application/activity+json", "href": "http://localhost:8000/users/ada"} in links


@pytest.mark.parametrize(
    "resource",
    [
        "http://localhost:8000", "http://localhost:8000/", "http://localhost:8000/actor",
        "acct:house.internal@localhost:8000",
    ],
)  # fmt: skip
def test_the_house_itself_is_found(resource: str) -> None:
    """FEP-d556: by the address of the house, of its actor, or by its handle; the actor carries that name."""
    found = json.loads(ask("/.well-known/webfinger", resource=resource).content)
    hrefs = {link["rel"]: link["href"] for link in found["links"]}
    assert hrefs["self"] == hrefs["https://www.w3.org/ns/activitystreams#Service"] == "http://localhost:8000/actor"
    actor = json.loads(Client().get("/actor", headers={"Host": "localhost:8000"}).content)
    assert found["subject"] == f"acct:{actor['preferredUsername']}@localhost:8000"


def test_a_closed_house_leads_no_server_anywhere(settings: Any) -> None:
    """FEDERATION=closed: handles are still found by people, but no actor and no protocol is named."""
    settings.FEDERATION = "closed"
    add("ada")
    found = json.loads(ask("/.well-known/webfinger", resource="acct:ada@localhost:8000").content)
    assert {link["rel"] for link in found["links"]} == {
        "http://webfinger.net/rel/profile-page", "http://webfinger.net/rel/avatar",
    }  # fmt: skip
    assert ask("/.well-known/webfinger", resource="http://localhost:8000/actor").status_code == 404
    assert len(json.loads(ask("/.well-known/nodeinfo").content)["links"]) == 2
    assert json.loads(ask("/nodeinfo/2.1").content)["protocols"] == []


def test_nodeinfo_tells_what_runs_here() -> None:
    """2.0 and 2.1 at their literal addresses; the counts are of shown accounts; FEP-2677 names the house's actor."""
    cast: Cast = assemble()
    cast.ada.says("Hello")
    links = {link["rel"]: link["href"] for link in json.loads(ask("/.well-known/nodeinfo").content)["links"]}
    for version in ("2.0", "2.1"):
        address = links[f"http://nodeinfo.diaspora.software/ns/schema/{version}"]
        assert address == f"http://localhost:8000/nodeinfo/{version}"
        reply = ask(f"/nodeinfo/{version}")
        assert f"ns/schema/{version}#" in reply.headers["Content-Type"]
        found = json.loads(reply.content)
        assert (found["version"], found["software"]["name"]) == (version, "coffeehouse")
        assert found["protocols"] == ["activitypub"]
        assert set(found["usage"]["users"]) == {"total", "activeMonth", "activeHalfyear"}
    assert links["https://www.w3.org/ns/activitystreams#Application"] == "http://localhost:8000/actor"


def test_oauth_metadata_names_every_door() -> None:
    """RFC 8414: complete, and PKCE with S256 only."""
    found = json.loads(ask("/.well-known/oauth-authorization-server").content)
    assert faults(found, "DiscoverOauthServerConfigurationResponse") == []
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert found["response_types_supported"] == ["code"]


@pytest.mark.parametrize(
    "path",
    [
        "webfinger",
        "host-meta",
        "nodeinfo",
        "oauth-authorization-server",
        "../nodeinfo/2.0",
        "../nodeinfo/2.1",
        "host-meta.json",
    ],
)
def test_any_page_may_ask_and_only_ask(path: str) -> None:
    """CORS on answers and refusals; other methods are 405; a strange host gets 400."""
    address = f"/.well-known/{path}".replace("/.well-known/../", "/")
    client = Client()
    assert client.options(address).status_code == 204
    assert client.get(address).headers["Access-Control-Allow-Origin"] == "*"
    assert client.post(address).status_code == 405
    assert client.get(address, headers={"Host": "evil.example"}).status_code == 400
