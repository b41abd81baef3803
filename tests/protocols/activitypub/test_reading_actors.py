"""An actor of a stranger: bounded, harmless, and only what it may say of itself."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coffeehouse.protocols.activitypub.documents import ActorDocument, Unreadable
from coffeehouse.protocols.activitypub.reading_actors import (
    LONGEST_NAME,
    MAX_ALIASES,
    MAX_DOMAINS,
    MAX_EMOJIS,
    MAX_FIELDS,
    MAX_KEYS,
    read_actor,
)
from tests.moments import within
from tests.protocols.activitypub import inert

ID = "https://far.example/users/dee"
PEM = "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\n-----END PUBLIC KEY-----\n"
MULTIBASE = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
DEE: dict[str, Any] = {
    "@context": ["https://www.w3.org/ns/activitystreams"],
    "id": ID,
    "type": "Person",
    "preferredUsername": "Dee",
    "inbox": f"{ID}/inbox",
    "publicKey": {"id": f"{ID}#main-key", "owner": ID, "publicKeyPem": PEM},
}
HOSTILE = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:msgbox(1)",
    "file:///etc/passwd", "//evil.example/x", "/settings", "https://", "https://a b.example/", "ftp://far.example/",
    "https://user:word@far.example/", "https://far.example%2fevil.example/", "https://far.example\\@evil.example/",
    "https://far.example/\"onload=alert(1)", "https://far.example/<script>", "https://far.example/\u202egnp",
    "https://2130706433/", "https://far.example:99999/", f"https://far.example/{'a' * 2_000}", "https://far.example/\0",
    f"https://far.example/{'é' * 1_000}",
    "https://far.example/\ud800",
)  # fmt: skip

WHOLE: dict[str, Any] = dict(
    type=["as:Person", "https://other.example/Thing"],
    name="Dee <b>bold</b>",
    summary="<p>Hi <script>alert(1)</script><a href='https://x.example'>x</a></p>",
    url=[{"type": "Link", "mediaType": "text/html", "href": "https://far.example/@dee"}],
    endpoints={"sharedInbox": "https://far.example/inbox"},
    outbox=f"{ID}/outbox",
    followers=f"{ID}/followers",
    following={"id": f"{ID}/following", "type": "Collection"},
    featured=f"{ID}/featured",
    icon=[{"type": "Image", "url": "https://far.example/s.png"},
          {"type": "Image", "url": {"type": "Link", "href": "https://far.example/l.png"}, "summary": "Dee"}],
    image={"type": "Image", "url": "https://far.example/banner.png", "name": "Hills"},
    attachment=[{"type": "PropertyValue", "name": "Web", "value": '<a href="https://dee.example">dee</a>'},
                {"type": "schema:PropertyValue", "name": "Pronouns", "value": "she"},
                {"type": "Note", "name": "no", "value": "field"}, "neither"],
    assertionMethod=[{"id": f"{ID}#ed25519-key", "type": "Multikey", "controller": ID,
                      "publicKeyMultibase": MULTIBASE}, f"{ID}#other"],
    tag=[{"type": "Emoji", "name": ":wave:", "icon": {"type": "Image", "url": "https://far.example/wave.png"}}],
    manuallyApprovesFollowers=True,
    discoverable=True,
    indexable="true",
    memorial=False,
    published="2024-04-30T15:21:13.5+01:00",
    alsoKnownAs=["https://old.example/users/dee", "tag:no"],
    movedTo="https://new.example/users/dee",
    attributionDomains=["Dee.example", "https://no"],
    webfinger="acct:dee@dee.example",
)  # fmt: skip


def read(**members: Any) -> ActorDocument:
    """Dee, but for these members."""
    return read_actor({**DEE, **members})


def test_all_that_an_actor_says_of_itself() -> None:
    """Every member that is understood."""
    actor = read(**WHOLE)
    assert (actor.type, actor.username, actor.name) == ("Person", "Dee", "Dee <b>bold</b>")
    assert actor.summary.startswith("<p>Hi <a")
    assert "script" not in actor.summary
    assert actor.url == "https://far.example/@dee"
    assert (actor.shared_inbox, actor.outbox) == ("https://far.example/inbox", f"{ID}/outbox")
    assert (actor.followers, actor.following, actor.featured) == (
        f"{ID}/followers",
        f"{ID}/following",
        f"{ID}/featured",
    )
    assert actor.icon is not None
    assert (actor.icon.url, actor.icon.description) == ("https://far.example/l.png", "Dee")
    assert actor.image is not None
    assert actor.image.description == "Hills"
    assert [row.name for row in actor.fields] == ["Web", "Pronouns"]
    assert [(key.id, key.kind) for key in actor.keys] == [(f"{ID}#main-key", "rsa"), (f"{ID}#ed25519-key", "ed25519")]
    assert [(emoji.shortcode, emoji.url) for emoji in actor.emojis] == [("wave", "https://far.example/wave.png")]
    assert (actor.is_locked, actor.is_discoverable, actor.is_indexable, actor.is_memorial) == (True, True, True, False)
    assert actor.published_at == 1_714_486_873_500
    assert actor.also_known_as == ("https://old.example/users/dee",)
    assert actor.moved_to == "https://new.example/users/dee"
    assert actor.attribution_domains == ("dee.example",)
    assert actor.webfinger == "dee@dee.example"
    inert.check(actor)


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"type": "Note"}, "not_an_actor"),
        ({"type": None}, "not_an_actor"),
        ({"type": {"id": "Person"}}, "not_an_actor"),
        ({"id": None}, "no_id"),
        ({"id": "acct:dee@far.example"}, "no_id"),
        ({"id": {"id": 5}}, "no_id"),
        ({"preferredUsername": None}, "no_username"),
        ({"preferredUsername": "dee@evil.example"}, "no_username"),
        ({"preferredUsername": "d" * 65}, "no_username"),
        ({"preferredUsername": "../dee"}, "no_username"),
        ({"inbox": None}, "no_inbox"),
        ({"inbox": "https://other.example/inbox"}, "no_inbox"),
    ],
)
def test_without_these_it_is_no_actor(members: dict[str, Any], reason: str) -> None:
    """Each refusal has its reason; an inbox on somebody else's server would make us send there."""
    with pytest.raises(Unreadable) as refused:
        read(**members)
    assert refused.value.reason == reason


