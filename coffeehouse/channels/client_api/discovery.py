"""Finding people: the directory, whom one might follow, whom one knows among somebody's followers."""

from __future__ import annotations

from coffeehouse.channels.client_api import bodies
from coffeehouse.channels.client_api.accounts import limits
from coffeehouse.channels.client_api.answers import EMPTY, plain_list
from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.channels.client_api.endpoints import anybody, user
from coffeehouse.channels.client_api.timelines import is_set
from coffeehouse.domain.people import queries as people
from coffeehouse.domain.people.relation_commands import DismissSuggestion

# What Mastodon before 4.3 called the same reasons; older apps read `source`.
OLDER_WORDS = {"featured": "staff", "friends_of_friends": "past_interactions", "most_followed": "global"}


@anybody("read:accounts")
def read_directory(call: Call) -> Answer:
    """Who wants to be found: by their latest post, or (`order=new`) the newest accounts first."""
    limit, offset = limits(call.query)
    found = people.list_directory(
        call.viewer_id,
        limit,
        offset,
        newest=bodies.text(call.query, "order") == "new",
        only_local=is_set(call.query, "local"),
    )
    return plain_list(found)


@user("read:accounts")
def read_suggested_accounts(call: Call) -> Answer:
    """Whom one might follow."""
    limit, _ = limits(call.query)
    return plain_list([suggested.account for suggested in people.list_suggestions(call.account_id, limit)])


@user("read:accounts")
def read_suggestions(call: Call) -> Answer:
    """Whom one might follow, and why."""
    limit, _ = limits(call.query)
    return plain_list(
        [
            f'{{"source":"{OLDER_WORDS[suggested.source]}","sources":["{suggested.source}"],'
            f'"account":{suggested.account}}}'
            for suggested in people.list_suggestions(call.account_id, limit)
        ]
    )


@user("write:accounts")
def dismiss_suggestion(call: Call) -> Answer:
    """Not have an account suggested again."""
    call.act(DismissSuggestion(target_id=call.id))
    return Answer(EMPTY)


@user("read:follows")
def read_familiar_followers(call: Call) -> Answer:
    """Whom one follows among the followers of accounts."""
    answer = []
    # Mastodon.py sends a body with this GET, which Mastodon reads.
    for account_id in dict.fromkeys(bodies.ids(call.body, "id")[:10]):
        if people.read_account(call.viewer_id, account_id) is not None:
            accounts = people.familiar_followers(call.account_id, account_id)
            answer.append(f'{{"id":"{account_id}","accounts":[{",".join(accounts)}]}}')
    return plain_list(answer)
