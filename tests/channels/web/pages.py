"""The pages of the channel as one house shows them, for tests that look at every page."""

from __future__ import annotations

from tests.cast import Cast
from tests.channels.web.addresses import every, known


def paths(cast: Cast, post_id: int) -> dict[str, str]:
    """Name → path of every page that a GET shows, with values that exist: Ada's account and this post of hers."""
    values = {"acct": "ada", "post_id": post_id, "account_id": cast.ada.account_id, "name": "bridges"}
    found = {address.name: address.path(**known(address, **values)) for address in every() if address.is_page}
    found["search"] += "?q=ada"
    found["join"] += "?invitation=example"
    found["compose-reply"] = f"{found['compose']}?reply={post_id}"
    found["profile-pictures"] = f"{found['profile']}?show=pictures"
    found.pop("language")  # only sends on
    return found
