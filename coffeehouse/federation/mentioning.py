"""Makes the people elsewhere known whom a text names, before it is published: then they are mentioned, and told.

Who cannot be found while the author waits stays plain text, as a name that nobody has.
"""

from __future__ import annotations

from coffeehouse.domain.people import queries as people
from coffeehouse.federation import addresses, waiting
from coffeehouse.federation.actors import account_of_handle
from coffeehouse.federation.fetching import Unfetched
from coffeehouse.protocols.mastodon.text import parse

# Strangers that are looked for because of one text.
MOST = 5
MOST_NAMED = 50


def meet_mentioned(text: str) -> None:
    """Look for the accounts elsewhere that a text names and that are not known yet; never fails."""
    if text.count("@") < 2:
        return
    handles = [name for name in parse(text).mentions if _is_elsewhere(name)]
    for handle in [name for name in handles[:MOST_NAMED] if people.account_id_of(name) is None][:MOST]:
        try:
            account_of_handle(handle)
        except (Unfetched, waiting.MustWait):
            continue


def _is_elsewhere(name: str) -> bool:
    read = addresses.read_handle(name)
    return read is not None and not addresses.is_ours(f"{addresses.scheme()}://{read[1]}/")
