"""Polls: the question under a post, votes, and the end."""

from __future__ import annotations

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Outcome, State
from coffeehouse.domain.people.handlers.acting import acting_account
from coffeehouse.domain.people.queries.emoji import emoji_in
from coffeehouse.domain.posts import commands
from coffeehouse.domain.posts.handlers.finding import find_visible
from coffeehouse.domain.posts.handlers.notifying import notify
from coffeehouse.kernel.errors import Invalid, NotFound
from coffeehouse.kernel.text import characters, one_line

MAX_OPTIONS = 8
MAX_OPTION_CHARACTERS = 100
MIN_SECONDS = 300
MAX_SECONDS = 60 * 86_400


def check_poll(poll: commands.PollDraft) -> None:
    """Raise Invalid unless the poll has two to eight different options and a time it can run."""
    options = clean_options(poll)
    if len(options) < 2:
        raise Invalid("Validation failed: Poll must have more than one item", field="poll")
    if len(options) > MAX_OPTIONS:
        raise Invalid(f"Validation failed: Poll can't contain more than {MAX_OPTIONS} items", field="poll")
    if len(set(options)) != len(options):
        raise Invalid("Validation failed: Poll contains duplicate items", field="poll")
    if any(characters(option) > MAX_OPTION_CHARACTERS for option in options):
        raise Invalid(f"Validation failed: Poll items have at most {MAX_OPTION_CHARACTERS} characters", field="poll")
    if poll.expires_in is not None and not MIN_SECONDS <= poll.expires_in <= MAX_SECONDS:
        raise Invalid("Validation failed: A poll runs for 5 minutes to 60 days", field="poll")


def clean_options(poll: commands.PollDraft) -> list[str]:
    """The options as they are kept, empty ones left out."""
    return [kept for kept in (one_line(option, field="poll") for option in poll.options) if kept]


def insert_poll(post_id: int, poll: commands.PollDraft, now: int) -> None:
    """Insert the poll of a post."""
    options = clean_options(poll)
    sql.execute(
        "INSERT INTO posts_poll (id, options, is_multiple, hides_totals, expires_at, voters_count, votes, emojis)"
        " VALUES (%s, %s, %s, %s, %s, 0, %s, %s)",
        (
            post_id,
            msgspec.json.encode(options).decode(),
            poll.is_multiple,
            poll.hides_totals,
            None if poll.expires_in is None else now + poll.expires_in * 1_000,
            msgspec.json.encode([0] * len(options)).decode(),
            msgspec.json.encode(emoji_in(*options)).decode(),
        ),
    )


VOUCHED = ("options", "is_multiple", "hides_totals", "expires_at", "voters_count", "votes")


def vouch_poll(post_id: int) -> State:
    """The poll's row as it now is, for the ledger."""
    row = sql.row(f"SELECT {', '.join(VOUCHED)} FROM posts_poll WHERE id = %s", (post_id,))
    if row is None:
        return State("posts_poll", post_id, None)
    plain = (int(value) if isinstance(value, bool) else value for value in row)
    return State("posts_poll", post_id, dict(zip(VOUCHED, plain, strict=True)))


def apply_vote_in_poll(command: commands.VoteInPoll, context: Context) -> Outcome:
    """Insert the choices of one account, once."""
    account_id = acting_account(context)
    post = find_visible(command.post_id, account_id)
    poll = sql.row("SELECT is_multiple, expires_at, votes FROM posts_poll WHERE id = %s", (post.id,))
    if poll is None:
        raise NotFound()
    votes: list[int] = msgspec.json.decode(poll[2])
    choices = sorted(set(command.choices))
    if post.account_id == account_id:
        raise Invalid("Validation failed: You cannot vote in your own poll")
    if poll[1] is not None and poll[1] <= context.now:
        raise Invalid("Validation failed: The poll has already ended")
    if not choices or choices[0] < 0 or choices[-1] >= len(votes) or (len(choices) > 1 and not poll[0]):
        raise Invalid("Validation failed: The chosen vote option does not exist")
    chosen = _chosen(post.id, account_id)
    # Of somebody elsewhere the choices of a poll with several come one by one.
    may_add = context.actor.role == "remote" and poll[0] and not chosen.intersection(choices)
    if chosen and not may_add:
        raise Invalid("Validation failed: You have already voted in this poll")
    for choice in choices:
        votes[choice] += 1
        sql.execute(
            "INSERT INTO posts_pollvote (post_id, account_id, choice) VALUES (%s, %s, %s)",
            (post.id, account_id, choice),
        )
    sql.execute(
        "UPDATE posts_poll SET voters_count = voters_count + %s, votes = %s WHERE id = %s",
        (0 if chosen else 1, msgspec.json.encode(votes).decode(), post.id),
    )
    return Outcome(object=f"post/{post.id}", result={"id": str(post.id)}, states=(vouch_poll(post.id),))


def _chosen(post_id: int, account_id: int) -> set[int]:
    """What an account chose already."""
    found = sql.rows("SELECT choice FROM posts_pollvote WHERE post_id = %s AND account_id = %s", (post_id, account_id))
    return {row[0] for row in found}


def apply_close_poll(command: commands.ClosePoll, context: Context) -> Outcome:
    """Mark the poll as over and tell its author and voters; done once, and not before its time."""
    row = sql.row(
        "UPDATE posts_poll SET closed_at = %s WHERE id = %s AND closed_at IS NULL AND expires_at <= %s RETURNING id",
        (context.now, command.post_id, context.now),
    )
    author = sql.value("SELECT account_id FROM posts_post WHERE id = %s", (command.post_id,))
    if row is None or author is None:
        return Outcome(object=f"post/{command.post_id}", unchanged=True)
    voters = sql.rows("SELECT DISTINCT account_id FROM posts_pollvote WHERE post_id = %s", (command.post_id,))
    for account_id in {author, *(voter for (voter,) in voters)}:
        notify(context, account_id, "poll", author, command.post_id)
    return Outcome(object=f"post/{command.post_id}")
