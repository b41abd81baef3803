"""Mastodon's OAuth scopes: which exist, what each grants, what an app may ask for. Channels ask before they act."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from coffeehouse.kernel.errors import Invalid

_READ = (
    "accounts", "blocks", "bookmarks", "favourites", "filters", "follows", "lists", "mutes", "notifications", "search",
    "statuses",
)  # fmt: skip
_WRITE = (
    "accounts", "blocks", "bookmarks", "conversations", "favourites", "filters", "follows", "lists", "media", "mutes",
    "notifications", "reports", "statuses",
)  # fmt: skip
_ADMIN = ("accounts", "reports", "domain_allows", "domain_blocks", "ip_blocks", "email_domain_blocks",
          "canonical_email_blocks")  # fmt: skip

_PARTS: dict[str, frozenset[str]] = {
    "read": frozenset(f"read:{part}" for part in _READ),
    "write": frozenset(f"write:{part}" for part in _WRITE),
    "admin:read": frozenset(f"admin:read:{part}" for part in _ADMIN),
    "admin:write": frozenset(f"admin:write:{part}" for part in _ADMIN),
    "follow": frozenset(f"{verb}:{part}" for verb in ("read", "write") for part in ("blocks", "follows", "mutes")),
    "profile": frozenset(),
    "push": frozenset(),
}
_PARTS["admin"] = _PARTS["admin:read"] | _PARTS["admin:write"] | {"admin:read", "admin:write"}

KNOWN: tuple[str, ...] = tuple(dict.fromkeys([*_PARTS, *sorted(frozenset().union(*_PARTS.values()))]))
"""Every scope the house understands: what `scopes_supported` lists."""
_KNOWN = frozenset(KNOWN)

DEFAULT = frozenset({"read"})
"""What a request without scopes means."""


@lru_cache(maxsize=512)
def parse(text: str) -> frozenset[str]:
    """The set a `scope` parameter names, parted by spaces or `+`; nothing means `read`. Unknown scopes are Invalid."""
    if len(text) > 4_000:
        raise Invalid("The list of scopes is too long. Ask only for what the app needs.", code="invalid_scope")
    scopes = frozenset(text.replace("+", " ").split(" ")) - {""}
    unknown = sorted(scopes - _KNOWN)
    if unknown:
        raise Invalid(
            f"The scope {unknown[0][:60]!r} is unknown. Ask for read, write, follow, push, profile or a part of them.",
            code="invalid_scope",
            field="scope",
        )
    return scopes or DEFAULT


def text(scopes: Iterable[str]) -> str:
    """The scopes as OAuth writes them, in a fixed order."""
    wanted = frozenset(scopes)
    return " ".join(scope for scope in KNOWN if scope in wanted)


@lru_cache(maxsize=512)
def expand(granted: frozenset[str]) -> frozenset[str]:
    """The scopes with every part they hold. Unknown ones grant nothing."""
    held = granted & _KNOWN
    return held.union(*(_PARTS.get(scope, frozenset()) for scope in held))


def grants(granted: frozenset[str], required: str) -> bool:
    """Whether a token with these scopes may do what needs `required`. `profile` is held by who reads accounts."""
    held = expand(granted)
    return required in held or (required == "profile" and "read:accounts" in held)


def grants_any(granted: frozenset[str], *required: str) -> bool:
    """Whether one of several scopes is granted, for the operations that accept either."""
    return any(grants(granted, scope) for scope in required)


def is_subset(requested: frozenset[str], registered: frozenset[str]) -> bool:
    """Whether an app that registered these scopes may ask for those. `read` of an app with `read:statuses` may not."""
    return requested <= expand(registered)
