"""What the house says of itself, and what it has none of yet."""

from __future__ import annotations

import msgspec

from coffeehouse.protocols.contract import Nothing, does
from coffeehouse.protocols.mastodon.entities import CustomEmoji
from coffeehouse.protocols.mastodon.instance import Instance, Rule, V1Instance


class Language(msgspec.Struct, kw_only=True):
    """A language of the pages."""

    code: str
    name: str


OPERATIONS = {
    "GET api/v2/instance": does(Instance),
    "GET api/v1/instance": does(V1Instance),
    "GET api/v1/instance/languages": does(list[Language]),
    "GET api/v1/instance/rules": does(list[Rule]),
    "GET api/v1/instance/peers": does(list[str]),
    "GET api/v1/instance/domain_blocks": does(list[Nothing]),
    "GET api/v1/custom_emojis": does(list[CustomEmoji]),
    "GET api/v1/announcements": does(list[Nothing]),
}
