"""Whether what Mastodon.py returned is what its own type declarations promise. It casts leniently by itself: a missing
member becomes None and a wrong one stays as it was, so both must be looked for."""

from __future__ import annotations

import types
from datetime import datetime
from typing import Any, Union, get_args, get_origin

from mastodon import types_base
from mastodon.types_base import AttribAccessDict

declared: Any = types_base._get_cached_type_hints
# Members Mastodon.py declares without Optional although Mastodon's documentation lets them be absent or null.
LEFT_OUT = {
    # The app of a post has a name and a website; Mastodon.py uses its class of registered apps for it.
    "Application.id", "Application.redirect_uri", "Application.redirect_uris", "Application.scopes",
    "Application.vapid_key",
    # The house names no person as its contact, and there are no collections.
    "Instance.contact_account", "InstanceContact.account", "Role.collection_limit",
    # It is called rule_ids.
    "Report.rules_ids",
    # New in Mastodon 4.6.
    "NotificationPolicy.for_bots", "Profile.formatted_fields", "Profile.formatted_note",
    "Account.show_featured", "Account.show_media", "Account.show_media_replies", "Status.tagged_collections",
}  # fmt: skip
# Plain objects whose members vary.
OPEN = {"InstanceV2.api_versions", "Rule.translations"}
# The filter of a result says which it is, not its keywords; Mastodon.py casts it as one of the old kind.
NAMED = {"FilterResult.filter": ("id", "title", "context", "filter_action")}


def mistyped(value: Any, where: str = "") -> list[str]:
    """What is missing or of a wrong type in an entity or a list of them; each fault once, none when all is well."""
    return sorted(set(_faults(value, where)))


def _faults(value: Any, where: str) -> list[str]:
    if isinstance(value, list):
        return [fault for item in value for fault in _faults(item, where)]
    if not isinstance(value, AttribAccessDict):
        return []
    if where in NAMED:
        return [f"{where}.{member} is missing" for member in NAMED[where] if value.get(member) is None]
    name = type(value).__name__
    faults: list[str] = [f"{where} has no type of its own"] if name == "AttribAccessDict" and where not in OPEN else []
    for attribute, hint in declared(type(value)).items():
        if attribute.startswith("_"):
            continue
        label = f"{name}.{attribute}"
        found = value[attribute]
        if found is None and not _allows_none(hint) and label not in LEFT_OUT:
            faults.append(f"{label} is missing")
        elif found is not None and not _fits(found, hint):
            faults.append(f"{label} is {type(found).__name__}, not {hint}")
        else:
            faults += _faults(found, label)
    return faults


def _allows_none(hint: Any) -> bool:
    return hint is Any or type(None) in get_args(hint)


def _fits(value: Any, hint: Any) -> bool:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return any(_fits(value, option) for option in get_args(hint) if option is not type(None))
    plain = origin or hint
    if plain is datetime:
        return isinstance(value, datetime)
    if isinstance(plain, type):
        if plain.__name__ == "MaybeSnowflakeIdType":
            return isinstance(value, str | int)
        if issubclass(plain, list):
            return isinstance(value, list)
        if issubclass(plain, dict):
            return isinstance(value, dict)
        return isinstance(value, plain)
    return True