@pytest.mark.parametrize("url", HOSTILE)
def test_o18_addresses_that_are_no_web_addresses_are_nothing(url: str) -> None:
    """O18: `javascript:`, `data:` and their like in url, icon, banner, fields, emoji and keys."""
    actor = read(
        url=url,
        icon={"type": "Image", "url": url},
        image=url,
        tag={"type": "Emoji", "name": "wave", "icon": {"url": url}},
        attachment={"type": "PropertyValue", "name": "Web", "value": f'<a href="{url}">x</a>'},
        endpoints={"sharedInbox": url},
        followers=url,
        featured=url,
        movedTo=url,
        alsoKnownAs=url,
        publicKey={"id": url, "owner": ID, "publicKeyPem": PEM},
    )
    assert actor.url == ID
    assert (actor.icon, actor.image, actor.emojis, actor.keys) == (None, None, (), ())
    assert (actor.shared_inbox, actor.followers, actor.featured, actor.moved_to) == ("", "", "", "")
    assert actor.also_known_as == ()
    inert.check(actor)


def test_what_stands_elsewhere_is_not_its_own() -> None:
    """Collections, shared inbox, page and keys of another server say nothing about this one."""
    other = "https://other.example/users/dee"
    actor = read(
        url=other, outbox=other, followers=other, following=other, featured=other, endpoints={"sharedInbox": other},
        publicKey=[{"id": f"{other}#main-key", "owner": ID, "publicKeyPem": PEM},
                   {"id": f"{ID}#k", "owner": other, "publicKeyPem": PEM}],
        assertionMethod={"id": f"{ID}#e", "controller": other, "publicKeyMultibase": MULTIBASE},
    )  # fmt: skip
    assert actor.url == ID
    assert (actor.outbox, actor.followers, actor.following, actor.featured, actor.shared_inbox) == ("",) * 5
    assert actor.keys == ()


@pytest.mark.parametrize(
    "key", ["x", {"publicKeyPem": 5}, {"publicKeyPem": "-----BEGIN PRIVATE KEY-----\nAA\n-----END PRIVATE KEY-----"},
            {"publicKeyPem": "-----BEGIN PUBLIC KEY-----\n" + "A" * 20_000 + "\n-----END PUBLIC KEY-----"}, None]
)  # fmt: skip
def test_keys_that_are_none(key: Any) -> None:
    """Only a public key of a size that keys have."""
    told = {"id": f"{ID}#main-key", "owner": ID, **key} if isinstance(key, dict) else key
    assert read(publicKey=told).keys == ()


def test_d3_d4_everything_has_an_end() -> None:
    """D3, D4: 10^5 of each, a name of 1 MB, a bio of 10 MB: cut, in a moment."""
    told = {
        "name": "n" * 1_000_000,
        "summary": "<p>" + "</p>" * 2_500_000,
        "attachment": [{"type": "PropertyValue", "name": "n" * 1000, "value": "v" * 100_000}] * 100_000,
        "tag": [{"type": "Emoji", "name": f":e{i}:", "icon": {"url": f"https://far.example/{i}"}}
                for i in range(100_000)],
        "alsoKnownAs": [f"https://far.example/{i}" for i in range(100_000)],
        "attributionDomains": [f"d{i}.example" for i in range(100_000)],
        "publicKey": [{"id": f"{ID}#{i}", "owner": ID, "publicKeyPem": PEM} for i in range(100_000)],
    }  # fmt: skip
    with within(1.5):
        actor = read(**told)
    assert len(actor.name) == LONGEST_NAME
    assert (len(actor.fields), len(actor.emojis), len(actor.also_known_as)) == (MAX_FIELDS, MAX_EMOJIS, MAX_ALIASES)
    assert (len(actor.attribution_domains), len(actor.keys)) == (MAX_DOMAINS, MAX_KEYS)
    assert all(len(row.name) <= 255 and len(row.value) <= 2_100 for row in actor.fields)


NAMES = st.sampled_from("id type url href name icon value sharedInbox".split())
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(HOSTILE),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
MEMBERS = (
    "id type preferredUsername name nameMap summary summaryMap url inbox endpoints outbox followers featured icon image"
    " attachment publicKey assertionMethod tag published alsoKnownAs movedTo attributionDomains webfinger mediaType"
).split()


@given(st.dictionaries(st.sampled_from(MEMBERS), VALUES, max_size=6))
def test_whatever_stands_there_an_actor_or_a_reason(members: dict[str, Any]) -> None:
    """Never an error, and what is taken is inert."""
    try:
        actor = read(**members)
    except Unreadable:
        return
    inert.check(actor)
