"""One's own profile: what it shows, what is its default, and as what it is written (Profile, CredentialAccount)."""

from __future__ import annotations

from typing import Any

from coffeehouse.channels.client_api import bodies
from coffeehouse.channels.client_api.answers import entity, spliced
from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.channels.client_api.endpoints import user
from coffeehouse.domain.people import queries as people
from coffeehouse.domain.people.commands import UpdateProfile
from coffeehouse.domain.posts import queries as posts
from coffeehouse.kernel.errors import Invalid, NotFound
from coffeehouse.protocols.mastodon.entities import visibility_in


def _profile(call: Call) -> Answer:
    found = people.read_profile(call.account_id)
    if found is None:
        raise NotFound()
    return entity({**found, "featured_tags": posts.featured_tags(call.account_id, call.account_id)})


@user("profile", "read:accounts")
def read_profile(call: Call) -> Answer:
    """One's profile as it was written."""
    return _profile(call)


@user("write:accounts")
def update_profile(call: Call) -> Answer:
    """Change one's profile; the answer is the Profile."""
    _change(call)
    return _profile(call)


@user("write:accounts")
def update_credentials(call: Call) -> Answer:
    """Change one's profile and defaults; the answer is the CredentialAccount."""
    _change(call)
    return spliced(people.read_credential_account(call.account_id))


def _change(call: Call) -> None:
    """Only what is named here can be changed (attack P5)."""
    body = call.body
    source = bodies.part(body, "source")
    visibility = bodies.text(source, "privacy")
    call.act(
        UpdateProfile(
            display_name=bodies.optional_text(body, "display_name"),
            note=bodies.optional_text(body, "note"),
            fields=_fields(body),
            avatar=bodies.file(body, "avatar"),
            header=bodies.file(body, "header"),
            avatar_description=bodies.optional_text(body, "avatar_description"),
            header_description=bodies.optional_text(body, "header_description"),
            is_locked=bodies.flag(body, "locked"),
            is_bot=bodies.flag(body, "bot"),
            is_discoverable=bodies.flag(body, "discoverable"),
            is_indexable=bodies.flag(body, "indexable"),
            hides_collections=bodies.flag(body, "hide_collections"),
            shows_media=bodies.flag(body, "show_media"),
            shows_media_replies=bodies.flag(body, "show_media_replies"),
            shows_featured=bodies.flag(body, "show_featured"),
            attribution_domains=_domains(body),
            default_visibility=visibility_in(visibility) if visibility else None,
            default_sensitive=bodies.flag(source, "sensitive"),
            default_language=bodies.optional_text(source, "language"),
            default_quote_policy=bodies.text(source, "quote_policy") or None,
        )
    )


def _domains(body: dict[str, Any]) -> tuple[str, ...] | None:
    return tuple(bodies.texts(body, "attribution_domains")) if "attribution_domains" in body else None


def _fields(body: dict[str, Any]) -> tuple[tuple[str, str], ...] | None:
    """`fields_attributes`: a list, or an object with numbered members, of name and value."""
    given = bodies.items(body, "fields_attributes")
    if given is None:
        return None
    fields = []
    for item in given:
        if not isinstance(item, dict):
            raise Invalid("Validation failed: each field needs a name and a value", field="fields_attributes")
        fields.append((bodies.text(item, "name"), bodies.text(item, "value")))
    return tuple(fields)


@user("write:accounts")
def delete_avatar(call: Call) -> Answer:
    """Back to the picture the house draws."""
    call.act(UpdateProfile(avatar=b"", avatar_description=""))
    return spliced(people.read_credential_account(call.account_id))


@user("write:accounts")
def delete_header(call: Call) -> Answer:
    """Back to the house's banner."""
    call.act(UpdateProfile(header=b"", header_description=""))
    return spliced(people.read_credential_account(call.account_id))
