"""Addresses that may be asked by POST and yet leave no entry, each with the reason. `gate` counts them apart; a request
answered well by any other address and without an entry is a gap in the statement of completeness.
"""

from __future__ import annotations

# Name of the address → why nothing of it is recorded.
WITHOUT_ENTRY: dict[str, str] = {
    "language": "chooses the language of the pages: a cookie of one's own browser",
    "act-as": "chooses as whom one goes on: the browser's session; each act names the voice and the member",
    "directory": "begins signing in at the body's directory; coming back from there is recorded",
    "security-link": "begins linking at the body's directory; coming back from there is recorded",
    "oauth/userinfo": "reads whose token it is (OpenID Connect lets apps ask by POST)",
    "oauth/authorize": "saying no to an app, or signing in first, changes nothing; letting it in is recorded",
    "api/v1/statuses/<id>/interaction_policy": "where a request names no change, none is made",
    "api/v1/scheduled_statuses/<id>": "where a request names no other time, none is set",
    "policy-editor": "checking a policy before it is saved changes nothing; saving it is recorded",
    "second-step": "where the first step is too long ago, one begins again; a right or wrong code is recorded",
    "nowhere": "there is nothing at such an address: the answer is always 404",
    "server-review": "shows what a list of servers would change; letting it hold is recorded",
    "ledger": "checks a receipt or finds one: reads",
    "inbox": "a delivery that concerns nobody here, comes again, or waits for another server; what it does is recorded",
    "actor-inbox": "as the inbox for everybody",
    "house-inbox": "as the inbox for everybody",
    "witness-add-checkpoint": "cosigns the checkpoint of another ledger: an entry for each would make the next "
    "checkpoint, here and there, for ever; what does not fit together is recorded",
}

# Table → why rows of it are written without an entry. Every other table changes only together with one.
TABLES_WITHOUT_ENTRY: dict[str, str] = {
    "ledger_tile": "hashes of entries: made from the ledger",
    "ledger_checkpoint": "signatures over the ledger: they are what proves it",
    "ledger_witnessed": "checkpoints of other ledgers with our cosignatures: signatures, as our own checkpoints are",
    "ledger_cosignature": "what witnesses signed under our checkpoints: it proves the ledger from outside",
    "ledger_submission": "how far each witness has come; adding and removing one is recorded",
    "ledger_notice": "which day's checkpoint was posted and mailed; the post and the mail's receipt are recorded",
    "ledger_head": "the last number given: it changes with every entry, and when work is put down",
    "django_session": "who is signed in by which browser; signing in and out are recorded",
    "engine_limit": "how often somebody has tried something, for two days",
    "engine_idempotency": "answers given, so that a repeated request is not done twice; for a day",
    "engine_outbox": "work that waits; what becomes of it is recorded",
    "posts_feed": "home timelines: made from posts and follows",
    "posts_mark": "what a reader marked of a post, in one number: made from favourites and bookmarks",
    "federation_server": "how another server is reached; what is decided about it is recorded",
    "federation_remoteactor": "when an account elsewhere was last asked for; what changed of it is recorded",
    "federation_unfetchable": "addresses that did not answer, for minutes",
    "federation_arrival": "deliveries that wait for somebody else's answer; what becomes of them is recorded",
    "federation_outgoing": "documents on their way out: made from what is recorded",
    "federation_delivery": "where they still have to go; what was answered is recorded",
    "federation_reached": "which servers took a post: made from deliveries",
    "federation_remotefollower": "where posts go: made from follows",
    "records_recall": "whom an erased post named, for a minute, until their open apps have dropped it",
    "posts_trend": "what trends: made from public posts",
}
